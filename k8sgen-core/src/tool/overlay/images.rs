//! Which version of each image runs in an environment.

use k8sgen_templates::kind::ImageOverride;

use crate::inventory::{Environment, Service};
use crate::problem::Problems;
use crate::tool::{Inputs, image};

/// The version of every image that the project builds, and of those that have another one here.
pub(super) fn all(
    inputs: &Inputs<'_>,
    environment: &Environment,
) -> Result<Vec<ImageOverride>, Problems> {
    let mut images: Vec<ImageOverride> = Vec::new();
    let mut problems = Vec::new();
    for service in inputs.inventory.services.values() {
        match one(inputs, environment, service) {
            Ok(image) => images.extend(image.filter(|image| !images.contains(image))),
            Err(more) => problems.extend(more),
        }
    }
    Problems::check(images, problems)
}

fn one(
    inputs: &Inputs<'_>,
    environment: &Environment,
    service: &Service,
) -> Result<Option<ImageOverride>, Problems> {
    let is_ours = service.image.is_none() || environment.has_version_of(service);
    if !is_ours || !is_alone(inputs, environment, service)? {
        return Ok(None);
    }
    let (new_tag, digest) = environment.image(service);
    let name = image::repository(inputs, service)?.to_string();
    Ok(Some(ImageOverride {
        name,
        new_tag,
        digest,
    }))
}

/// Whether every service that runs this image runs it in this version.
pub(super) fn is_alone(
    inputs: &Inputs<'_>,
    environment: &Environment,
    service: &Service,
) -> Result<bool, Problems> {
    let repository = image::repository(inputs, service)?;
    let version = environment.image(service);
    for other in inputs.inventory.services.values() {
        if environment.image(other) != version
            && image::repository(inputs, other).ok().as_ref() == Some(&repository)
        {
            return Ok(false);
        }
    }
    Ok(true)
}
