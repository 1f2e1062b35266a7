//! What a container reads: variables, and Secrets as files.

use indexmap::IndexMap;
use k8sgen_templates::names::{ConfigKey, DnsSubdomain, EnvVarName, InvalidName};
use k8sgen_templates::pod::{EnvVar, EnvVarSource};

use super::Pods;
use super::volumes::SECRETS_FOLDER;
use crate::inventory::{ExtraContainer, SecretsAs, Service, Text};
use crate::problem::Problems;
use crate::tool::inputs::{Scope, gather};
use crate::tool::{Error, Inputs, refuse};

type Keys = IndexMap<DnsSubdomain, Vec<ConfigKey>>;

/// What one container reads.
pub(super) struct Reads<'a> {
    config_maps: Vec<DnsSubdomain>,
    secrets: Vec<DnsSubdomain>,
    /// The keys that the inventory names; what a call names beside them is read whole.
    config_keys: &'a Keys,
    secret_keys: &'a Keys,
    secrets_as: SecretsAs,
    env: &'a IndexMap<EnvVarName, Text>,
    /// Variables that the call gives.
    given: IndexMap<EnvVarName, String>,
}

/// A Secret, and what is read of it.
pub(super) struct SecretRead {
    pub(super) secret: DnsSubdomain,
    pub(super) keys: Vec<ConfigKey>,
}

impl<'a> Reads<'a> {
    /// What the service's own container reads.
    pub(super) fn of_service(pods: &Pods<'a>) -> Self {
        let (service, overrides) = (pods.service, &pods.overrides);
        let names = |given: &Option<Vec<DnsSubdomain>>, otherwise: &Keys| {
            let otherwise = || otherwise.keys().cloned().collect();
            given.clone().unwrap_or_else(otherwise)
        };
        Self {
            config_maps: names(&overrides.config_maps, &service.config),
            secrets: names(&overrides.secrets, &service.secrets),
            config_keys: &service.config,
            secret_keys: &service.secrets,
            secrets_as: service.secrets_as,
            env: &service.env,
            given: overrides.env_vars.clone(),
        }
    }

    /// What a container beside it reads.
    pub(super) fn of_extra(service: &Service, extra: &'a ExtraContainer) -> Self {
        Self {
            config_maps: extra.config.keys().cloned().collect(),
            secrets: extra.secrets.keys().cloned().collect(),
            config_keys: &extra.config,
            secret_keys: &extra.secrets,
            secrets_as: service.secrets_as,
            env: &extra.env,
            given: IndexMap::new(),
        }
    }

    /// Its variables.
    pub(super) fn env(&self, inputs: &Inputs<'_>, what: &str) -> Result<Vec<EnvVar>, Problems> {
        let configmaps = self.config_maps.iter().map(|name| {
            let whole = Inputs::entry("ConfigMap", name, &inputs.inventory.configmaps)?;
            let keys = self.config_keys.get(name).cloned();
            let keys = keys.unwrap_or_else(|| whole.keys().cloned().collect());
            // A variable that the call gives is the call's.
            let given = |key: &ConfigKey| {
                let mut given = self.given.keys();
                given.any(|name| name.as_str() == key.as_str())
            };
            gather(keys.into_iter().filter(|key| !given(key)).map(|key| {
                let (variable, name) = (variable(key.as_str())?, name.clone());
                Ok((variable, EnvVarSource::ConfigMapKey { name, key }))
            }))
        });
        let own = self
            .env
            .iter()
            .filter(|(name, _)| !self.given.contains_key(*name));
        let own = own.map(|(name, text)| {
            let value = inputs.resolve(text, Scope::Base, what)?;
            Ok(vec![(name.clone(), EnvVarSource::Value(value))])
        });
        let given = self
            .given
            .iter()
            .map(|(name, value)| Ok(vec![(name.clone(), EnvVarSource::Value(value.clone()))]));
        let (reads, unknown) = match self.read(inputs) {
            Ok(reads) => (reads, None),
            Err(problems) => (Vec::new(), Some(Err(problems))),
        };
        let secrets = reads.iter().map(|SecretRead { secret, keys }| {
            gather(keys.iter().map(|key| match self.secrets_as {
                SecretsAs::Variables => {
                    let (name, key) = (secret.clone(), key.clone());
                    Ok((
                        variable(key.as_str())?,
                        EnvVarSource::SecretKey { name, key },
                    ))
                }
                SecretsAs::Files => {
                    let file = format!("{SECRETS_FOLDER}/{secret}/{key}");
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

    /// The Secrets that it reads as files.
    pub(super) fn files(&self, inputs: &Inputs<'_>) -> Result<Vec<SecretRead>, Problems> {
        match self.secrets_as {
            SecretsAs::Variables => Ok(Vec::new()),
            SecretsAs::Files => self.read(inputs),
        }
    }

    /// The Secrets that it reads, and their keys.
    fn read(&self, inputs: &Inputs<'_>) -> Result<Vec<SecretRead>, Problems> {
        gather(self.secrets.iter().map(|secret| {
            let whole = Inputs::entry("secret", secret, &inputs.inventory.secrets)?;
            let keys = self.secret_keys.get(secret).cloned();
            Ok(SecretRead {
                keys: keys.unwrap_or_else(|| whole.keys.keys().cloned().collect()),
                secret: secret.clone(),
            })
        }))
    }
}

/// A ConfigMap's or Secret's key as the variable of the same name.
fn variable(key: &str) -> Result<EnvVarName, Problems> {
    key.parse().map_err(|error: InvalidName| {
        refuse(&Error::Unfit {
            what: format!("the variable for the key `{key}`"),
            why: error.to_string(),
        })
    })
}
