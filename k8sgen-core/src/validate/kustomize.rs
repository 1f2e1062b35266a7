//! What `kustomize build` makes of a folder, in memory: no disk, no process, and every value still knows the
//! line that it came from.
//!
//! It follows kustomize 5.8 step by step: resources, generators and components first, then the transformers in
//! their order, names and references last. What only the network or another program knows is left out and said
//! once. Where kustomize would refuse, a [`Note`] says so, and the build goes on with what is left.

mod absorb;
mod build;
mod edit;
mod fields;
mod fieldspec;
mod generate;
mod growth;
mod hash;
mod images;
mod json_patch;
mod merge;
mod named;
mod names;
mod newer;
mod note;
mod order;
mod patch;
mod replace;
mod resource;
mod select;
mod source;
mod transform;
mod variables;

pub use note::{Note, What};

use std::sync::LazyLock;

use super::{Documents, Files};
use crate::yaml::Node;
use build::Build;
use resource::Resource;
use source::Source;

pub(super) use named::{data_paths, named_files};
pub(super) use newer::rewrite;
pub(super) use source::{NAMES, inline, within};

/// Where no file has been read yet.
static NOTHING_READ: LazyLock<Documents> = LazyLock::new(Documents::default);

/// What comes out of a kustomization.
#[derive(Debug, Clone, Default)]
pub struct Built {
    /// The objects, in the order in which kustomize prints them. The mark of each value says where it is from.
    pub documents: Vec<Node>,
    /// The objects that are called otherwise than they are written.
    pub renamed: Vec<Renamed>,
    /// What there is to say, in the order of the build.
    pub notes: Vec<Note>,
}

/// An object whose name a prefix, a suffix, a hash or a patch has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// Its kind, and its group: `Service`, `SecretStore.external-secrets.io`.
    pub kind: String,
    /// The namespace that it names.
    pub namespace: Option<String>,
    /// The namespaces that it named before.
    pub from_namespaces: Vec<String>,
    /// What it was called before, the oldest first.
    pub from: Vec<String>,
    /// What it is called.
    pub to: String,
}

impl Built {
    /// Whether kustomize builds it, too.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        !self.notes.iter().any(|note| note.what.refuses())
    }

    /// Whether these are all objects that there are: nothing was left out.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let mut notes = self.notes.iter();
        self.is_accepted() && !notes.any(|note| note.what == What::Unknowable)
    }
}

/// Files to build from. Each is read once, whichever kustomizations take it in.
pub struct Kustomize<'a> {
    source: Source<'a>,
}

impl<'a> Kustomize<'a> {
    /// These files, with paths relative to one folder.
    #[must_use]
    pub fn new(files: &'a Files) -> Self {
        Self::of(files, &NOTHING_READ)
    }

    /// These files, some of which have been read.
    pub(super) fn of(files: &'a Files, documents: &'a Documents) -> Self {
        let source = Source::new(files, documents);
        Self { source }
    }

    /// What comes out of a folder's kustomization.
    #[must_use]
    pub fn build(&self, folder: &str) -> Built {
        let mut build = Build::new(&self.source);
        let resources = build.run(folder);
        Built {
            renamed: resources.iter().filter_map(Resource::renamed).collect(),
            documents: resources.into_iter().map(|one| one.node).collect(),
            notes: build.notes,
        }
    }
}

/// A value as JSON, its scalars read as kustomize reads them: `0644` is octal, and `yes` is text.
#[must_use]
pub fn to_json(node: &Node) -> serde_json::Value {
    edit::json(node)
}
