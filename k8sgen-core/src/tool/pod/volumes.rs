//! The volumes of a pod, each with a name of its own.

use k8sgen_templates::names::{DnsLabel, DnsSubdomain, MountPath};
use k8sgen_templates::pod::{Access, Volume, VolumeMount, VolumeSource};

use crate::tool::inputs::fixed;

/// Characters of a DNS label, at most.
const LONGEST_LABEL: usize = 63;

/// The volumes of a pod, gathered while its containers are filled in.
#[derive(Debug, Default)]
pub(in crate::tool) struct Volumes(Vec<Volume>);

impl Volumes {
    /// A volume that is named after `wanted`. What would have the name of another gets a number.
    pub(in crate::tool) fn add(&mut self, wanted: &str, source: VolumeSource) -> DnsLabel {
        let wanted = label(wanted);
        let mut name = wanted.clone();
        let mut number = 1;
        while self.0.iter().any(|volume| volume.name == name.as_str()) {
            number += 1;
            let suffix = format!("-{number}");
            let end = wanted.len().min(LONGEST_LABEL - suffix.len());
            name = format!("{}{suffix}", wanted[..end].trim_end_matches('-'));
        }
        let name: DnsLabel = fixed(&name);
        let volume = Volume {
            name: name.clone(),
            source,
        };
        self.0.push(volume);
        name
    }

    /// Paths that a container can write to: `/var/cache/nginx` is `var-cache-nginx`.
    pub(in crate::tool) fn writable(&mut self, path: &MountPath, prefix: &str) -> VolumeMount {
        let source = VolumeSource::EmptyDir {
            medium: None,
            size_limit: None,
        };
        VolumeMount {
            volume: self.add(&format!("{prefix}{path}"), source),
            path: path.clone(),
            access: Access::ReadWrite,
        }
    }

    /// The Secrets that a container reads as files: `jwt` is `secret-jwt`.
    pub(in crate::tool) fn secret(
        &mut self,
        secret: &DnsSubdomain,
        source: VolumeSource,
        path: MountPath,
    ) -> VolumeMount {
        VolumeMount {
            volume: self.add(&format!("secret-{secret}"), source),
            path,
            access: Access::ReadOnly,
        }
    }

    pub(in crate::tool) fn finish(self) -> Vec<Volume> {
        self.0
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
