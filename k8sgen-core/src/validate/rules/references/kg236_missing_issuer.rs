//! A certificate of an issuer that is not there.

use crate::validate::finding::Severity;
use crate::validate::objects::Lookout;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG236",
    name: "missing-issuer",
    severity: Severity::Warning,
    finds: "A Certificate's `issuerRef`, or the annotation `cert-manager.io/issuer` or \
        `cert-manager.io/cluster-issuer`, that names an issuer which nothing in the \
        repository makes. A ClusterIssuer is only worth a word where the repository makes \
        none.",
    why: "No certificate is issued: what needs its Secret does not start, or serves a \
        certificate that nobody trusts.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: cert-manager.io/v1
kind: Issuer
metadata:
  name: letsencrypt
spec:
  selfSigned: {}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: web
spec:
  secretName: web-tls
  dnsNames:
    - example.com
  issuerRef:
    name: letsencrpyt
    kind: Issuer
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: cert-manager.io/v1
kind: Issuer
metadata:
  name: letsencrypt
spec:
  selfSigned: {}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: web
spec:
  secretName: web-tls
  dnsNames:
    - example.com
  issuerRef:
    name: letsencrypt
    kind: Issuer
",
    help: "add the issuer to what is applied, or mend `name` and `kind`; without a `kind`, an \
        Issuer of the same namespace is meant",
    check: Check::Applied(check),
};

/// Annotations that name an issuer, and its kind.
const ANNOTATIONS: [(&str, &str); 2] = [
    ("cert-manager.io/issuer", "Issuer"),
    ("cert-manager.io/cluster-issuer", "ClusterIssuer"),
];

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    let mut look = |kind: &str, node: Option<&Node>, namespace: Option<&str>| {
        let Some((node, name)) = node.and_then(|it| Some((it, it.text()?))) else {
            return;
        };
        if let Some((severity, message, help)) = lookout.misses_in_two(
            ["Issuer", "ClusterIssuer"],
            "cert-manager.io",
            kind,
            namespace,
            name,
        ) {
            found.say(node.mark, severity, message, help.as_deref());
        }
    };
    for certificate in scope.of_kind("Certificate.cert-manager.io") {
        let text = |field: &'static str| certificate.text_at(["spec", "issuerRef", field]);
        if matches!(text("group"), None | Some("cert-manager.io")) {
            let name = certificate.at(["spec", "issuerRef", "name"]);
            look(
                text("kind").unwrap_or("Issuer"),
                name,
                certificate.namespace(),
            );
        }
    }
    for kind in ["Ingress", "Gateway"] {
        for of in scope.of_kind(kind) {
            let of_others = ["metadata", "annotations", "cert-manager.io/issuer-group"];
            if of.at(of_others).is_some() {
                continue;
            }
            for (annotation, kind) in ANNOTATIONS {
                look(
                    kind,
                    of.at(["metadata", "annotations", annotation]),
                    of.namespace(),
                );
            }
        }
    }
}
