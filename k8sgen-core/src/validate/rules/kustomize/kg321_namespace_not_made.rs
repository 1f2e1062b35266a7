//! A `namespace` beside a Namespace of another name.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::kustomize::NAMES;
use crate::validate::objects::is_placeholder;
use crate::validate::paths::base_name;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG321",
    name: "namespace-not-made",
    severity: Severity::Warning,
    finds: "A kustomization that makes one Namespace and puts everything else into another one, which nothing in the repository makes.",
    why: "What is made is left empty, and in a new cluster nothing else can be applied.",
    wrong: "\
# file: base/kustomization.yaml
namespace: shop
resources:
  - web.yaml
# file: base/web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
# file: overlays/dev/kustomization.yaml
resources:
  - ../../base
  - namespace.yaml
# file: overlays/dev/namespace.yaml
apiVersion: v1
kind: Namespace
metadata:
  name: shop-dev
",
    right: "\
# file: base/kustomization.yaml
namespace: shop-dev
resources:
  - web.yaml
# file: base/web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
# file: overlays/dev/kustomization.yaml
resources:
  - ../../base
  - namespace.yaml
# file: overlays/dev/namespace.yaml
apiVersion: v1
kind: Namespace
metadata:
  name: shop-dev
",
    help: "give `namespace` and the Namespace one name; beside `namespace`, kustomize renames a Namespace that it takes in",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let [made] = scope.of_kind("Namespace") else {
        return;
    };
    if scope.folder.is_none() || !scope.is_whole || is_placeholder(made.name()) {
        return;
    }
    let mut others: Option<&Node> = None;
    for document in scope.documents() {
        // What is for Argo CD and Flux is in their namespace.
        if ["argoproj.io", "fluxcd.io"]
            .iter()
            .any(|end| document.group().ends_with(end))
        {
            continue;
        }
        let Some(namespace) = document.at(["metadata", "namespace"]) else {
            continue;
        };
        let is_first = others.is_none_or(|other| other.text() == namespace.text());
        if namespace.text() == Some(made.name()) || !is_first {
            return;
        }
        others = Some(namespace);
    }
    let Some((namespace, name)) = others.and_then(|node| Some((node, node.text()?))) else {
        return;
    };
    // Only what a kustomization says of all objects is sure to be meant for all.
    let path = repository.path(namespace.mark);
    let by_kustomization = NAMES.contains(&base_name(path));
    let is_made = repository
        .applied()
        .iter()
        .any(|scope| !scope.named("Namespace", name).is_empty());
    let is_there = name == "default" || name.starts_with("kube-") || is_placeholder(name);
    if by_kustomization && !is_made && !is_there {
        let message = format!(
            "this makes the namespace `{}`, and everything else goes into `{}`",
            shown(made.name()),
            shown(name)
        );
        let mark = made
            .at(["metadata", "name"])
            .map_or(made.mark(), |name| name.mark);
        found.at(mark, message);
    }
}
