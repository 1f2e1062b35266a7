//! `generate_deployment`.

use indexmap::IndexMap;
use k8sgen_templates::kind::Deployment;
use k8sgen_templates::names::{
    ConfigKey, DnsLabel, DnsSubdomain, EnvVarName, HttpPath, ImageRef, LabelKey, MountPath, Port,
    Quantity,
};
use k8sgen_templates::pod::{
    Container, ContainerPort, EnvVar, EnvVarSource, PodTemplate, Probe as ProbeManifest,
    ProbeAction, ResourceList, Resources, VolumeMount, VolumeSource,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::{Notes, Provenance};
use super::inputs::{Scope, document, fixed, gather, selector, short_hash};
use super::pod::Volumes;
use super::service::PORT_NAME;
use super::{Error, Inputs, Made, Tool, image, refuse};
use crate::context::Field;
use crate::inventory::{Origin, Probe, SecretsAs, Service};
use crate::layout;
use crate::problem::Problems;

/// Where Secrets are files.
const SECRETS_FOLDER: &str = "/etc/secrets";

/// Makes one Deployment: the pods of a workload, locked down.
///
/// Fills in everything but the name: image from the registry, port, probes, resources, variables,
/// scaling. Call it after the service account, the ConfigMaps and the Secrets that it reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateDeployment {
    /// Name of the service in the inventory, such as `web-ui`.
    #[schemars(example = &"web-ui")]
    pub name: DnsLabel,
    /// Another image than the registry's, with its tag or digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"ghcr.io/acme/web-ui:1.2.3")]
    pub image: Option<ImageRef>,
    /// The port that it listens on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = 8080)]
    pub port: Option<Port>,
    /// The service account that its pods run as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"backend-sa")]
    pub service_account: Option<DnsSubdomain>,
    /// Its tier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"backend")]
    pub tier: Option<DnsLabel>,
    /// Number of pods. Not for an autoscaled service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 1000), example = 2)]
    pub replicas: Option<u32>,
    /// CPU that it is promised, such as `100m`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"100m")]
    pub cpu_request: Option<Quantity>,
    /// Memory that it is promised, such as `128Mi`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"128Mi")]
    pub memory_request: Option<Quantity>,
    /// CPU that it may use at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"500m")]
    pub cpu_limit: Option<Quantity>,
    /// Memory that it may use at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"512Mi")]
    pub memory_limit: Option<Quantity>,
    /// Variables to set or to add. Never a secret's value.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    #[schemars(example = serde_json::json!({"LOG_FORMAT": "json"}))]
    pub env_vars: IndexMap<EnvVarName, String>,
    /// The ConfigMaps that it reads, whole where the inventory does not name keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = ["common-config"])]
    pub config_maps: Option<Vec<DnsSubdomain>>,
    /// The Secrets that it reads, whole where the inventory does not name keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = ["database-credentials"])]
    pub secrets: Option<Vec<DnsSubdomain>>,
    /// Path of its probes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"/health")]
    pub health_check_path: Option<HttpPath>,
}

impl Tool for GenerateDeployment {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let service = inputs.service(&self.name)?;
        let mut notes = Notes::default();
        let image = self.image(inputs, service, &mut notes);
        let env = self.env(inputs, service);
        let annotations = self.pod_annotations(inputs, service);
        let (image, env, pod_annotations) = match (image, env, annotations) {
            (Ok(image), Ok(env), Ok(annotations)) => (image, env, annotations),
            (image, env, annotations) => {
                let problems = [image.err(), env.err(), annotations.err()]
                    .into_iter()
                    .flatten()
                    .flatten();
                return Err(Problems::from(problems.collect::<Vec<_>>()));
            }
        };
        let origin = |path: &[&str]| {
            inputs
                .inventory
                .origin(&[&["services", self.name.as_str()], path].concat())
        };
        let tier = notes.choose(
            "tier",
            self.tier.as_ref(),
            (&service.tier, origin(&["tier"])),
        );
        let account = (&service.service_account, origin(&["service_account"]));
        let service_account =
            notes.choose("service_account", self.service_account.as_ref(), account);
        let replicas = self.replicas(service, &origin, &mut notes)?;
        let port = self.port.or(service.port);
        if let Some(port) = &port {
            let from = if self.port.is_some() {
                Provenance::Argument
            } else {
                origin(&["port"]).into()
            };
            notes.note("port", port, from);
        }
        let mut metadata = inputs.service_metadata(service, image::version(&image));
        metadata
            .labels
            .insert(super::inputs::well_known("component"), fixed(tier.as_str()));
        let probe = |probe: &Option<Probe>, by: PortBy| {
            probe
                .as_ref()
                .zip(port)
                .map(|(probe, port)| self.probe(probe, port, by))
        };
        let mut volumes = Volumes::default();
        let mounts = self.mounts(inputs, service, &mut volumes)?;
        let pod = PodTemplate {
            labels: metadata.labels.clone(),
            annotations: pod_annotations,
            spread: selector(&self.name),
            service_account,
            restart_policy: None,
            termination_grace_period_seconds: service.termination_grace_period_seconds,
            run_as: service.run_as_user,
            sidecars: Vec::new(),
            init_containers: Vec::new(),
            container: Container {
                name: self.name.clone(),
                image,
                command: Vec::new(),
                args: Vec::new(),
                ports: port
                    .map(|port| ContainerPort {
                        name: fixed(PORT_NAME),
                        port,
                    })
                    .into_iter()
                    .collect(),
                env,
                resources: self.resources(service, &origin, &mut notes),
                startup_probe: probe(&service.probes.startup, PortBy::Name),
                readiness_probe: probe(&service.probes.readiness, PortBy::Name),
                liveness_probe: probe(&service.probes.liveness, PortBy::Number),
                pre_stop_sleep_seconds: service.pre_stop_sleep,
                mounts,
            },
            volumes: volumes.finish(),
        };
        let deployment = Deployment {
            replicas,
            selector: selector(&self.name),
            rolling_update: service.rolling_update,
            min_ready_seconds: service.min_ready_seconds,
            pod,
            metadata,
        };
        Ok(Made::document(
            layout::deployment(&tier, &self.name),
            document(&deployment),
            notes.finish(),
        ))
    }
}

/// A Secret, and what is read of it.
struct SecretRead {
    secret: DnsSubdomain,
    keys: Vec<ConfigKey>,
}

/// How a probe names its port.
#[derive(Clone, Copy)]
enum PortBy {
    Name,
    Number,
}

impl GenerateDeployment {
    fn image(
        &self,
        inputs: &Inputs<'_>,
        service: &Service,
        notes: &mut Notes,
    ) -> Result<ImageRef, Problems> {
        if let Some(image) = &self.image {
            notes.note("image", image, Provenance::Argument);
            return Ok(image.clone());
        }
        let image = image::of(inputs, service)?;
        notes.note("image", &image, Provenance::Terraform(Field::Repositories));
        Ok(image)
    }

    /// Number of pods; none where an autoscaler decides.
    fn replicas(
        &self,
        service: &Service,
        origin: &dyn Fn(&[&str]) -> Origin,
        notes: &mut Notes,
    ) -> Result<Option<u32>, Problems> {
        match (service.autoscaling, &self.replicas) {
            (Some(_), Some(_)) => {
                let what = format!("the Deployment `{}`", self.name);
                let why =
                    "its autoscaler decides how many pods there are; change `autoscaling` instead";
                Err(refuse(&Error::Unfit {
                    what,
                    why: why.to_owned(),
                }))
            }
            (Some(_), None) => Ok(None),
            (None, argument) => {
                let otherwise = (&service.replicas, origin(&["replicas"]));
                Ok(Some(notes.choose("replicas", argument.as_ref(), otherwise)))
            }
        }
    }

    fn env(&self, inputs: &Inputs<'_>, service: &Service) -> Result<Vec<EnvVar>, Problems> {
        let configmaps = self.config_maps_read(service);
        let configmaps = configmaps.into_iter().map(|name| {
            let whole = Inputs::entry("ConfigMap", &name, &inputs.inventory.configmaps)?;
            let keys = service.config.get(&name).cloned();
            let keys = keys.unwrap_or_else(|| whole.keys().cloned().collect());
            // A variable that the call gives is the call's.
            let given = |key: &ConfigKey| {
                self.env_vars
                    .keys()
                    .any(|name| name.as_str() == key.as_str())
            };
            gather(keys.into_iter().filter(|key| !given(key)).map(|key| {
                let (variable, name) = (variable(key.as_str())?, name.clone());
                Ok((variable, EnvVarSource::ConfigMapKey { name, key }))
            }))
        });
        let what = format!("the Deployment `{}`", self.name);
        let own = service
            .env
            .iter()
            .filter(|(name, _)| !self.env_vars.contains_key(*name));
        let own = own.map(|(name, text)| {
            let value = inputs.resolve(text, Scope::Base, &what)?;
            Ok(vec![(name.clone(), EnvVarSource::Value(value))])
        });
        let given = self
            .env_vars
            .iter()
            .map(|(name, value)| Ok(vec![(name.clone(), EnvVarSource::Value(value.clone()))]));
        let (mounts, unknown) = match self.secrets_read(inputs, service) {
            Ok(mounts) => (mounts, None),
            Err(problems) => (Vec::new(), Some(Err(problems))),
        };
        let secrets = mounts.iter().map(|mount| {
            gather(mount.keys.iter().map(|key| match service.secrets_as {
                SecretsAs::Variables => {
                    let (name, key) = (mount.secret.clone(), key.clone());
                    Ok((
                        variable(key.as_str())?,
                        EnvVarSource::SecretKey { name, key },
                    ))
                }
                SecretsAs::Files => {
                    let file = format!("{SECRETS_FOLDER}/{}/{key}", mount.secret);
                    Ok((variable(&format!("{key}_FILE"))?, EnvVarSource::Value(file)))
                }
            }))
        });
        let all = gather(
            configmaps
                .chain(own)
                .chain(given)
                .chain(secrets)
                .chain(unknown),
        )?;
        let all = all.into_iter().flatten();
        Ok(all.map(|(name, source)| EnvVar { name, source }).collect())
    }

    /// The ConfigMaps that it reads.
    fn config_maps_read(&self, service: &Service) -> Vec<DnsSubdomain> {
        let otherwise = || service.config.keys().cloned().collect();
        self.config_maps.clone().unwrap_or_else(otherwise)
    }

    /// The Secrets that it reads, their keys, and where they are files if they are.
    fn secrets_read(
        &self,
        inputs: &Inputs<'_>,
        service: &Service,
    ) -> Result<Vec<SecretRead>, Problems> {
        let names = self
            .secrets
            .clone()
            .unwrap_or_else(|| service.secrets.keys().cloned().collect());
        gather(names.into_iter().map(|secret| {
            let whole = Inputs::entry("secret", &secret, &inputs.inventory.secrets)?;
            let keys = service.secrets.get(&secret).cloned();
            Ok(SecretRead {
                keys: keys.unwrap_or_else(|| whole.keys.keys().cloned().collect()),
                secret,
            })
        }))
    }

    /// What it can write to, and its Secrets where they are files.
    fn mounts(
        &self,
        inputs: &Inputs<'_>,
        service: &Service,
        volumes: &mut Volumes,
    ) -> Result<Vec<VolumeMount>, Problems> {
        let mut mounts: Vec<VolumeMount> = writable_paths(service)
            .iter()
            .map(|path| volumes.writable(path, ""))
            .collect();
        if service.secrets_as == SecretsAs::Files {
            for SecretRead { secret, keys } in self.secrets_read(inputs, service)? {
                let path = fixed(&format!("{SECRETS_FOLDER}/{secret}"));
                let name = secret.clone();
                mounts.push(volumes.secret(&secret, VolumeSource::Secret { name, keys }, path));
            }
        }
        Ok(mounts)
    }

    /// What the inventory says, and a checksum of each ConfigMap: a changed one rolls the pods.
    fn pod_annotations(
        &self,
        inputs: &Inputs<'_>,
        service: &Service,
    ) -> Result<IndexMap<LabelKey, String>, Problems> {
        let mut annotations = service.pod_annotations.clone();
        let checksums = self.config_maps_read(service).into_iter().map(|name| {
            let checksum = inputs.config_checksum(&name, Scope::Base)?;
            Ok((checksum_key(&name), checksum))
        });
        annotations.extend(gather(checksums)?);
        Ok(annotations)
    }

    fn resources(
        &self,
        service: &Service,
        origin: &dyn Fn(&[&str]) -> Origin,
        notes: &mut Notes,
    ) -> Resources {
        let mut amount =
            |field: &str, argument: &Option<Quantity>, otherwise: &Quantity, path: &[&str]| {
                notes.choose(field, argument.as_ref(), (otherwise, origin(path)))
            };
        let Resources { requests, limits } = &service.resources;
        Resources {
            requests: ResourceList {
                cpu: amount(
                    "cpu_request",
                    &self.cpu_request,
                    &requests.cpu,
                    &["resources", "requests", "cpu"],
                ),
                memory: amount(
                    "memory_request",
                    &self.memory_request,
                    &requests.memory,
                    &["resources", "requests", "memory"],
                ),
                ephemeral_storage: requests.ephemeral_storage.clone(),
            },
            limits: ResourceList {
                cpu: amount(
                    "cpu_limit",
                    &self.cpu_limit,
                    &limits.cpu,
                    &["resources", "limits", "cpu"],
                ),
                memory: amount(
                    "memory_limit",
                    &self.memory_limit,
                    &limits.memory,
                    &["resources", "limits", "memory"],
                ),
                ephemeral_storage: limits.ephemeral_storage.clone(),
            },
        }
    }

    fn probe(&self, probe: &Probe, port: Port, by: PortBy) -> ProbeManifest {
        let path = self
            .health_check_path
            .clone()
            .unwrap_or_else(|| probe.path.clone());
        ProbeManifest {
            action: match by {
                PortBy::Name => ProbeAction::HttpByName {
                    path,
                    port: fixed(PORT_NAME),
                },
                PortBy::Number => ProbeAction::HttpByNumber { path, port },
            },
            initial_delay_seconds: probe.initial_delay,
            period_seconds: probe.period,
            timeout_seconds: probe.timeout,
            failure_threshold: probe.failure_threshold,
        }
    }
}

/// What the container can write to. `/tmp` always: so much expects it that a read-only root without it breaks.
fn writable_paths(service: &Service) -> Vec<MountPath> {
    let mut paths = service.writable_paths.clone();
    let tmp = fixed("/tmp");
    if !paths.contains(&tmp) {
        paths.push(tmp);
    }
    paths
}

/// The annotation with a ConfigMap's checksum. A name that is too long for one is told by its own.
pub(super) fn checksum_key(configmap: &DnsSubdomain) -> LabelKey {
    let key = format!("checksum/{configmap}").parse();
    key.unwrap_or_else(|_| fixed(&format!("checksum/{}", short_hash(configmap.as_str()))))
}

/// A ConfigMap's or Secret's key as the variable of the same name.
fn variable(key: &str) -> Result<EnvVarName, Problems> {
    key.parse()
        .map_err(|error: k8sgen_templates::names::InvalidName| {
            refuse(&Error::Unfit {
                what: format!("the variable for the key `{key}`"),
                why: error.to_string(),
            })
        })
}
