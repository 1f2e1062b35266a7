//! Annotations that are fields by now.

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::is_placeholder;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::is_patched_by;
use crate::validate::text::{Edit, Text};
use crate::yaml::Entry;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG126",
    name: "deprecated-annotation",
    severity: Severity::Warning,
    finds: "The annotation `kubernetes.io/ingress.class`, which `spec.ingressClassName` took the place of. Not for \
        the classes of Google's load balancers, which know only the annotation.",
    why: "The annotation is deprecated, and each controller decides for itself whether it still reads it. An \
        Ingress in which the two differ is refused.",
    wrong: "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations:
    kubernetes.io/ingress.class: nginx
spec:
  defaultBackend:
    service:
      name: web
      port:
        number: 80
",
    right: "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  ingressClassName: nginx
  defaultBackend:
    service:
      name: web
      port:
        number: 80
",
    help: "write `spec.ingressClassName`, and look whether the cluster has an IngressClass of this name",
    check: Check::Written(check),
};

const ANNOTATION: &str = "kubernetes.io/ingress.class";
const FIELD: &str = "ingressClassName";
/// Classes that are no objects of the cluster.
const ONLY_ANNOTATIONS: [&str; 2] = ["gce", "gce-internal"];

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    let mut is_patched = None;
    for document in repository.written().of_kind("Ingress") {
        let annotations = document.at(["metadata", "annotations"]);
        let Some(entry) = annotations.and_then(|all| all.entry(ANNOTATION)) else {
            continue;
        };
        let Some(class) = entry.value.text().filter(|class| !is_placeholder(class)) else {
            continue;
        };
        if document.api_version() != "networking.k8s.io/v1" || ONLY_ANNOTATIONS.contains(&class) {
            continue;
        }
        let field = document.text_at(["spec", FIELD]);
        if let Some(field) = field.filter(|field| *field != class) {
            let (class, field) = (shown(class), shown(field));
            let message = format!("`{ANNOTATION}: {class}` and `spec.{FIELD}: {field}` differ");
            let help = "keep `spec.ingressClassName` alone";
            found.say(entry.mark, Severity::Error, message, Some(help));
            continue;
        }
        let message = format!("the annotation `{ANNOTATION}` is deprecated: write `spec.{FIELD}`");
        found.at(entry.mark, message);
        let words = [ANNOTATION, "kubernetes.io~1ingress.class", FIELD];
        if !*is_patched.get_or_insert_with(|| is_patched_by(repository, &words)) {
            found.fix(entry.mark, |text| mend(text, document, entry, field));
        }
    }
}

/// The annotation's line goes, with what is then empty; the field comes first in `spec`, with its comment.
fn mend(
    text: &Text<'_>,
    document: &Document,
    entry: &Entry,
    field: Option<&str>,
) -> Option<Vec<Edit>> {
    let metadata = document.node.entry("metadata")?;
    let annotations = metadata.value.entry("annotations")?;
    let lines = text.lines_of(entry)?;
    let is_only = annotations.value.entries().len() == 1;
    let gone = if is_only {
        text.lines_of(annotations)?
    } else {
        lines.clone()
    };
    // One line for the entry, and no comment beside those that go with it.
    if lines.len() != 1 || gone.len() != 1 + usize::from(is_only) {
        return None;
    }
    if is_only && !text.line(gone.start)?.trim_end().ends_with("annotations:") {
        return None;
    }
    let mut edits = vec![text.replace_lines(gone, "")?];
    if field.is_none() {
        let spec = document.node.entry("spec")?;
        let first = spec.value.entries().first()?;
        let below = text.lines_of(spec)?.start + 1;
        if text.lines_of(first).is_none() || !is_bare(text, spec) {
            return None;
        }
        let indent = " ".repeat(first.mark.column - 1);
        let value = text.after(entry.value.mark)?;
        let value = value.split_inclusive('\n').next()?.trim_end();
        let line = format!("{indent}{FIELD}: {value}{}", text.ending());
        edits.push(text.insert_lines(below, line)?);
    }
    Some(edits)
}

/// Whether an entry's line holds nothing but its key.
fn is_bare(text: &Text<'_>, entry: &Entry) -> bool {
    let rest = text
        .after(entry.mark)
        .and_then(|rest| rest.strip_prefix(&*entry.key));
    let rest = rest
        .and_then(|rest| rest.strip_prefix(':'))
        .and_then(|rest| rest.lines().next());
    rest.is_some_and(|rest| rest.trim().is_empty() || rest.trim_start().starts_with('#'))
}
