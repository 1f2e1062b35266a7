//! `generate_service`.

use k8sgen_templates::kind::{Address, Service, ServicePort};
use k8sgen_templates::names::{DnsLabel, Port};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::{Notes, Provenance};
use super::inputs::{document, fixed, selector};
use super::{Error, Inputs, Made, Tool, refuse};
use crate::layout;
use crate::problem::Problems;

/// Name of a workload's one port.
pub(super) const PORT_NAME: &str = "http";

/// Makes one Service: the address under which a workload is called.
///
/// Fills in the port, and for what the load balancer sends requests to, the path of its health check.
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
        let port = match (self.port, service.port) {
            (Some(port), _) => {
                notes.note("port", &port, Provenance::Argument);
                port
            }
            (None, Some(port)) => {
                let origin = inputs
                    .inventory
                    .origin(&["services", self.name.as_str(), "port"]);
                notes.note("port", &port, origin.into());
                port
            }
            (None, None) => {
                let why = "it has no port, so nobody can call it".to_owned();
                return Err(refuse(&Error::Unfit {
                    what: format!("the service `{}`", self.name),
                    why,
                }));
            }
        };
        let mut metadata = inputs.service_metadata(service, None);
        if let (Some(_), Some(probe)) = (&service.ingress_path, &service.probes.readiness) {
            metadata.annotations.insert(
                fixed("alb.ingress.kubernetes.io/healthcheck-path"),
                probe.path.to_string(),
            );
        }
        let service = Service {
            metadata,
            address: Address::Own,
            selector: selector(&self.name),
            ports: vec![ServicePort {
                name: fixed(PORT_NAME),
                port,
            }],
        };
        Ok(Made::document(
            layout::services(),
            document(&service),
            notes.finish(),
        ))
    }
}
