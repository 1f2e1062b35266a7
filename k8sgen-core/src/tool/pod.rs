//! Pods, as every tool that makes a workload fills them in.

mod env;
mod probe;
mod volumes;

use indexmap::{IndexMap, IndexSet};
use k8sgen_templates::kind::{Labels, Metadata};
use k8sgen_templates::names::{
    DnsLabel, DnsSubdomain, EnvVarName, HttpPath, ImageRef, LabelKey, Port, Quantity,
};
use k8sgen_templates::pod::{Container, ContainerPort, PodTemplate, ResourceList, Resources};

use self::env::Reads;
use self::volumes::Volumes;
pub(super) use self::volumes::claims;
use super::fill::{Notes, Provenance};
use super::inputs::{Scope, fixed, gather, selector, short_hash, well_known};
use super::service::PORT_NAME;
use super::{Error, Inputs, image, refuse};
use crate::context::Field;
use crate::inventory::{ExtraContainer, Kind, Origin, Service};
use crate::problem::Problems;

/// What a call says otherwise than the inventory.
#[derive(Debug, Default)]
pub(super) struct Overrides {
    pub(super) image: Option<ImageRef>,
    pub(super) port: Option<Port>,
    pub(super) service_account: Option<DnsSubdomain>,
    pub(super) tier: Option<DnsLabel>,
    pub(super) cpu_request: Option<Quantity>,
    pub(super) memory_request: Option<Quantity>,
    pub(super) cpu_limit: Option<Quantity>,
    pub(super) memory_limit: Option<Quantity>,
    pub(super) env_vars: IndexMap<EnvVarName, String>,
    pub(super) config_maps: Option<Vec<DnsSubdomain>>,
    pub(super) secrets: Option<Vec<DnsSubdomain>>,
    pub(super) health_check_path: Option<HttpPath>,
}

/// What a workload is made of, whatever its kind.
pub(super) struct Workload {
    /// Name and labels of the workload.
    pub(super) metadata: Metadata,
    /// Its tier.
    pub(super) tier: DnsLabel,
    /// Its pods.
    pub(super) pod: PodTemplate,
    /// Labels by which it finds them.
    pub(super) selector: Labels,
}

/// Fills pods in while their values are noted.
pub(super) struct Pods<'a> {
    inputs: &'a Inputs<'a>,
    service: &'a Service,
    overrides: Overrides,
}

impl<'a> Pods<'a> {
    /// # Errors
    /// A service of another kind, which another tool makes.
    pub(super) fn new(
        inputs: &'a Inputs<'a>,
        name: &DnsLabel,
        kind: Kind,
        overrides: Overrides,
    ) -> Result<Self, Problems> {
        let service = inputs.service(name)?;
        if service.kind != kind {
            let what = format!("the {kind} `{name}`");
            let why = format!("the inventory says that it is a {}", service.kind);
            return Err(refuse(&Error::Unfit { what, why }));
        }
        Ok(Self {
            inputs,
            service,
            overrides,
        })
    }

    pub(super) fn service(&self) -> &'a Service {
        self.service
    }

    /// Where a setting of the service came from.
    pub(super) fn origin(&self, path: &[&str]) -> Origin {
        let path = [&["services", self.service.name.as_str()], path].concat();
        self.inputs.inventory.origin(&path)
    }

    /// What errors call it.
    fn what(&self) -> String {
        format!("the {} `{}`", self.service.kind, self.service.name)
    }

    /// Number of pods; none where an autoscaler decides.
    pub(super) fn replicas(
        &self,
        argument: Option<&u32>,
        notes: &mut Notes,
    ) -> Result<Option<u32>, Problems> {
        match (self.service.autoscaling, argument) {
            (Some(_), Some(_)) => {
                let what = self.what();
                let why =
                    "its autoscaler decides how many pods there are; change `autoscaling` instead";
                Err(refuse(&Error::Unfit {
                    what,
                    why: why.to_owned(),
                }))
            }
            (Some(_), None) => Ok(None),
            (None, argument) => {
                let otherwise = (&self.service.replicas, self.origin(&["replicas"]));
                Ok(Some(notes.choose("replicas", argument, otherwise)))
            }
        }
    }

    /// Everything that all kinds have in common.
    pub(super) fn fill(&self, notes: &mut Notes) -> Result<Workload, Problems> {
        let (inputs, service) = (self.inputs, self.service);
        let image = self.image(notes);
        let own = Reads::of_service(self);
        let env = own.env(inputs, &self.what());
        let annotations = self.annotations();
        let (image, env, annotations) = match (image, env, annotations) {
            (Ok(image), Ok(env), Ok(annotations)) => (image, env, annotations),
            (image, env, annotations) => {
                let problems = [image.err(), env.err(), annotations.err()]
                    .into_iter()
                    .flatten()
                    .flatten();
                return Err(Problems::from(problems.collect::<Vec<_>>()));
            }
        };
        let tier = (&service.tier, self.origin(&["tier"]));
        let tier = notes.choose("tier", self.overrides.tier.as_ref(), tier);
        let account = (&service.service_account, self.origin(&["service_account"]));
        let account = notes.choose(
            "service_account",
            self.overrides.service_account.as_ref(),
            account,
        );
        let ports = self.ports(notes);
        let mut metadata = inputs.service_metadata(service, image::version(&image));
        metadata
            .labels
            .insert(well_known("component"), fixed(tier.as_str()));
        metadata.labels.extend(service.labels.clone());
        metadata.annotations.extend(service.annotations.clone());

        let mut volumes = Volumes::of(service);
        let mut mounts = volumes::own_mounts(service);
        mounts.extend(volumes.writable(&service.writable_paths, ""));
        mounts.extend(volumes.secrets(own.files(inputs)?, ""));
        let probe = |probe: &Option<_>, by| {
            let probe: Option<&crate::inventory::Probe> = probe.as_ref();
            probe.map(|probe| self.probe(probe, &ports, by))
        };
        let (startup_probe, readiness_probe, liveness_probe) = (
            probe(&service.probes.startup, probe::PortBy::Name),
            probe(&service.probes.readiness, probe::PortBy::Name),
            probe(&service.probes.liveness, probe::PortBy::Number),
        );
        let container = Container {
            name: service.name.clone(),
            image: image.clone(),
            command: service.command.clone(),
            args: service.args.clone(),
            env,
            resources: self.resources(notes),
            startup_probe,
            readiness_probe,
            liveness_probe,
            pre_stop_sleep_seconds: service.pre_stop_sleep,
            mounts,
            ports,
        };
        let mut beside = |containers: &[ExtraContainer]| {
            gather(
                containers
                    .iter()
                    .map(|one| self.extra(one, &image, &mut volumes)),
            )
        };
        let sidecars = beside(&service.sidecars);
        let init_containers = beside(&service.init_containers);
        let (sidecars, init_containers) = match (sidecars, init_containers) {
            (Ok(sidecars), Ok(init_containers)) => (sidecars, init_containers),
            (sidecars, init_containers) => {
                let problems = [sidecars.err(), init_containers.err()];
                let problems = problems.into_iter().flatten().flatten();
                return Err(Problems::from(problems.collect::<Vec<_>>()));
            }
        };
        let selector = selector(&service.name);
        let pod = PodTemplate {
            labels: metadata.labels.clone(),
            annotations,
            spread: if service.kind.has_replicas() {
                selector.clone()
            } else {
                Labels::new()
            },
            service_account: account,
            restart_policy: service.kind.ends().then_some(service.job.restart_policy),
            termination_grace_period_seconds: service.termination_grace_period_seconds,
            run_as: service.run_as_user,
            sidecars,
            init_containers,
            container,
            volumes: volumes.finish(),
        };
        Ok(Workload {
            metadata,
            tier,
            pod,
            selector,
        })
    }

    fn image(&self, notes: &mut Notes) -> Result<ImageRef, Problems> {
        if let Some(image) = &self.overrides.image {
            notes.note("image", image, Provenance::Argument);
            return Ok(image.clone());
        }
        let image = image::of(self.inputs, self.service)?;
        notes.note("image", &image, Provenance::Terraform(Field::Repositories));
        Ok(image)
    }

    /// The ports; the call's own port stands for the main one.
    fn ports(&self, notes: &mut Notes) -> Vec<ContainerPort> {
        let mut ports = self.service.ports.clone();
        match (self.overrides.port, ports.first_mut()) {
            (Some(port), Some(main)) => main.port = port,
            (Some(port), None) => ports.push(ContainerPort {
                name: fixed(PORT_NAME),
                port,
            }),
            (None, _) => {}
        }
        if let Some(main) = ports.first() {
            let from = match self.overrides.port {
                Some(_) => Provenance::Argument,
                None if main.name == PORT_NAME => self.origin(&["port"]).into(),
                None => self.origin(&["ports", main.name.as_str()]).into(),
            };
            notes.note("port", &main.port, from);
        }
        ports
    }

    /// A container beside the service's own.
    fn extra(
        &self,
        extra: &ExtraContainer,
        own_image: &ImageRef,
        volumes: &mut Volumes,
    ) -> Result<Container, Problems> {
        let reads = Reads::of_extra(self.service, extra);
        let what = format!("the container `{}` of {}", extra.name, self.what());
        let prefix = format!("{}-", extra.name);
        let mut mounts = volumes::mounts_of(self.service, extra);
        mounts.extend(volumes.writable(&extra.writable_paths, &prefix));
        mounts.extend(volumes.secrets(reads.files(self.inputs)?, &prefix));
        let probe = |probe: &Option<crate::inventory::Probe>, by| {
            probe
                .as_ref()
                .map(|probe| self.probe(probe, &extra.ports, by))
        };
        Ok(Container {
            name: extra.name.clone(),
            image: extra.image.clone().unwrap_or_else(|| own_image.clone()),
            command: extra.command.clone(),
            args: extra.args.clone(),
            ports: extra.ports.clone(),
            env: reads.env(self.inputs, &what)?,
            resources: extra.resources.clone(),
            startup_probe: probe(&extra.probes.startup, probe::PortBy::Name),
            readiness_probe: probe(&extra.probes.readiness, probe::PortBy::Name),
            liveness_probe: probe(&extra.probes.liveness, probe::PortBy::Number),
            pre_stop_sleep_seconds: None,
            mounts,
        })
    }

    /// What the inventory says, and a checksum of each ConfigMap: a changed one rolls the pods.
    fn annotations(&self) -> Result<IndexMap<LabelKey, String>, Problems> {
        let mut annotations = self.service.pod_annotations.clone();
        let mut read: IndexSet<DnsSubdomain> =
            self.service.config_maps().into_iter().cloned().collect();
        if let Some(given) = &self.overrides.config_maps {
            read.retain(|name| !self.service.config.contains_key(name));
            read = given.iter().cloned().chain(read).collect();
        }
        // One that is a manifest of the user's own has no content that is known here.
        let known = &self.inputs.inventory.configmaps;
        let own = &self.inputs.inventory.manifests;
        read.retain(|name| {
            let is_own = own
                .iter()
                .any(|one| one.kind == "ConfigMap" && one.name == *name);
            known.contains_key(name) || !is_own
        });
        let checksums = read.into_iter().map(|name| {
            let checksum = self.inputs.config_checksum(&name, Scope::Base)?;
            Ok((checksum_key(&name), checksum))
        });
        annotations.extend(gather(checksums)?);
        Ok(annotations)
    }

    fn resources(&self, notes: &mut Notes) -> Resources {
        let mut amount =
            |field: &str, argument: &Option<Quantity>, otherwise: &Quantity, path: &[&str]| {
                notes.choose(field, argument.as_ref(), (otherwise, self.origin(path)))
            };
        let Resources { requests, limits } = &self.service.resources;
        let given = &self.overrides;
        Resources {
            requests: ResourceList {
                cpu: amount(
                    "cpu_request",
                    &given.cpu_request,
                    &requests.cpu,
                    &["resources", "requests", "cpu"],
                ),
                memory: amount(
                    "memory_request",
                    &given.memory_request,
                    &requests.memory,
                    &["resources", "requests", "memory"],
                ),
                ephemeral_storage: requests.ephemeral_storage.clone(),
            },
            limits: ResourceList {
                cpu: amount(
                    "cpu_limit",
                    &given.cpu_limit,
                    &limits.cpu,
                    &["resources", "limits", "cpu"],
                ),
                memory: amount(
                    "memory_limit",
                    &given.memory_limit,
                    &limits.memory,
                    &["resources", "limits", "memory"],
                ),
                ephemeral_storage: limits.ephemeral_storage.clone(),
            },
        }
    }
}

/// The annotation with a ConfigMap's checksum. A name that is too long for one is told by its own.
pub(super) fn checksum_key(configmap: &DnsSubdomain) -> LabelKey {
    let key = format!("checksum/{configmap}").parse();
    key.unwrap_or_else(|_| fixed(&format!("checksum/{}", short_hash(configmap.as_str()))))
}
