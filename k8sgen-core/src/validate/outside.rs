//! `--build`: what another program makes of kustomizations. It is run by whoever calls; here is only what it said.

use super::document::Documents;
use super::files::Files;
use super::kustomize::{Built, Note, What, to_json};
use super::load::STDIN;
use crate::problem::Explain;
use crate::yaml::{self, Layer, Mark, Node, Value};

/// What another program made of a kustomization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// Its folder, as [`roots`] names it.
    pub folder: String,
    /// What it printed; why it refused, if it did.
    pub result: Result<String, String>,
}

/// Why nothing can be built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoKustomize {
    /// There is no program that builds kustomizations.
    #[error("neither `kustomize` nor `kubectl` is there to build with")]
    NotFound,
}

impl Explain for NoKustomize {
    const STAGE: &'static str = "validate";

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "no-kustomize",
        }
    }

    fn help(&self) -> Option<String> {
        let help = "install kustomize 5 or kubectl, and have its folder in PATH; without `--build`, \
            k8sgen builds kustomizations by itself";
        Some(help.to_owned())
    }
}

/// The folders of the kustomizations that no other one takes in, and so are built.
#[must_use]
pub fn roots(files: &Files) -> Vec<String> {
    let mut on_disk = Files::default();
    for (path, bytes) in files.iter().filter(|(path, _)| *path != STDIN) {
        on_disk.put(path, bytes);
    }
    let documents = Documents::read(&on_disk);
    let overlays = super::Overlays::build(&on_disk, &documents, &[]).overlays;
    overlays.into_iter().map(|overlay| overlay.folder).collect()
}

/// The first place of a file.
pub(super) fn start(files: &Files, path: &str) -> Mark {
    let number = files.iter().position(|(other, _)| other == path);
    Mark {
        layer: Layer::Source(
            number
                .and_then(|at| u32::try_from(at).ok())
                .unwrap_or_default(),
        ),
        line: 1,
        column: 1,
    }
}

impl Outside {
    /// Takes the program's result instead of `built`, where they differ. Its values stand at the lines that `built`
    /// knows them from, as far as it has them, and at the kustomization otherwise.
    pub(super) fn lay_on(&self, built: &mut Built, start: Mark) {
        let text = match &self.result {
            Ok(text) => text,
            Err(why) => {
                let message = format!("kustomize refuses this: {}", last_words(why));
                built.notes.push(Note {
                    mark: start,
                    what: What::RefusedOutside,
                    message,
                });
                return;
            }
        };
        let ours = std::mem::take(&mut built.documents);
        let theirs = yaml::stream(text, Layer::BuiltIn).documents.into_iter();
        built.documents = theirs
            .map(|theirs| {
                let same = ours.iter().find(|ours| identity(ours) == identity(&theirs));
                match same {
                    Some(ours) if to_json(ours) == to_json(&theirs) => ours.clone(),
                    same => placed(theirs, same, start),
                }
            })
            .collect();
        // What is known by now, and what the program does not take exception to.
        built
            .notes
            .retain(|note| note.what != What::Unknowable && !note.what.refuses());
    }
}

/// What tells an object from all others.
fn identity(node: &Node) -> [Option<&str>; 4] {
    let text = |keys: &[&str]| node.at(keys.iter().copied()).and_then(Node::text);
    [
        text(&["apiVersion"]),
        text(&["kind"]),
        text(&["metadata", "namespace"]),
        text(&["metadata", "name"]),
    ]
}

/// The value, standing where `like` stands.
fn placed(node: Node, like: Option<&Node>, near: Mark) -> Node {
    let mark = like.map_or(near, |like| like.mark);
    let value = match node.value {
        Value::Map(mut entries) => {
            for entry in &mut entries {
                let like = like.and_then(|like| like.entry(&entry.key));
                entry.mark = like.map_or(mark, |like| like.mark);
                let value = std::mem::replace(
                    &mut entry.value,
                    Node {
                        value: Value::Null,
                        mark,
                    },
                );
                entry.value = placed(value, like.map(|like| &like.value), entry.mark);
            }
            Value::Map(entries)
        }
        Value::List(items) => {
            let likes = like.map_or(&[][..], Node::items);
            let items = items.into_iter().enumerate();
            Value::List(
                items
                    .map(|(at, item)| placed(item, likes.get(at), mark))
                    .collect(),
            )
        }
        value => value,
    };
    Node { value, mark }
}

/// What a program says last, which is what it failed of.
fn last_words(said: &str) -> String {
    let lines = said.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut words = lines
        .filter(|line| !line.starts_with("# Warning:"))
        .collect::<Vec<_>>();
    if let Some(at) = words.iter().rposition(|line| line.starts_with("Error:")) {
        words.drain(..at);
    }
    let text = words.join(" ");
    let text = text.strip_prefix("Error: ").unwrap_or(&text);
    match text.char_indices().nth(400) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
