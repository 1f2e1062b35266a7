//! Credentials in texts: what looks like one, by its format, by the name that it stands under, or by chance
//! alone; and what only holds the place of one.
//!
//! What these functions find is never printed: rules say where it stands, and [`Found::secret`] keeps its line
//! back.
//!
//! [`Found::secret`]: crate::validate::Found::secret

mod address;
mod format;
mod lines;
mod name;
mod random;
mod value;

pub use address::has_password;
pub use format::{Certainty, Format, private_key};
pub use lines::{Setting, password_file, settings};
pub use name::{Sort, sort, words};
pub use random::is_random;
pub use value::{is_filler, is_literal};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::validate::document::Document;
use crate::validate::repository::Repository;
use crate::yaml::{Entry, Layer, Mark, Node, Value};

/// Whether a value that stands under this name is a credential: the name asks for one, and the value is no
/// placeholder, and does not only say where it is.
#[must_use]
pub fn is_credential(name: &str, value: &str) -> bool {
    sort(name).is_some_and(|sort| is_literal(sort, value))
}

/// Whether SOPS has encrypted the document.
#[must_use]
pub fn is_encrypted(document: &Document) -> bool {
    document.at(["sops"]).is_some()
}

/// The text that `data` of a Secret holds as base64; nothing if it is none, or not text.
#[must_use]
pub fn decoded(base64: &str) -> Option<String> {
    let packed: String = base64.split_ascii_whitespace().collect();
    String::from_utf8(STANDARD.decode(packed).ok()?).ok()
}

/// The documents whose values are there for everyone to read, also patches inside of kustomizations: not those that are
/// encrypted, nor definitions of kinds, which only tell of values.
pub fn open<'a>(repository: &Repository<'a>) -> impl Iterator<Item = &'a Document> {
    let read = repository.documents;
    let documents = read.documents.iter().chain(&read.inline);
    documents.filter(|document| is_open(document))
}

fn is_open(document: &Document) -> bool {
    document.kind() != "CustomResourceDefinition" && !is_encrypted(document)
}

/// As [`open`], without Secrets: whatever they hold is said of them as a whole.
pub fn no_secrets<'a>(repository: &Repository<'a>) -> impl Iterator<Item = &'a Document> {
    open(repository).filter(|document| !document.is_secret())
}

/// A text, and the key that it stands under.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    /// The key; items of a list have the list's.
    pub key: &'a str,
    /// Where something is said of it: the text or, if it has several lines, its key, above which a comment has room.
    pub mark: Mark,
    /// The text.
    pub text: &'a str,
}

impl<'a> Text<'a> {
    /// The text that an entry of a mapping is set to.
    #[must_use]
    pub fn of(entry: &'a Entry) -> Option<Self> {
        Self::new(&entry.key, entry.mark, &entry.value)
    }

    fn new(key: &'a str, of_key: Mark, value: &'a Node) -> Option<Self> {
        let text = value.text()?;
        let is_block = text.contains('\n') && value.mark.layer == of_key.layer;
        let mark = if is_block { of_key } else { value.mark };
        Some(Self { key, mark, text })
    }
}

/// Shows every text of all files of Kubernetes, with its key. Patches inside of kustomizations are texts of those.
pub fn each_text_of<'a>(repository: &Repository<'a>, mut see: impl FnMut(Text<'a>)) {
    for document in &repository.documents.documents {
        if is_open(document) && !document.is_secret() {
            each_text(&document.node, &mut see);
        }
    }
}

/// Shows every text below a value, with the value's key.
pub fn each_text<'a>(node: &'a Node, see: &mut impl FnMut(Text<'a>)) {
    below("", node.mark, node, see);
}

fn below<'a>(key: &'a str, mark: Mark, node: &'a Node, see: &mut impl FnMut(Text<'a>)) {
    match &node.value {
        Value::Scalar { .. } => Text::new(key, mark, node).into_iter().for_each(see),
        Value::Null => {}
        Value::List(items) => items
            .iter()
            .for_each(|item| below(key, item.mark, item, see)),
        Value::Map(entries) => {
            for entry in entries {
                below(&entry.key, entry.mark, &entry.value, see);
            }
        }
    }
}

/// Shows everything that is set by a name and a value beside it, as environment variables and parameters are.
pub fn each_named<'a>(node: &'a Node, see: &mut impl FnMut(&'a str, &'a Node, &'a str)) {
    let text = |key: &str| node.entry(key).and_then(|entry| entry.value.text());
    if let (Some(name), Some(value), Some(entry)) =
        (text("name"), text("value"), node.entry("value"))
    {
        see(name, &entry.value, value);
    }
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| each_named(item, see)),
        Value::Map(entries) => entries
            .iter()
            .for_each(|entry| each_named(&entry.value, see)),
        Value::Null | Value::Scalar { .. } => {}
    }
}

/// The texts of files that hold nothing of Kubernetes, each with the mark of its first character: what reads them may still
/// be given away.
pub fn other_files<'a>(repository: &Repository<'a>) -> impl Iterator<Item = (Mark, &'a str)> {
    let sources = &repository.documents.sources;
    repository
        .files
        .iter()
        .enumerate()
        .filter_map(move |(number, (_, bytes))| {
            let number = u32::try_from(number)
                .ok()
                .filter(|number| !sources.contains(number))?;
            let mark = Mark {
                layer: Layer::Source(number),
                line: 1,
                column: 1,
            };
            Some((mark, std::str::from_utf8(bytes).ok()?))
        })
}
