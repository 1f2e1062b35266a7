//! Passwords and keys that are written into environment variables.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::credentials;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG541",
    name: "secret-in-variable",
    severity: Severity::Warning,
    finds: "A variable or a parameter with the name of a credential, such as `DB_PASSWORD`, and a value written beside it.",
    why: "Everyone who can read the repository, or describe the pod, has the credential.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      env:
        - name: DB_PASSWORD
          value: correct-horse-7
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      env:
        - name: DB_PASSWORD
          valueFrom:
            secretKeyRef:
              name: database
              key: password
",
    help: "read it from a Secret with `valueFrom.secretKeyRef`; the one that was committed must be changed",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for document in credentials::no_secrets(repository) {
        credentials::each_named(&document.node, &mut |name, value, text| {
            if credentials::is_credential(name, text) {
                let message = format!("`{}` has its value written beside it", shown(name));
                found.secret(value.mark, text, RULE.severity, message, None);
            }
        });
    }
}
