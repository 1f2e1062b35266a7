//! A role that the API server refuses.

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG475",
    name: "refused-role",
    severity: Severity::Error,
    finds: "A rule of a Role or ClusterRole without verbs, without resources or without API groups; with both \
        resources and `nonResourceURLs`; or with `nonResourceURLs` in a Role.",
    why: "The API server refuses the object.",
    wrong: "\
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: web
rules:
  - resources:
      - configmaps
    verbs:
      - get
",
    right: "\
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: web
rules:
  - apiGroups:
      - \"\"
    resources:
      - configmaps
    verbs:
      - get
",
    help: "write `apiGroups` (`\"\"` is that of Pods, Services and ConfigMaps), `resources` and `verbs`",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for kind in ["Role", "ClusterRole"] {
        for role in scope.of_kind(kind) {
            for rule in role.node.list("rules") {
                let has = |list: &str| !rule.list(list).is_empty();
                if !has("verbs") {
                    found.at(rule.mark, "this rule has no `verbs`");
                }
                if has("nonResourceURLs") {
                    if kind == "Role" {
                        let message =
                            "a Role can't allow `nonResourceURLs`, which are in no namespace";
                        found.with_help(rule.mark, message, Some("write a ClusterRole"));
                    } else if ["apiGroups", "resources", "resourceNames"]
                        .into_iter()
                        .any(has)
                    {
                        let message =
                            "this rule has both resources and `nonResourceURLs`, and may have one";
                        found.with_help(rule.mark, message, Some("write two rules"));
                    }
                    continue;
                }
                for list in ["apiGroups", "resources"] {
                    if !has(list) {
                        found.at(rule.mark, format!("this rule has no `{list}`"));
                    }
                }
            }
        }
    }
}
