//! Projects of Argo CD that allow everything.

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG579",
    name: "project-allows-everything",
    severity: Severity::Warning,
    finds: "An AppProject with `*` for its sources, its destinations or the cluster-wide kinds that it allows.",
    why: "The project is the fence around its Applications: with `*` in it, whoever may write one of them can \
          apply anything from anywhere, to anywhere.",
    wrong: "\
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: shop
spec:
  sourceRepos: [\"*\"]
  destinations:
    - server: https://kubernetes.default.svc
      namespace: shop
",
    right: "\
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: shop
spec:
  sourceRepos: [https://github.com/example/shop.git]
  destinations:
    - server: https://kubernetes.default.svc
      namespace: shop
",
    help: "name the repositories, the namespaces and the kinds that its Applications need",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for project in scope.of_kind("AppProject.argoproj.io") {
        let list = |name: &str| {
            project
                .at(["spec", name])
                .map_or(&[][..], Node::items)
                .iter()
        };
        let text = |node: &Node, key: &str| node.at([key]).and_then(Node::text) == Some("*");
        if let Some(every) = list("sourceRepos").find(|repo| repo.text() == Some("*")) {
            found.at(every.mark, "every repository may be a source");
        }
        for destination in list("destinations").filter(|destination| text(destination, "namespace"))
        {
            let everywhere = text(destination, "server") || text(destination, "name");
            let message = if everywhere {
                "every namespace of every cluster may be a destination"
            } else {
                "every namespace may be a destination, the cluster's own among them"
            };
            let mark = destination
                .at(["namespace"])
                .map_or(destination.mark, |node| node.mark);
            found.at(mark, message);
        }
        let every =
            list("clusterResourceWhitelist").find(|kind| text(kind, "group") && text(kind, "kind"));
        if let Some(every) = every {
            found.at(
                every.mark,
                "every kind that belongs to the whole cluster may be applied",
            );
        }
    }
}
