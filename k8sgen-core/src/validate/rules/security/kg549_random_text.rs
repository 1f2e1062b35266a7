//! Values that no person would think of.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::credentials::{self, Format};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG549",
    name: "random-text",
    severity: Severity::Warning,
    finds: "A variable, or a value of a ConfigMap, that is one long random word, as keys are that programs make.",
    why: "Such a value is most often a credential, whatever its name says.",
    wrong: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  PAYMENT: q7Zx2LmB9vRt4Kc8WnY3sHd6
",
    right: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  PAYMENT_FILE: /run/secrets/payment/key
",
    help: "if it is a credential, move it into a Secret that a secret store fills, and change it; if everyone may see it, say so: `# k8sgen: ignore KG549 because …`",
    check: Check::Written(check),
};

/// Words in names of what everyone may see.
const PUBLIC: [&str; 22] = [
    "ca",
    "cert",
    "certificate",
    "checksum",
    "client",
    "digest",
    "etag",
    "fingerprint",
    "hash",
    "id",
    "ids",
    "image",
    "modulus",
    "pub",
    "public",
    "publishable",
    "revision",
    "sha",
    "sha256",
    "signature",
    "site",
    "version",
];

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for document in credentials::no_secrets(repository) {
        credentials::each_named(&document.node, &mut |name, value, text| {
            look(name, value, text, found);
        });
        if document.kind() == "ConfigMap" && document.group().is_empty() {
            for entry in document.at(["data"]).map_or(&[][..], Node::entries) {
                look(
                    &entry.key,
                    &entry.value,
                    entry.value.text().unwrap_or_default(),
                    found,
                );
            }
        }
    }
}

fn look(name: &str, value: &Node, text: &str, found: &mut Found<'_>) {
    let words = credentials::words(name);
    let is_public = words.iter().any(|word| PUBLIC.contains(&word.as_str()));
    // What is known, or has a name that says what it is, is said of elsewhere.
    let is_known = credentials::is_credential(name, text) || Format::find(text).is_some();
    if !is_public && credentials::is_random(text) && !is_known && !credentials::is_filler(text) {
        let message = format!(
            "`{}` is set to a long random text, which may be a credential",
            shown(name)
        );
        found.secret(value.mark, text, RULE.severity, message, None);
    }
}
