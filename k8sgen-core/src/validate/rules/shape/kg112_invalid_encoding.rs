//! Text in another encoding than its field has.

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_misfits;
use crate::validate::shape::Wrong;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG112",
    name: "invalid-encoding",
    severity: Severity::Error,
    finds: "A value of a Secret's `data`, or of another field that is base64, that is not.",
    why: "The API server refuses the object.",
    wrong: "\
apiVersion: v1
kind: Secret
metadata:
  name: web
data:
  key: not base64
",
    right: "\
apiVersion: v1
kind: Secret
metadata:
  name: web
data:
  key: cGxhY2Vob2xkZXI=
",
    help: "encode it as base64; a Secret takes plain text under `stringData`",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_misfits(repository, Wrong::Encoding, found);
}
