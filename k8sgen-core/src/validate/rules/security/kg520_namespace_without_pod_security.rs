//! A namespace that demands nothing of its pods.

use crate::validate::finding::Severity;
use crate::validate::objects::{Labels, POD_SECURITY_LABEL};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG520",
    name: "namespace-without-pod-security",
    severity: Severity::Info,
    finds: "A Namespace without any label of Pod Security. Those of Kubernetes itself are left alone.",
    why: "Whoever may make a pod there may make one that is root on its node, unless the whole cluster has a \
        default or another program checks pods.",
    wrong: "\
apiVersion: v1
kind: Namespace
metadata:
  name: shop
",
    right: "\
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: baseline
    pod-security.kubernetes.io/warn: restricted
",
    help: "add `pod-security.kubernetes.io/enforce` with the level that its pods are of today, and `…/warn` \
        with the one that they should be of",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for namespace in scope.of_kind("Namespace") {
        let name = namespace.name();
        let mut labels = Labels::of(&namespace.node).iter();
        let is_labelled = labels.any(|(key, _)| key.starts_with(POD_SECURITY_LABEL));
        if is_labelled || name == "default" || name.starts_with("kube-") {
            continue;
        }
        let mark = namespace.at(["metadata", "name"]);
        let mark = mark.map_or(namespace.mark(), |name| name.mark);
        found.at(
            mark,
            "the namespace demands nothing of its pods: it has no label of Pod Security",
        );
    }
}
