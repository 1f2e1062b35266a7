//! Who has a role.

use k8s_openapi::api::rbac::v1;
use k8sgen_templates::kind::{RoleBinding, Subject};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::{Value, json};

use super::names::{namespace, subdomain};
use super::read_back::as_kubernetes;
use super::strategies::{list, text};

pub(crate) fn any() -> impl Strategy<Value = RoleBinding> {
    let subject = prop_oneof![
        text().prop_map(Subject::Group),
        (subdomain(), namespace())
            .prop_map(|(name, namespace)| Subject::ServiceAccount { name, namespace }),
    ];
    (super::metadata::any(), subdomain(), list(subject)).prop_map(|(metadata, role, subjects)| {
        RoleBinding {
            metadata,
            role,
            subjects,
        }
    })
}

pub(crate) fn check(given: &RoleBinding) -> TestCaseResult {
    let RoleBinding {
        metadata,
        role,
        subjects,
    } = given;
    let expected = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "RoleBinding",
        "metadata": super::metadata::expected(metadata),
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": role},
        "subjects": subjects.iter().map(subject).collect::<Vec<_>>(),
    });
    as_kubernetes::<v1::RoleBinding>(given, expected)
}

fn subject(given: &Subject) -> Value {
    match given {
        Subject::Group(name) => {
            json!({"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": name})
        }
        Subject::ServiceAccount { name, namespace } => {
            json!({"kind": "ServiceAccount", "name": name, "namespace": namespace})
        }
    }
}
