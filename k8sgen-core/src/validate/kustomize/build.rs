//! A build: kustomizations and what they take in, in kustomize's own order.

use std::collections::BTreeSet;

use super::fields;
use super::fieldspec::DEFAULTS;
use super::generate::{Kind, generate};
use super::names;
use super::note::{Note, Step, What};
use super::order;
use super::patch;
use super::replace;
use super::resource::{Behavior, Key, Resource};
use super::source::{Found, NAMES, Source, is_remote, objects, start};
use super::transform::{self, End};
use super::variables::{self, Variable};
use super::{edit, hash};
use crate::validate::paths::{is_within, tidy};
use crate::yaml::{Mark, Node, Value};

/// So many folders are taken in by one build, at most.
const MOST_FOLDERS: usize = 2_000;
/// So many objects come out of one.
const MOST_OBJECTS: usize = 100_000;
/// So deep do kustomizations nest.
const MOST_LEVELS: usize = 64;

/// The label that `buildMetadata` asks for.
const MANAGED_BY: &str = "app.kubernetes.io/managed-by";

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

/// What a kustomization and all below it have gathered.
#[derive(Default)]
struct Gathered {
    resources: Vec<Resource>,
    /// What no other object may be called, as far as it is known: of all resources, or to be made anew.
    keys: BTreeSet<Key>,
    variables: Vec<Variable>,
}

/// A build under way.
pub(super) struct Build<'s, 'f> {
    source: &'s Source<'f>,
    pub(super) notes: Vec<Note>,
    folders: usize,
    objects: usize,
}

/// Whether a folder is taken in as a kustomization or as a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Kustomization,
    Component,
}

impl<'s, 'f> Build<'s, 'f> {
    pub(super) fn new(source: &'s Source<'f>) -> Self {
        source.growth.reset();
        Self {
            source,
            notes: Vec::new(),
            folders: 0,
            objects: 0,
        }
    }

    /// What comes out of a folder's kustomization.
    pub(super) fn run(&mut self, folder: &str) -> Vec<Resource> {
        let folder = tidy(folder);
        let Some(file) = self.kustomization(&folder, None) else {
            return Vec::new();
        };
        let gathered = Gathered::default();
        let Gathered {
            mut resources,
            variables,
            ..
        } = self.gather(&file, &folder, &mut vec![folder.clone()], gathered);
        for resource in resources.iter_mut().filter(|one| one.needs_hash) {
            let suffix = hash::suffix(&resource.node);
            resource.remember_id();
            let name = format!("{}-{suffix}", resource.name());
            resource.set_name(&name);
        }
        let mended = names::mend(&mut resources, &DEFAULTS.references);
        self.note(mended);
        let resolved = variables::resolve(&mut resources, &variables);
        self.note(resolved);
        resources.retain(|resource| {
            let annotations = resource.texts("annotations");
            let local = annotations.get("config.kubernetes.io/local-config");
            local.is_none_or(|local| *local == "false")
        });
        let sorted = order::sort(&mut resources, file.at(["sortOptions"]));
        self.note(sorted);
        self.build_metadata(&file, &mut resources);
        for resource in &mut resources {
            resource.settle_texts("annotations");
        }
        // What is missing may be in what can't be known, or is not there.
        if self.notes.iter().any(|note| note.what.hides_objects()) {
            self.notes
                .retain(|note| !note.what.is_about_what_is_not_there());
        }
        resources
    }

    fn build_metadata(&mut self, file: &Node, resources: &mut [Resource]) {
        for option in file.at(["buildMetadata"]).map_or(&[][..], Node::items) {
            match option.text().unwrap_or_default() {
                "managedByLabel" => {
                    for resource in &mut *resources {
                        if let Some(labels) = resource
                            .metadata()
                            .and_then(|metadata| edit::map_at(metadata, "labels"))
                        {
                            edit::set(labels, MANAGED_BY, edit::text("kustomize", option.mark));
                        }
                    }
                }
                "originAnnotations" | "transformerAnnotations" => {
                    self.unknowable(option.mark, "annotations about the build itself");
                }
                _ => {}
            }
        }
    }

    fn note(&mut self, step: Step) {
        if let Err(note) = step {
            let is_said = |said: &Note| said.what == What::TooLarge;
            if note.what != What::TooLarge || !self.notes.iter().any(is_said) {
                self.notes.push(note);
            }
        }
    }

    fn say(&mut self, mark: Mark, what: What, message: impl Into<String>) {
        self.notes.push(Note::new(mark, what, message));
    }

    fn unknowable(&mut self, mark: Mark, of: &str) {
        let message = format!("this is built without {of}: that can't be known here");
        self.say(mark, What::Unknowable, message);
    }

    /// A folder's kustomization, if it has one that can be read.
    fn kustomization(&mut self, folder: &str, said: Option<Mark>) -> Option<Node> {
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

    /// Everything that a kustomization makes, added to what is there already.
    fn gather(
        &mut self,
        file: &Node,
        folder: &str,
        above: &mut Vec<String>,
        mut all: Gathered,
    ) -> Gathered {
        for resource in items(file, "resources").iter().chain(items(file, "bases")) {
            self.take_in(resource, folder, above, &mut all);
        }
        let options = file.at(["generatorOptions"]);
        for (field, kind) in [
            ("configMapGenerator", Kind::ConfigMap),
            ("secretGenerator", Kind::Secret),
        ] {
            for entry in items(file, field) {
                let step = generate(self.source, folder, kind, entry, options)
                    .and_then(|made| absorb(&mut all.resources, made, entry.mark));
                self.note(step);
            }
        }
        for component in items(file, "components") {
            self.take_in_folder(component, folder, above, &mut all, Role::Component);
        }
        self.transform(file, folder, &mut all.resources);
        all.keys.clear();
        for entry in items(file, "vars") {
            match variables::read(&mut all.resources, entry) {
                Ok(variable) => all.variables.push(variable),
                Err(note) => self.notes.push(note),
            }
        }
        all
    }

    fn take_in(&mut self, said: &Node, folder: &str, above: &mut Vec<String>, all: &mut Gathered) {
        let path = said.text().unwrap_or_default();
        match self.source.find(folder, path) {
            Found::File(found, number, bytes) => {
                if !is_within(&found, folder) {
                    let message = format!("`{path}` is outside of the kustomization's folder");
                    return self.say(said.mark, What::Outside, message);
                }
                let parsed = self.source.documents(number, bytes);
                if let Some((mark, why)) = &parsed.broken {
                    return self.say(*mark, What::Invalid, why.clone());
                }
                match objects(parsed.documents.iter().map(AsRef::as_ref)) {
                    Ok(nodes) => {
                        let resources = nodes.into_iter().map(Resource::new).collect();
                        self.append(all, resources);
                    }
                    Err(note) => self.notes.push(note),
                }
            }
            Found::Folder(_) | Found::Nothing | Found::Elsewhere => {
                self.take_in_folder(said, folder, above, all, Role::Kustomization);
            }
        }
    }

    fn take_in_folder(
        &mut self,
        said: &Node,
        folder: &str,
        above: &mut Vec<String>,
        all: &mut Gathered,
        role: Role,
    ) {
        let path = said.text().unwrap_or_default();
        let found = match self.source.find(folder, path) {
            Found::Folder(found) => found,
            _ if is_remote(path) => {
                return self.unknowable(said.mark, "what is elsewhere on the network");
            }
            Found::Elsewhere if is_file(path) => {
                let message = format!("`{path}` is outside of the kustomization's folder");
                return self.say(said.mark, What::Outside, message);
            }
            Found::Elsewhere => {
                return self
                    .unknowable(said.mark, "what is outside of the files that are looked at");
            }
            _ => {
                let message = format!("there is neither a file nor a folder `{path}`");
                return self.say(said.mark, What::NoSuchFile, message);
            }
        };
        if above.iter().any(|one| is_within(one, &found)) {
            let message = format!("`{path}` takes in this kustomization itself");
            return self.say(said.mark, What::Cycle, message);
        }
        self.folders += 1;
        if self.folders > MOST_FOLDERS || above.len() > MOST_LEVELS || self.objects > MOST_OBJECTS {
            if !self.notes.iter().any(|note| note.what == What::TooLarge) {
                self.say(
                    said.mark,
                    What::TooLarge,
                    "kustomizations take in each other too often",
                );
            }
            return;
        }
        let Some(file) = self.kustomization(&found, Some(said.mark)) else {
            return;
        };
        let is_component = file.at(["kind"]).and_then(Node::text) == Some("Component");
        if is_component != (role == Role::Component) {
            let message = if is_component {
                format!("`{path}` is a component: name it in `components`")
            } else {
                format!("`{path}` is no component: name it in `resources`")
            };
            return self.say(said.mark, What::Invalid, message);
        }
        above.push(found.clone());
        match role {
            // A component works on what is there already.
            Role::Component => {
                let before = std::mem::take(all);
                *all = self.gather(&file, &found, above, before);
            }
            Role::Kustomization => {
                let below = self.gather(&file, &found, above, Gathered::default());
                self.append(all, below.resources);
                all.variables.extend(below.variables);
            }
        }
        above.pop();
    }

    /// Adds objects; each has a name of its own.
    fn append(&mut self, all: &mut Gathered, resources: Vec<Resource>) {
        if all.keys.len() != all.resources.len() {
            all.keys = all.resources.iter().map(|one| one.id().key()).collect();
        }
        for resource in resources {
            let id = resource.id();
            if all.keys.insert(id.key()) {
                self.objects += 1;
                all.resources.push(resource);
            } else {
                let message = format!("there is a second {id}");
                self.say(resource.node.mark, What::Twice, message);
            }
        }
    }

    /// The transformers, in kustomize's order.
    fn transform(&mut self, file: &Node, folder: &str, resources: &mut Vec<Resource>) {
        let source = self.source;
        for entry in items(file, "patchesStrategicMerge") {
            self.note(patch::strategic(resources, source, folder, entry));
        }
        for entry in items(file, "patches") {
            self.note(patch::patch(resources, source, folder, entry));
        }
        if let Some(namespace) = file.at(["namespace"]) {
            self.note(transform::namespace(resources, namespace));
        }
        for (field, end) in [("namePrefix", End::Prefix), ("nameSuffix", End::Suffix)] {
            if let Some(text) = file.at([field]) {
                transform::rename(resources, end, text);
            }
        }
        for entry in items(file, "labels") {
            let step = transform::label_fields(entry).and_then(|fields| {
                let pairs = entry.at(["pairs"]);
                pairs.map_or(Ok(()), |pairs| transform::texts(resources, pairs, &fields))
            });
            self.note(step);
        }
        if let Some(labels) = file.at(["commonLabels"]) {
            self.note(transform::texts(resources, labels, &DEFAULTS.labels));
        }
        if let Some(annotations) = file.at(["commonAnnotations"]) {
            self.note(transform::texts(
                resources,
                annotations,
                &DEFAULTS.annotations,
            ));
        }
        for entry in items(file, "patchesJson6902") {
            self.note(patch::json(resources, source, folder, entry));
        }
        for entry in items(file, "replicas") {
            self.note(transform::replicas(resources, entry));
        }
        let entries = items(file, "images").iter().chain(items(file, "imageTags"));
        let mut holders = Vec::new();
        for (number, entry) in entries.enumerate() {
            if number == 0 {
                holders = transform::with_images(resources);
            }
            match transform::image(&mut holders, entry) {
                Ok(0) => {
                    let name = entry.at(["name"]).and_then(Node::text).unwrap_or_default();
                    let message = format!("no container has the image `{name}`");
                    self.say(entry.mark, What::NoImage, message);
                }
                Ok(_) => {}
                Err(note) => self.notes.push(note),
            }
        }
        for entry in items(file, "replacements") {
            self.replacement(entry, folder, resources);
        }
        resources.retain(|resource| !edit::is_empty(&resource.node));
    }

    fn replacement(&mut self, entry: &Node, folder: &str, resources: &mut [Resource]) {
        let Some(path) = entry.at(["path"]) else {
            let step = replace::replace(resources, entry, &mut self.notes);
            return self.note(step);
        };
        if entry.at(["source"]).is_some() || !items(entry, "targets").is_empty() {
            let message = "a replacement has either a `path` or what it replaces";
            return self.say(entry.mark, What::Invalid, message);
        }
        let documents =
            match patch::from_file(self.source, folder, path, path.text().unwrap_or_default()) {
                Ok(documents) => documents,
                Err(note) => return self.notes.push(note),
            };
        let Some(document) = documents.first() else {
            return;
        };
        let all = match &document.value {
            Value::List(all) => all.as_slice(),
            _ => std::slice::from_ref(document),
        };
        for one in all {
            let step = replace::replace(resources, one, &mut self.notes);
            self.note(step);
        }
    }
}

/// Whether a path is one of a file, by its name.
fn is_file(path: &str) -> bool {
    [".yaml", ".yml", ".json"]
        .iter()
        .any(|end| path.ends_with(end))
}

fn items<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    node.at([key]).map_or(&[][..], Node::items)
}

/// Adds what was generated, or lays it on what is there.
fn absorb(resources: &mut Vec<Resource>, mut made: Resource, mark: Mark) -> Step {
    let id = made.id();
    let mut meant = resources
        .iter()
        .enumerate()
        .filter(|(_, one)| one.is_by_any_id(&id))
        .map(|(at, _)| at);
    let refuse = |message: String| Err(Note::new(mark, What::NoMerge, message));
    let Some(at) = meant.next() else {
        if made.behavior != Behavior::Create {
            return refuse(format!("there is no {id} to merge with or to replace"));
        }
        resources.push(made);
        return Ok(());
    };
    if meant.next().is_some() {
        return refuse(format!("several objects are {id}"));
    }
    let old = &resources[at];
    match made.behavior {
        Behavior::Create => {
            return refuse(format!(
                "there is already {id}: its `behavior` must be merge or replace"
            ));
        }
        Behavior::Replace => made.succeed(old),
        Behavior::Merge => {
            let data = merged_data(old, &made);
            made.succeed(old);
            for (field, map) in data {
                edit::remove(&mut made.node, field);
                if !edit::is_empty(&map) {
                    edit::set(&mut made.node, field, map);
                }
            }
        }
    }
    resources[at] = made;
    Ok(())
}

/// The data of both, where that of the newer counts.
fn merged_data(old: &Resource, new: &Resource) -> Vec<(&'static str, Node)> {
    let mut merged = Vec::new();
    for field in ["data", "binaryData"] {
        let mut both = edit::empty_map(new.node.mark);
        let encoded = super::generate::encoded(&old.node, field);
        for from in [old.node.at([field]), encoded.as_ref(), new.node.at([field])] {
            for entry in from.map_or(&[][..], Node::entries) {
                let text = entry.value.text().unwrap_or_default();
                edit::set(&mut both, &entry.key, edit::text(text, entry.value.mark));
            }
        }
        merged.push((field, both));
    }
    merged
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
