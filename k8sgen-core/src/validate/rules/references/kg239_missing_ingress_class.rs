//! An Ingress for a load balancer that nobody makes.

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG239",
    name: "missing-ingress-class",
    severity: Severity::Warning,
    finds: "An Ingress with annotations for the AWS Load Balancer Controller and without a class, where no IngressClass of the \
        repository is the default.",
    why: "The controller looks at the Ingresses of its own classes. Unless the cluster has a default class, nobody makes a \
        load balancer of this one, and nothing says so.",
    wrong: "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations:
    alb.ingress.kubernetes.io/scheme: internal
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
  annotations:
    alb.ingress.kubernetes.io/scheme: internal
spec:
  ingressClassName: alb
  defaultBackend:
    service:
      name: web
      port:
        number: 80
",
    help: "write `ingressClassName: alb`, or the name of your own class",
    check: Check::Applied(check),
};

/// What the annotations of the AWS Load Balancer Controller begin with.
const ALB: &str = "alb.ingress.kubernetes.io/";

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let is_default = |class: &&Document| {
        let default = [
            "metadata",
            "annotations",
            "ingressclass.kubernetes.io/is-default-class",
        ];
        class.text_at(default) == Some("true")
    };
    let mut classes = repository.written().of_kind("IngressClass").iter().copied();
    if scope.of_kind("Ingress").is_empty() || classes.any(|class| is_default(&class)) {
        return;
    }
    for ingress in scope.of_kind("Ingress") {
        let old = ["metadata", "annotations", "kubernetes.io/ingress.class"];
        if ingress.at(["spec", "ingressClassName"]).is_some() || ingress.at(old).is_some() {
            continue;
        }
        let annotations = ingress.at(["metadata", "annotations"]);
        let mut annotations = annotations.map_or(&[][..], Node::entries).iter();
        if annotations.any(|entry| entry.key.starts_with(ALB)) {
            let message = format!(
                "Ingress `{}` is for the AWS Load Balancer Controller, and has no class",
                shown(ingress.name())
            );
            let spec = ingress
                .at(["spec"])
                .map_or(ingress.mark(), |spec| spec.mark);
            found.at(spec, message);
        }
    }
}
