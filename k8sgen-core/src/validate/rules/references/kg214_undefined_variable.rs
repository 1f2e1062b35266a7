//! A variable that is not defined where it is used.

use crate::problem::{nearest, shown};
use crate::validate::finding::Severity;
use crate::validate::objects::{Container, Held, Holder, Workload, is_part};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;
use std::collections::BTreeSet;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG214",
    name: "undefined-variable",
    severity: Severity::Warning,
    finds: "`$(NAME)` in `command`, `args` or the value of a variable, and the container \
        defines no such variable; in a value of `env`, only variables above it count. The \
        image's own variables do not count either.",
    why: "Kubernetes leaves it as it is: the program gets the text `$(NAME)`. A shell takes it \
        for a command.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      args:
        - --level=$(LOG_LEVL)
      env:
        - name: LOG_LEVEL
          value: info
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
      args:
        - --level=$(LOG_LEVEL)
      env:
        - name: LOG_LEVEL
          value: info
",
    help: "define the variable in `env`, above where it is used; write `$$(NAME)` for the text \
        itself, or `${NAME}` for the shell",
    check: Check::Applied(check),
};

fn check<'a>(_: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    for workload in scope.workloads().iter().filter(|it| !is_part(it)) {
        for container in workload.containers() {
            let Some(mut defined) = from_others(scope, workload, container) else {
                continue;
            };
            let all: BTreeSet<&str> = container.variables().map(|it| it.name).collect();
            for variable in container.variables() {
                if let Some(value) = variable.value() {
                    for name in undefined(value, &defined) {
                        let help = all.contains(name).then_some(
                            "move it above the variable that uses it: only those above are known",
                        );
                        say(value, name, &defined, help, found);
                    }
                }
                defined.insert(variable.name.to_owned());
            }
            let lists = ["command", "args"].into_iter();
            for text in lists.flat_map(|list| container.items(list)) {
                for name in undefined(text, &defined) {
                    say(text, name, &defined, None, found);
                }
            }
        }
    }
}

fn say(
    node: &Node,
    name: &str,
    defined: &BTreeSet<String>,
    help: Option<&str>,
    found: &mut Found<'_>,
) {
    let meant = nearest(name, defined.iter().map(String::as_str));
    let meant = meant.map(|meant| format!("did you mean `$({})`?", shown(meant)));
    let message = format!(
        "`$({})` is not defined here, and stays as it is",
        shown(name)
    );
    found.with_help(node.mark, message, help.or(meant.as_deref()));
}

/// The variables that `envFrom` defines; nothing if they are not known.
fn from_others(
    scope: &Scope<'_>,
    workload: &Workload<'_>,
    container: Container<'_>,
) -> Option<BTreeSet<String>> {
    let mut defined = BTreeSet::new();
    for from in container.items("envFrom") {
        let prefix = from.at(["prefix"]).and_then(Node::text).unwrap_or_default();
        for (field, holder) in [
            ("configMapRef", Holder::ConfigMap),
            ("secretRef", Holder::Secret),
        ] {
            if let Some(name) = from.at([field, "name"]) {
                let held = Held::find(scope, holder, workload.namespace(), name.text()?)?;
                defined.extend(held.keys.iter().map(|key| format!("{prefix}{key}")));
            }
        }
    }
    Some(defined)
}

/// The variables of `$(NAME)` in a text that are not defined. Names are capitals: `$(date)` is for a shell. Of each
/// Service, Kubernetes itself defines some.
fn undefined<'a>(node: &'a Node, defined: &BTreeSet<String>) -> Vec<&'a str> {
    let mut names = Vec::new();
    let mut rest = node.text().unwrap_or_default();
    while let Some(at) = rest.find('$') {
        rest = &rest[at + 1..];
        if let Some(escaped) = rest.strip_prefix('$') {
            rest = escaped;
        } else if let Some((name, after)) = rest.strip_prefix('(').and_then(|it| it.split_once(')'))
        {
            let is_capital = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
            let of_service = name.contains("_SERVICE_") || name.contains("_PORT");
            if name.chars().all(is_capital)
                && name.starts_with(|c: char| c.is_ascii_uppercase())
                && !of_service
                && !defined.contains(name)
                && !names.contains(&name)
            {
                names.push(name);
            }
            // What stands in the brackets of a shell's command may hold another one.
            rest = if name.contains('$') { rest } else { after };
        }
    }
    names
}
