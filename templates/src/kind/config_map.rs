//! Configuration that is no secret.

use askama::Template;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Manifest, Metadata};
use crate::names::ConfigKey;

/// A `ConfigMap` of text values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "config-map.yaml")]
pub struct ConfigMap {
    /// Name and labels.
    pub metadata: Metadata,
    /// Keys and their values, in the order in which they are written.
    pub data: IndexMap<ConfigKey, String>,
}

impl Manifest for ConfigMap {
    const KIND: &'static str = "ConfigMap";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
