//! What belongs together, and how an environment differs.

use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Labels;
use crate::names::{DnsSubdomain, ImageDigest, ImageTag, Namespace};
use crate::pod::Resources;
use crate::scalar::filters;

/// A `Kustomization` (`kustomize.config.k8s.io/v1beta1`): the base's, or an environment's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "kustomization.yaml")]
pub struct Kustomization {
    /// What this is, for the reader.
    pub about: String,
    /// The namespace that everything is moved to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<Namespace>,
    /// Files and folders, from here.
    pub resources: Vec<String>,
    /// Labels that are set on everything, pods included, selectors not.
    pub labels: Labels,
    /// Which version of each image runs.
    pub images: Vec<ImageOverride>,
    /// How many pods a Deployment has.
    pub replicas: Vec<ReplicaCount>,
    /// What else differs.
    pub patches: Vec<Patch>,
}

/// The version of one image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ImageOverride {
    /// The image as the Deployments name it, without tag and digest.
    pub name: String,
    /// Its tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_tag: Option<ImageTag>,
    /// Its digest, which wins over the tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<ImageDigest>,
}

/// How many pods one Deployment has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReplicaCount {
    /// The Deployment.
    pub name: DnsSubdomain,
    /// How many pods.
    pub count: u32,
}

/// One patch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Patch {
    /// Why, for the reader.
    pub why: String,
    /// What it is for.
    pub target: PatchTarget,
    /// What it does.
    pub change: PatchChange,
}

/// What a patch is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PatchTarget {
    /// The kind of the resources.
    pub kind: String,
    /// Their name, as an anchored regular expression; all of the kind if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// What a patch does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PatchChange {
    /// Takes the resources out.
    Delete,
    /// Sets values, by JSON Patch (RFC 6902).
    Set(Vec<Operation>),
}

/// One operation of a JSON Patch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Operation {
    /// What is done.
    pub op: Op,
    /// Where, as a JSON Pointer.
    pub path: String,
    /// The value.
    pub value: PatchValue,
}

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Op {
    /// Sets what may or may not be there.
    Add,
    /// Sets what is there.
    Replace,
}

impl Op {
    /// As RFC 6902 spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Replace => "replace",
        }
    }
}

/// The value of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum PatchValue {
    /// A whole number.
    Number(u32),
    /// Text.
    Text(String),
    /// What a container is promised, and what it may use at most.
    Resources(Box<Resources>),
    /// The rules of an Ingress.
    IngressRules(Vec<super::IngressRule>),
}

/// The pointer below `base` for `key`, escaped as RFC 6901 says: `~` is `~0` and `/` is `~1`.
#[must_use]
pub fn json_pointer(base: &str, key: &str) -> String {
    format!("{base}/{}", key.replace('~', "~0").replace('/', "~1"))
}

impl Kustomization {
    /// The kind's name.
    pub const KIND: &'static str = "Kustomization";

    /// The kustomization as YAML, ending in one newline.
    ///
    /// # Panics
    /// Never: templates write to memory, and no interpolation of ours can fail.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        let mut text = self.render().expect("a template that writes to memory");
        text.push('\n');
        text
    }
}
