//! Containers of a pod that see each other's processes.

use crate::validate::finding::Severity;
use crate::validate::objects::is_true;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG534",
    name: "shared-processes",
    severity: Severity::Info,
    finds: "A pod with `shareProcessNamespace: true`.",
    why: "Each container can signal the programs of the others, and read their environment and files by way of \
        `/proc`, secrets among them.",
    wrong: "\
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
      shareProcessNamespace: true
      containers:
        - name: web
          image: shop/web:1.2.0
",
    right: "\
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
      containers:
        - name: web
          image: shop/web:1.2.0
",
    help: "take it away, unless one container is there to watch or to signal another; `kubectl debug --target` \
        needs no shared processes",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        if let Some(shared) = is_true(workload.spec, &["shareProcessNamespace"]) {
            let message = "with `shareProcessNamespace: true`, each container reads the secrets of the others";
            found.at(shared.mark, message);
        }
    }
}
