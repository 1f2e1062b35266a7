//! Custom resources that are applied in one go with their definition.

use std::collections::HashMap;

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::listed;
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG461",
    name: "definition-beside-resource",
    severity: Severity::Warning,
    finds: "A kustomization with a CustomResourceDefinition and objects of that kind, in a repository without an \
        Argo CD Application or a Flux Kustomization.",
    why: "`kubectl apply -k` looks all kinds up at once. In a new cluster it knows the definition only after it is \
        applied: it applies that, and fails on the objects with `no matches for kind`; the second try works. Argo CD \
        and Flux apply definitions first and wait for them, in one Application or Kustomization too.",
    wrong: "\
# file: kustomization.yaml
resources:
  - definition.yaml
  - website.yaml
# file: definition.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: websites.example.com
spec:
  group: example.com
  scope: Namespaced
  names:
    kind: Website
    plural: websites
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          x-kubernetes-preserve-unknown-fields: true
# file: website.yaml
apiVersion: example.com/v1
kind: Website
metadata:
  name: shop
",
    right: "\
# file: definitions/kustomization.yaml
resources:
  - definition.yaml
# file: definitions/definition.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: websites.example.com
spec:
  group: example.com
  scope: Namespaced
  names:
    kind: Website
    plural: websites
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          x-kubernetes-preserve-unknown-fields: true
# file: websites/kustomization.yaml
resources:
  - website.yaml
# file: websites/website.yaml
apiVersion: example.com/v1
kind: Website
metadata:
  name: shop
",
    help: "put the definitions into a kustomization of their own, apply it first, and wait for it: \
        `kubectl wait --for=condition=Established crd --all`",
    check: Check::Applied(check),
};

/// What applies definitions first.
const APPLIERS: [&str; 3] = [
    "Application.argoproj.io",
    "ApplicationSet.argoproj.io",
    "Kustomization.kustomize.toolkit.fluxcd.io",
];

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let definitions = scope.of_kind("CustomResourceDefinition");
    let written = repository.written();
    let is_applied = |kind: &&str| !written.of_kind(kind).is_empty();
    if scope.folder.is_none() || definitions.is_empty() || APPLIERS.iter().any(is_applied) {
        return;
    }
    let mut of_kind: HashMap<(&str, &str), Vec<&Document>> = HashMap::new();
    for document in scope.documents() {
        let of = of_kind.entry((document.group(), document.kind()));
        of.or_default().push(document);
    }
    for definition in definitions {
        let text = |path: &[&'static str]| definition.text_at(path.iter().copied());
        let (group, kind) = (text(&["spec", "group"]), text(&["spec", "names", "kind"]));
        let key = (group.unwrap_or_default(), kind.unwrap_or_default());
        let Some(objects) = of_kind.get(&key) else {
            continue;
        };
        let names = objects
            .iter()
            .map(|object| format!("`{}`", shown(object.name())));
        let names = listed(&names.collect::<Vec<_>>());
        let mark = definition
            .at(["metadata", "name"])
            .map_or(definition.mark(), |node| node.mark);
        let message = format!(
            "{} {names} and the definition are applied in one go: the first `kubectl apply -k` fails",
            shown(key.1)
        );
        found.at(mark, message);
    }
}
