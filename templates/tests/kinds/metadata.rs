//! What every resource carries.

use k8sgen_templates::kind::Metadata;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::names::{label_key, labels, namespace, subdomain};
use super::read_back::unless_empty;
use super::strategies::{map, text};

pub(crate) fn any() -> impl Strategy<Value = Metadata> {
    (
        subdomain(),
        prop::option::of(namespace()),
        labels(),
        map(label_key(), text()),
    )
        .prop_map(|(name, namespace, labels, annotations)| Metadata {
            name,
            namespace,
            labels,
            annotations,
        })
}

pub(crate) fn expected(given: &Metadata) -> Value {
    let Metadata {
        name,
        namespace,
        labels,
        annotations,
    } = given;
    json!({
        "name": name,
        "namespace": namespace,
        "labels": unless_empty(labels),
        "annotations": unless_empty(annotations),
    })
}
