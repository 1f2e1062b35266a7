//! HTTP from outside.

use k8s_openapi::api::networking::v1;
use k8sgen_templates::kind::{HttpRoute, Ingress, IngressRule};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::{Value, json};

use super::names::{dns_label, domain, http_path, port_name};
use super::read_back::as_kubernetes;
use super::strategies::some;

pub(crate) fn any() -> impl Strategy<Value = Ingress> {
    (super::metadata::any(), any_rules()).prop_map(|(metadata, rules)| Ingress { metadata, rules })
}

/// Rules, which a Kustomization's patch may hold too.
pub(crate) fn any_rules() -> impl Strategy<Value = Vec<IngressRule>> {
    let route =
        (http_path(), dns_label(), port_name()).prop_map(|(path, service, port)| HttpRoute {
            path,
            service,
            port,
        });
    let rule = (prop::option::of(domain()), some(route))
        .prop_map(|(host, paths)| IngressRule { host, paths });
    some(rule)
}

pub(crate) fn check(given: &Ingress) -> TestCaseResult {
    let Ingress { metadata, rules } = given;
    let expected = json!({
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": super::metadata::expected(metadata),
        "spec": {"ingressClassName": "alb", "rules": expected_rules(rules)},
    });
    as_kubernetes::<v1::Ingress>(given, expected)
}

pub(crate) fn expected_rules(rules: &[IngressRule]) -> Value {
    let rule = |IngressRule { host, paths }: &IngressRule| {
        let paths: Vec<Value> = paths.iter().map(route).collect();
        json!({"host": host, "http": {"paths": paths}})
    };
    rules.iter().map(rule).collect()
}

fn route(given: &HttpRoute) -> Value {
    let HttpRoute {
        path,
        service,
        port,
    } = given;
    json!({
        "path": path,
        "pathType": "Prefix",
        "backend": {"service": {"name": service, "port": {"name": port}}},
    })
}
