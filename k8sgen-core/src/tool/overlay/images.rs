//! Which version of each image runs in an environment.

use k8sgen_templates::kind::ImageOverride;
use k8sgen_templates::names::{ImageDigest, ImageRef, ImageTag};

use crate::inventory::{Environment, Service};
use crate::problem::Problems;
use crate::tool::inputs::gather;
use crate::tool::{Inputs, image};

/// What a service runs in an environment.
pub(super) struct Run<'a> {
    pub(super) service: &'a Service,
    /// Its image, without tag and digest.
    pub(super) repository: ImageRef,
    pub(super) tag: Option<ImageTag>,
    pub(super) digest: Option<ImageDigest>,
}

/// What every service runs.
pub(super) fn runs<'a>(
    inputs: &Inputs<'a>,
    environment: &Environment,
) -> Result<Vec<Run<'a>>, Problems> {
    let services = inputs.inventory.services.values();
    gather(services.map(|service| {
        let (tag, digest) = environment.image(service);
        Ok(Run {
            service,
            repository: image::repository(inputs, service)?,
            tag,
            digest,
        })
    }))
}

/// The version of every image that the project builds, and of those that have another one here.
pub(super) fn overrides(runs: &[Run<'_>], environment: &Environment) -> Vec<ImageOverride> {
    let mut images: Vec<ImageOverride> = Vec::new();
    for run in runs {
        let is_ours = run.service.image.is_none() || environment.has_version_of(run.service);
        let image = ImageOverride {
            name: run.repository.to_string(),
            new_tag: run.tag.clone(),
            digest: run.digest.clone(),
        };
        if is_ours && is_alone(runs, run) && !images.contains(&image) {
            images.push(image);
        }
    }
    images
}

/// Whether every service that runs this image runs it in this version.
pub(super) fn is_alone(runs: &[Run<'_>], run: &Run<'_>) -> bool {
    runs.iter()
        .filter(|other| other.repository == run.repository)
        .all(|other| (&other.tag, &other.digest) == (&run.tag, &run.digest))
}
