//! A stable address for a workload.

use k8s_openapi::api::core::v1;
use k8sgen_templates::kind::{Address, Service, ServicePort};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::json;

use super::names::{labels, port, port_name};
use super::read_back::{as_kubernetes, unless_empty};
use super::strategies::list;

pub(crate) fn any() -> impl Strategy<Value = Service> {
    let ports = list((port_name(), port()).prop_map(|(name, port)| ServicePort { name, port }));
    let address = prop_oneof![Just(Address::Own), Just(Address::Pods)];
    (super::metadata::any(), address, labels(), ports).prop_map(
        |(metadata, address, selector, ports)| Service {
            metadata,
            address,
            selector,
            ports,
        },
    )
}

pub(crate) fn check(given: &Service) -> TestCaseResult {
    let Service {
        metadata,
        address,
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
            "clusterIP": (*address == Address::Pods).then_some("None"),
            "selector": unless_empty(selector),
            "ports": unless_empty(ports.collect::<Vec<_>>()),
        },
    });
    as_kubernetes::<v1::Service>(given, expected)
}
