//! A token in a pod that may do nothing with it.

use crate::validate::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::is_placeholder;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;
use indexmap::IndexMap;
use std::collections::HashSet;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG532",
    name: "unused-token",
    severity: Severity::Info,
    finds: "A ServiceAccount whose token is mounted into pods, although nothing in the repository gives it a \
        right and neither it nor the pods say `automountServiceAccountToken`. Only where all that is applied \
        together is known.",
    why: "Whoever breaks into the program can ask the API server as this account, and gets every right that \
        somebody gives it some day.",
    wrong: "\
# file: kustomization.yaml
namespace: shop
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      serviceAccountName: web
      containers:
        - name: web
          image: shop/web:1.2.0
",
    right: "\
# file: kustomization.yaml
namespace: shop
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
automountServiceAccountToken: false
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      serviceAccountName: web
      containers:
        - name: web
          image: shop/web:1.2.0
",
    help: "write `automountServiceAccountToken: false` in the ServiceAccount, or `true` if the token is meant \
        for something else; roles of AWS do not need it, their token is mounted on its own",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    if !scope.is_whole {
        return;
    }
    let mut mounted: IndexMap<*const Document, (&Document, String)> = IndexMap::new();
    for workload in scope.workloads() {
        let says = workload.spec.at(["automountServiceAccountToken"]).is_some();
        let Some(name) = workload.service_account().and_then(Node::text) else {
            continue;
        };
        let Some(account) = scope.find("ServiceAccount", workload.namespace(), name) else {
            continue;
        };
        if !says && account.at(["automountServiceAccountToken"]).is_none() {
            let key = std::ptr::from_ref(account);
            mounted.entry(key).or_insert((account, workload.title()));
        }
    }
    if mounted.is_empty() {
        return;
    }
    let bound = Bound::of(repository, scope);
    for (account, workload) in mounted.into_values() {
        if !bound.may_be(account.name()) {
            let name = account.at(["metadata", "name"]);
            let mark = name.map_or(account.mark(), |name| name.mark);
            let message = format!(
                "its token is mounted into the pods of {workload}, and nothing gives it a right"
            );
            found.at(mark, message);
        }
    }
}

/// The accounts to which something gives a right.
struct Bound<'a> {
    names: HashSet<&'a str>,
    /// Whether a right goes to all accounts of a namespace, or to everybody.
    is_any: bool,
}

impl<'a> Bound<'a> {
    fn of(repository: &Repository<'a>, scope: &Scope<'a>) -> Self {
        let mut bound = Self {
            names: HashSet::new(),
            is_any: false,
        };
        for scope in [scope, repository.written()] {
            for kind in ["RoleBinding", "ClusterRoleBinding"] {
                for binding in scope.of_kind(kind) {
                    for subject in binding.at(["subjects"]).map_or(&[][..], Node::items) {
                        let field = |field| subject.at([field]).and_then(Node::text);
                        let name = field("name").unwrap_or_default();
                        match field("kind") {
                            Some("ServiceAccount") if !is_placeholder(name) => {
                                bound.names.insert(name);
                            }
                            Some("User") => {
                                let name = name.rsplit(':').next().unwrap_or(name);
                                bound.names.insert(name);
                            }
                            // Kubernetes' own groups may be of accounts; others are of people.
                            Some("Group")
                                if !name.starts_with("system:") && !is_placeholder(name) => {}
                            _ => bound.is_any = true,
                        }
                    }
                }
            }
        }
        bound
    }

    fn may_be(&self, name: &str) -> bool {
        self.is_any || self.names.contains(name)
    }
}
