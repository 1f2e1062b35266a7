//! The volumes of a pod, each with a name of its own, and what containers see of them.

use k8sgen_templates::kind::VolumeClaim;
use k8sgen_templates::names::{DnsLabel, MountPath};
use k8sgen_templates::pod::{Access, Volume, VolumeMount, VolumeSource};

use super::env::SecretRead;
use crate::inventory::{ExtraContainer, Service, VolumeSettings};
use crate::tool::inputs::fixed;

/// Characters of a DNS label, at most.
const LONGEST_LABEL: usize = 63;
/// Where Secrets are files.
pub(super) const SECRETS_FOLDER: &str = "/etc/secrets";

/// The volumes of a pod, gathered while its containers are filled in.
#[derive(Debug)]
pub(super) struct Volumes {
    volumes: Vec<Volume>,
    /// Names that are taken, be it by what stands elsewhere.
    taken: Vec<DnsLabel>,
}

impl Volumes {
    /// Those that the inventory names.
    pub(super) fn of(service: &Service) -> Self {
        let named = service.volumes.iter().filter_map(|(name, settings)| {
            let name = name.clone();
            source(settings).map(|source| Volume { name, source })
        });
        Self {
            volumes: named.collect(),
            taken: service.volumes.keys().cloned().collect(),
        }
    }

    pub(super) fn finish(self) -> Vec<Volume> {
        self.volumes
    }

    /// What a container can write to: `/var/cache/nginx` is the volume `var-cache-nginx`. `/tmp` always: so much
    /// expects it that a read-only root without it breaks.
    pub(super) fn writable(&mut self, paths: &[MountPath], prefix: &str) -> Vec<VolumeMount> {
        let mut paths = paths.to_vec();
        let tmp = fixed("/tmp");
        if !paths.contains(&tmp) {
            paths.push(tmp);
        }
        let mounts = paths.into_iter().map(|path| {
            let source = VolumeSource::EmptyDir {
                medium: None,
                size_limit: None,
            };
            VolumeMount {
                volume: self.add(
                    &format!("{prefix}{}", path.as_str().trim_start_matches('/')),
                    source,
                ),
                path,
                access: Access::ReadWrite,
            }
        });
        mounts.collect()
    }

    /// Secrets that a container reads as files: `jwt` is the volume `secret-jwt`.
    pub(super) fn secrets(&mut self, read: Vec<SecretRead>, prefix: &str) -> Vec<VolumeMount> {
        let mounts = read.into_iter().map(|SecretRead { secret, keys }| {
            let source = VolumeSource::Secret {
                name: secret.clone(),
                keys,
            };
            VolumeMount {
                volume: self.add(&format!("{prefix}secret-{secret}"), source),
                path: fixed(&format!("{SECRETS_FOLDER}/{secret}")),
                access: Access::ReadOnly,
            }
        });
        mounts.collect()
    }

    /// A volume that is named after `wanted`. What would have the name of another gets a number.
    fn add(&mut self, wanted: &str, source: VolumeSource) -> DnsLabel {
        let wanted = label(wanted);
        let mut name = wanted.clone();
        let mut number = 1;
        while self.taken.iter().any(|taken| *taken == name.as_str()) {
            number += 1;
            let suffix = format!("-{number}");
            let end = wanted.len().min(LONGEST_LABEL - suffix.len());
            name = format!("{}{suffix}", wanted[..end].trim_end_matches('-'));
        }
        let name: DnsLabel = fixed(&name);
        self.taken.push(name.clone());
        self.volumes.push(Volume {
            name: name.clone(),
            source,
        });
        name
    }
}

/// What the service's own container sees of the inventory's volumes.
pub(super) fn own_mounts(service: &Service) -> Vec<VolumeMount> {
    let mounted = service.volumes.iter();
    let mounted = mounted.filter_map(|(name, settings)| {
        let path = settings.path.clone()?;
        let access = match settings.read_only {
            Some(true) => Access::ReadOnly,
            _ => Access::ReadWrite,
        };
        Some(mount(name, path, settings, access))
    });
    mounted.collect()
}

/// What a container beside it sees of the inventory's volumes.
pub(super) fn mounts_of(service: &Service, extra: &ExtraContainer) -> Vec<VolumeMount> {
    let mounted = extra.volume_mounts.iter();
    let mounted = mounted.filter_map(|(name, path)| {
        let settings = service.volumes.get(name)?;
        Some(mount(name, path.clone(), settings, Access::ReadWrite))
    });
    mounted.collect()
}

/// The disks that each pod of a `StatefulSet` gets.
pub(in crate::tool) fn claims(service: &Service) -> Vec<VolumeClaim> {
    let claims = service.volumes.iter().filter_map(|(name, settings)| {
        let claim = settings.claim.as_ref()?;
        Some(VolumeClaim {
            name: name.clone(),
            access_modes: claim.access_modes.clone(),
            storage_class: claim.storage_class.clone(),
            size: claim.size.clone(),
        })
    });
    claims.collect()
}

/// What is in a volume of the pod; nothing for one that each pod claims.
fn source(settings: &VolumeSettings) -> Option<VolumeSource> {
    if let Some(empty) = &settings.empty_dir {
        return Some(VolumeSource::EmptyDir {
            medium: empty.medium,
            size_limit: empty.size_limit.clone(),
        });
    }
    if let Some(name) = &settings.config_map {
        let (name, keys) = (name.clone(), Vec::new());
        return Some(VolumeSource::ConfigMap { name, keys });
    }
    if let Some(name) = &settings.secret {
        let (name, keys) = (name.clone(), Vec::new());
        return Some(VolumeSource::Secret { name, keys });
    }
    let claim = settings.persistent_volume_claim.clone();
    claim.map(|name| VolumeSource::Claim { name })
}

/// A mount with this access, where the volume can be written to.
fn mount(
    name: &DnsLabel,
    path: MountPath,
    settings: &VolumeSettings,
    access: Access,
) -> VolumeMount {
    let is_never_written = settings.config_map.is_some() || settings.secret.is_some();
    let access = if is_never_written {
        Access::ReadOnly
    } else {
        access
    };
    VolumeMount {
        volume: name.clone(),
        path,
        access,
    }
}

/// Text as a DNS label.
fn label(text: &str) -> String {
    let mut name: String = text
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect::<String>()
        .trim_matches('-')
        .to_owned();
    name.truncate(LONGEST_LABEL);
    match name.trim_end_matches('-') {
        "" => "volume".to_owned(),
        name => name.to_owned(),
    }
}
