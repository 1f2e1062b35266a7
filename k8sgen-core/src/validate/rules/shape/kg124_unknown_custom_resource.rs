//! A custom resource whose definition is not there.

use std::collections::BTreeSet;

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::schema::Known;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG124",
    name: "unknown-custom-resource",
    severity: Severity::Info,
    finds: "A kind that is not Kubernetes' own, and whose CustomResourceDefinition is neither in the \
        repository nor given with `--crds`. It is said once for each kind.",
    why: "Its objects are not checked: a misspelled field is found by the cluster.",
    wrong: "\
apiVersion: example.com/v1
kind: Website
metadata:
  name: web
spec:
  replica: 3
",
    right: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
    help: "give its definition: `--crds crds/`",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    let mut said = BTreeSet::new();
    for document in &repository.documents.documents {
        let (api, kind) = (document.api_version(), document.kind());
        let is_object = document.is_object() && document.at(["metadata"]).is_some();
        let is_foreign = is_object && matches!(repository.schemas.find(api, kind), Known::Foreign);
        if is_foreign && said.insert((api, kind)) {
            let message = format!(
                "nothing is known of {} {}; its fields are not checked",
                shown(api),
                shown(kind)
            );
            found.at(document.mark(), message);
        }
    }
}
