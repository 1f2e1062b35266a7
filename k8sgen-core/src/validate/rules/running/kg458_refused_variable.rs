//! An environment variable that the API server refuses.

use crate::problem::{nearest, shown};
use crate::validate::Version;
use crate::validate::finding::Severity;
use crate::validate::objects::{Container, Workload, is_placeholder, set};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::{Entry, Node};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG458",
    name: "refused-variable",
    severity: Severity::Error,
    finds: "A variable with both `value` and `valueFrom`, or one that is read from two places or from none; a \
        `fieldPath` or a `resource` that containers can't read; a name that no variable may have; an entry of \
        `envFrom` with neither a ConfigMap nor a Secret.",
    why: "The API server refuses the object. Often a patch adds `valueFrom`, and the base's `value` stays.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      env:
        - name: POD_NAME
          value: web
          valueFrom:
            fieldRef:
              fieldPath: metadata.name
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
      env:
        - name: POD_NAME
          valueFrom:
            fieldRef:
              fieldPath: metadata.name
",
    help: "keep the one that is meant; in a patch, `value: null` takes the base's away",
    check: Check::Applied(check),
};

/// Where a variable can be read from.
const SOURCES: &[&str] = &[
    "fieldRef",
    "resourceFieldRef",
    "configMapKeyRef",
    "secretKeyRef",
    "fileKeyRef",
];
/// Where many variables can be read from.
const OF_MANY: &[&str] = &["configMapRef", "secretRef"];
/// What a container can be told of its pod.
const FIELDS: [&str; 9] = [
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];
/// What a container can be told of what it may use.
const RESOURCES: [&str; 6] = [
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
    "requests.cpu",
    "requests.memory",
    "requests.ephemeral-storage",
];
/// The first version in which a name may have nearly any letter.
const RELAXED: Version = Version {
    major: 1,
    minor: 32,
};

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let is_relaxed = repository.options.kubernetes >= RELAXED;
    for container in scope.workloads().iter().flat_map(Workload::containers) {
        for variable in container.items("env") {
            if let Some(name) = variable.given("name") {
                say_bad_name(name, is_relaxed, found);
            }
            if let Some(from) = variable
                .entry("valueFrom")
                .filter(|_| variable.given("valueFrom").is_some())
            {
                say_sources(variable, from, found);
            }
        }
        say_sources_of_many(&container, is_relaxed, found);
    }
}

fn say_bad_name(node: &Node, is_relaxed: bool, found: &mut Found<'_>) {
    let Some(text) = node.text().filter(|text| !is_placeholder(text)) else {
        return;
    };
    let letter = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    let is_strict = text.chars().all(letter)
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && !matches!(text, "." | "..");
    let is_printable = text.chars().all(|c| matches!(c, ' '..='~') && c != '=');
    if text.is_empty() {
        found.with_help(node.mark, "the variable's name is empty", Some("name it"));
    } else if !is_printable || !is_strict && !is_relaxed {
        let message = format!("`{}` is no name of a variable", shown(text));
        let help = "write letters, digits and `_`, without a digit first";
        found.with_help(node.mark, message, Some(help));
    }
}

fn say_sources(variable: &Node, from: &Entry, found: &mut Found<'_>) {
    let name = shown(variable.text_of("name").unwrap_or_default());
    let sources: Vec<&Entry> = set(&from.value, SOURCES).collect();
    let value = variable.text_of("value").unwrap_or_default();
    match sources[..] {
        [] => {
            let message = format!("`valueFrom` of `{name}` does not say where to read it from");
            let help = "add `secretKeyRef`, `configMapKeyRef` or `fieldRef`, or write a `value`";
            found.with_help(from.mark, message, Some(help));
        }
        [_] if !value.is_empty() => {
            let message = format!("`{name}` has both `value` and `valueFrom`, and may have one");
            found.at(from.mark, message);
        }
        [source] => say_source(source, found),
        [first, second, ..] => {
            let message = format!(
                "`{name}` is read from both `{}` and `{}`, and may be read from one",
                first.key, second.key
            );
            let help = format!(
                "keep the one that is meant; in a patch, `{}: null` takes the base's away",
                first.key
            );
            found.with_help(second.mark, message, Some(&help));
        }
    }
}

/// What is no field, or no resource, that a container can be told.
fn say_source(source: &Entry, found: &mut Found<'_>) {
    let (field, known): (_, &[&str]) = match source.key.as_str() {
        "fieldRef" => ("fieldPath", &FIELDS),
        "resourceFieldRef" => ("resource", &RESOURCES),
        _ => return,
    };
    let Some(node) = source.value.given(field) else {
        return;
    };
    let text = node.text().unwrap_or_default();
    let (path, key) = text.split_once("['").unwrap_or((text, ""));
    let is_known = known.contains(&text)
        || text.starts_with("limits.hugepages-")
        || text.starts_with("requests.hugepages-")
        || matches!(path, "metadata.labels" | "metadata.annotations") && key.ends_with("']")
        // What these two are called in old versions.
        || matches!(text, "spec.host" | "spec.serviceAccount");
    if is_known || is_placeholder(text) {
        return;
    }
    let message = format!("a variable can't be read from `{field}: {}`", shown(text));
    let help = match text {
        "metadata.labels" | "metadata.annotations" => {
            format!("name one of them: `{text}['KEY']`; only a volume can have them all")
        }
        _ => match nearest(text, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it is one of {}", known.join(", ")),
        },
    };
    found.with_help(node.mark, message, Some(&help));
}

fn say_sources_of_many(container: &Container<'_>, is_relaxed: bool, found: &mut Found<'_>) {
    for many in container.items("envFrom") {
        let sources: Vec<&Entry> = set(many, OF_MANY).collect();
        match sources[..] {
            [] => {
                let message = "this entry of `envFrom` names neither a ConfigMap nor a Secret";
                let help = "add `configMapRef` or `secretRef` with a `name`";
                found.with_help(many.mark, message, Some(help));
            }
            [_] => {}
            [_, second, ..] => {
                let message = "this entry of `envFrom` has both `configMapRef` and `secretRef`, and may have one";
                let help = "write two entries";
                found.with_help(second.mark, message, Some(help));
            }
        }
        let prefix = many.given("prefix");
        if let Some(prefix) = prefix.filter(|prefix| prefix.text() != Some("")) {
            say_bad_name(prefix, is_relaxed, found);
        }
    }
}
