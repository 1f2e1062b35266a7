//! A template of some program, which is left alone.

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG012",
    name: "template",
    severity: Severity::Info,
    finds: "A file with `{{ … }}` or `{% … %}` where YAML can't have it. It is not looked at.",
    why: "It is a template, and becomes YAML when some program fills it in; nothing can be said about it before.",
    wrong: "\
apiVersion: v1
kind: Namespace
metadata:
  name: {{ .Namespace }}
",
    right: "\
apiVersion: v1
kind: Namespace
metadata:
  name: shop
",
    help: "check what comes out of it: `k8sgen validate -` reads standard input",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for template in &repository.documents.templates {
        found.at(*template, "this is a template; the file is left alone");
    }
}
