//! `generate_network_policy`.

use k8sgen_templates::kind::{Labels, NetworkPolicy, Peer, PolicyPort, PolicyRule, Protocol};
use k8sgen_templates::names::{Cidr, DnsLabel, DnsSubdomain, Port};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::inputs::{Scope, document, fixed, gather, selector};
use super::{Error, Inputs, Made, Tool, refuse};
use crate::context::{Field, FieldValue};
use crate::inventory::{ConnectsTo, Egress, Identity, Reference, Scheme, Service};
use crate::problem::Problems;
use crate::{identity, layout};

/// The policy that closes everything which no other opens.
const DEFAULT_DENY: &str = "default-deny";
/// The policy that lets every pod ask for addresses.
const ALLOW_DNS: &str = "allow-dns";

/// The policy that lets all pods of one environment's namespace talk to each other.
const ALLOW_NAMESPACE: &str = "allow-namespace";

/// Makes one NetworkPolicy: `default-deny`, `allow-dns`, `allow-namespace`, or that of a service.
///
/// Fills in who may talk to whom: callers and callees by the inventory, the load balancer's and the
/// databases' networks by Terraform.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateNetworkPolicy {
    /// `default-deny`, `allow-dns`, `allow-namespace`, or the name of a service.
    #[schemars(example = &"default-deny")]
    pub name: DnsSubdomain,
    /// The environment that alone gets it; the base, and so all of them, if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"production")]
    pub environment: Option<DnsLabel>,
}

impl Tool for GenerateNetworkPolicy {
    const SUBJECT: &'static [&'static str] = &["name", "environment"];

    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let mut policy = NetworkPolicy {
            metadata: inputs.metadata(&self.name),
            pod_selector: Labels::new(),
            ingress: Vec::new(),
            egress: Vec::new(),
        };
        match self.name.as_str() {
            DEFAULT_DENY => {}
            ALLOW_DNS => policy.egress.push(dns()),
            ALLOW_NAMESPACE => {
                let everybody = PolicyRule {
                    why: "all pods of the namespace".to_owned(),
                    peers: vec![Peer::Pods(Labels::new())],
                    ports: Vec::new(),
                };
                policy.ingress.push(everybody.clone());
                policy.egress.push(everybody);
            }
            name => {
                let name: DnsLabel =
                    name.parse()
                        .map_err(|error: k8sgen_templates::names::InvalidName| {
                            refuse(&Error::Unfit {
                                what: "the network policy".to_owned(),
                                why: error.to_string(),
                            })
                        })?;
                let service = inputs.service(&name)?;
                policy.metadata = inputs.service_metadata(service, None);
                policy.pod_selector = selector(&name);
                policy.ingress = ingress(inputs, service)?;
                policy.egress = egress(inputs, service)?;
            }
        }
        let path = match &self.environment {
            Some(name) => layout::overlay_network_policies(&inputs.environment(name)?.name),
            None => layout::network_policies(),
        };
        Ok(Made::document(path, document(&policy), Vec::new()))
    }
}

fn tcp(port: Port) -> PolicyPort {
    PolicyPort {
        protocol: Protocol::Tcp,
        port,
    }
}

fn dns() -> PolicyRule {
    let port = fixed("53");
    PolicyRule {
        why: "cluster DNS".to_owned(),
        peers: vec![Peer::Namespace {
            name: fixed("kube-system"),
            pods: [(fixed("k8s-app"), fixed("kube-dns"))]
                .into_iter()
                .collect(),
        }],
        ports: vec![
            PolicyPort {
                protocol: Protocol::Udp,
                port,
            },
            tcp(port),
        ],
    }
}

fn networks(cidrs: &[Cidr]) -> Vec<Peer> {
    cidrs.iter().cloned().map(Peer::Cidr).collect()
}

/// Who may call a service.
fn ingress(inputs: &Inputs<'_>, service: &Service) -> Result<Vec<PolicyRule>, Problems> {
    let Some(port) = service.port else {
        return Ok(Vec::new());
    };
    let mut rules = Vec::new();
    let callers: Vec<Peer> = inputs
        .inventory
        .callers_of(&service.name)
        .map(|caller| Peer::Pods(selector(&caller.name)))
        .collect();
    if !callers.is_empty() {
        rules.push(PolicyRule {
            why: "its callers".to_owned(),
            peers: callers,
            ports: vec![tcp(port)],
        });
    }
    if service.ingress_path.is_some() {
        let networking = &inputs.context.networking;
        let (subnets, field, which) = match inputs.inventory.ingress.scheme {
            Scheme::InternetFacing => (
                &networking.public_subnet_cidrs,
                Field::PublicSubnetCidrs,
                "public",
            ),
            Scheme::Internal => (
                &networking.private_subnet_cidrs,
                Field::PrivateSubnetCidrs,
                "private",
            ),
        };
        let what = format!("the network policy of `{}`", service.name);
        let subnets = Inputs::require(
            Some(subnets).filter(|subnets| !subnets.is_empty()),
            field,
            &what,
        )?;
        rules.push(PolicyRule {
            why: format!("the load balancer, which stands in the {which} subnets"),
            peers: networks(subnets),
            ports: vec![tcp(port)],
        });
    }
    if let Some(monitoring) = &inputs.inventory.monitoring {
        rules.push(PolicyRule {
            why: "what scrapes its metrics".to_owned(),
            peers: vec![Peer::Namespace {
                name: monitoring.namespace.clone(),
                pods: monitoring.pods.clone(),
            }],
            ports: vec![tcp(port)],
        });
    }
    Ok(rules)
}

/// Whom a service may call.
fn egress(inputs: &Inputs<'_>, service: &Service) -> Result<Vec<PolicyRule>, Problems> {
    let callees = service
        .calls
        .iter()
        .filter_map(|name| inputs.inventory.services.get(name))
        .filter_map(|callee| {
            Some(PolicyRule {
                why: format!("calls {}", callee.name),
                peers: vec![Peer::Pods(selector(&callee.name))],
                ports: vec![tcp(callee.port?)],
            })
        });
    let mut rules: Vec<PolicyRule> = callees.collect();
    rules.extend(gather(connections(inputs, service))?);
    if service.aws.s3.is_some() {
        rules.push(PolicyRule {
            why: "AWS APIs, whose addresses change".to_owned(),
            peers: vec![Peer::Cidr(fixed("0.0.0.0/0"))],
            ports: vec![tcp(fixed("443"))],
        });
    }
    let role = identity::role(inputs.inventory, &service.service_account);
    if role.is_some_and(|role| role.by == Identity::PodIdentity) {
        rules.push(PolicyRule {
            why: "the agent of EKS Pod Identity, on its own node".to_owned(),
            peers: vec![Peer::Cidr(fixed("169.254.170.23/32"))],
            ports: vec![tcp(fixed("80"))],
        });
    }
    Ok(rules)
}

/// What a service connects to with the secrets that it reads.
fn connections<'a>(
    inputs: &'a Inputs<'a>,
    service: &'a Service,
) -> impl Iterator<Item = Result<PolicyRule, Problems>> + 'a {
    let secrets = service
        .secrets
        .keys()
        .filter_map(|name| inputs.inventory.secrets.get_key_value(name));
    secrets.flat_map(move |(name, secret)| {
        let what = format!("the network policy of `{}`", service.name);
        let context = inputs.context;
        let subnets = move |why: &str, port: Option<Port>, field: Field| {
            let cidrs =
                Some(&context.networking.database_subnet_cidrs).filter(|cidrs| !cidrs.is_empty());
            let cidrs = Inputs::require(cidrs, Field::DatabaseSubnetCidrs, &what)?;
            let port = Inputs::require(port, field, &what)?;
            Ok(PolicyRule {
                why: why.to_owned(),
                peers: networks(cidrs),
                ports: vec![tcp(port)],
            })
        };
        let made = secret.connects_to.map(|target| match target {
            ConnectsTo::Database => subnets(
                "the database, in the database subnets",
                context.database.port,
                Field::DatabasePort,
            ),
            ConnectsTo::Cache => subnets(
                "the cache, in the database subnets",
                context.cache.port,
                Field::CachePort,
            ),
        });
        let given = secret
            .egress
            .as_ref()
            .map(|egress| outside(inputs, service, name, egress));
        made.into_iter().chain(given)
    })
}

/// Networks and ports that the inventory names for a secret's readers.
fn outside(
    inputs: &Inputs<'_>,
    service: &Service,
    secret: &DnsSubdomain,
    egress: &Egress,
) -> Result<PolicyRule, Problems> {
    let what = format!("the network policy of `{}`", service.name);
    let cidrs = gather(
        egress
            .cidrs
            .iter()
            .map(|text| -> Result<Vec<Cidr>, Problems> {
                let items = match text.sole_reference() {
                    Some(Reference::Field(field)) => {
                        match Inputs::require(inputs.context.value(field), field, &what)? {
                            FieldValue::List(items) => items,
                            other => vec![other.to_string()],
                        }
                    }
                    _ => vec![inputs.resolve(text, Scope::Base, &what)?],
                };
                gather(items.iter().map(|item| {
                    item.parse()
                        .map_err(|error: k8sgen_templates::names::InvalidName| {
                            refuse(&Error::Unfit {
                                what: format!("secrets.{secret}.egress"),
                                why: error.to_string(),
                            })
                        })
                }))
            }),
    )?;
    Ok(PolicyRule {
        why: format!("what {secret} is for"),
        peers: networks(&cidrs.concat()),
        ports: egress.ports.iter().copied().map(tcp).collect(),
    })
}
