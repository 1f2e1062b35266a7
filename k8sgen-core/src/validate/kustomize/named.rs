//! Files that a kustomization names, and that it reads as they are.

use std::collections::BTreeSet;

use super::source::NAMES;
use crate::validate::Files;
use crate::validate::paths::{base_name, folder, is_within, joined};
use crate::yaml::{self, Layer, Node};

/// The paths of files that the kustomizations among these have generators, patches and replacements read, as far
/// as they are below the kustomization: others kustomize refuses.
pub(in crate::validate) fn named_files(files: &Files) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for (path, bytes) in files.iter() {
        let reads = || {
            let words = [&b"Generator"[..], b"patches", b"replacements"];
            let mut words = words.into_iter();
            words.any(|word| memchr::memmem::find(bytes, word).is_some())
        };
        if !NAMES.contains(&base_name(path)) || !reads() {
            continue;
        }
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        let stream = yaml::stream(text, Layer::BuiltIn);
        let Some(kustomization) = stream.documents.first() else {
            continue;
        };
        let folder = folder(path);
        for path in paths(kustomization) {
            // An address, or a patch that stands in the kustomization itself, is no path.
            let is_path = !path.is_empty() && !path.contains("://") && !path.contains('\n');
            named.extend(joined(folder, path).filter(|found| is_path && is_within(found, folder)));
        }
    }
    named
}

/// The paths that a kustomization's generators, patches and replacements read, as they are written.
fn paths(kustomization: &Node) -> Vec<&str> {
    let list = |key: &str| kustomization.at([key]).map_or(&[][..], Node::items);
    let mut paths = Vec::new();
    for generator in list("configMapGenerator")
        .iter()
        .chain(list("secretGenerator"))
    {
        paths.extend(data_paths(generator));
    }
    for field in ["patches", "patchesJson6902", "replacements"] {
        paths.extend(
            list(field)
                .iter()
                .filter_map(|entry| entry.at(["path"])?.text()),
        );
    }
    paths.extend(list("patchesStrategicMerge").iter().filter_map(Node::text));
    paths
}

/// The paths that a generator reads, as they are written.
pub(in crate::validate) fn data_paths(generator: &Node) -> impl Iterator<Item = &str> {
    let list = |key: &str| generator.at([key]).map_or(&[][..], Node::items);
    let files = list("files").iter().filter_map(Node::text);
    let files = files.map(|text| text.split_once('=').map_or(text, |(_, path)| path));
    let envs = list("envs").iter().chain(generator.at(["env"]));
    files.chain(envs.filter_map(Node::text))
}
