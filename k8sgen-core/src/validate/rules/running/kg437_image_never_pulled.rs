//! An image that no node pulls.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::Workload;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG437",
    name: "image-never-pulled",
    severity: Severity::Warning,
    finds: "A container with `imagePullPolicy: Never`.",
    why: "The pod runs only on nodes on which somebody has put the image by hand, as on a laptop. On a new node it fails with `ErrImageNeverPull`.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      imagePullPolicy: Never
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      imagePullPolicy: IfNotPresent
",
    help: "write `imagePullPolicy: IfNotPresent`, which takes an image that is there already, too",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for container in scope.workloads().iter().flat_map(Workload::containers) {
        let policy = container.node.at(["imagePullPolicy"]);
        if let Some(policy) = policy.filter(|policy| policy.text() == Some("Never")) {
            let message = format!(
                "no node ever pulls the image of container `{}`",
                shown(container.name())
            );
            found.at(policy.mark, message);
        }
    }
}
