//! An API that the cluster does not serve yet.

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::api_mark;
use crate::validate::schema::Known;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG122",
    name: "api-too-new",
    severity: Severity::Error,
    finds: "A kind in a version of its API that came after the version of Kubernetes that is given with \
        `--kubernetes-version`.",
    why: "The API server does not know it, and refuses the object.",
    wrong: "\
# with --kubernetes-version 1.28
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: web
spec: {}
",
    right: "\
# with --kubernetes-version 1.30
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: web
spec: {}
",
    help: "upgrade the cluster first, or write the object for an API that it serves",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    let version = repository.options.kubernetes;
    for document in &repository.documents.documents {
        let (api, kind) = (document.api_version(), document.kind());
        let Known::BuiltIn(known) = repository.schemas.find(api, kind) else {
            continue;
        };
        if let Some(introduced) = known.introduced.filter(|introduced| *introduced > version) {
            let message = format!(
                "{api} {kind} is served since Kubernetes {introduced}; the cluster has {version}"
            );
            found.at(api_mark(document), message);
        }
    }
}
