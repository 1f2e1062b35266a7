//! References of custom resources that kustomize does not know.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::Renames;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::{Mark, Node};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG316",
    name: "reference-left-behind",
    severity: Severity::Error,
    finds: "A reference in a custom resource, or in an annotation, to an object by the name that it had before `namePrefix`, `nameSuffix` or a generator's hash.",
    why: "kustomize mends references of Kubernetes' own kinds alone: this one leads to nothing.",
    wrong: "\
# file: base/kustomization.yaml
resources:
  - scaler.yaml
# file: base/scaler.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  selector:
    matchLabels:
      app: api
  template:
    metadata:
      labels:
        app: api
    spec:
      containers:
        - name: api
          image: api:1.2.0
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: api
spec:
  scaleTargetRef:
    name: api
  triggers: []
# file: overlays/dev/kustomization.yaml
resources:
  - ../../base
namePrefix: dev-
",
    right: "\
# file: base/kustomization.yaml
resources:
  - scaler.yaml
# file: base/scaler.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  selector:
    matchLabels:
      app: api
  template:
    metadata:
      labels:
        app: api
    spec:
      containers:
        - name: api
          image: api:1.2.0
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: api
spec:
  scaleTargetRef:
    name: api
  triggers: []
# file: overlays/dev/kustomization.yaml
resources:
  - ../../base
namespace: dev
",
    help: "tell kustomize of the field with `configurations` (nameReference), set it by a replacement, or separate environments by `namespace`",
    check: Check::Applied(check),
};

/// Kinds that a mapping with a `name` in this field names, if it does not say so itself.
const MAPPINGS: [(&str, &str); 10] = [
    ("secretref", "Secret"),
    ("secretkeyref", "Secret"),
    ("secrettargetref", "Secret"),
    ("configmapref", "ConfigMap"),
    ("configmapkeyref", "ConfigMap"),
    ("secretstoreref", "SecretStore"),
    ("serviceaccountref", "ServiceAccount"),
    ("scaletargetref", "Deployment"),
    ("issuerref", "Issuer"),
    ("backendrefs", "Service"),
];
/// Kinds that these fields name.
const TEXTS: [(&str, &str); 3] = [
    ("secretname", "Secret"),
    ("configmapname", "ConfigMap"),
    ("serviceaccountname", "ServiceAccount"),
];
/// Kinds that annotations name: `name`, or `namespace/name`.
const ANNOTATIONS: [(&str, &str); 5] = [
    ("cert-manager.io/inject-ca-from", "Certificate"),
    ("cert-manager.io/inject-ca-from-secret", "Secret"),
    ("cert-manager.io/issuer", "Issuer"),
    ("cert-manager.io/cluster-issuer", "ClusterIssuer"),
    ("nginx.ingress.kubernetes.io/auth-secret", "Secret"),
];
/// Fields that name objects of other places.
const ELSEWHERE: [&str; 4] = ["metadata", "target", "healthChecks", "ignoreDifferences"];

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let before = Renames::of(scope);
    if before.is_empty() {
        return;
    }
    for document in scope.documents() {
        let mut left = Vec::new();
        let annotations = document.at(["metadata", "annotations"]);
        for entry in annotations.map_or(&[][..], Node::entries) {
            let kind = ANNOTATIONS.iter().find(|(key, _)| *key == entry.key);
            if let (Some((_, kind)), Some(text)) = (kind, entry.value.text()) {
                let (namespace, name) = match text.split_once('/') {
                    Some((namespace, name)) => (Some(namespace), name),
                    None => (document.namespace(), text),
                };
                left.push(Reference {
                    kind,
                    namespace,
                    name,
                    mark: entry.value.mark,
                });
            }
        }
        // Argo CD's own kinds say what is elsewhere.
        let is_custom = document.group().contains('.') && !document.group().ends_with("k8s.io");
        let is_gateway = document.group() == "gateway.networking.k8s.io";
        let names_elsewhere = matches!(
            document.kind(),
            "Application" | "ApplicationSet" | "AppProject"
        );
        if (is_custom || is_gateway) && !names_elsewhere {
            references(&document.node, "", document.namespace(), &mut left);
        }
        for Reference {
            kind,
            namespace,
            name,
            mark,
        } in left
        {
            if let Some(renamed) = before.find(repository, scope, kind, namespace, name) {
                let severity = match kind {
                    // Somebody else may have made one.
                    "Secret" => Severity::Warning,
                    _ => Severity::Error,
                };
                let message = format!(
                    "there is no {} `{}`: it is called `{}` here",
                    shown(kind),
                    shown(name),
                    shown(&renamed.to)
                );
                found.say(mark, severity, message, None);
            }
        }
    }
}

/// What a value names.
struct Reference<'a> {
    kind: &'a str,
    namespace: Option<&'a str>,
    name: &'a str,
    mark: Mark,
}

/// All references below a value, which is that of `field`.
fn references<'a>(
    node: &'a Node,
    field: &str,
    namespace: Option<&'a str>,
    all: &mut Vec<Reference<'a>>,
) {
    let known = |table: &[(&str, &'static str)], field: &str| {
        let field = field.to_ascii_lowercase();
        let known = table.iter().find(|(end, _)| field.ends_with(end));
        known.map(|(_, kind)| *kind)
    };
    for item in node.items() {
        references(item, field, namespace, all);
    }
    let text = |key: &str| node.at([key]).and_then(Node::text);
    let kind = text("kind").or_else(|| known(&MAPPINGS, field));
    if let (Some(kind), Some(name)) = (kind, node.at(["name"]))
        && !field.is_empty()
        && let Some(text_of_name) = name.text()
    {
        all.push(Reference {
            kind,
            namespace: text("namespace").or(namespace),
            name: text_of_name,
            mark: name.mark,
        });
    }
    for entry in node.entries() {
        match (known(&TEXTS, &entry.key), entry.value.text()) {
            (Some(kind), Some(name)) => all.push(Reference {
                kind,
                namespace,
                name,
                mark: entry.value.mark,
            }),
            _ if ELSEWHERE.contains(&entry.key.as_str()) => {}
            _ => references(&entry.value, &entry.key, namespace, all),
        }
    }
}
