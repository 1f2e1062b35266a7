//! Probes, as a container has them.

use k8sgen_templates::pod::{ContainerPort, Probe as ProbeManifest, ProbeAction};

use super::Pods;
use crate::inventory::{Ask, Probe};

/// How a probe names its port. Readiness and liveness name it differently, so that one that does what the other
/// does is still one of its own.
#[derive(Clone, Copy)]
pub(super) enum PortBy {
    Name,
    Number,
}

impl Pods<'_> {
    /// A probe of a container that listens on `ports`.
    pub(super) fn probe(
        &self,
        probe: &Probe,
        ports: &[ContainerPort],
        by: PortBy,
    ) -> ProbeManifest {
        // The call may have given the port another number.
        let number = |port: &ContainerPort| {
            let same = ports.iter().find(|other| other.name == port.name);
            same.map_or(port.port, |same| same.port)
        };
        ProbeManifest {
            action: match &probe.action {
                Ask::Http { path, port } => {
                    let path = self.overrides.health_check_path.as_ref().unwrap_or(path);
                    let path = path.clone();
                    match by {
                        PortBy::Name => ProbeAction::HttpByName {
                            path,
                            port: port.name.clone(),
                        },
                        PortBy::Number => ProbeAction::HttpByNumber {
                            path,
                            port: number(port),
                        },
                    }
                }
                Ask::Grpc { port, service } => ProbeAction::Grpc {
                    port: number(port),
                    service: service.clone(),
                },
                Ask::Tcp { port } => match by {
                    PortBy::Name => ProbeAction::TcpByName {
                        port: port.name.clone(),
                    },
                    PortBy::Number => ProbeAction::TcpByNumber { port: number(port) },
                },
                Ask::Exec { command } => ProbeAction::Exec {
                    command: command.clone(),
                },
            },
            initial_delay_seconds: probe.initial_delay,
            period_seconds: probe.period,
            timeout_seconds: probe.timeout,
            failure_threshold: probe.failure_threshold,
        }
    }
}
