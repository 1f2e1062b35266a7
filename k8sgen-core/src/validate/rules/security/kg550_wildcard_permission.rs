//! Roles that allow everything of something.

use crate::validate::finding::Severity;
use crate::validate::objects::permission::Permission;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG550",
    name: "wildcard-permission",
    severity: Severity::Warning,
    finds: "A Role or ClusterRole with `*` for its verbs, resources or API groups.",
    why: "Nobody knows what `*` will allow after the next release, or the next custom resource; whoever takes \
          over the pod may do all of it.",
    wrong: r#"apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: web
rules:
  - apiGroups: ["*"]
    resources: ["*"]
    verbs: [get]
"#,
    right: r#"apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: web
rules:
  - apiGroups: [""]
    resources: [configmaps]
    verbs: [get]
"#,
    help: "name the verbs, resources and groups that are needed",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for permission in Permission::all(scope) {
        let lists = [
            ("verbs", "every verb"),
            ("resources", "every resource"),
            ("apiGroups", "every API group"),
            ("nonResourceURLs", "every path"),
        ];
        let every: Vec<_> = lists
            .into_iter()
            .filter_map(|(list, what)| Some((permission.item(list, "*")?, what)))
            .collect();
        let Some((first, _)) = every.first() else {
            continue;
        };
        let what: Vec<&str> = every.iter().map(|(_, what)| *what).collect();
        // An operator may well do everything with its own resources, which it names.
        let is_own = |group: &str| group.contains('.') && !group.ends_with(".k8s.io");
        let groups = permission.items("apiGroups");
        let is_of_others = !groups.is_empty()
            && groups.iter().all(|group| group.text().is_some_and(is_own))
            && what == ["every verb"];
        let severity = if is_of_others {
            Severity::Info
        } else {
            RULE.severity
        };
        let message = format!(
            "{} allows {}",
            permission.title(),
            what.join(" on ").replace(" on every API", " of every API")
        );
        found.say(first.mark, severity, message, None);
    }
}
