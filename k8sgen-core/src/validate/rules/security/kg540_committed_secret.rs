//! Secrets whose values stand in the repository.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::credentials::{self, Certainty, Format, Sort, Text};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::yaml::{Mark, Node};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG540",
    name: "committed-secret",
    severity: Severity::Warning,
    finds: "A Secret, a `secretGenerator` or a file such as `.env` whose values stand in the repository as plain text or as base64.",
    why: "Base64 is no encryption: everyone who can read the repository, or any copy of it, has the password, and its history keeps \
          it after it was taken out. Keys of a known format are errors.",
    wrong: "\
apiVersion: v1
kind: Secret
metadata:
  name: database
stringData:
  username: app
  password: correct-horse-7
",
    right: "\
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: database
spec:
  secretStoreRef:
    name: aws-secrets
  data:
    - secretKey: password
      remoteRef:
        key: production/database
        property: password
",
    help: "keep the value in a secret store and let an ExternalSecret fetch it, or encrypt it (SealedSecret, SOPS); the one that was committed must be changed",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for document in credentials::open(repository) {
        if document.is_secret() && document.is_object() {
            // A controller fills in the token of a ServiceAccount.
            if document.text_at(["type"]) != Some("kubernetes.io/service-account-token") {
                say(found, &in_secret(&document.node));
            }
        }
    }
    for kustomization in repository
        .kustomizations()
        .filter(|document| !credentials::is_encrypted(document))
    {
        let generators = kustomization.at(["secretGenerator"]);
        for generator in generators.map_or(&[][..], Node::items) {
            say(found, &in_generator(generator));
        }
    }
    for (mut mark, text) in credentials::other_files(repository) {
        let path = repository.path(mark);
        let lines: Vec<&str> = text.lines().collect();
        let settings = credentials::password_file(path, text);
        let plain: Vec<Plain<'_>> = settings
            .map(|setting| {
                mark.line = setting.line;
                Plain {
                    key: setting.name,
                    mark,
                    text: lines[setting.line - 1],
                    certainty: Certainty::Likely,
                }
            })
            .collect();
        say(found, &plain);
    }
}

/// A value that is a credential: its key, the value, how certain that is.
struct Plain<'a> {
    key: &'a str,
    mark: Mark,
    text: &'a str,
    certainty: Certainty,
}

fn say(found: &mut Found<'_>, plain: &[Plain<'_>]) {
    let Some(first) = plain.first() else {
        return;
    };
    let keys: Vec<String> = plain
        .iter()
        .take(5)
        .map(|plain| format!("`{}`", shown(plain.key)))
        .collect();
    let more = match plain.len().saturating_sub(5) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (values, stand) = if plain.len() == 1 {
        ("value", "stands")
    } else {
        ("values", "stand")
    };
    let message = format!(
        "the {values} of {}{more} {stand} in the repository for everyone to read",
        keys.join(", ")
    );
    let is_certain = plain
        .iter()
        .any(|plain| plain.certainty == Certainty::Certain);
    let severity = if is_certain {
        Severity::Error
    } else {
        RULE.severity
    };
    for more in &plain[1..] {
        found.hide(more.mark, more.text);
    }
    found.secret(first.mark, first.text, severity, message, None);
}

fn in_secret(node: &Node) -> Vec<Plain<'_>> {
    let mut plain = Vec::new();
    for field in ["data", "stringData"] {
        for entry in node.at([field]).map_or(&[][..], Node::entries) {
            let Some(Text { mark, text, .. }) = Text::of(entry) else {
                continue;
            };
            let certainty = match field {
                "data" => credentials::decoded(text).and_then(|text| certainty(&entry.key, &text)),
                _ => certainty(&entry.key, text),
            };
            plain.extend(certainty.map(|certainty| Plain {
                key: &entry.key,
                mark,
                text,
                certainty,
            }));
        }
    }
    plain
}

fn in_generator(generator: &Node) -> Vec<Plain<'_>> {
    let literals = generator
        .at(["literals"])
        .map_or(&[][..], Node::items)
        .iter();
    literals
        .filter_map(|literal| {
            let text = literal.text()?;
            let (key, value) = text.split_once('=')?;
            let certainty = certainty(key, value)?;
            Some(Plain {
                key,
                mark: literal.mark,
                text,
                certainty,
            })
        })
        .collect()
}

/// How certain it is that a value of a Secret is a credential; nothing if it only holds the place of one, or says where to
/// connect to, as whom.
fn certainty(key: &str, text: &str) -> Option<Certainty> {
    if let Some((_, certainty)) = credentials::private_key(text.as_bytes()) {
        return Some(certainty);
    }
    if let Some(known) = Format::find(text) {
        return Some(known.certainty);
    }
    let is_file = text.trim_end().contains('\n');
    if !is_file && credentials::is_filler(text) {
        return None;
    }
    let is_credential = credentials::has_password(text)
        || if is_file {
            credentials::settings("config", text).next().is_some()
        } else {
            credentials::is_credential(key, text) || credentials::is_literal(Sort::Key, text)
        };
    is_credential.then_some(Certainty::Likely)
}
