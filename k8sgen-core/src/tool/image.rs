//! Which image a service runs: the registry is Terraform's, the version the inventory's.

use k8sgen_templates::names::{ImageRef, ImageTag, InvalidName};

use super::inputs::fixed;
use super::{Error, Inputs, refuse};
use crate::context::{Context, Field};
use crate::inventory::Service;
use crate::problem::Problems;

/// Name of a service's ECR repository.
#[must_use]
pub fn repository_name<'a>(context: &'a Context, service: &'a Service) -> Option<&'a str> {
    if service.image.is_some() {
        return None;
    }
    match &service.ecr_repository {
        Some(name) => Some(name),
        None => context
            .container_registry
            .repository_of(service.name.as_str()),
    }
}

/// The version that an image's tag says.
pub(super) fn version(image: &ImageRef) -> Option<&str> {
    image.tag().map(ImageTag::as_str)
}

/// Where a service's image is kept, without tag and digest.
pub(super) fn repository(inputs: &Inputs<'_>, service: &Service) -> Result<ImageRef, Problems> {
    if let Some(image) = &service.image {
        return Ok(fixed(image.repository()));
    }
    let registry = &inputs.context.container_registry;
    let what = format!("the image of `{}`", service.name);
    Inputs::require(registry.ecr_base_url.as_ref(), Field::EcrBaseUrl, &what)?;
    let name = repository_name(inputs.context, service);
    let url = name.and_then(|name| registry.url(name)).ok_or_else(|| {
        let error = Error::NoRepository {
            service: service.name.to_string(),
            wanted: match &service.ecr_repository {
                Some(name) => name.clone(),
                None => format!("{}-{}", inputs.inventory.project, service.name),
            },
            known: registry.repositories.clone(),
        };
        inputs.refuse_at(
            &["services", service.name.as_str(), "ecr_repository"],
            &error,
        )
    })?;
    url.parse().map_err(|error: InvalidName| {
        refuse(&Error::Unfit {
            what,
            why: error.to_string(),
        })
    })
}

/// A service's image, with its tag or digest.
///
/// # Errors
/// A service without a repository, or of no certain version.
pub fn of(inputs: &Inputs<'_>, service: &Service) -> Result<ImageRef, Problems> {
    match (&service.image, &service.image_tag, &service.image_digest) {
        // What `defaults` says of the project's own images is not for this one.
        (Some(image), ..) if image.tag().is_some() || image.digest().is_some() => Ok(image.clone()),
        (_, tag, Some(digest)) => {
            let image = repository(inputs, service)?;
            Ok(tag
                .iter()
                .fold(image, |image, tag| image.with_tag(tag.clone()))
                .with_digest(digest.clone()))
        }
        (_, Some(tag), None) => Ok(repository(inputs, service)?.with_tag(tag.clone())),
        (_, None, None) => {
            let path = ["services", service.name.as_str(), "image"];
            let service = service.name.to_string();
            Err(inputs.refuse_at(&path, &Error::NoVersion { service }))
        }
    }
}
