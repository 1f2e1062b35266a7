//! A ServiceAccount that is not there.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Lookout, store_accounts};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG201",
    name: "missing-service-account",
    severity: Severity::Error,
    finds: "A pod whose `serviceAccountName` names a ServiceAccount that nothing makes, and a SecretStore that reads with \
        such a one.",
    why: "No pod is created: its ReplicaSet or Job is told that the account is not found, and \
        tries again for ever.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  serviceAccountName: web
  containers:
    - name: web
      image: web:1.2.0
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
---
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  serviceAccountName: web
  containers:
    - name: web
      image: web:1.2.0
",
    help: "add the ServiceAccount to what is applied, or name one that is there; every namespace \
        has `default`",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    for workload in scope.workloads() {
        let account = workload.service_account();
        let Some((account, name)) = account.and_then(|it| Some((it, it.text()?))) else {
            continue;
        };
        let namespace = workload.namespace();
        // Each namespace has one of this name.
        if name == "default" {
            continue;
        }
        if let Some(severity) = lookout.misses("ServiceAccount", namespace, name) {
            let help = lookout.suggestion("ServiceAccount", namespace, name);
            let message = format!("there is no ServiceAccount `{}`", shown(name));
            found.say(account.mark, severity, message, help.as_deref());
        }
    }
    for store in scope.of_kind("SecretStore.external-secrets.io") {
        for account in store_accounts(store) {
            let Some((node, name)) = account.at(["name"]).and_then(|it| Some((it, it.text()?)))
            else {
                continue;
            };
            let namespace = store.namespace();
            if lookout.misses("ServiceAccount", namespace, name).is_some() {
                let help = lookout.suggestion("ServiceAccount", namespace, name);
                let message = format!("there is no ServiceAccount `{}`", shown(name));
                found.say(node.mark, Severity::Warning, message, help.as_deref());
            }
        }
    }
}
