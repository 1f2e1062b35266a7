//! What a rule sees: documents, found by kind and by name, and what is known of kinds.

use std::collections::BTreeMap;

use super::applied::Overlays;
use super::document::{Document, Documents, Role};
use super::files::Files;
use super::ignore::Ignore;
use super::options::Options;
use super::schema::Schemas;
use super::shape::Misfit;
use crate::yaml::Mark;

/// Documents that are applied together, and the indexes into them.
///
/// Rules that look from one document to another look inside of one scope: two overlays of one base never
/// meet in a cluster's namespace.
#[derive(Debug, Default)]
pub struct Scope<'a> {
    /// The folder of the kustomization that it comes from; none for files that are applied as they are.
    pub folder: Option<String>,
    documents: Vec<&'a Document>,
    by_kind: BTreeMap<&'a str, Vec<&'a Document>>,
    by_name: BTreeMap<(&'a str, &'a str, &'a str), &'a Document>,
}

impl<'a> Scope<'a> {
    /// A scope of these documents.
    #[must_use]
    pub fn new(folder: Option<String>, documents: impl IntoIterator<Item = &'a Document>) -> Self {
        let mut scope = Self {
            folder,
            ..Self::default()
        };
        for document in documents {
            let kind = document.kind();
            let namespace = document.namespace().unwrap_or_default();
            scope.documents.push(document);
            scope.by_kind.entry(kind).or_default().push(document);
            let name = (kind, namespace, document.name());
            scope.by_name.entry(name).or_insert(document);
        }
        scope
    }

    /// All of its documents, in their order.
    #[must_use]
    pub fn documents(&self) -> &[&'a Document] {
        &self.documents
    }

    /// Its documents of a kind, such as `Service`, in their order.
    #[must_use]
    pub fn of_kind(&self, kind: &str) -> &[&'a Document] {
        self.by_kind.get(kind).map_or(&[][..], Vec::as_slice)
    }

    /// The document of this kind and name in a namespace; where a document names none, the namespace is "".
    #[must_use]
    pub fn find(&self, kind: &str, namespace: Option<&str>, name: &str) -> Option<&'a Document> {
        let name = (kind, namespace.unwrap_or_default(), name);
        self.by_name.get(&name).copied()
    }
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
        let written = Scope::new(None, manifests);
        let mut applied: Vec<Scope<'a>> = overlays
            .overlays
            .iter()
            .map(|overlay| Scope::new(Some(overlay.folder.clone()), &overlay.documents))
            .collect();
        let alone = written.documents().iter().copied();
        let alone = alone.filter(|document| !overlays.uses(&document.path));
        applied.push(Scope::new(None, alone));
        Self {
            files,
            documents,
            schemas,
            options,
            misfits: super::shape::check(documents, schemas),
            ignores,
            overlays,
            written,
            applied,
        }
    }

    /// Every manifest as it is written: no patches, no kustomizations.
    #[must_use]
    pub fn written(&self) -> &Scope<'a> {
        &self.written
    }

    /// What is applied together: what comes out of each kustomization that no other one takes in, and the
    /// files that belong to none. For rules that look from one document to another.
    pub fn applied(&self) -> impl Iterator<Item = &Scope<'a>> {
        self.applied.iter()
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
