//! HTTP from outside, by an AWS Application Load Balancer.

use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Manifest, Metadata};
use crate::names::{DnsLabel, DomainName, HttpPath, PortName};

/// An `Ingress` of the class `alb`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "ingress.yaml")]
pub struct Ingress {
    /// Name, labels, and the annotations that the load balancer controller reads.
    pub metadata: Metadata,
    /// Hosts and their paths.
    pub rules: Vec<IngressRule>,
}

/// The paths of one host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IngressRule {
    /// The host; any host if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<DomainName>,
    /// Paths, the longest first: the load balancer takes the first that fits.
    pub paths: Vec<HttpRoute>,
}

/// Where a path leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HttpRoute {
    /// The path's beginning.
    pub path: HttpPath,
    /// The service that answers.
    pub service: DnsLabel,
    /// The name of that service's port.
    pub port: PortName,
}

impl Manifest for Ingress {
    const KIND: &'static str = "Ingress";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
