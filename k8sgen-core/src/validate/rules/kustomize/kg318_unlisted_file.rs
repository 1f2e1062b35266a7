//! Manifests that no kustomization takes in.

use std::collections::{BTreeMap, HashMap, HashSet};

use indexmap::IndexMap;

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::SYNCS;
use crate::validate::paths::{above, folder, joined, tidy};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG318",
    name: "unlisted-file",
    severity: Severity::Warning,
    finds: "A manifest in a folder whose other manifests a kustomization takes in, and which none does.",
    why: "It is never applied, although it stands between files that are: somebody has forgotten to list it, or to delete it.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
# file: api.yaml
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  selector:
    app: web
  ports:
    - port: 80
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
  - api.yaml
# file: web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
# file: api.yaml
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  selector:
    app: web
  ports:
    - port: 80
",
    help: "add it to the kustomization's `resources`, or delete it",
    check: Check::Written(check),
};

/// Words in the names of files that are meant to be copied, not applied.
const MODELS: [&str; 4] = ["example", "sample", "template", "test"];

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    let kustomizations: BTreeMap<String, &Document> = repository
        .kustomizations()
        .map(|document| (tidy(folder(&document.path)), document))
        .collect();
    if kustomizations.is_empty() {
        return;
    }
    let named = named(repository);
    // The first document of each file that none names, and the folders of those that are.
    let mut forgotten: IndexMap<String, Vec<&Document>> = IndexMap::new();
    let mut listed = HashSet::new();
    // Kustomizations that take in files of folders below their own, and have no other one there.
    let mut reaching = HashSet::new();
    let is_lowest = |folder: &str| {
        let inside = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let mut below = kustomizations
            .range(inside.clone()..)
            .map(|(folder, _)| folder);
        below
            .find(|below| !below.is_empty())
            .is_none_or(|below| !below.starts_with(&inside))
    };
    for document in repository.written().documents() {
        let path = tidy(&document.path);
        if named.contains(&path) {
            let own = folder(&path);
            let reached = nearest(own, &kustomizations).filter(|nearest| *nearest != own);
            if let Some(nearest) = reached.filter(|nearest| !reaching.contains(*nearest)) {
                reaching.insert(nearest.to_owned());
            }
            listed.insert(own.to_owned());
        } else {
            forgotten.entry(path).or_default().push(document);
        }
    }
    let synced = SyncPaths::of(repository);
    for (path, documents) in forgotten {
        let (own, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let Some(nearest) = nearest(own, &kustomizations) else {
            continue;
        };
        let is_reached = own != nearest && reaching.contains(nearest) && is_lowest(nearest);
        let between = above(own).take_while(|folder| *folder != nearest);
        let inside = &path[nearest.len()..];
        let is_model = MODELS.iter().any(|word| inside.contains(word));
        if !(listed.contains(own) || is_reached)
            || is_model
            || documents.iter().all(|document| is_for_others(document))
            || synced.brings(&documents, own)
            || between.into_iter().any(|folder| synced.has(folder))
            || synced.is_directory(own)
            || is_mentioned(repository, kustomizations[nearest], name)
        {
            continue;
        }
        let others = if nearest == own {
            "the one beside it takes in others"
        } else {
            "the one above it takes in others from below"
        };
        let message = format!("no kustomization takes in `{}`, and {others}", shown(name));
        found.at(documents[0].mark(), message);
    }
}

/// Every path that a kustomization names in any of its fields.
fn named(repository: &Repository<'_>) -> HashSet<String> {
    let mut named = HashSet::new();
    for kustomization in repository.kustomizations() {
        let folder = tidy(folder(&kustomization.path));
        let mut waiting = vec![&kustomization.node];
        while let Some(node) = waiting.pop() {
            waiting.extend(node.items());
            waiting.extend(node.entries().iter().map(|entry| &entry.value));
            let text = node.text().filter(|text| !text.contains('\n'));
            let paths = text.into_iter().flat_map(|text| {
                let of_key = text.split_once('=').map(|(_, path)| path);
                [Some(text), of_key].into_iter().flatten()
            });
            named.extend(paths.filter_map(|path| joined(&folder, path)));
        }
    }
    named
}

/// The folder of the kustomization that a file of this folder would belong to.
fn nearest<'f>(own: &'f str, kustomizations: &BTreeMap<String, &Document>) -> Option<&'f str> {
    above(own).find(|folder| kustomizations.contains_key(*folder))
}

/// Whether an object is not meant to be applied with the others: a setting of a tool, a definition, a Secret that
/// is made by hand.
fn is_for_others(document: &Document) -> bool {
    let group = document.group();
    let local = [
        "metadata",
        "annotations",
        "config.kubernetes.io/local-config",
    ];
    group.ends_with(".config.k8s.io")
        || matches!(group, "kind.x-k8s.io" | "eksctl.io" | "skaffold")
        || matches!(document.kind(), "CustomResourceDefinition" | "Secret")
        || document.text_at(local).is_some_and(|text| text != "false")
}

/// Whether a kustomization speaks of a file in a comment: somebody has left it out on purpose.
fn is_mentioned(repository: &Repository<'_>, kustomization: &Document, name: &str) -> bool {
    let bytes = repository
        .files
        .get(&kustomization.path)
        .unwrap_or_default();
    let mut lines = bytes.split(|byte| *byte == b'\n');
    lines.any(|line| {
        let comment = memchr::memchr(b'#', line).map(|at| &line[at..]);
        comment.is_some_and(|comment| memchr::memmem::find(comment, name.as_bytes()).is_some())
    })
}

/// The folders that Argo CD and Flux are told to apply, as far as the objects say.
struct SyncPaths<'a> {
    /// The path, and whether it is applied file by file even if it has a kustomization.
    paths: Vec<(String, bool)>,
    by_document: HashMap<(&'a str, usize), Vec<String>>,
}

impl<'a> SyncPaths<'a> {
    fn of(repository: &Repository<'a>) -> Self {
        let mut synced = Self {
            paths: Vec::new(),
            by_document: HashMap::new(),
        };
        for kind in SYNCS {
            for document in repository.written().of_kind(kind) {
                let mut own = Vec::new();
                let mut waiting: Vec<&Node> = document.at(["spec"]).into_iter().collect();
                while let Some(node) = waiting.pop() {
                    waiting.extend(node.items());
                    waiting.extend(node.entries().iter().map(|entry| &entry.value));
                    if let Some(path) = node.at(["path"]).and_then(Node::text) {
                        let path = tidy(path.split(['*', '{', '$']).next().unwrap_or_default());
                        own.push(path.clone());
                        synced.paths.push((path, node.at(["directory"]).is_some()));
                    }
                }
                synced
                    .by_document
                    .insert((&document.path, document.index), own);
            }
        }
        synced
    }

    /// Whether one of these documents is what brings the folder that it stands in: it is applied by hand.
    fn brings(&self, documents: &[&Document], folder: &str) -> bool {
        let own = documents
            .iter()
            .filter_map(|document| self.by_document.get(&(&*document.path, document.index)));
        own.flatten().any(|path| is_end_of(path, folder))
    }

    /// Whether one of the paths may be this folder.
    fn has(&self, folder: &str) -> bool {
        self.paths.iter().any(|(path, _)| is_end_of(path, folder))
    }

    /// Whether this folder is applied file by file.
    fn is_directory(&self, folder: &str) -> bool {
        let mut paths = self.paths.iter().filter(|(_, is_directory)| *is_directory);
        paths.any(|(path, _)| is_end_of(path, folder))
    }
}

/// Whether a path from the root of the repository may be that of a folder.
fn is_end_of(path: &str, folder: &str) -> bool {
    let before = folder.strip_suffix(path);
    path.is_empty() || before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
}
