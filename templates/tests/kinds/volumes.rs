//! The volumes of a pod.

use k8sgen_templates::pod::{Medium, Volume, VolumeSource};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::names::{config_key, dns_label, quantity, subdomain};
use super::read_back::unless_empty;
use super::strategies::list;

pub(crate) fn any() -> impl Strategy<Value = Volume> {
    let keys = || (subdomain(), list(config_key()));
    let medium = prop::option::of(Just(Medium::Memory));
    let source = prop_oneof![
        (medium, prop::option::of(quantity()))
            .prop_map(|(medium, size_limit)| VolumeSource::EmptyDir { medium, size_limit }),
        keys().prop_map(|(name, keys)| VolumeSource::Secret { name, keys }),
        keys().prop_map(|(name, keys)| VolumeSource::ConfigMap { name, keys }),
        subdomain().prop_map(|name| VolumeSource::Claim { name }),
    ];
    (dns_label(), source).prop_map(|(name, source)| Volume { name, source })
}

pub(crate) fn expected(Volume { name, source }: &Volume) -> Value {
    let items = |keys: &[_]| {
        let items = keys.iter().map(|key| json!({"key": key, "path": key}));
        unless_empty(items.collect::<Vec<_>>())
    };
    let (how, source) = match source {
        VolumeSource::EmptyDir { medium, size_limit } => (
            "emptyDir",
            json!({"medium": medium, "sizeLimit": size_limit}),
        ),
        VolumeSource::Secret { name, keys } => (
            "secret",
            json!({"secretName": name, "defaultMode": 0o440, "items": items(keys)}),
        ),
        VolumeSource::ConfigMap { name, keys } => {
            ("configMap", json!({"name": name, "items": items(keys)}))
        }
        VolumeSource::Claim { name } => ("persistentVolumeClaim", json!({"claimName": name})),
    };
    json!({"name": name, how: source})
}
