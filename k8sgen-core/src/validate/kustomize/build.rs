//! A build: kustomizations and what they take in, in kustomize's own order.

mod file;

use std::collections::BTreeSet;

use super::absorb::absorb;
use super::fieldspec::DEFAULTS;
use super::generate::{Kind, generate};
use super::images;
use super::names;
use super::note::{Note, Step, What};
use super::order;
use super::patch;
use super::replace;
use super::resource::{Key, Resource};
use super::source::{Found, Source, is_remote, objects};
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
                holders = images::holders(resources);
            }
            match images::change(&mut holders, entry) {
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
