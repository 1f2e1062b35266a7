//! A stable address for a workload.

use crate::scalar::filters;
use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Labels, Manifest, Metadata};
use crate::names::{Port, PortName};

/// A `Service` of type `ClusterIP`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "service.yaml")]
pub struct Service {
    /// Name and labels.
    pub metadata: Metadata,
    /// Labels of the pods that it sends to.
    pub selector: Labels,
    /// Its ports.
    pub ports: Vec<ServicePort>,
}

/// One port of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ServicePort {
    /// Name of the port, the same as the container's.
    pub name: PortName,
    /// The port that callers use.
    pub port: Port,
}

impl Manifest for Service {
    const KIND: &'static str = "Service";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
