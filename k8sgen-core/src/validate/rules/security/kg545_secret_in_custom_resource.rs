//! Passwords and keys in fields of custom resources, and in values for Helm.

use crate::problem::shown;
use crate::validate::document::{Document, Role};
use crate::validate::finding::Severity;
use crate::validate::objects::credentials::{self, Text};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG545",
    name: "secret-in-custom-resource",
    severity: Severity::Warning,
    finds: "A field of a custom resource with the name of a credential, and the credential as its value: most often in the values of a HelmRelease or an Application.",
    why: "Everyone who can read the repository, or the object, has the credential.",
    wrong: "\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: postgresql
spec:
  interval: 10m
  chart:
    spec:
      chart: postgresql
      sourceRef:
        kind: HelmRepository
        name: charts
  values:
    auth:
      password: correct-horse-7
",
    right: "\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: postgresql
spec:
  interval: 10m
  chart:
    spec:
      chart: postgresql
      sourceRef:
        kind: HelmRepository
        name: charts
  values:
    auth:
      existingSecret: postgresql
",
    help: "name an existing Secret, or read the values from one (`valuesFrom`); the one that was committed must be changed",
    check: Check::Written(check),
};

/// Groups whose objects say where credentials are, hold them encrypted, or match the text of others.
const ELSEWHERE: [&str; 7] = [
    "bitnami.com",
    "external-secrets.io",
    "secrets-store.csi.x-k8s.io",
    "kyverno.io",
    "gatekeeper.sh",
    "isindir.github.com",
    "secrets.hashicorp.com",
];

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for document in credentials::no_secrets(repository).filter(|document| is_custom(document)) {
        for entry in document.node.entries() {
            if matches!(entry.key.as_str(), "metadata" | "status") {
                continue;
            }
            credentials::each_text(&entry.value, &mut |Text { key, mark, text }| {
                let message = if credentials::is_credential(key, text) {
                    format!("`{}` is set to a credential", shown(key))
                } else if matches!(key, "values" | "valuesContent") {
                    let Some(setting) = credentials::settings("values.yaml", text).next() else {
                        return;
                    };
                    let (line, name) = (setting.line, shown(setting.name));
                    format!("line {line} of `{key}` sets `{name}` to a credential")
                } else {
                    return;
                };
                found.secret(mark, text, RULE.severity, message, None);
            });
        }
    }
}

fn is_custom(document: &Document) -> bool {
    let group = document.group();
    let is_own = !group.contains('.') || group.ends_with(".k8s.io");
    let is_elsewhere = ELSEWHERE.iter().any(|known| {
        let rest = group.strip_suffix(known);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    });
    document.role != Role::Kustomization && !is_own && !is_elsewhere
}
