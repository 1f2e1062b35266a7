//! A file's text, and edits of it at places that are known: comments, layout and line endings stay as they are.
//!
//! A mark says where a value begins and not what stands there: a tag or an anchor may come first, and text in
//! quotes may be spelled in other ways. So an edit names what it replaces, and there is none where that is not
//! what stands there.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::files::Files;
use crate::yaml::{Entry, Layer, Mark, Value};

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Bytes before it.
    pub byte: usize,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
}

/// A part of a file, and what is to stand there instead.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Edit {
    /// Where it begins.
    pub from: Position,
    /// Where it ends. The same place, where nothing goes.
    pub to: Position,
    /// What is to stand there.
    pub text: String,
}

/// Files, in which lines are found without a walk through the whole file.
#[derive(Debug)]
pub(super) struct Texts<'a> {
    files: &'a Files,
    starts: RefCell<HashMap<u32, Rc<[usize]>>>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(files: &'a Files) -> Self {
        let starts = RefCell::default();
        Self { files, starts }
    }

    pub(super) fn files(&self) -> &'a Files {
        self.files
    }

    /// The text of the file that a mark points into.
    pub(super) fn of(&self, mark: Mark) -> Option<Text<'a>> {
        let Layer::Source(number) = mark.layer else {
            return None;
        };
        let bytes = self.files.get(self.files.path(mark)?)?;
        let text = std::str::from_utf8(bytes).ok()?;
        let mut known = self.starts.borrow_mut();
        let starts = known.entry(number).or_insert_with(|| {
            let breaks = memchr::memchr_iter(b'\n', bytes).map(|at| at + 1);
            std::iter::once(0).chain(breaks).collect()
        });
        let starts = Rc::clone(starts);
        Some(Text { text, starts })
    }
}

/// The text of one file.
#[derive(Debug, Clone)]
pub struct Text<'a> {
    text: &'a str,
    /// Where each line begins.
    starts: Rc<[usize]>,
}

impl<'a> Text<'a> {
    /// A line with its ending; the first one is 1.
    #[must_use]
    pub fn line(&self, line: usize) -> Option<&'a str> {
        let start = *self.starts.get(line.checked_sub(1)?)?;
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        self.text.get(start..end)
    }

    /// What ends the lines of this file.
    #[must_use]
    pub fn ending(&self) -> &'static str {
        let first = self.line(1).unwrap_or_default();
        if first.ends_with("\r\n") {
            "\r\n"
        } else {
            "\n"
        }
    }

    /// What follows a mark.
    #[must_use]
    pub fn after(&self, mark: Mark) -> Option<&'a str> {
        self.text.get(self.position(mark)?.byte..)
    }

    /// `old`, which stands at the mark without quotes or in them, becomes `new`, in the same quotes.
    #[must_use]
    pub fn replace(&self, mark: Mark, old: &str, new: &str) -> Option<Edit> {
        let (start, end) = self.scalar(mark, old)?;
        let is_quoted = end.byte - start.byte > old.len();
        Some(Edit {
            from: Position {
                byte: start.byte + usize::from(is_quoted),
                column: start.column + usize::from(is_quoted),
                ..start
            },
            to: Position {
                byte: end.byte - usize::from(is_quoted),
                column: end.column - usize::from(is_quoted),
                ..end
            },
            text: new.to_owned(),
        })
    }

    /// `old`, which stands at the mark without quotes, comes into quotes.
    #[must_use]
    pub fn quote(&self, mark: Mark, old: &str) -> Option<Edit> {
        let (from, to) = self.scalar(mark, old)?;
        let is_plain = to.byte - from.byte == old.len() && !old.contains(['"', '\\']);
        let text = format!("\"{old}\"");
        is_plain.then_some(Edit { from, to, text })
    }

    /// `old`, which stands at the mark in quotes, loses them.
    #[must_use]
    pub fn unquote(&self, mark: Mark, old: &str) -> Option<Edit> {
        let (from, to) = self.scalar(mark, old)?;
        let is_quoted = to.byte - from.byte > old.len();
        let text = old.to_owned();
        is_quoted.then_some(Edit { from, to, text })
    }

    /// What stands from the mark to the end of its line, and what blanks are before it, goes.
    #[must_use]
    pub fn cut_to_line_end(&self, mark: Mark) -> Option<Edit> {
        let end = self.position(mark)?;
        let line = self.line(mark.line)?;
        let start = self.starts[mark.line - 1];
        let before = line.get(..end.byte - start)?.trim_end();
        let length = line.trim_end_matches(['\n', '\r']).len();
        Some(Edit {
            from: self.in_line(mark.line, before.len())?,
            to: self.in_line(mark.line, length)?,
            text: String::new(),
        })
    }

    /// Whole lines become other ones; each of `text` has its ending.
    #[must_use]
    pub fn replace_lines(&self, lines: Range<usize>, text: impl Into<String>) -> Option<Edit> {
        Some(Edit {
            from: self.line_start(lines.start)?,
            to: self.line_start(lines.end)?,
            text: text.into(),
        })
    }

    /// Lines come before this one; each has its ending.
    #[must_use]
    pub fn insert_lines(&self, before: usize, text: impl Into<String>) -> Option<Edit> {
        let at = self.line_start(before)?;
        let mut text = text.into();
        // The last line of a file may have no ending.
        if at.byte == self.text.len() && !self.text.is_empty() && !self.text.ends_with('\n') {
            text.insert_str(0, self.ending());
        }
        let (from, to) = (at, at);
        Some(Edit { from, to, text })
    }

    /// The lines of an entry that stands on lines of its own: its key's, and all that belongs to its value.
    #[must_use]
    pub fn lines_of(&self, entry: &Entry) -> Option<Range<usize>> {
        let indent = entry.mark.column - 1;
        let first = self.line(entry.mark.line)?;
        if blanks(first) != indent {
            return None;
        }
        let is_list = matches!(entry.value.value, Value::List(_));
        let mut end = entry.mark.line + 1;
        for number in entry.mark.line + 1.. {
            let Some(line) = self.line(number) else {
                break;
            };
            let (depth, said) = (blanks(line), line.trim());
            let belongs = depth > indent
                || is_list && depth == indent && (said == "-" || said.starts_with("- "));
            if said.is_empty() || depth == indent && said.starts_with('#') {
                continue;
            }
            if !belongs {
                break;
            }
            end = number + 1;
        }
        Some(entry.mark.line..end)
    }

    fn position(&self, mark: Mark) -> Option<Position> {
        let line = self.line(mark.line)?;
        let characters = mark.column.checked_sub(1)?;
        let mut bytes = line.char_indices().map(|(at, _)| at).chain([line.len()]);
        let byte = self.starts[mark.line - 1] + bytes.nth(characters)?;
        Some(Position {
            byte,
            line: mark.line,
            column: mark.column,
        })
    }

    /// The place after so many bytes of a line.
    fn in_line(&self, line: usize, bytes: usize) -> Option<Position> {
        let before = self.line(line)?.get(..bytes)?;
        Some(Position {
            byte: self.starts[line - 1] + bytes,
            line,
            column: before.chars().count() + 1,
        })
    }

    /// Where a line begins; the end of the file for the one after the last.
    fn line_start(&self, line: usize) -> Option<Position> {
        match self.starts.get(line.checked_sub(1)?) {
            Some(&byte) => Some(Position {
                byte,
                line,
                column: 1,
            }),
            None if line == self.starts.len() + 1 => {
                self.in_line(line - 1, self.line(line - 1)?.len())
            }
            None => None,
        }
    }

    /// Where the scalar `text` begins and ends that a mark points at, with its quotes if it has some.
    fn scalar(&self, mark: Mark, text: &str) -> Option<(Position, Position)> {
        let from = self.position(mark)?;
        let rest = &self.text[from.byte..];
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let length = if let Some(quote) = quote {
            let inner = rest[1..].strip_prefix(text)?;
            inner.starts_with(quote).then_some(text.len() + 2)?
        } else {
            let after = rest.strip_prefix(text)?.chars().next();
            let ends = after.is_none_or(|c| c.is_whitespace() || ":,]}".contains(c));
            (ends && !text.is_empty()).then_some(text.len())?
        };
        let to = Position {
            byte: from.byte + length,
            column: from.column + rest[..length].chars().count(),
            ..from
        };
        let is_one_line = !rest[..length].contains('\n');
        is_one_line.then_some((from, to))
    }
}

/// How far a line is indented.
pub(super) fn blanks(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}
