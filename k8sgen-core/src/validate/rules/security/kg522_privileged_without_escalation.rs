//! A privileged container that may not get more rights.

use crate::validate::finding::Severity;
use crate::validate::objects::{is_true, title};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG522",
    name: "privileged-without-escalation",
    severity: Severity::Error,
    finds: "A container with `allowPrivilegeEscalation: false` that is `privileged`, or that adds \
        `CAP_SYS_ADMIN`.",
    why: "The API server refuses the object: a privileged container may always get more rights.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: shop/web:1.2.0
      securityContext:
        privileged: true
        allowPrivilegeEscalation: false
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: shop/web:1.2.0
      securityContext:
        privileged: false
        allowPrivilegeEscalation: false
",
    help: "take `privileged` away; or, if the container needs it, take `allowPrivilegeEscalation` away",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        for container in workload.containers() {
            let Some(context) = container.node.at(["securityContext"]) else {
                continue;
            };
            let Some(escalation) = context.at(["allowPrivilegeEscalation"]) else {
                continue;
            };
            if escalation.text() != Some("false") {
                continue;
            }
            let added = context
                .at(["capabilities", "add"])
                .map_or(&[][..], Node::items);
            let mut added = added.iter().filter_map(Node::text);
            let with = if is_true(context, &["privileged"]).is_some() {
                "privileged: true"
            } else if added.any(|name| name == "CAP_SYS_ADMIN") {
                "capabilities.add: [CAP_SYS_ADMIN]"
            } else {
                continue;
            };
            let of = title(&container);
            let message =
                format!("{of} has `allowPrivilegeEscalation: false` together with `{with}`");
            found.at(escalation.mark, message);
        }
    }
}
