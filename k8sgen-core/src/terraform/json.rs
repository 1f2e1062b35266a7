//! JSON, read one floor at a time, so that every member's line is known and a sensitive value is never
//! even decoded.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::error::TerraformError;
use crate::problem::{Place, Problem, Problems};

/// A file's text with what is needed to say where in it something stands.
pub(crate) struct Document<'a> {
    file: &'a str,
    text: &'a str,
    /// Offset in bytes of each line's first character.
    lines: Vec<usize>,
}

impl<'a> Document<'a> {
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            file,
            text,
            lines: std::iter::once(0).chain(starts).collect(),
        }
    }

    /// The whole text as one JSON value: an object's members, or anything else undecoded.
    pub(crate) fn root(&self) -> Result<Root<'a>, Problems> {
        let wrong = |error: serde_json::Error| self.not_json(0, &error);
        if !self.text.trim_start().starts_with('{') {
            return serde_json::from_str(self.text)
                .map(Root::Other)
                .map_err(wrong);
        }
        let mut json = serde_json::Deserializer::from_str(self.text);
        let members = json.deserialize_map(Members).map_err(wrong)?;
        json.end().map_err(wrong)?;
        Ok(Root::Object(members))
    }

    /// The name that messages and sources use for this file.
    pub(crate) fn file(&self) -> &'a str {
        self.file
    }

    /// A file and line of a value that was borrowed from this document.
    pub(crate) fn place(&self, raw: &RawValue) -> Place {
        Place::line(self.file, self.line(raw))
    }

    /// Line of a value that was borrowed from this document, counted from 1.
    pub(crate) fn line(&self, raw: &RawValue) -> usize {
        self.line_at(self.offset(raw))
    }

    /// The members of an object in the order of the file, or nothing if it is not an object.
    pub(crate) fn members(&self, raw: &'a RawValue) -> Result<Option<Vec<Member<'a>>>, Problems> {
        if !raw.get().starts_with('{') {
            return Ok(None);
        }
        serde_json::Deserializer::from_str(raw.get())
            .deserialize_map(Members)
            .map(Some)
            .map_err(|error| self.not_json(self.offset(raw), &error))
    }

    /// The members of that object that are asked for, each with its place in `names`. All others are skipped.
    pub(crate) fn pick(
        &self,
        raw: &'a RawValue,
        names: &[&str],
    ) -> Result<Vec<(usize, &'a RawValue)>, Problems> {
        if !raw.get().starts_with('{') {
            return Ok(Vec::new());
        }
        serde_json::Deserializer::from_str(raw.get())
            .deserialize_map(Picked(names))
            .map_err(|error| self.not_json(self.offset(raw), &error))
    }

    /// The part of the text that `raw` is, as `T` sees it.
    pub(crate) fn parse<T: Deserialize<'a>>(&self, raw: &'a RawValue) -> Result<T, Problems> {
        serde_json::from_str(raw.get()).map_err(|error| self.not_json(self.offset(raw), &error))
    }

    /// The value itself.
    pub(crate) fn decode(&self, raw: &RawValue) -> Result<Value, Problems> {
        serde_json::from_str(raw.get()).map_err(|error| self.not_json(self.offset(raw), &error))
    }

    /// `raw` is a slice of `self.text`, so the distance of their addresses is its offset.
    fn offset(&self, raw: &RawValue) -> usize {
        raw.get()
            .as_ptr()
            .addr()
            .saturating_sub(self.text.as_ptr().addr())
            .min(self.text.len())
    }

    fn line_at(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start <= offset)
    }

    /// A syntax error of a part that starts at `base`. Only messages that hold nothing of the text are passed on.
    fn not_json(&self, base: usize, error: &serde_json::Error) -> Problems {
        let first = self.line_at(base);
        let start = self.lines[first - 1];
        let line = first + error.line().saturating_sub(1);
        let column = if error.line() <= 1 {
            error.column() + (base - start)
        } else {
            error.column()
        };
        let why = match error.classify() {
            Category::Eof => "it ends too early".to_owned(),
            Category::Syntax => {
                let said = error.to_string();
                match said.split_once(" at line ") {
                    Some(("recursion limit exceeded", _)) => "it is nested too deeply".to_owned(),
                    Some((why, _)) => why.to_owned(),
                    None => said,
                }
            }
            Category::Data | Category::Io => String::new(),
        };
        let place = Place {
            file: self.file.to_owned(),
            line: Some(line),
            column: Some(self.characters(line, column)),
        };
        let error = if why.is_empty() {
            TerraformError::Unexpected
        } else {
            TerraformError::NotJson { why }
        };
        Problem::at(place, &error).into()
    }

    /// `serde_json` counts columns in bytes; people count characters.
    fn characters(&self, line: usize, bytes: usize) -> usize {
        let start = self.lines.get(line - 1).copied().unwrap_or_default();
        let end = (start + bytes).min(self.text.len());
        String::from_utf8_lossy(&self.text.as_bytes()[start..end])
            .chars()
            .count()
            .max(1)
    }
}

/// What a text is.
pub(crate) enum Root<'a> {
    /// An object, by its members in the order of the file.
    Object(Vec<Member<'a>>),
    /// Anything else.
    Other(&'a RawValue),
}

/// The last member of that name: where a name stands twice, JSON's readers agree on the last.
pub(crate) fn member<'a>(members: &[Member<'a>], wanted: &str) -> Option<&'a RawValue> {
    let last = members.iter().rev().find(|(name, _)| name == wanted);
    last.map(|(_, raw)| *raw)
}

/// A member of an object: its name and its value.
pub(crate) type Member<'a> = (String, &'a RawValue);

/// Keeps every member, also those whose name stands there twice.
struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Vec<Member<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }
}

/// Keeps only the members of these names.
struct Picked<'n>(&'n [&'n str]);

impl<'de> Visitor<'de> for Picked<'_> {
    type Value = Vec<(usize, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            match self.0.iter().position(|wanted| *wanted == name) {
                Some(at) => members.push((at, map.next_value()?)),
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(members)
    }
}

/// A key, borrowed where it has no escapes.
#[derive(serde::Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);
