//! A stable address for a workload.

use k8s_openapi::api::core::v1;
use k8sgen_templates::kind::{Service, ServicePort};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::json;

use super::names::{labels, port, port_name};
use super::read_back::{as_kubernetes, unless_empty};
use super::strategies::some;

pub(crate) fn any() -> impl Strategy<Value = Service> {
    let ports = some((port_name(), port()).prop_map(|(name, port)| ServicePort { name, port }));
    (super::metadata::any(), labels(), ports).prop_map(|(metadata, selector, ports)| Service {
        metadata,
        selector,
        ports,
    })
}

pub(crate) fn check(given: &Service) -> TestCaseResult {
    let Service {
        metadata,
        selector,
        ports,
    } = given;
    let ports = ports.iter().map(|ServicePort { name, port }| {
        json!({"name": name, "port": port.get(), "targetPort": name, "protocol": "TCP"})
    });
    let expected = json!({
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": super::metadata::expected(metadata),
        "spec": {
            "type": "ClusterIP",
            "selector": unless_empty(selector),
            "ports": ports.collect::<Vec<_>>(),
        },
    });
    as_kubernetes::<v1::Service>(given, expected)
}
