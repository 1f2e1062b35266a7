//! An API that is about to go.

use std::fmt::Write as _;

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::{api_mark, move_on, successor};
use crate::validate::schema::Known;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG121",
    name: "deprecated-api",
    severity: Severity::Warning,
    finds: "A kind in a version of its API that Kubernetes, in the version given with \
        `--kubernetes-version`, still serves and advises against.",
    why: "A later version of Kubernetes does not serve it; the upgrade then breaks what worked.",
    wrong: "\
apiVersion: storagemigration.k8s.io/v1beta1
kind: StorageVersionMigration
metadata:
  name: web
spec:
  resource:
    group: apps
    resource: deployments
",
    right: "\
apiVersion: storagemigration.k8s.io/v1
kind: StorageVersionMigration
metadata:
  name: web
spec:
  resource:
    group: apps
    resource: deployments
",
    help: "move the object to the API that follows it",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    let version = repository.options.kubernetes;
    for document in &repository.documents.documents {
        let (api, kind) = (document.api_version(), document.kind());
        let Known::BuiltIn(known) = repository.schemas.find(api, kind) else {
            continue;
        };
        let is_removed = known.removed.is_some_and(|removed| removed <= version);
        let Some(deprecated) = known
            .deprecated
            .filter(|deprecated| *deprecated <= version && !is_removed)
        else {
            continue;
        };
        let mut message = format!("{api} {kind} is deprecated since Kubernetes {deprecated}");
        if let Some(removed) = known.removed {
            let _ = write!(message, "; {removed} no longer serves it");
        }
        found.with_help(api_mark(document), message, successor(known).as_deref());
        move_on(document, repository, found);
    }
}
