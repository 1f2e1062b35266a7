//! An API that the cluster no longer serves.

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::{api_mark, move_on, successor};
use crate::validate::schema::Known;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG120",
    name: "removed-api",
    severity: Severity::Error,
    finds: "A kind in a version of its API that Kubernetes, in the version given with \
        `--kubernetes-version`, no longer serves.",
    why: "The API server does not know it, and refuses the object.",
    wrong: "\
apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  maxUnavailable: 1
",
    right: "\
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  maxUnavailable: 1
",
    help: "move the object to the API that serves it now",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    let version = repository.options.kubernetes;
    for document in &repository.documents.documents {
        let (api, kind) = (document.api_version(), document.kind());
        let Known::BuiltIn(known) = repository.schemas.find(api, kind) else {
            continue;
        };
        let Some(removed) = known.removed.filter(|removed| *removed <= version) else {
            continue;
        };
        let message = format!("{api} {kind} is no longer served since Kubernetes {removed}");
        found.with_help(api_mark(document), message, successor(known).as_deref());
        move_on(document, repository, found);
    }
}
