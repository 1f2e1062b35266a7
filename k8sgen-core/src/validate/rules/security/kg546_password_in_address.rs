//! Addresses with a password in them.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::credentials::{self, Text};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG546",
    name: "password-in-address",
    severity: Severity::Warning,
    finds: "A text with an address that has a user and a password in it, such as `postgres://app:…@db/shop`, or a connection string with `Password=…`.",
    why: "Everyone who can read the repository has the password; and addresses find their way into logs and messages of errors.",
    wrong: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  DATABASE_URL: postgres://app:correct-horse-7@db.example.com/shop
",
    right: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  DATABASE_URL: postgres://app@db.example.com/shop
",
    help: "take the password out of the address and give it to the program by itself, or keep the whole address in a Secret; the password that was committed must be changed",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    credentials::each_text_of(repository, |Text { key, mark, text }| {
        if credentials::has_password(text) {
            let message = format!("`{}` holds an address with a password", shown(key));
            found.secret(mark, text, RULE.severity, message, None);
        }
    });
}
