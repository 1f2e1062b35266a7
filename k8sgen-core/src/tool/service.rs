//! `generate_service`.

use k8sgen_templates::kind::{Address, Service, ServicePort};
use k8sgen_templates::names::{DnsLabel, LabelKey, Port};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::{Notes, Provenance};
use super::inputs::{document, fixed, selector};
use super::{Error, Inputs, Made, Tool, refuse};
use crate::inventory::{Ask, Kind, Service as Workload};
use crate::layout;
use crate::problem::Problems;

/// Name of a port that nobody names.
pub(super) const PORT_NAME: &str = "http";

/// Makes one Service: the address under which a workload is called.
///
/// Fills in the ports, and for what the load balancer sends requests to, the path of its health check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateService {
    /// Name of the service in the inventory, such as `web-ui`.
    #[schemars(example = &"web-ui")]
    pub name: DnsLabel,
    /// Another port than the inventory's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = 8080)]
    pub port: Option<Port>,
}

impl Tool for GenerateService {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let mut notes = Notes::default();
        let service = inputs.service(&self.name)?;
        let mut ports: Vec<ServicePort> = service
            .all_ports()
            .map(|port| ServicePort {
                name: port.name.clone(),
                port: port.port,
            })
            .collect();
        match (self.port, ports.first_mut()) {
            (Some(port), Some(main)) => {
                notes.note("port", &port, Provenance::Argument);
                main.port = port;
            }
            (Some(port), None) => {
                notes.note("port", &port, Provenance::Argument);
                let name = fixed(PORT_NAME);
                ports.push(ServicePort { name, port });
            }
            (None, Some(main)) => {
                let own = ["services", self.name.as_str(), "port"];
                let named = ["services", self.name.as_str(), "ports", main.name.as_str()];
                let path = if main.name == PORT_NAME {
                    &own[..]
                } else {
                    &named
                };
                notes.note("port", &main.port, inputs.inventory.origin(path).into());
            }
            // Its pods have names, with a port or without.
            (None, None) if service.kind == Kind::StatefulSet => {}
            (None, None) => {
                let why = "it has no port, so nobody can call it".to_owned();
                return Err(refuse(&Error::Unfit {
                    what: format!("the service `{}`", self.name),
                    why,
                }));
            }
        }
        let mut metadata = inputs.service_metadata(service, None);
        metadata.labels.extend(service.labels.clone());
        metadata.annotations.extend(health_check(service));
        metadata
            .annotations
            .extend(service.service_annotations.clone());
        let service = Service {
            metadata,
            address: match service.kind {
                Kind::StatefulSet => Address::Pods,
                _ => Address::Own,
            },
            selector: selector(&self.name),
            ports,
        };
        Ok(Made::document(
            layout::services(),
            document(&service),
            notes.finish(),
        ))
    }
}

/// What the load balancer asks, where it asks by HTTP: what the readiness probe does.
fn health_check(service: &Workload) -> Vec<(LabelKey, String)> {
    let probe = service.probes.readiness.as_ref();
    let (Some(_), Some(Ask::Http { path, port })) =
        (&service.ingress_path, probe.map(|probe| &probe.action))
    else {
        return Vec::new();
    };
    let annotation =
        |name: &str, value: String| (fixed(&format!("alb.ingress.kubernetes.io/{name}")), value);
    let is_elsewhere = service.main_port() != Some(port);
    let elsewhere = is_elsewhere.then(|| annotation("healthcheck-port", port.port.to_string()));
    std::iter::once(annotation("healthcheck-path", path.to_string()))
        .chain(elsewhere)
        .collect()
}
