//! Documents, what each is there for, and what is wrong with a file before anybody asks what it means.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::yaml::{Mark, Node};

/// A document that Kubernetes or kustomize reads.
#[derive(Debug, Clone)]
pub struct Document {
    /// The path of its file.
    pub path: Arc<str>,
    /// Its place among the documents of its file, counted from 0. What a `List` holds counts one by one.
    pub index: usize,
    /// What it is there for.
    pub role: Role,
    /// Its values. The mark of each says which file it stands in.
    pub node: Node,
}

/// What a document is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A whole object, to be applied.
    Manifest,
    /// A part of an object, which a kustomization lays on the whole one.
    Patch,
    /// A kustomization or a component.
    Kustomization,
    /// A policy or a trust policy of IAM: `Statement`, and no kind.
    Policy,
}

impl Document {
    /// `apps/v1`; nothing if it does not say so.
    #[must_use]
    pub fn api_version(&self) -> &str {
        self.text_at(["apiVersion"]).unwrap_or_default()
    }

    /// The API's group: `apps` of `apps/v1`, nothing of `v1`.
    #[must_use]
    pub fn group(&self) -> &str {
        self.api_version()
            .rsplit_once('/')
            .map_or("", |(group, _)| group)
    }

    /// `Deployment`; nothing if it does not say so.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.text_at(["kind"]).unwrap_or_default()
    }

    /// Its name; nothing if it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.text_at(["metadata", "name"]).unwrap_or_default()
    }

    /// The namespace that it names.
    #[must_use]
    pub fn namespace(&self) -> Option<&str> {
        self.text_at(["metadata", "namespace"])
    }

    /// The value below these keys.
    #[must_use]
    pub fn at<'a>(&self, keys: impl IntoIterator<Item = &'a str>) -> Option<&Node> {
        self.node.at(keys)
    }

    /// The text below these keys.
    #[must_use]
    pub fn text_at<'a>(&self, keys: impl IntoIterator<Item = &'a str>) -> Option<&str> {
        self.node.at(keys)?.text()
    }

    /// Where it begins.
    #[must_use]
    pub fn mark(&self) -> Mark {
        self.node.mark
    }

    /// Whether it is an object of Kubernetes, or a part of one.
    #[must_use]
    pub fn is_object(&self) -> bool {
        matches!(self.role, Role::Manifest | Role::Patch)
    }

    /// Whether its values must not be printed.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        self.kind() == "Secret" && self.group().is_empty()
    }
}

/// What is wrong with a file before anybody asks what it means.
#[derive(Debug, Clone)]
pub(super) struct Broken {
    pub(super) mark: Mark,
    pub(super) what: Break,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// The ways in which a file is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Break {
    NotUtf8,
    Syntax,
    Tab,
    DuplicateKey,
    Tag,
    TooLarge,
    NoApiVersion,
    NoKind,
}

/// Everything that was read.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    /// The documents, file by file.
    pub documents: Vec<Document>,
    /// Patches that stand in the kustomizations themselves.
    pub inline: Vec<Document>,
    /// Where the charts of Helm begin that were left alone.
    pub charts: Vec<Mark>,
    /// Where files show that they are templates of some program, and were left alone.
    pub templates: Vec<Mark>,
    pub(super) broken: Vec<Broken>,
    /// Files that hold nothing but documents, by their numbers, and how many.
    pub(super) whole: BTreeMap<u32, usize>,
    /// Numbers of the files that hold something of Kubernetes.
    pub(super) sources: BTreeSet<u32>,
}
