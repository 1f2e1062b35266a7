//! What the entries of a kustomization's lists can say. kustomize takes no other fields there, either.

use crate::yaml::{Mark, Node};

const SELECTOR: [&str; 7] = [
    "group",
    "version",
    "kind",
    "name",
    "namespace",
    "labelSelector",
    "annotationSelector",
];

/// The fields of each entry of a list.
const ENTRIES: [(&str, &[&str]); 8] = [
    (
        "images",
        &["name", "newName", "newTag", "digest", "tagSuffix"],
    ),
    ("replicas", &["name", "count"]),
    (
        "labels",
        &[
            "pairs",
            "includeSelectors",
            "includeTemplates",
            "includeVolumeClaimTemplates",
            "fields",
        ],
    ),
    ("patches", &["path", "patch", "target", "options"]),
    ("patchesJson6902", &["path", "patch", "target", "options"]),
    (
        "configMapGenerator",
        &[
            "name",
            "namespace",
            "behavior",
            "literals",
            "files",
            "envs",
            "env",
            "options",
        ],
    ),
    (
        "secretGenerator",
        &[
            "name",
            "namespace",
            "behavior",
            "literals",
            "files",
            "envs",
            "env",
            "options",
            "type",
        ],
    ),
    (
        "replacements",
        &["path", "source", "sourceValue", "targets"],
    ),
];

/// What is wrong with the entries of a list: where, and what.
pub(super) fn misfits(list: &str, entries: &Node) -> Vec<(Mark, String)> {
    let Some((_, fields)) = ENTRIES.iter().find(|(name, _)| *name == list) else {
        return Vec::new();
    };
    let mut misfits = Vec::new();
    for entry in entries.items() {
        unknown(list, fields, entry, &mut misfits);
        if let Some(target) = entry.at(["target"]) {
            unknown("target", &SELECTOR, target, &mut misfits);
        }
        let count = entry.at(["count"]).filter(|_| list == "replicas");
        if let Some((count, text)) = count.and_then(|count| Some((count, count.text()?)))
            && text.parse::<i64>().is_err()
        {
            misfits.push((count.mark, "`replicas.count` is no whole number".to_owned()));
        }
    }
    misfits
}

fn unknown(of: &str, fields: &[&str], node: &Node, misfits: &mut Vec<(Mark, String)>) {
    for entry in node.entries() {
        let is_known = |field: &&str| field.eq_ignore_ascii_case(&entry.key);
        if !fields.iter().any(is_known) {
            let message = format!("`{of}` has no field `{}`", entry.key);
            misfits.push((entry.mark, message));
        }
    }
}
