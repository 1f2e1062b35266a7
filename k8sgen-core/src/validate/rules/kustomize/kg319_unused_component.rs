//! Components that nobody takes in.

use std::collections::HashSet;

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::SYNCS;
use crate::validate::paths::{base_name, folder, joined, tidy};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG319",
    name: "unused-component",
    severity: Severity::Info,
    finds: "A component that no kustomization of the repository names in `components`.",
    why: "It is not checked with anything, and nothing of it is applied: it may be a rest of something, or somebody meant to turn it on.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
# file: public/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
labels:
  - pairs:
      exposure: public
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
components:
  - public
# file: web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
# file: public/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
labels:
  - pairs:
      exposure: public
",
    help: "name it in the `components` of an overlay, or delete it",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    let is_component = |document: &&Document| document.kind() == "Component";
    if repository
        .kustomizations()
        .all(|document| is_component(&document))
    {
        return;
    }
    let mut named: HashSet<String> = HashSet::new();
    for document in repository.kustomizations() {
        let folder = tidy(folder(&document.path));
        let fields = ["components", "resources", "bases"].into_iter();
        let items = fields.flat_map(|field| document.at([field]).map_or(&[][..], Node::items));
        let paths = items.filter_map(Node::text);
        named.extend(paths.filter_map(|path| joined(&folder, path)));
    }
    // Argo CD and Flux take in components, too, by paths that begin elsewhere.
    let mut by_others: HashSet<&str> = HashSet::new();
    for document in SYNCS
        .iter()
        .flat_map(|kind| repository.written().of_kind(kind))
    {
        let mut waiting: Vec<&Node> = vec![&document.node];
        while let Some(node) = waiting.pop() {
            waiting.extend(node.items());
            waiting.extend(node.entries().iter().map(|entry| &entry.value));
            let components = node.at(["components"]).map_or(&[][..], Node::items);
            let paths = components.iter().filter_map(Node::text);
            by_others.extend(paths.map(|path| base_name(path.trim_end_matches('/'))));
        }
    }
    for document in repository.kustomizations().filter(is_component) {
        let folder = tidy(folder(&document.path));
        if !named.contains(&folder) && !by_others.contains(base_name(&folder)) {
            let message = format!(
                "no kustomization takes in the component `{}`",
                shown(&folder)
            );
            found.at(document.mark(), message);
        }
    }
}
