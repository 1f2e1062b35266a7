//! One environment: a namespace of its own, and how it differs from the base.

use indexmap::IndexMap;
use k8sgen_templates::names::{Cidr, DnsLabel, DomainName, ImageDigest, ImageTag, Namespace};

use super::file::PolicyMode;
use super::service::Service;
use super::text::Text;

/// An environment.
#[derive(Debug, Clone, PartialEq)]
pub struct Environment {
    /// Its name; the name of its overlay.
    pub name: DnsLabel,
    /// Its namespace.
    pub namespace: Namespace,
    /// Its domain.
    pub domain: Option<DomainName>,
    /// ARN of the domain's certificate, if it is not Terraform's.
    pub certificate: Option<Text>,
    /// Value of `${log_level}`.
    pub log_level: String,
    /// Number of pods of every service. Given, nothing is autoscaled.
    pub replicas: Option<u32>,
    /// What resource requests and limits are multiplied with.
    pub resources_factor: Option<f64>,
    /// Tag of every image that the project builds.
    pub image_tag: Option<ImageTag>,
    /// Which calls inside of the namespace are let through.
    pub network_policies: PolicyMode,
    /// Networks that may open the load balancer.
    pub allowed_cidrs: Vec<Cidr>,
    /// Services that differ further.
    pub services: IndexMap<DnsLabel, EnvironmentService>,
}

/// How one service differs in an environment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EnvironmentService {
    /// Number of pods; of an autoscaled service, the fewest.
    pub replicas: Option<u32>,
    /// Tag of its image.
    pub image_tag: Option<ImageTag>,
    /// Digest of its image.
    pub image_digest: Option<ImageDigest>,
}

impl Environment {
    /// Whether services are scaled by load here.
    #[must_use]
    pub fn is_autoscaled(&self) -> bool {
        self.replicas.is_none()
    }

    /// Fewest pods that a service has here.
    #[must_use]
    pub fn fewest_pods(&self, service: &Service) -> u32 {
        let own = self
            .services
            .get(&service.name)
            .and_then(|own| own.replicas);
        own.or(self.replicas)
            .unwrap_or_else(|| service.fewest_pods())
    }

    /// Whether it names a version of a service's image.
    #[must_use]
    pub fn has_version_of(&self, service: &Service) -> bool {
        let own = self.services.get(&service.name);
        own.is_some_and(|own| own.image_tag.is_some() || own.image_digest.is_some())
    }

    /// Tag and digest of a service's image here. A tag given here replaces a digest given for the base.
    #[must_use]
    pub fn image(&self, service: &Service) -> (Option<ImageTag>, Option<ImageDigest>) {
        let own = self.services.get(&service.name);
        let digest = own.and_then(|own| own.image_digest.clone());
        let tag = own.and_then(|own| own.image_tag.clone());
        match (tag, digest, &service.image) {
            (None, None, None) if self.image_tag.is_some() => (self.image_tag.clone(), None),
            (None, None, _) => (service.image_tag.clone(), service.image_digest.clone()),
            given => (given.0, given.1),
        }
    }
}
