//! Changes of text, and how each is made.

use crate::class::At;
use crate::lines::{self, Document, Line, fits};
use crate::text::{depth, entry, item, joined, owned, replaced_first, whole_words};
use crate::trees::Tree;

/// How text is changed. What gives nothing does not fit.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Edit {
    /// An entry, an item or a document goes.
    Drop,
    /// It stands there twice.
    Twice,
    /// An entry or an item gets this value.
    Set(&'static str),
    /// Its value becomes another one.
    Change(fn(&str) -> Option<String>),
    /// Its key becomes another one.
    Key(fn(&str) -> Option<String>),
    /// These lines come behind it, as deep as it.
    After(&'static str),
    /// These lines come into it, first.
    Inside(&'static str),
    /// Its first line becomes another one.
    Line(fn(&str) -> Option<String>),
    /// All of its text becomes another one.
    Whole(fn(&str) -> Option<String>),
    /// The first such text in it becomes another one.
    Text(&'static str, &'static str),
    /// Its value becomes another one, here and wherever else it stands in the tree as a whole word.
    Everywhere(fn(&str) -> Option<String>),
    /// The file goes; for an item, the file that it names.
    Unlink,
    /// This comes behind it, as deep as it, with the first text in it replaced by the second. As it is, it is right.
    /// `$(metadata.name)` in it is what stands there in the document that it comes behind, and `$(Service.metadata.name)`
    /// what stands there in the tree's first Service that has it.
    Add(&'static str, &'static str, &'static str),
    /// The same, of new files: their paths, and what is in them. Where nothing is replaced, nothing is right.
    AddFiles(
        &'static [(&'static str, &'static str)],
        &'static str,
        &'static str,
    ),
    /// A new file with what the change makes of this one's text.
    Beside(&'static str, fn(&str) -> Option<String>),
    /// The file becomes bytes that need not be text.
    Bytes(fn(&str) -> Vec<u8>),
}

/// A place at which a change fits.
#[derive(Debug, Clone)]
pub(crate) struct Site<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
    pub(crate) part: Part<'a>,
}

/// What is changed of a file.
#[derive(Debug, Clone)]
pub(crate) enum Part<'a> {
    Entry(&'a Document, &'a Line),
    Item(&'a Document, &'a Line),
    Document(&'a Document),
    File,
}

/// Files of a tree, and what becomes of them: other bytes, or nothing.
pub(crate) type Changed = Vec<(String, Option<Vec<u8>>)>;

/// The places in a tree at which a change fits.
pub(crate) fn sites<'a>(tree: &'a Tree, at: &At) -> Vec<Site<'a>> {
    let mut sites = Vec::new();
    for source in &tree.sources {
        let mut add = |part| {
            sites.push(Site {
                tree,
                path: &source.path,
                text: &source.text,
                part,
            });
        };
        match at {
            At::Path(kinds, pattern) => {
                let words: Vec<&str> = pattern.split(' ').collect();
                let documents = source.documents.iter();
                for document in documents.filter(|document| document.is_of(kinds)) {
                    for line in &document.lines {
                        let item = &line.path[..line.path.len() - usize::from(line.is_entry)];
                        if line.dash.is_some() && fits(&words, item) {
                            add(Part::Item(document, line));
                        }
                        if line.is_entry && fits(&words, &line.path) {
                            add(Part::Entry(document, line));
                        }
                    }
                }
            }
            At::Document(kinds) => {
                let documents = source.documents.iter();
                for document in documents.filter(|document| document.is_of(kinds)) {
                    add(Part::Document(document));
                }
            }
            At::File(ends) if source.path.ends_with(ends) => add(Part::File),
            At::File(_) => {}
        }
    }
    sites
}

impl<'a> Site<'a> {
    /// The line at which it begins, counted from 1.
    pub(crate) fn line(&self) -> usize {
        match &self.part {
            Part::Entry(_, line) | Part::Item(_, line) => line.number + 1,
            Part::Document(document) => document.from + 1,
            Part::File => 1,
        }
    }

    /// Texts of which one must stand in what is said of another file: the object's name, and its file's.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.path.rsplit('/').take(2).map(str::to_owned).collect();
        if let Part::Entry(document, _) | Part::Item(document, _) | Part::Document(document) =
            &self.part
        {
            names.push(document.text(&["metadata", "name"]).to_owned());
        }
        if let Part::Entry(_, line) | Part::Item(_, line) = &self.part {
            names.push(lines::unquoted(&line.value).to_owned());
        }
        names.retain(|name| name.len() > 1 && name != "base");
        names
    }

    /// The document of which it is a part.
    pub(crate) fn document(&self) -> Option<&'a Document> {
        match self.part {
            Part::Entry(document, _) | Part::Item(document, _) | Part::Document(document) => {
                Some(document)
            }
            Part::File => None,
        }
    }

    /// What the change makes of the tree's files; nothing, if it does not fit or changes nothing.
    pub(crate) fn changed(&self, edit: &Edit) -> Option<Changed> {
        match edit {
            Edit::Add(right, old, new) => return self.with(&replaced_first(right, old, new)?),
            Edit::AddFiles(files, old, new) => return self.with_files(files, old, new),
            _ => {}
        }
        let all: Vec<&str> = self.text.lines().collect();
        let of_file = |bytes: Vec<u8>| vec![(self.path.to_owned(), Some(bytes))];
        let text = match (&self.part, edit) {
            (Part::File, Edit::Bytes(change)) => return Some(of_file(change(self.text))),
            (Part::File, Edit::Beside(path, change)) => {
                let text = change(self.text)?;
                return Some(vec![((*path).to_owned(), Some(text.into_bytes()))]);
            }
            (Part::File, Edit::Unlink) => return Some(vec![(self.path.to_owned(), None)]),
            (Part::Item(_, line), Edit::Unlink) => {
                let (folder, _) = self.path.rsplit_once('/')?;
                let named = format!("{folder}/{}", line.value);
                return self.tree.has(&named).then(|| vec![(named, None)]);
            }
            (Part::Entry(_, line) | Part::Item(_, line), Edit::Everywhere(change)) => {
                let (old, new) = (lines::unquoted(&line.value), change(&line.value)?);
                let is_key = line.path.iter().any(|step| step.ends_with("KeyRef"));
                let sources = self.tree.sources.iter();
                let changed = sources.map(|source| {
                    let text = whole_words(&source.text, old, &new, is_key);
                    (text != source.text).then(|| (source.path.clone(), Some(text.into_bytes())))
                });
                return Some(changed.flatten().collect());
            }
            (Part::File, Edit::Whole(change)) => change(self.text)?,
            (Part::File, Edit::Text(old, new)) => replaced_first(self.text, old, new)?,
            (Part::Document(document), _) => {
                let (before, rest) = all.split_at(document.from);
                let (own, after) = rest.split_at(document.to - document.from);
                let own = own.join("\n");
                let own = match edit {
                    Edit::Drop => String::new(),
                    Edit::Twice => format!("{own}\n---\n{own}"),
                    Edit::Whole(change) => change(&own)?,
                    Edit::Text(old, new) => replaced_first(&own, old, new)?,
                    Edit::After(lines) => format!("{own}\n{lines}"),
                    _ => return None,
                };
                joined(before, &[own], after)
            }
            (Part::Entry(document, line), _) => {
                let end = document.end(line, false);
                let own = entry(line, &all[line.number..end], edit)?;
                let mut after = owned(&all[end..]);
                if let (Edit::Drop, Some(dash)) = (edit, line.dash) {
                    // The next entry takes over the dash.
                    let next = after
                        .first_mut()
                        .filter(|next| depth(next) == line.column)?;
                    next.replace_range(dash..=dash, "-");
                }
                let after: Vec<&str> = after.iter().map(String::as_str).collect();
                joined(&all[..line.number], &own, &after)
            }
            (Part::Item(document, line), _) => {
                let end = document.end(line, true);
                let own = item(line, &all[line.number..end], edit)?;
                joined(&all[..line.number], &own, &all[end..])
            }
            (Part::File, _) => return None,
        };
        (text != self.text).then(|| of_file(text.into_bytes()))
    }
}
