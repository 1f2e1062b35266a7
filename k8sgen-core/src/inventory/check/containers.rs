//! Ports, volumes and containers of a service, and what people add to its metadata.

use std::collections::{BTreeMap, BTreeSet};

use k8sgen_templates::kind::Labels;
use k8sgen_templates::names::{LabelKey, MountPath, Port};

use super::Checker;
use super::what::{CONFIG_MAP, SECRET, VOLUME};
use crate::inventory::container::ExtraContainer;
use crate::inventory::error::Error;
use crate::inventory::service::Service;
use crate::inventory::workload::Kind;

/// The labels that k8sgen sets, behind `app.kubernetes.io/`.
const LABELS: [&str; 6] = [
    "name",
    "instance",
    "version",
    "component",
    "part-of",
    "managed-by",
];
/// The annotations of the Ingress that k8sgen sets, behind `alb.ingress.kubernetes.io/`.
const ANNOTATIONS: [&str; 8] = [
    "scheme",
    "target-type",
    "subnets",
    "listen-ports",
    "inbound-cidrs",
    "ssl-redirect",
    "ssl-policy",
    "certificate-arn",
];

impl Checker<'_> {
    /// Everything about a service's containers beside what its own reads.
    pub(super) fn containers(&mut self, service: &Service) {
        self.ports(service);
        self.volumes(service);
        let mut names = BTreeMap::from([(service.name.as_str(), "the service's own container")]);
        for (list, extra) in service.extra_lists() {
            let at = [list, extra.name.as_str()];
            if let Some(first) = names.insert(extra.name.as_str(), "a container of this service") {
                let why = format!("{first} has this name already");
                self.contradiction(service, &at, why, "give it another name");
            }
            self.extra(service, &at, extra);
        }
        let writable = service.writable_paths.iter();
        let mounted = service
            .volumes
            .values()
            .filter_map(|volume| volume.path.as_ref());
        self.paths(service, &["volumes"], mounted.chain(writable));
        self.labels(service, &service.labels);
    }

    fn extra(&mut self, service: &Service, at: &[&str], extra: &ExtraContainer) {
        let keys = |key| [at, &[key]].concat();
        if let Some(image) = &extra.image
            && image.tag().is_none()
            && image.digest().is_none()
        {
            let why = format!("nobody says which version of `{image}` runs");
            self.contradiction(
                service,
                &keys("image"),
                why,
                "end it with a tag, such as `:1.4.2`",
            );
        }
        if at[0] == "init_containers" {
            let probes = &extra.probes;
            let is_asked = [&probes.startup, &probes.readiness, &probes.liveness]
                .iter()
                .any(|probe| probe.is_some());
            for (setting, said) in [("ports", !extra.ports.is_empty()), ("probes", is_asked)] {
                if said {
                    let why = "an init container ends before anybody could ask it".to_owned();
                    let help = "leave it out, or make it one of `sidecars`";
                    self.contradiction(service, &keys(setting), why, help);
                }
            }
        }
        self.limits(service, &extra.resources, &keys("resources"));
        for volume in extra.volume_mounts.keys() {
            let path = [at, &["volume_mounts", volume.as_str()]].concat();
            let node = service.merged.deepest(path.iter().copied());
            if !service.volumes.contains_key(volume) && !service.has_refused("volumes") {
                let error = Error::Unknown {
                    path: format!("services.{}.{}", service.name, path.join(".")),
                    what: VOLUME.noun,
                    name: volume.to_string(),
                    known: service.volumes.keys().map(ToString::to_string).collect(),
                };
                self.note(node.mark, &error);
            }
        }
        let all = extra.volume_mounts.values().chain(&extra.writable_paths);
        self.paths(service, &keys("volume_mounts"), all);
    }

    /// No two ports of a service have one name or one number.
    fn ports(&mut self, service: &Service) {
        let own = service.ports.iter();
        let is_short = |at, name| at == 0 && service.merged.at(["ports", name]).is_none();
        let own = own.enumerate().map(|(at, port)| {
            let name = port.name.as_str();
            let keys = if is_short(at, name) {
                vec!["port"]
            } else {
                vec!["ports", name]
            };
            (keys, port)
        });
        let of_sidecars = service.sidecars.iter().flat_map(|sidecar| {
            let at = move |port: &str| {
                let keys = ["sidecars", sidecar.name.as_str(), "ports", port];
                keys.map(str::to_owned)
            };
            sidecar
                .ports
                .iter()
                .map(move |port| (at(port.name.as_str()), port))
        });
        let own = own.map(|(keys, port)| {
            (
                keys.into_iter().map(str::to_owned).collect::<Vec<_>>(),
                port,
            )
        });
        let all = own.chain(of_sidecars.map(|(keys, port)| (keys.to_vec(), port)));
        let mut names: BTreeSet<&str> = BTreeSet::new();
        let mut numbers: BTreeMap<Port, &str> = BTreeMap::new();
        for (keys, port) in all {
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            if !names.insert(port.name.as_str()) {
                let why = format!("there is a port `{}` already", port.name);
                let help = "give it another name; that of `port` is `http`";
                self.contradiction(service, &keys, why, help);
            } else if let Some(first) = numbers.insert(port.port, port.name.as_str()) {
                let why = format!("{} is already the port `{first}`", port.port);
                self.contradiction(service, &keys, why, "give each port a number of its own");
            }
        }
    }

    fn volumes(&mut self, service: &Service) {
        for (name, volume) in &service.volumes {
            let keys = ["volumes", name.as_str()];
            match volume.sources() {
                1 => {}
                0 if service.has_refused_at(&keys) => {}
                0 => {
                    let help = "write one of `empty_dir`, `config_map`, `secret`, \
                                `persistent_volume_claim` and `claim`";
                    let why = "nobody says what is in it".to_owned();
                    self.contradiction(service, &keys, why, help);
                }
                _ => {
                    let why = "there is one thing in a volume".to_owned();
                    self.contradiction(service, &keys, why, "keep one of them");
                }
            }
            if volume.claim.is_some() && service.kind != Kind::StatefulSet {
                let keys = ["volumes", name.as_str(), "claim"];
                let pods = match service.fewest_pods() {
                    pods if pods > 1 && service.kind == Kind::Deployment => {
                        format!("the {pods} pods of a Deployment would share one disk")
                    }
                    _ => format!("a {} has no disks of its own", service.kind),
                };
                let help = "write `kind: StatefulSet`, or name a disk that is there with \
                            `persistent_volume_claim`";
                self.contradiction(service, &keys, pods, help);
            }
            let is_own = |kind: &str, name: &str| {
                let mut own = self.inventory.manifests.iter();
                own.any(|one| one.kind == kind && one.name == name)
            };
            let config_map = volume.config_map.as_ref();
            let config_map = config_map.filter(|name| !is_own("ConfigMap", name.as_str()));
            let secret = volume.secret.as_ref();
            let secret = secret.filter(|name| !is_own("ExternalSecret", name.as_str()));
            for (what, section, source, named) in [
                (&CONFIG_MAP, "configmaps", "config_map", config_map),
                (&SECRET, "secrets", "secret", secret),
            ] {
                let Some(named) = named else { continue };
                let (path, node) = self.said(service, &["volumes", name.as_str(), source]);
                self.exists(node.mark, path, what, named.as_str(), &[section]);
            }
        }
    }

    /// No two things are mounted at one path of a container.
    fn paths<'p>(
        &mut self,
        service: &Service,
        keys: &[&str],
        paths: impl Iterator<Item = &'p MountPath>,
    ) {
        let mut seen: Vec<&MountPath> = Vec::new();
        for path in paths {
            if seen.contains(&path) {
                let why = format!("two things are mounted at `{path}`");
                self.contradiction(service, keys, why, "give each a path of its own");
            }
            seen.push(path);
        }
    }

    /// Labels that people add are none that k8sgen sets: selectors and pages go by those.
    fn labels(&mut self, service: &Service, labels: &Labels) {
        for key in labels.keys().filter(|key| is_own_label(key)) {
            let why = "k8sgen sets this label".to_owned();
            let help = "leave it out, or add it under another key";
            self.contradiction(service, &["labels", key.as_str()], why, help);
        }
    }

    /// What people add to the Ingress is nothing that k8sgen sets.
    pub(super) fn ingress(&mut self) {
        let settings = &self.inventory.ingress;
        let labels = settings.labels.keys().filter(|key| is_own_label(key));
        let labels = labels.map(|key| ("labels", key));
        let is_own = |key: &&LabelKey| {
            key.prefix() == Some("alb.ingress.kubernetes.io") && ANNOTATIONS.contains(&key.name())
        };
        let annotations = settings.annotations.keys().filter(is_own);
        let annotations = annotations.map(|key| ("annotations", key));
        let both: Vec<(&str, &LabelKey)> = labels.chain(annotations).collect();
        for (what, key) in both {
            let error = Error::Contradiction {
                path: format!("ingress.{what}.{key}"),
                why: "k8sgen sets this one".to_owned(),
                help: "leave it out; `ingress`, `environments` and Terraform say what it is"
                    .to_owned(),
            };
            let mark = self.root.deepest(["ingress", what, key.as_str()]).mark;
            self.note(mark, &error);
        }
    }
}

fn is_own_label(key: &LabelKey) -> bool {
    key.prefix() == Some("app.kubernetes.io") && LABELS.contains(&key.name())
}
