//! The volumes of a workload: what its container can write to, and the Secrets that it reads.

use indexmap::IndexMap;
use k8sgen_templates::kind::{Container, SecretMount};
use k8sgen_templates::names::{DnsLabel, MountPath};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

use super::names::{config_key, mount_path, subdomain};
use super::read_back::parse;
use super::strategies::{list, some};

pub(crate) fn any() -> impl Strategy<Value = (Vec<MountPath>, Vec<SecretMount>)> {
    let secret = (subdomain(), mount_path(), some(config_key()))
        .prop_map(|(secret, path, keys)| SecretMount { secret, path, keys });
    let alike = prop_oneof!["/(a[-/_.]){1,4}a", "/é{1,3}", "/[a-b]{62}[-a-c]{3}"];
    let alike = alike.prop_filter_map("a path", |path| path.parse().ok());
    let paths = list(prop_oneof![3 => mount_path(), 1 => alike])
        .prop_map(|paths| once(paths, MountPath::as_str));
    let secrets = list(secret).prop_map(|mounts| once(mounts, |mount| mount.secret.as_str()));
    (paths, secrets)
}

/// Each once: nobody mounts two things at one path, or one Secret twice.
fn once<T>(all: Vec<T>, name: impl Fn(&T) -> &str) -> Vec<T> {
    let once: IndexMap<_, _> = all
        .into_iter()
        .map(|item| (name(&item).to_owned(), item))
        .collect();
    once.into_values().collect()
}

/// The names of the volumes as they were written: the kind composes them. There is one for each
/// path and Secret, and it is a name that Kubernetes takes.
pub(crate) fn written(yaml: &str, given: &Container) -> Result<Vec<DnsLabel>, TestCaseError> {
    let manifest: Value = parse(yaml)?;
    let volumes = manifest["spec"]["template"]["spec"]["volumes"].as_array();
    let names: Result<Vec<DnsLabel>, _> = volumes
        .into_iter()
        .flatten()
        .map(|volume| serde_json::from_value(volume["name"].clone()))
        .collect();
    let names = names.map_err(|error| TestCaseError::fail(format!("{error}\n{yaml}")))?;
    let wanted = given.writable_paths.len() + given.secret_mounts.len();
    prop_assert_eq!(names.len(), wanted, "{}", yaml);
    let unique = (1..names.len()).all(|at| !names[..at].contains(&names[at]));
    prop_assert!(unique, "{:?} in\n{}", names, yaml);
    Ok(names)
}

/// The volumes of the names, and where the container has each.
pub(crate) fn expected(given: &Container, names: &[DnsLabel]) -> (Vec<Value>, Vec<Value>) {
    let (writable, secret) = names.split_at(given.writable_paths.len());
    let paths = writable
        .iter()
        .zip(&given.writable_paths)
        .map(|(name, path)| {
            let volume = json!({"name": name, "emptyDir": {}});
            (volume, json!({"name": name, "mountPath": path}))
        });
    let secrets = secret
        .iter()
        .zip(&given.secret_mounts)
        .map(|(name, mount)| {
            let SecretMount { secret, path, keys } = mount;
            let items: Vec<_> = keys
                .iter()
                .map(|key| json!({"key": key, "path": key}))
                .collect();
            let source = json!({"secretName": secret, "defaultMode": 0o440, "items": items});
            let volume = json!({"name": name, "secret": source});
            (
                volume,
                json!({"name": name, "mountPath": path, "readOnly": true}),
            )
        });
    paths.chain(secrets).unzip()
}
