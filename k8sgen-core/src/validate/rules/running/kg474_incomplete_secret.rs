//! A Secret of a type whose keys it lacks.

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG474",
    name: "incomplete-secret",
    severity: Severity::Error,
    finds: "A Secret with a `type` of Kubernetes' own, and without the keys or the annotation that this type \
        asks for.",
    why: "The API server refuses the object.",
    wrong: "\
apiVersion: v1
kind: Secret
metadata:
  name: shop-tls
type: kubernetes.io/tls
data:
  tls.crt: \"\"
",
    right: "\
apiVersion: v1
kind: Secret
metadata:
  name: shop-tls
type: kubernetes.io/tls
data:
  tls.crt: \"\"
  tls.key: \"\"
",
    help: "add the keys, or write `type: Opaque`",
    check: Check::Applied(check),
};

/// Whose token a Secret is filled with.
const ACCOUNT: &str = "kubernetes.io/service-account.name";

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for secret in scope.of_kind("Secret") {
        let Some(kind) = secret.at(["type"]) else {
            continue;
        };
        let has = |key: &&&str| {
            let lists = ["data", "stringData"];
            lists.iter().any(|list| secret.at([*list, key]).is_some())
        };
        // Of these, all must be there; of the last ones, one.
        let keys: &[&str] = match kind.text().unwrap_or_default() {
            "kubernetes.io/tls" => &["tls.crt", "tls.key"],
            "kubernetes.io/dockerconfigjson" => &[".dockerconfigjson"],
            "kubernetes.io/dockercfg" => &[".dockercfg"],
            "kubernetes.io/ssh-auth" => &["ssh-privatekey"],
            "kubernetes.io/basic-auth" => {
                if !["username", "password"].iter().any(|key| has(&key)) {
                    say(secret, "`username` or `password`", found);
                }
                continue;
            }
            "kubernetes.io/service-account-token" => {
                if secret.at(["metadata", "annotations", ACCOUNT]).is_none() {
                    let message = format!(
                        "Secret `{}` is for a token, and the annotation `{ACCOUNT}` does not say whose",
                        shown(secret.name())
                    );
                    let help = "add the annotation with the name of the ServiceAccount";
                    found.with_help(kind.mark, message, Some(help));
                }
                continue;
            }
            _ => continue,
        };
        let missing: Vec<String> = keys
            .iter()
            .filter(|key| !has(key))
            .map(|key| format!("`{key}`"))
            .collect();
        if !missing.is_empty() {
            say(secret, &missing.join(" and "), found);
        }
    }
}

fn say(secret: &Document, missing: &str, found: &mut Found<'_>) {
    let Some(kind) = secret.at(["type"]) else {
        return;
    };
    let message = format!(
        "Secret `{}` of `type: {}` has no {missing}",
        shown(secret.name()),
        shown(kind.text().unwrap_or_default())
    );
    found.at(kind.mark, message);
}
