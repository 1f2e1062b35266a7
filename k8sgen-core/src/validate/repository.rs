//! What a rule sees: documents, found by kind and by name, and what is known of kinds.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::applied::Overlays;
use super::document::{Document, Documents, Role};
use super::files::Files;
use super::ignore::Ignore;
use super::objects::{Namespaces, Roots};
use super::options::Options;
use super::schema::Schemas;
use super::scope::{Scope, may_meet};
use super::shape::Misfit;
use crate::yaml::Mark;

/// Where an object is that another one names.
#[derive(Debug, Clone, Copy)]
pub enum Presence<'a> {
    /// It is applied together with it.
    Here(&'a Document),
    /// It is in the repository, and may be applied to the same namespace.
    Elsewhere(&'a Document),
    /// It is not in the repository.
    Nowhere,
}

/// A repository as a rule sees it.
#[derive(Debug)]
pub struct Repository<'a> {
    /// The bytes that all comes from.
    pub files: &'a Files,
    /// Everything that was read, patches and kustomizations as well.
    pub documents: &'a Documents,
    /// What is known of kinds.
    pub schemas: &'a Schemas,
    /// What was asked for.
    pub options: &'a Options,
    pub(super) misfits: Vec<Misfit>,
    pub(super) ignores: &'a [Ignore],
    /// What comes out of the kustomizations.
    pub overlays: &'a Overlays,
    written: Scope<'a>,
    applied: Vec<Scope<'a>>,
    /// The scopes of kustomizations, by their folders.
    by_folder: HashMap<&'a str, usize>,
    roots: OnceLock<Roots>,
    namespaces: OnceLock<Namespaces<'a>>,
}

impl<'a> Repository<'a> {
    pub(super) fn new(
        files: &'a Files,
        documents: &'a Documents,
        schemas: &'a Schemas,
        options: &'a Options,
        ignores: &'a [Ignore],
        overlays: &'a Overlays,
    ) -> Self {
        let manifests = documents.documents.iter();
        let manifests = manifests.filter(|document| document.role == Role::Manifest);
        let written = Scope::new(None, false, manifests);
        let mut applied: Vec<Scope<'a>> = overlays
            .overlays
            .iter()
            .map(|overlay| {
                let documents = &overlay.documents;
                let mut scope = Scope::new(Some(&overlay.folder), overlay.is_whole, documents);
                scope.renamed = &overlay.renamed;
                scope
            })
            .collect();
        let alone = written.documents().iter().copied();
        let alone = alone.filter(|document| overlays.uses(&document.path) == 0);
        applied.push(Scope::new(None, false, alone));
        let folders = applied.iter().enumerate();
        let by_folder = folders.filter_map(|(number, scope)| Some((scope.folder?, number)));
        Self {
            by_folder: by_folder.collect(),
            roots: OnceLock::new(),
            files,
            documents,
            schemas,
            options,
            misfits: super::shape::check(documents, overlays, schemas),
            ignores,
            overlays,
            written,
            applied,
            namespaces: OnceLock::new(),
        }
    }

    /// Every manifest as it is written: no patches, no kustomizations.
    #[must_use]
    pub fn written(&self) -> &Scope<'a> {
        &self.written
    }

    /// What is applied together: what comes out of each kustomization that no other one takes in, and the
    /// files that belong to none. For rules that look from one document to another.
    #[must_use]
    pub fn applied(&self) -> &[Scope<'a>] {
        &self.applied
    }

    /// What comes out of a folder's kustomization, if no other one takes it in.
    #[must_use]
    pub fn overlay(&self, folder: &str) -> Option<&Scope<'a>> {
        let number = self.by_folder.get(folder)?;
        self.applied.get(*number)
    }

    /// Where paths begin that are told to Argo CD and Flux.
    #[must_use]
    pub fn roots(&self) -> &Roots {
        self.roots.get_or_init(|| Roots::of(self))
    }

    /// Where the object is that something in `scope` names: there, or elsewhere in the repository, from where it may
    /// be applied to the same namespace.
    #[must_use]
    pub fn presence(
        &self,
        scope: &Scope<'a>,
        kind: &str,
        namespace: Option<&str>,
        name: &str,
    ) -> Presence<'a> {
        if let Some(found) = scope.find(kind, namespace, name) {
            return Presence::Here(found);
        }
        let others = self
            .applied
            .iter()
            .filter(|other| other.folder != scope.folder);
        let mut found = others.flat_map(|other| other.named(kind, name));
        match found.find(|found| may_meet(found.namespace(), namespace)) {
            Some(found) => Presence::Elsewhere(found),
            None => Presence::Nowhere,
        }
    }

    /// What the namespaces demand of their pods, wherever they are.
    pub(super) fn namespaces(&self) -> &Namespaces<'a> {
        self.namespaces
            .get_or_init(|| Namespaces::of(&self.applied))
    }

    /// IAM's policies, trust policies among them.
    pub fn policies(&self) -> impl Iterator<Item = &'a Document> {
        let documents = self.documents.documents.iter();
        documents.filter(|document| document.role == Role::Policy)
    }

    /// The kustomizations and components.
    pub fn kustomizations(&self) -> impl Iterator<Item = &'a Document> {
        let documents = self.documents.documents.iter();
        documents.filter(|document| document.role == Role::Kustomization)
    }

    /// What does not fit its kind, found once for all rules that say so.
    #[must_use]
    pub fn misfits(&self) -> &[Misfit] {
        &self.misfits
    }

    /// The path of the file that a mark points into.
    #[must_use]
    pub fn path(&self, mark: Mark) -> &'a str {
        self.files.path(mark).unwrap_or_default()
    }
}
