//! What a change brings that the tree does not have.

use crate::edit::{Changed, Edit, Part, Site};
use crate::places;
use crate::text::{indented, joined};

impl Site<'_> {
    /// What the tree's files are with all that is added, and nothing of it wrong.
    pub(crate) fn added_right(&self, edit: &Edit) -> Option<Changed> {
        match edit {
            Edit::Add(right, ..) => self.with(right),
            Edit::AddFiles(files, old, _) if !old.is_empty() => self.with_files(files, "", ""),
            _ => None,
        }
    }

    /// The tree's files with a text behind the place.
    pub(crate) fn with(&self, text: &str) -> Option<Changed> {
        let text = self.filled(text)?;
        let all: Vec<&str> = self.text.lines().collect();
        let (end, column) = match &self.part {
            Part::Document(document) => (document.to, 0),
            Part::Entry(document, line) => (document.end(line, false), line.column),
            Part::Item(document, line) => (document.end(line, true), line.dash?),
            Part::File => (all.len(), 0),
        };
        let mark = matches!(self.part, Part::Document(_)).then(|| "---".to_owned());
        let own: Vec<String> = mark.into_iter().chain(indented(&text, column)).collect();
        let text = joined(&all[..end], &own, &all[end..]);
        Some(vec![(self.path.to_owned(), Some(text.into_bytes()))])
    }

    /// The tree's files, and these, with a text replaced wherever it stands in them.
    pub(crate) fn with_files(
        &self,
        files: &[(&str, &str)],
        old: &str,
        new: &str,
    ) -> Option<Changed> {
        let is_there = files.iter().any(|(_, text)| text.contains(old));
        let file = |(path, text): &(&str, &str)| {
            let text = match old {
                "" => self.filled(text),
                old => self.filled(&text.replace(old, new)),
            };
            Some(((*path).to_owned(), Some(text?.into_bytes())))
        };
        files
            .iter()
            .map(file)
            .collect::<Option<Changed>>()
            .filter(|_| is_there)
    }

    /// The text with what stands in the document, or in another one, in the places of `$(…)`.
    fn filled(&self, text: &str) -> Option<String> {
        let mut parts = text.split("$(");
        let mut filled = parts.next()?.to_owned();
        for part in parts {
            let (path, rest) = part.split_once(')')?;
            let path: Vec<&str> = path.split('.').collect();
            let value = match path.split_first()? {
                (&"Called", path) => places::called(self)?.text(path),
                (kind, path) if kind.starts_with(char::is_uppercase) => {
                    let mut texts = self.tree.of_kinds(kind).map(|it| it.text(path));
                    texts.find(|text| !text.is_empty())?
                }
                _ => self.document()?.text(&path),
            };
            if value.is_empty() {
                return None;
            }
            filled.push_str(value);
            filled.push_str(rest);
        }
        Some(filled)
    }
}
