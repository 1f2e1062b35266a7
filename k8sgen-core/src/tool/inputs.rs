//! What every tool fills from.

use std::fmt::Write as _;
use std::str::FromStr;

use k8sgen_templates::kind::{Labels, Manifest, Metadata};
use k8sgen_templates::names::{
    AccountId, Arn, ConfigKey, DnsLabel, DnsSubdomain, InvalidName, LabelKey, Partition, Region,
    SecretsManagerName,
};
use sha2::{Digest, Sha256};

use super::Error;
use crate::context::{Context, Field};
use crate::identity::{self, Role};
use crate::inventory::{Environment, GitOps, GitRepository, Inventory, Reference, Service, Text};
use crate::plan::Level;
use crate::problem::{Problem, Problems};
use crate::tree::{Document, Tree};

/// What every tool fills from.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// What Terraform made.
    pub context: &'a Context,
    /// What the user says.
    pub inventory: &'a Inventory,
    /// What has been made so far.
    pub tree: &'a Tree,
    /// The level of the tool that is run.
    pub(super) level: Option<Level>,
}

/// What `${environment}` and the like stand for.
#[derive(Debug, Clone, Copy)]
pub enum Scope<'a> {
    /// The base, which every environment shares.
    Base,
    /// One environment.
    Environment(&'a Environment),
}

/// `app.kubernetes.io/name` and its neighbours, as labels.
pub(super) fn well_known(label: &str) -> LabelKey {
    fixed(&format!("app.kubernetes.io/{label}"))
}

/// A name that stands in the code, or is made of names that were checked.
pub(super) fn fixed<T: FromStr<Err = InvalidName>>(text: &str) -> T {
    text.parse().expect("a name that stands in the code is one")
}

/// The document of a resource.
pub(super) fn document<M: Manifest>(manifest: &M) -> Document {
    Document::new(
        M::KIND,
        manifest.metadata().name.as_str(),
        manifest.to_yaml(),
    )
}

impl<'a> Inputs<'a> {
    /// What a tool fills from.
    #[must_use]
    pub fn new(context: &'a Context, inventory: &'a Inventory, tree: &'a Tree) -> Self {
        Self {
            context,
            inventory,
            tree,
            level: None,
        }
    }

    /// The annotations of everything: for Argo CD, the sync wave, which is the tool's level.
    pub(super) fn annotations(&self) -> indexmap::IndexMap<LabelKey, String> {
        let level = self
            .level
            .filter(|_| self.inventory.gitops == GitOps::ArgoCd);
        let wave = level.map(|level| {
            (
                fixed("argocd.argoproj.io/sync-wave"),
                u8::from(level).to_string(),
            )
        });
        wave.into_iter().collect()
    }

    /// The repository that the GitOps engine reads.
    pub(super) fn repository(&self, what: &str) -> Result<&'a GitRepository, Problems> {
        self.inventory.repository.as_ref().ok_or_else(|| {
            super::refuse(&Error::Unfit {
                what: what.to_owned(),
                why: "the inventory names no `repository`".to_owned(),
            })
        })
    }

    /// The service of that name.
    pub(super) fn service(&self, name: &DnsLabel) -> Result<&'a Service, Problems> {
        self.inventory.services.get(name).ok_or_else(|| {
            let known = self
                .inventory
                .services
                .keys()
                .map(ToString::to_string)
                .collect();
            super::refuse(&Error::Unknown {
                what: "service",
                name: name.to_string(),
                known,
            })
        })
    }

    /// The environment of that name.
    pub(super) fn environment(&self, name: &DnsLabel) -> Result<&'a Environment, Problems> {
        self.inventory.environments.get(name).ok_or_else(|| {
            let known = self
                .inventory
                .environments
                .keys()
                .map(ToString::to_string)
                .collect();
            super::refuse(&Error::Unknown {
                what: "environment",
                name: name.to_string(),
                known,
            })
        })
    }

    /// One error as the only problem, at what the inventory says.
    pub(super) fn refuse_at(&self, path: &[&str], error: &Error) -> Problems {
        Problems::from(Problem {
            place: self.inventory.place(path),
            ..Problem::new(error)
        })
    }

    /// An entry of the inventory that a call names.
    pub(super) fn entry<'e, T>(
        what: &'static str,
        name: &DnsSubdomain,
        entries: &'e indexmap::IndexMap<DnsSubdomain, T>,
    ) -> Result<&'e T, Problems> {
        entries.get(name).ok_or_else(|| {
            let known = entries.keys().map(ToString::to_string).collect();
            super::refuse(&Error::Unknown {
                what,
                name: name.to_string(),
                known,
            })
        })
    }

    /// A value of Terraform's that `what` can't do without.
    pub(super) fn require<T>(value: Option<T>, field: Field, what: &str) -> Result<T, Problems> {
        value.ok_or_else(|| {
            super::refuse(&Error::NoValue {
                what: what.to_owned(),
                field,
            })
        })
    }

    /// What a text says, its references replaced.
    pub(super) fn resolve(
        &self,
        text: &Text,
        scope: Scope<'_>,
        what: &str,
    ) -> Result<String, Problems> {
        text.resolve(|reference| {
            Ok(match (reference, scope) {
                (Reference::Project, _) => self.inventory.project.to_string(),
                (Reference::TerraformEnvironment, _) | (Reference::Environment, Scope::Base) => {
                    self.inventory.environment.to_string()
                }
                (Reference::Environment, Scope::Environment(environment)) => {
                    environment.name.to_string()
                }
                (Reference::Namespace, Scope::Base) => self.inventory.namespace.to_string(),
                (Reference::Namespace, Scope::Environment(environment)) => {
                    environment.namespace.to_string()
                }
                (Reference::LogLevel, Scope::Base) => self.inventory.log_level.clone(),
                (Reference::LogLevel, Scope::Environment(environment)) => {
                    environment.log_level.clone()
                }
                (Reference::Field(field), _) => {
                    Self::require(self.context.value(field), field, what)?.to_string()
                }
            })
        })
    }

    /// What a text says that stands at `path`, as a `T`.
    pub(super) fn resolve_as<T>(
        &self,
        text: &Text,
        scope: Scope<'_>,
        what: &str,
        path: &[&str],
    ) -> Result<T, Problems>
    where
        T: FromStr<Err = InvalidName>,
    {
        let value = self.resolve(text, scope, what)?;
        value.parse().map_err(|error: InvalidName| {
            let error = Error::Unfit {
                what: what.to_owned(),
                why: error.to_string(),
            };
            self.refuse_at(path, &error)
        })
    }

    /// The name in AWS Secrets Manager of a secret of the inventory.
    pub(super) fn remote(&self, name: &DnsSubdomain) -> Result<SecretsManagerName, Problems> {
        let secret = Self::entry("secret", name, &self.inventory.secrets)?;
        let what = format!("the ExternalSecret `{name}`");
        let path = ["secrets", name.as_str(), "remote"];
        self.resolve_as(&secret.remote, Scope::Base, &what, &path)
    }

    /// The IAM role of the service account that a call names.
    pub(super) fn role(&self, account: &DnsSubdomain) -> Result<Role, Problems> {
        identity::role(self.inventory, account).ok_or_else(|| {
            let known = identity::accounts_with_role(self.inventory);
            super::refuse(&Error::Unknown {
                what: "service account with an IAM role",
                name: account.to_string(),
                known: known.iter().map(ToString::to_string).collect(),
            })
        })
    }

    /// An ARN in the project's own account and region.
    pub(super) fn own_arn(
        &self,
        service: &str,
        resource: &str,
        what: &str,
    ) -> Result<Arn, Problems> {
        let context = self.context;
        let partition = Self::require(context.partition, Field::Partition, what)?;
        let region = Self::require(context.region.as_ref(), Field::Region, what)?;
        let account = Self::require(context.aws_account_id.as_ref(), Field::AwsAccountId, what)?;
        arn(partition, service, region, account, resource, what)
    }

    /// The keys and values of a ConfigMap.
    pub(super) fn config(
        &self,
        name: &DnsSubdomain,
        scope: Scope<'_>,
    ) -> Result<indexmap::IndexMap<ConfigKey, String>, Problems> {
        let data = Self::entry("ConfigMap", name, &self.inventory.configmaps)?;
        let mut problems = Vec::new();
        let mut resolved = indexmap::IndexMap::new();
        for (key, text) in data {
            match self.resolve(text, scope, &format!("the ConfigMap `{name}`")) {
                Ok(value) => {
                    resolved.insert(key.clone(), value);
                }
                Err(more) => problems.extend::<Problems>(more),
            }
        }
        Problems::check(resolved, problems)
    }

    /// A short checksum of a ConfigMap's content, which changes when it does.
    pub(super) fn config_checksum(
        &self,
        name: &DnsSubdomain,
        scope: Scope<'_>,
    ) -> Result<String, Problems> {
        // Lengths keep apart what concatenation would not.
        let pairs = self.config(name, scope)?;
        let pairs = pairs
            .iter()
            .map(|(key, value)| format!("{}:{key}{}:{value}", key.as_str().len(), value.len()));
        Ok(short_hash(&pairs.collect::<String>()))
    }

    /// Metadata in the base's namespace, with the labels that Kubernetes recommends.
    pub(super) fn metadata(&self, name: &DnsSubdomain) -> Metadata {
        Metadata {
            name: name.clone(),
            namespace: Some(self.inventory.namespace.clone()),
            labels: self.labels(name.as_str(), None, None),
            annotations: self.annotations(),
        }
    }

    /// Metadata of something that belongs to a service.
    pub(super) fn service_metadata(&self, service: &Service, version: Option<&str>) -> Metadata {
        let name = &service.name;
        Metadata {
            labels: self.labels(name.as_str(), version, Some(service.tier.as_str())),
            ..self.metadata(&fixed(name.as_str()))
        }
    }

    /// The labels that Kubernetes recommends. A value that can't be a label is left out.
    pub(super) fn labels(
        &self,
        name: &str,
        version: Option<&str>,
        component: Option<&str>,
    ) -> Labels {
        let project = self.inventory.project.as_str();
        let labels = [
            ("name", Some(name)),
            ("instance", Some(project)),
            ("version", version),
            ("component", component),
            ("part-of", Some(project)),
            ("managed-by", Some("k8sgen")),
        ];
        labels
            .into_iter()
            .filter_map(|(label, value)| Some((well_known(label), value?.parse().ok()?)))
            .collect()
    }
}

/// Sixteen digits that tell a text from others.
pub(super) fn short_hash(text: &str) -> String {
    let hash = Sha256::digest(text);
    hash.iter().take(8).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The labels that select a service's pods.
pub(super) fn selector(service: &DnsLabel) -> Labels {
    [(well_known("name"), fixed(service.as_str()))]
        .into_iter()
        .collect()
}

/// An ARN of its parts.
pub(super) fn arn(
    partition: Partition,
    service: &str,
    region: &Region,
    account: &AccountId,
    resource: &str,
    what: &str,
) -> Result<Arn, Problems> {
    let text = format!("arn:{partition}:{service}:{region}:{account}:{resource}");
    text.parse().map_err(|error: InvalidName| {
        super::refuse(&Error::Unfit {
            what: what.to_owned(),
            why: error.to_string(),
        })
    })
}

/// All results, or all problems.
pub(crate) fn gather<T>(
    results: impl IntoIterator<Item = Result<T, Problems>>,
) -> Result<Vec<T>, Problems> {
    let mut problems: Vec<Problem> = Vec::new();
    let mut values = Vec::new();
    for result in results {
        match result {
            Ok(value) => values.push(value),
            Err(more) => problems.extend(more),
        }
    }
    Problems::check(values, problems)
}
