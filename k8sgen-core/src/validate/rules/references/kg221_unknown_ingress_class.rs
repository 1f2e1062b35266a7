//! An Ingress of a class that is not there.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::Lookout;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG221",
    name: "unknown-ingress-class",
    severity: Severity::Warning,
    finds: "An Ingress whose `ingressClassName` none of the repository's IngressClasses has, or \
        that is a misspelling of a well-known one.",
    why: "No controller takes it for its own: nothing happens, and nothing says so.",
    wrong: "\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: http
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  ingressClassName: ngnix
  rules:
    - host: example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  number: 80
",
    right: "\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: http
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  ingressClassName: nginx
  rules:
    - host: example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  number: 80
",
    help: "write the name of an IngressClass of the cluster: `kubectl get ingressclass`",
    check: Check::Applied(check),
};

/// Classes that controllers and clouds make.
const GIVEN: [&str; 18] = [
    "alb",
    "ambassador",
    "apisix",
    "avi-lb",
    "azure-application-gateway",
    "cilium",
    "contour",
    "gce",
    "gce-internal",
    "haproxy",
    "higress",
    "istio",
    "kong",
    "nginx",
    "openshift-default",
    "tailscale",
    "traefik",
    "webapprouting.kubernetes.azure.com",
];

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    const KIND: &str = "IngressClass";
    let lookout = Lookout::new(repository, scope);
    for ingress in scope.of_kind("Ingress") {
        let class = ingress.at(["spec", "ingressClassName"]);
        let Some((class, name)) = class.and_then(|it| Some((it, it.text()?))) else {
            continue;
        };
        let is_there = || repository.written().find(KIND, None, name).is_some();
        if GIVEN.contains(&name) || name.len() < 3 || is_there() {
            continue;
        }
        let slip = |given: &&str| strsim::damerau_levenshtein(name, given) == 1;
        let help = match GIVEN.into_iter().find(slip) {
            Some(meant) => format!("did you mean `{meant}`?"),
            // Where others are made, this one should be, too.
            None => match lookout.suggestion(KIND, None, name) {
                Some(help) if lookout.misses(KIND, None, name).is_some() => help,
                _ => continue,
            },
        };
        let message = format!("there is no IngressClass `{}`", shown(name));
        found.with_help(class.mark, message, Some(&help));
    }
}
