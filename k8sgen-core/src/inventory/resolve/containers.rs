//! Ports, probes, and containers beside a service's own.

use indexmap::IndexMap;
use k8sgen_templates::names::{DnsLabel, Port, PortName};
use k8sgen_templates::pod::{ContainerPort, Resources};

use super::fixed;
use super::service::{amounts, nothing, read_keys};
use crate::inventory::container::{ContainerSettings, ExtraContainer};
use crate::inventory::error::Error;
use crate::inventory::service::{Ask, Probe, Probes};
use crate::inventory::settings::{ProbeSettings, ProbesSettings, Settings};
use crate::inventory::workload::Kind;
use crate::problem::choices;
use crate::yaml::{Mark, Node, Segment};

/// What a service's containers are made of.
pub(super) struct Parts {
    pub(super) ports: Vec<ContainerPort>,
    pub(super) probes: Probes,
    pub(super) init_containers: Vec<ExtraContainer>,
    pub(super) sidecars: Vec<ExtraContainer>,
}

/// The settings of a service, as they are read.
pub(super) struct Read<'a> {
    /// The merged settings, each with its place.
    pub(super) node: &'a Node,
    /// Their path, such as `services.web-ui`.
    pub(super) path: String,
    /// The service's own settings.
    pub(super) own: Option<&'a Node>,
    /// Paths into the merged settings whose value was refused.
    pub(super) refused: &'a [Vec<Segment>],
}

impl Read<'_> {
    /// The ports, probes and containers that `settings` name, and what is wrong with them.
    pub(super) fn all(
        &self,
        kind: Kind,
        settings: &mut Settings,
        found: &mut Vec<(Mark, Error)>,
    ) -> Parts {
        let has_refused = |key: &str| {
            let key = Segment::Key(key.to_owned());
            let mut refused = self.refused.iter();
            refused.any(|path| path.first().is_none_or(|first| *first == key))
        };
        // Nobody calls what ends by itself, and nobody asks it whether it works.
        let (ports, probes) = if kind.ends() {
            (Vec::new(), Probes::default())
        } else {
            let ports = ports(settings.port, settings.ports.take());
            let asked = Asked {
                node: self.node,
                path: self.path.clone(),
                own: self.own,
                ports: &ports,
                has_refused_ports: has_refused("port") || has_refused("ports"),
            };
            let probes = asked.probes(settings.probes.take().unwrap_or_default(), found);
            (ports, probes)
        };
        let mut beside = |key: &str, all: Option<IndexMap<DnsLabel, ContainerSettings>>| {
            let all = all.unwrap_or_default().into_iter();
            let all = all.map(|(name, settings)| {
                let node = self.node.deepest([key, name.as_str()]);
                let path = format!("{}.{key}.{name}", self.path);
                extra(&name, settings, node, path, found)
            });
            all.collect()
        };
        Parts {
            init_containers: beside("init_containers", settings.init_containers.take()),
            sidecars: beside("sidecars", settings.sidecars.take()),
            ports,
            probes,
        }
    }
}

/// Name of the port that a service gives no name.
const HTTP: &str = "http";

/// What a probe is asked of, and where its settings stand.
struct Asked<'a> {
    /// The settings of the container, each with its place.
    node: &'a Node,
    /// The path of the container's settings, such as `services.web-ui`.
    path: String,
    /// The service's or sidecar's own settings; what is not there was said for others, too.
    own: Option<&'a Node>,
    /// The ports that the container listens on.
    ports: &'a [ContainerPort],
    /// Whether the ports are not known, because what says so was refused.
    has_refused_ports: bool,
}

/// The short port and the named ones.
fn ports(port: Option<Port>, named: Option<IndexMap<PortName, Port>>) -> Vec<ContainerPort> {
    let port = port.map(|port| ContainerPort {
        name: fixed(HTTP),
        port,
    });
    let named = named.unwrap_or_default().into_iter();
    let named = named.map(|(name, port)| ContainerPort { name, port });
    port.into_iter().chain(named).collect()
}

impl Asked<'_> {
    /// All three probes, and what is wrong with them.
    fn probes(&self, settings: ProbesSettings, found: &mut Vec<(Mark, Error)>) -> Probes {
        let ProbesSettings {
            startup,
            readiness,
            liveness,
        } = settings;
        let mut probe = |name, settings: Option<ProbeSettings>| {
            settings.and_then(|settings| self.probe(name, settings, found))
        };
        Probes {
            startup: probe("startup", startup),
            readiness: probe("readiness", readiness),
            liveness: probe("liveness", liveness),
        }
    }

    fn probe(
        &self,
        name: &str,
        settings: ProbeSettings,
        found: &mut Vec<(Mark, Error)>,
    ) -> Option<Probe> {
        let node = self.node.deepest(["probes", name]);
        let path = format!("{}.probes.{name}", self.path);
        let said: Vec<&str> = ["path", "http", "grpc", "tcp", "exec"]
            .into_iter()
            .filter(|form| node.entry(form).is_some())
            .collect();
        if let [first, second, ..] = said.as_slice() {
            let why = format!("it asks by `{first}` and by `{second}`");
            let help = "keep one of the two".to_owned();
            found.push((node.mark, Error::Contradiction { path, why, help }));
            return None;
        }
        let form = said.first().copied();
        let port_at = form.map_or(node, |form| node.deepest([form, "port"]));
        let mut port = |wanted: Option<PortName>| {
            let port = self.port(wanted.as_ref());
            let is_own = self
                .own
                .is_some_and(|own| own.at(["probes", name]).is_some());
            if port.is_none() && !self.has_refused_ports && (is_own || wanted.is_some()) {
                let error = self.no_port(&path, form, wanted.as_ref());
                found.push((port_at.mark, error));
            }
            port
        };
        let action = match settings {
            ProbeSettings {
                exec: Some(exec), ..
            } => {
                if exec.command.is_empty() {
                    let why = "there is nothing to run".to_owned();
                    let help = "write the command and its arguments, such as `[pg_isready, -q]`";
                    let path = format!("{path}.exec.command");
                    let help = help.to_owned();
                    found.push((node.mark, Error::Contradiction { path, why, help }));
                    return None;
                }
                Ask::Exec {
                    command: exec.command,
                }
            }
            ProbeSettings {
                grpc: Some(grpc), ..
            } => Ask::Grpc {
                port: port(grpc.port)?,
                service: grpc.service,
            },
            ProbeSettings { tcp: Some(tcp), .. } => Ask::Tcp {
                port: port(tcp.port)?,
            },
            ProbeSettings {
                http: Some(http), ..
            } => Ask::Http {
                path: http.path.unwrap_or_else(|| fixed("/")),
                port: port(http.port)?,
            },
            ProbeSettings { path, .. } => Ask::Http {
                path: path.unwrap_or_else(|| fixed("/")),
                port: port(None)?,
            },
        };
        Some(Probe {
            action,
            initial_delay: settings.initial_delay.unwrap_or(0),
            period: settings.period.unwrap_or(10),
            timeout: settings.timeout.unwrap_or(1),
            failure_threshold: settings.failure_threshold.unwrap_or(3),
        })
    }

    /// The port of that name, or the first.
    fn port(&self, wanted: Option<&PortName>) -> Option<ContainerPort> {
        let mut ports = self.ports.iter();
        match wanted {
            Some(wanted) => ports.find(|port| port.name == *wanted).cloned(),
            None => ports.next().cloned(),
        }
    }

    fn no_port(&self, path: &str, form: Option<&str>, wanted: Option<&PortName>) -> Error {
        let names: Vec<String> = self
            .ports
            .iter()
            .map(|port| port.name.to_string())
            .collect();
        let form = form.map_or(String::new(), |form| format!(".{form}"));
        match wanted {
            Some(wanted) if !names.is_empty() => Error::Unknown {
                path: format!("{path}{form}.port"),
                what: "port",
                name: wanted.to_string(),
                known: names,
            },
            _ => Error::Contradiction {
                path: format!("{path}{form}"),
                why: match names.as_slice() {
                    [] => "it asks on a port, and there is none".to_owned(),
                    names => format!("there are only the ports {}", choices(names)),
                },
                help: "give it a `port`, or ask by `exec: {command: […]}`".to_owned(),
            },
        }
    }
}

/// A container beside the service's own, and what is wrong with its probes.
fn extra(
    name: &DnsLabel,
    settings: ContainerSettings,
    node: &Node,
    path: String,
    found: &mut Vec<(Mark, Error)>,
) -> ExtraContainer {
    let ports = ports(None, Some(settings.ports));
    let asked = Asked {
        node,
        path,
        own: Some(node),
        ports: &ports,
        has_refused_ports: false,
    };
    let probes = asked.probes(settings.probes, found);
    let (requests, limits) = (settings.resources.requests, settings.resources.limits);
    ExtraContainer {
        name: name.clone(),
        image: settings.image,
        command: settings.command,
        args: settings.args,
        ports,
        config: read_keys(Some(settings.config)),
        secrets: read_keys(Some(settings.secrets)),
        env: settings.env,
        // What is missing was refused or is null, and has been reported.
        resources: amounts(requests)
            .zip(amounts(limits))
            .map_or_else(nothing, |(requests, limits)| Resources { requests, limits }),
        probes,
        volume_mounts: settings.volume_mounts,
        writable_paths: settings.writable_paths,
    }
}
