//! What every resource carries: name, namespace, labels, annotations.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::names::{DnsSubdomain, LabelKey, LabelValue, Namespace};

/// Labels, in the order in which they are written.
pub type Labels = IndexMap<LabelKey, LabelValue>;

/// `metadata` of a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Metadata {
    /// Name of the resource.
    pub name: DnsSubdomain,
    /// Namespace of the resource; none for what is cluster-wide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<Namespace>,
    /// Labels.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub labels: Labels,
    /// Annotations.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub annotations: IndexMap<LabelKey, String>,
}
