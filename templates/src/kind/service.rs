//! A stable address for a workload.

use crate::scalar::filters;
use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Labels, Manifest, Metadata};
use crate::names::{Port, PortName};

/// A `Service` of type `ClusterIP`, with an address or without.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "service.yaml")]
pub struct Service {
    /// Name and labels.
    pub metadata: Metadata,
    /// Whether it has an address of its own.
    #[serde(default)]
    pub address: Address,
    /// Labels of the pods that it sends to.
    pub selector: Labels,
    /// Its ports.
    pub ports: Vec<ServicePort>,
}

/// What the name of a service stands for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Address {
    /// One address, behind which calls are spread over the pods.
    #[default]
    Own,
    /// The addresses of the pods, each of which has a name below it: a headless service.
    Pods,
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
