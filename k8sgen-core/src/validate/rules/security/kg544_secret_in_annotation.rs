//! Passwords and keys in annotations.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::credentials;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::yaml::{Node, Value};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG544",
    name: "secret-in-annotation",
    severity: Severity::Warning,
    finds: "An annotation with the name of a credential, and the credential as its value.",
    why: "Whoever may look at an object reads its annotations, and controllers copy them to others.",
    wrong: "\
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    example.com/api-key: 9f8Qe2LmZ4tR
spec:
  selector:
    app: web
  ports:
    - port: 80
",
    right: "\
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    example.com/api-key-secret: web-api-key
spec:
  selector:
    app: web
  ports:
    - port: 80
",
    help: "name a Secret, if what reads the annotation can; the one that was committed must be changed",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for document in credentials::open(repository) {
        each_annotation(&document.node, found);
    }
}

/// Looks at the annotations of an object, and of the templates in it.
fn each_annotation(node: &Node, found: &mut Found<'_>) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| each_annotation(item, found)),
        Value::Map(entries) => {
            for entry in entries {
                if entry.key == "metadata" {
                    look(&entry.value, found);
                } else {
                    each_annotation(&entry.value, found);
                }
            }
        }
        Value::Null | Value::Scalar { .. } => {}
    }
}

fn look(metadata: &Node, found: &mut Found<'_>) {
    for entry in metadata.at(["annotations"]).map_or(&[][..], Node::entries) {
        let text = entry.value.text().unwrap_or_default();
        if credentials::is_credential(&entry.key, text) {
            let message = format!("the annotation `{}` holds a credential", shown(&entry.key));
            found.secret(entry.value.mark, text, RULE.severity, message, None);
        }
    }
}
