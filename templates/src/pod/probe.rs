//! What the kubelet asks a container.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::names::{HttpPath, Port, PortName};

/// A question that the kubelet asks a container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Probe {
    /// How it is asked.
    pub action: ProbeAction,
    /// Seconds before the first time.
    pub initial_delay_seconds: u32,
    /// Seconds from one time to the next.
    pub period_seconds: u32,
    /// Seconds to wait for the answer.
    pub timeout_seconds: u32,
    /// Failures in a row that count.
    pub failure_threshold: u32,
}

/// How a probe asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProbeAction {
    /// By an HTTP request, to a port by its name.
    HttpByName {
        /// The path.
        path: HttpPath,
        /// The port's name.
        port: PortName,
    },
    /// By an HTTP request, to a port by its number.
    HttpByNumber {
        /// The path.
        path: HttpPath,
        /// The port.
        port: Port,
    },
    /// By gRPC's health checking protocol. Kubernetes takes no name of a port here.
    Grpc {
        /// The port.
        port: Port,
        /// The service that is asked for; the server as a whole if there is none.
        service: Option<String>,
    },
    /// By opening a connection, to a port by its name.
    TcpByName {
        /// The port's name.
        port: PortName,
    },
    /// By opening a connection, to a port by its number.
    TcpByNumber {
        /// The port.
        port: Port,
    },
    /// By running a command.
    Exec {
        /// The command and its arguments.
        command: Vec<String>,
    },
}
