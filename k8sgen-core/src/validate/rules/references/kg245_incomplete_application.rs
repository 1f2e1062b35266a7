//! Applications that Argo CD refuses as they are.

use crate::validate::finding::Severity;
use crate::validate::objects::argo_sources;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG245",
    name: "incomplete-application",
    severity: Severity::Error,
    finds: "An Argo CD Application that names its cluster twice or not at all, or that has a source without a path, a chart or a `ref`.",
    why: "Argo CD says that the Application's spec is invalid, and syncs nothing.",
    wrong: "\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
  namespace: argocd
spec:
  project: default
  source:
    repoURL: https://example.com/shop.git
    targetRevision: main
    path: overlays/dev
  destination:
    server: https://kubernetes.default.svc
    name: in-cluster
    namespace: shop
",
    right: "\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
  namespace: argocd
spec:
  project: default
  source:
    repoURL: https://example.com/shop.git
    targetRevision: main
    path: overlays/dev
  destination:
    server: https://kubernetes.default.svc
    namespace: shop
",
    help: "name the cluster by `server` or by `name`, and give each source a `path` or a `chart`",
    check: Check::Applied(check),
};

fn check<'a>(_: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    for application in scope.of_kind("Application.argoproj.io") {
        let Some(spec) = application.at(["spec"]) else {
            continue;
        };
        let is_set =
            |node: &Node, field: &str| node.at([field]).is_some_and(|node| node.text() != Some(""));
        if let Some(destination) = spec.at(["destination"]) {
            match (is_set(destination, "server"), is_set(destination, "name")) {
                (true, true) => {
                    let name = destination.at(["name"]).unwrap_or(destination);
                    found.at(name.mark, "`destination` has both `server` and `name`");
                }
                (false, false) => {
                    found.at(
                        destination.mark,
                        "`destination` has neither `server` nor `name`",
                    );
                }
                _ => {}
            }
        }
        for source in argo_sources(application) {
            let hydrates = spec.at(["sourceHydrator"]).is_some();
            if !hydrates
                && !["path", "chart", "ref"]
                    .iter()
                    .any(|field| is_set(source, field))
            {
                found.at(source.mark, "the source has neither a `path` nor a `chart`");
            }
        }
    }
}
