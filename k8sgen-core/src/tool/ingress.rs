//! `generate_ingress`.

use indexmap::IndexMap;
use k8sgen_templates::kind::{HttpRoute, Ingress, IngressRule, Labels, Metadata};
use k8sgen_templates::names::{Cidr, DomainName, LabelKey};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::{Notes, Provenance};
use super::inputs::{document, fixed};
use super::{Error, Inputs, Made, Tool, refuse, service};
use crate::context::Field;
use crate::inventory::{Scheme, Service};
use crate::layout;
use crate::problem::Problems;

/// Makes the Ingress: one AWS load balancer, and the path of each service that it sends requests to.
///
/// Fills in paths, subnets and networks. In the base only the VPC may open it; each environment says who else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateIngress {
    /// Networks that may open the load balancer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(example = ["203.0.113.0/24"])]
    pub allowed_cidrs: Vec<Cidr>,
}

/// Annotations of the AWS Load Balancer Controller.
pub(super) fn annotation(name: &str) -> LabelKey {
    fixed(&format!("alb.ingress.kubernetes.io/{name}"))
}

/// Networks, as an annotation lists them.
pub(super) fn list(networks: &[Cidr]) -> String {
    networks
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(",")
}

/// Services that have a path, the longest path first: the load balancer takes the first that fits.
pub(super) fn public_services<'a>(inputs: &Inputs<'a>) -> Vec<&'a Service> {
    let mut services: Vec<&Service> = inputs
        .inventory
        .services
        .values()
        .filter(|service| service.ingress_path.is_some())
        .collect();
    services.sort_by_key(|service| {
        std::cmp::Reverse(
            service
                .ingress_path
                .as_ref()
                .map_or(0, |p| p.as_str().len()),
        )
    });
    services
}

/// One rule for all paths or, with a domain, one a host.
pub(super) fn rules(
    inputs: &Inputs<'_>,
    domain: Option<&DomainName>,
) -> Result<Vec<IngressRule>, Problems> {
    let services = public_services(inputs);
    let route = |service: &Service, path: &str| HttpRoute {
        path: fixed(path),
        service: service.name.clone(),
        port: fixed(service::PORT_NAME),
    };
    let Some(domain) = domain else {
        let paths = services
            .iter()
            .filter_map(|service| Some(route(service, service.ingress_path.as_ref()?.as_str())));
        return Ok(vec![IngressRule {
            host: None,
            paths: paths.collect(),
        }]);
    };
    super::inputs::gather(services.iter().map(|service| {
        let label = service.ingress_host.as_ref().unwrap_or(&service.name);
        let host = domain.child(label.as_str()).map_err(|error| {
            refuse(&Error::Unfit {
                what: format!("the host of `{}`", service.name),
                why: error.to_string(),
            })
        })?;
        Ok(IngressRule {
            host: Some(host),
            paths: vec![route(service, "/")],
        })
    }))
}

impl Tool for GenerateIngress {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let mut notes = Notes::default();
        let networking = &inputs.context.networking;
        if public_services(inputs).is_empty() {
            let why = "no service has an `ingress_path`".to_owned();
            return Err(refuse(&Error::Unfit {
                what: "the ingress".to_owned(),
                why,
            }));
        }
        let allowed = if self.allowed_cidrs.is_empty() {
            let vpc = Inputs::require(networking.vpc_cidr.clone(), Field::VpcCidr, "the ingress")?;
            notes.note("allowed_cidrs", &vpc, Provenance::Terraform(Field::VpcCidr));
            vec![vpc]
        } else {
            notes.note("allowed_cidrs", &self.allowed_cidrs, Provenance::Argument);
            self.allowed_cidrs.clone()
        };
        let scheme = inputs.inventory.ingress.scheme;
        let (subnets, field) = match scheme {
            Scheme::InternetFacing => (&networking.public_subnet_ids, Field::PublicSubnetIds),
            Scheme::Internal => (&networking.private_subnet_ids, Field::PrivateSubnetIds),
        };
        notes.note("subnets", subnets, Provenance::Terraform(field));
        let annotations: IndexMap<LabelKey, String> = [
            ("scheme", scheme.as_str().to_owned()),
            ("target-type", "ip".to_owned()),
            ("subnets", subnets.join(",")),
            ("listen-ports", r#"[{"HTTP": 80}]"#.to_owned()),
            ("inbound-cidrs", list(&allowed)),
        ]
        .into_iter()
        .map(|(name, value)| (annotation(name), value))
        .chain(inputs.annotations())
        .collect();
        let name = fixed(inputs.inventory.project.as_str());
        let labels: Labels = inputs.labels("ingress", None, None);
        let metadata = Metadata {
            labels,
            annotations,
            ..inputs.metadata(&name)
        };
        let ingress = Ingress {
            metadata,
            rules: rules(inputs, None)?,
        };
        Ok(Made::document(
            layout::ingress(),
            document(&ingress),
            notes.finish(),
        ))
    }
}
