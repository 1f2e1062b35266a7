//! A kustomization's own file: found, read, and looked at before anything is built of it.

use super::Build;
use crate::validate::kustomize::note::What;
use crate::validate::kustomize::source::{Found, NAMES, start};
use crate::validate::kustomize::{edit, fields};
use crate::yaml::{Mark, Node, Value};

/// What a kustomization can say.
const FIELDS: [&str; 34] = [
    "apiVersion",
    "bases",
    "buildMetadata",
    "commonAnnotations",
    "commonLabels",
    "components",
    "configMapGenerator",
    "configurations",
    "crds",
    "generatorOptions",
    "generators",
    "helmChartInflationGenerator",
    "helmCharts",
    "helmGlobals",
    "imageTags",
    "images",
    "kind",
    "labels",
    "metadata",
    "namePrefix",
    "nameSuffix",
    "namespace",
    "openapi",
    "patches",
    "patchesJson6902",
    "patchesStrategicMerge",
    "replacements",
    "replicas",
    "resources",
    "secretGenerator",
    "sortOptions",
    "transformers",
    "validators",
    "vars",
];

/// Fields that a newer one does better, and that one.
const DEPRECATED: [(&str, &str); 6] = [
    ("bases", "resources"),
    ("commonLabels", "labels"),
    ("imageTags", "images"),
    ("patchesJson6902", "patches"),
    ("patchesStrategicMerge", "patches"),
    ("vars", "replacements"),
];

/// Fields that run something else, or describe what is not here.
const UNKNOWABLE: [(&str, &str); 8] = [
    (
        "configurations",
        "fields of its own that transformers change",
    ),
    ("crds", "fields of custom resources that hold names"),
    ("generators", "what other programs generate"),
    ("helmChartInflationGenerator", "what Helm makes of charts"),
    ("helmCharts", "what Helm makes of charts"),
    ("openapi", "a schema of its own"),
    ("transformers", "what transformers of its own change"),
    ("validators", "what validators of its own refuse"),
];

impl Build<'_, '_> {
    /// A folder's kustomization, if it has one that can be read.
    pub(super) fn kustomization(&mut self, folder: &str, said: Option<Mark>) -> Option<Node> {
        let mut found = Vec::new();
        for name in NAMES {
            if let Found::File(_, number, bytes) = self.source.find(folder, name) {
                found.push((number, bytes));
            }
        }
        let mark = said
            .or_else(|| Some(start(found.first()?.0)))
            .unwrap_or_else(|| start(0));
        let [(number, bytes)] = found.as_slice() else {
            let (what, message) = if found.is_empty() {
                (
                    What::NoSuchFile,
                    format!("`{folder}` has no kustomization.yaml"),
                )
            } else {
                (
                    What::Invalid,
                    format!("`{folder}` has several kustomizations"),
                )
            };
            self.say(mark, what, message);
            return None;
        };
        let parsed = self.source.documents(*number, bytes);
        if let Some((mark, why)) = &parsed.broken {
            self.say(*mark, What::Invalid, why.clone());
            return None;
        }
        let beginning = start(*number);
        let Some(node) = parsed.documents.first().map(|node| Node::clone(node)) else {
            self.say(beginning, What::Invalid, "the kustomization is empty");
            return None;
        };
        self.check(&node, beginning).then_some(node)
    }

    /// Says what is wrong with a kustomization before anything is built of it. Whether it can be.
    fn check(&mut self, node: &Node, start: Mark) -> bool {
        if !matches!(node.value, Value::Map(_)) {
            self.say(node.mark, What::Invalid, "a kustomization is a mapping");
            return false;
        }
        let before = self.notes.len();
        let text = |key: &str| node.at([key]).and_then(Node::text).unwrap_or_default();
        let entry_mark = |key: &str| node.entry(key).map_or(start, |entry| entry.mark);
        let mut is_empty = true;
        for entry in node.entries() {
            let known = FIELDS
                .iter()
                .find(|field| field.eq_ignore_ascii_case(&entry.key));
            if known.is_none() {
                let message = format!("a kustomization has no field `{}`", entry.key);
                self.say(entry.mark, What::Invalid, message);
            }
            is_empty &=
                matches!(entry.key.as_str(), "apiVersion" | "kind") || edit::is_empty(&entry.value);
            let wanted = wanted(&entry.key);
            if !edit::is_null(&entry.value)
                && !wanted.is_none_or(|wanted| wanted.fits(&entry.value))
            {
                let message = format!("`{}` is of another type", entry.key);
                self.say(entry.value.mark, What::Invalid, message);
            }
            for (mark, message) in fields::misfits(&entry.key, &entry.value) {
                self.say(mark, What::Invalid, message);
            }
        }
        let (kind, version) = match text("kind") {
            "" | "Kustomization" => ("Kustomization", "kustomize.config.k8s.io/v1beta1"),
            "Component" => ("Component", "kustomize.config.k8s.io/v1alpha1"),
            other => {
                let message = format!("`{other}` is neither Kustomization nor Component");
                self.say(entry_mark("kind"), What::Invalid, message);
                ("Kustomization", "")
            }
        };
        if !matches!(text("apiVersion"), "") && text("apiVersion") != version && !version.is_empty()
        {
            let message = format!("the `apiVersion` of a {kind} is {version}");
            self.say(entry_mark("apiVersion"), What::Invalid, message);
        }
        if is_empty {
            self.say(node.mark, What::Invalid, "the kustomization is empty");
        }
        let is_buildable = self.notes.len() == before;
        for (field, newer) in DEPRECATED {
            if node.at([field]).is_some() {
                let message = format!("`{field}` is deprecated: write `{newer}`");
                self.say(entry_mark(field), What::Deprecated, message);
            }
        }
        for (field, of) in UNKNOWABLE {
            if node.at([field]).is_some_and(|value| !edit::is_empty(value)) {
                self.unknowable(entry_mark(field), of);
            }
        }
        is_buildable
    }
}

/// What a field of a kustomization holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Text,
    Map,
    Texts,
    Maps,
}

impl Wanted {
    fn fits(self, node: &Node) -> bool {
        let is_map = |node: &Node| matches!(node.value, Value::Map(_));
        let is_text = |node: &Node| matches!(edit::json(node), serde_json::Value::String(_));
        match (self, &node.value) {
            (Self::Text, _) => is_text(node),
            (Self::Map, _) => is_map(node),
            (Self::Texts, Value::List(items)) => items.iter().all(is_text),
            (Self::Maps, Value::List(items)) => items.iter().all(is_map),
            _ => false,
        }
    }
}

fn wanted(field: &str) -> Option<Wanted> {
    Some(match field {
        "apiVersion" | "kind" | "namePrefix" | "nameSuffix" | "namespace" => Wanted::Text,
        "resources"
        | "bases"
        | "components"
        | "crds"
        | "patchesStrategicMerge"
        | "configurations"
        | "generators"
        | "transformers"
        | "validators"
        | "buildMetadata" => Wanted::Texts,
        "patches" | "patchesJson6902" | "images" | "imageTags" | "replicas" | "replacements"
        | "vars" | "labels" | "configMapGenerator" | "secretGenerator" | "helmCharts" => {
            Wanted::Maps
        }
        "commonLabels" | "commonAnnotations" | "generatorOptions" | "sortOptions" | "metadata"
        | "openapi" | "helmGlobals" => Wanted::Map,
        _ => return None,
    })
}
