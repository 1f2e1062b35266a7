//! What is applied together: what comes out of each kustomization, and the files that belong to none.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::document::{Document, Documents, Role};
use super::files::Files;
use super::kustomize::{Built, Kustomize, Note, Renamed};
use super::outside::{self, Outside};
use super::paths::{folder, joined, tidy};
use crate::hands::{self, Load};
use crate::yaml::Node;

/// So many documents take longer to build than a thread takes to start.
const WORTH_A_THREAD: usize = 20;

/// What comes out of one kustomization.
#[derive(Debug, Clone)]
pub struct Overlay {
    /// Its folder.
    pub folder: String,
    /// The objects. The mark of each value says which line it comes from.
    pub documents: Vec<Document>,
    /// The objects that are called otherwise than they are written.
    pub renamed: Vec<Renamed>,
    /// What the build has to say.
    pub notes: Vec<Note>,
    /// Whether these are all objects that there are.
    pub is_whole: bool,
}

/// Everything that comes out of the kustomizations.
#[derive(Debug, Clone, Default)]
pub struct Overlays {
    /// One for each kustomization that no other one takes in.
    pub overlays: Vec<Overlay>,
    /// Files whose objects come out of them, and of how many.
    used: BTreeMap<String, usize>,
}

/// The folders that a kustomization takes in.
fn folders(folder: &str, document: &Document) -> Vec<String> {
    let fields = ["resources", "bases", "components"].into_iter();
    let items = fields.flat_map(|field| document.at([field]).map_or(&[][..], Node::items));
    items
        .filter_map(|item| joined(folder, item.text()?))
        .collect()
}

/// What came out of a folder.
fn overlay(files: &Files, folder: &str, built: Built) -> Overlay {
    let is_whole = built.is_whole();
    let documents = built.documents.into_iter().enumerate();
    let documents = documents.map(|(index, node)| Document {
        path: Arc::from(files.path(node.mark).unwrap_or_default()),
        index,
        role: Role::Manifest,
        node,
    });
    Overlay {
        folder: folder.to_owned(),
        documents: documents.collect(),
        renamed: built.renamed,
        notes: built.notes,
        is_whole,
    }
}

impl Overlays {
    /// Builds every kustomization that no other one takes in. A component is nothing without what it works on.
    ///
    /// What another program made of them counts more than what is made here.
    pub(super) fn build(files: &Files, documents: &Documents, outside: &[Outside]) -> Self {
        let is_kustomization = |document: &&Document| document.role == Role::Kustomization;
        let mut all: BTreeMap<String, &Document> = BTreeMap::new();
        for document in documents.documents.iter().filter(is_kustomization) {
            all.entry(tidy(folder(&document.path))).or_insert(document);
        }
        let below_of: BTreeMap<&str, Vec<String>> = all
            .iter()
            .map(|(folder, document)| (folder.as_str(), folders(folder, document)))
            .collect();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let taken_in: BTreeSet<&str> = below_of.values().flatten().map(String::as_str).collect();
        let roots = all.keys().map(String::as_str);
        let (below, mut roots): (Vec<&str>, Vec<&str>) =
            roots.partition(|folder| taken_in.contains(folder));
        roots.retain(|folder| all[*folder].kind() != "Component");
        // Those that take in each other have no beginning; any of them is one.
        for start in roots.clone().into_iter().chain(below) {
            if !seen.contains(start) && taken_in.contains(start) && all[start].kind() != "Component"
            {
                roots.push(start);
            }
            let mut waiting = vec![start];
            while let Some(folder) = waiting.pop() {
                if seen.insert(folder) {
                    let below = below_of.get(folder).into_iter().flatten();
                    waiting.extend(below.map(String::as_str));
                }
            }
        }
        let load = Load::heavy_if(documents.documents.len() > WORTH_A_THREAD);
        let overlays = hands::each(&roots, load, || {
            let kustomize = Kustomize::of(files, documents);
            let (all, outside) = (&all, &outside);
            move |folder| {
                let mut result = kustomize.build(folder);
                if let Some(outside) = outside.iter().find(|one| one.folder == *folder) {
                    let start = outside::start(files, &all[*folder].path);
                    outside.lay_on(&mut result, start);
                }
                overlay(files, folder, result)
            }
        });
        let mut used: BTreeMap<String, usize> = BTreeMap::new();
        for overlay in &overlays {
            let documents = overlay.documents.iter();
            let paths: BTreeSet<&str> = documents.map(|document| &*document.path).collect();
            for path in paths {
                *used.entry(path.to_owned()).or_default() += 1;
            }
        }
        Self { overlays, used }
    }

    /// How many of them objects of a file come out of.
    #[must_use]
    pub fn uses(&self, path: &str) -> usize {
        self.used.get(path).copied().unwrap_or_default()
    }
}
