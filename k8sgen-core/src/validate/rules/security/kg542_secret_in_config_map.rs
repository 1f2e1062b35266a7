//! Passwords and keys that stand in a ConfigMap.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::credentials::{self, Text};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG542",
    name: "secret-in-config-map",
    severity: Severity::Warning,
    finds: "A ConfigMap, or a `configMapGenerator`, that holds a value under the name of a credential, also as a line of a file.",
    why: "ConfigMaps are for what everyone may see: they are not encrypted at rest, and whoever may look at the namespace may read them.",
    wrong: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  DB_HOST: db.example.com
  DB_PASSWORD: correct-horse-7
",
    right: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  DB_HOST: db.example.com
  DB_PASSWORD_FILE: /run/secrets/database/password
",
    help: "move it into a Secret that a secret store fills; the one that was committed must be changed",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for document in credentials::no_secrets(repository) {
        let is_config = document.kind() == "ConfigMap" && document.group().is_empty();
        let data = document.at(["data"]).filter(|_| is_config);
        for entry in data.map_or(&[][..], Node::entries) {
            let Some(Text { mark, text, .. }) = Text::of(entry) else {
                continue;
            };
            let key = shown(&entry.key);
            let message = if credentials::is_credential(&entry.key, text) {
                format!("`{key}` is a credential, and a ConfigMap is no place for one")
            } else if let Some(setting) = credentials::settings(&entry.key, text).next() {
                let (line, name) = (setting.line, shown(setting.name));
                format!(
                    "line {line} of `{key}` sets `{name}`, and a ConfigMap is no place for a credential"
                )
            } else {
                continue;
            };
            found.secret(mark, text, RULE.severity, message, None);
        }
        for generator in document
            .at(["configMapGenerator"])
            .map_or(&[][..], Node::items)
        {
            for literal in generator.at(["literals"]).map_or(&[][..], Node::items) {
                let text = literal.text().unwrap_or_default();
                let (key, value) = text.split_once('=').unwrap_or((text, ""));
                if credentials::is_credential(key, value) {
                    let message = format!(
                        "`{}` is a credential, and a ConfigMap is no place for one",
                        shown(key)
                    );
                    found.secret(literal.mark, text, RULE.severity, message, None);
                }
            }
        }
    }
}
