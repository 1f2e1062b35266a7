//! Roles that allow something on resources that are not there.

use crate::problem::nearest;
use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::permission::Permission;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use indexmap::IndexMap;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG558",
    name: "permission-on-nothing",
    severity: Severity::Warning,
    finds: "A Role or ClusterRole with a resource that is in none of its API groups, or with a group that is \
          written with a version.",
    why: "The rule allows nothing, and nobody says so: the program learns it when it is forbidden what it \
          needs.",
    wrong: r#"apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: web
rules:
  - apiGroups: [""]
    resources: [deployments]
    verbs: [get]
"#,
    right: "\
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: web
rules:
  - apiGroups: [apps]
    resources: [deployments]
    verbs: [get]
",
    help: "write the group that has the resource, and the resource's name in lower case and in the plural: \
          `kubectl api-resources` lists them",
    check: Check::Applied(check),
};

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    if Permission::all(scope).next().is_none() {
        return;
    }
    let mut groups: IndexMap<&str, Vec<String>> = IndexMap::new();
    for (api, kind) in repository.schemas.all() {
        let group = api.rsplit_once('/').map_or("", |(group, _)| group);
        if !kind.ends_with("List") {
            groups.entry(group).or_default().push(plural(kind));
        }
    }
    // The group that serves each resource today.
    let mut group_of: IndexMap<&str, &str> = IndexMap::new();
    for (group, resources) in &groups {
        for resource in resources
            .iter()
            .filter(|_| !matches!(*group, "extensions" | "events.k8s.io"))
        {
            group_of.insert(resource, group);
        }
    }
    for permission in Permission::all(scope) {
        let mut known = Vec::new();
        let mut is_known = true;
        for group in permission.items("apiGroups") {
            let text = group.text().unwrap_or_default();
            match without_version(text) {
                Some(right) => {
                    let message = format!(
                        "there is no API group `{}`: a group has no version, and that of `v1` is empty",
                        shown(text)
                    );
                    found.with_help(group.mark, message, Some(&format!("write `\"{right}\"`")));
                    is_known = false;
                }
                None => match groups.get(text) {
                    Some(resources) => known.push((text, resources)),
                    None => is_known = false,
                },
            }
        }
        if !is_known || known.is_empty() {
            continue;
        }
        for node in permission.items("resources") {
            let text = node.text().unwrap_or_default();
            let resource = text.split('/').next().unwrap_or_default();
            let is_there = known
                .iter()
                .any(|(_, resources)| resources.iter().any(|known| known == resource));
            if is_there || resource == "*" || resource.is_empty() {
                continue;
            }
            let names: Vec<String> = known
                .iter()
                .map(|(group, _)| format!("\"{group}\""))
                .collect();
            let names = names.join(", ");
            if let Some(group) = group_of.get(resource) {
                let message = format!(
                    "`{}` are in the API group \"{group}\", not in {names}",
                    shown(resource)
                );
                found.with_help(
                    node.mark,
                    message,
                    Some(&format!(
                        "add \"{group}\" to `apiGroups`, or write a rule for it"
                    )),
                );
                continue;
            }
            let all = known
                .iter()
                .flat_map(|(_, resources)| resources.iter().map(String::as_str));
            let lower = resource.to_ascii_lowercase();
            let near = all
                .clone()
                .find(|known| *known == lower || *known == plural(resource));
            // A guess counts where one letter makes the difference: others' resources live in Kubernetes' groups, too.
            let near = near.or_else(|| {
                nearest(resource, all)
                    .filter(|near| strsim::damerau_levenshtein(near, resource) == 1)
            });
            let (near, help) = match near {
                Some(near) => (near, String::new()),
                None => match slip(resource, &group_of) {
                    Some((near, group)) => {
                        (near, format!(" They are in the API group \"{group}\""))
                    }
                    None => continue,
                },
            };
            let message = format!("there is no resource `{}` in {names}", shown(resource));
            found.with_help(
                node.mark,
                message,
                Some(&format!("did you mean `{near}`?{help}")),
            );
        }
    }
}

/// The resource of another group that is meant, and its group, where one letter makes the difference.
fn slip<'g>(resource: &str, group_of: &IndexMap<&'g str, &'g str>) -> Option<(&'g str, &'g str)> {
    let near = nearest(resource, group_of.keys().copied())?;
    let is_slip = strsim::damerau_levenshtein(near, resource) == 1;
    is_slip.then(|| (near, group_of[near]))
}

/// The group of what is written like an `apiVersion`: `apps` of `apps/v1`, nothing of `v1`.
fn without_version(group: &str) -> Option<&str> {
    match group.split_once('/') {
        Some((group, _)) => Some(group),
        None => matches!(group, "v1" | "core").then_some(""),
    }
}

/// The name of a kind's resource.
fn plural(kind: &str) -> String {
    let kind = kind.to_ascii_lowercase();
    let is_vowel = |c: char| "aeiou".contains(c);
    match kind.strip_suffix('y') {
        _ if kind == "endpoints" => kind,
        Some(stem) if !stem.ends_with(is_vowel) => format!("{stem}ies"),
        _ if kind.ends_with('s') || kind.ends_with('x') || kind.ends_with("ch") => {
            format!("{kind}es")
        }
        _ => format!("{kind}s"),
    }
}
