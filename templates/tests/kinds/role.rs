//! What may be done in one namespace.

use k8s_openapi::api::rbac::v1;
use k8sgen_templates::kind::{Role, RoleRule};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::{Value, json};

use super::read_back::{as_kubernetes, unless_empty};
use super::strategies::{list, some, text};

pub(crate) fn any() -> impl Strategy<Value = Role> {
    let rule = (some(text()), some(text()), list(text()), some(text())).prop_map(
        |(api_groups, resources, resource_names, verbs)| RoleRule {
            api_groups,
            resources,
            resource_names,
            verbs,
        },
    );
    (super::metadata::any(), list(rule)).prop_map(|(metadata, rules)| Role { metadata, rules })
}

pub(crate) fn check(given: &Role) -> TestCaseResult {
    let Role { metadata, rules } = given;
    let expected = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "Role",
        "metadata": super::metadata::expected(metadata),
        "rules": rules.iter().map(rule).collect::<Vec<_>>(),
    });
    as_kubernetes::<v1::Role>(given, expected)
}

fn rule(given: &RoleRule) -> Value {
    let RoleRule {
        api_groups,
        resources,
        resource_names,
        verbs,
    } = given;
    json!({
        "apiGroups": api_groups,
        "resources": resources,
        "resourceNames": unless_empty(resource_names),
        "verbs": verbs,
    })
}
