//! How lines are changed: an entry's, an item's, and texts in them.

use crate::edit::Edit;
use crate::lines::Line;

/// The lines before, the changed ones without those that are empty, and the lines after.
pub(crate) fn joined(before: &[&str], own: &[String], after: &[&str]) -> String {
    let own = own.iter().map(String::as_str).filter(|own| !own.is_empty());
    let lines: Vec<&str> = before
        .iter()
        .copied()
        .chain(own)
        .chain(after.iter().copied())
        .collect();
    lines.join("\n") + "\n"
}

/// Lines, so deep.
pub(crate) fn indented(lines: &str, column: usize) -> impl Iterator<Item = String> {
    lines
        .lines()
        .map(move |line| format!("{:column$}{line}", ""))
}

pub(crate) fn owned(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// The lines of an entry, changed.
pub(crate) fn entry(line: &Line, own: &[&str], edit: &Edit) -> Option<Vec<String>> {
    let first = own[0];
    let (head, rest) = first.split_at(line.column);
    let key = rest.split_once(':')?.0;
    let mut lines = owned(own);
    match edit {
        Edit::Drop => lines.clear(),
        Edit::Twice => {
            let again: Vec<String> = own.iter().map(|line| undashed(line)).collect();
            lines.extend(again);
        }
        Edit::Set(value) => lines = vec![format!("{head}{key}: {value}")],
        Edit::Change(change) => {
            lines[0] = format!("{head}{key}: {}", change(&line.value)?);
        }
        Edit::Key(change) => {
            let key = change(key)?;
            lines[0] = format!("{head}{key}{}", &rest[rest.find(':')?..]);
        }
        Edit::After(added) => lines.extend(indented(added, line.column)),
        Edit::Inside(added) if own.len() > 1 => {
            let column = depth(own[1]);
            let added: Vec<String> = indented(added, column).collect();
            lines.splice(1..1, added);
        }
        Edit::Inside(added) => {
            lines = vec![format!("{head}{key}:")];
            lines.extend(indented(added, line.column + 2));
        }
        Edit::Line(change) => lines[0] = change(first)?,
        Edit::Whole(change) => lines = vec![change(&own.join("\n"))?],
        Edit::Text(old, new) => lines = vec![replaced_first(&own.join("\n"), old, new)?],
        Edit::Everywhere(_)
        | Edit::Unlink
        | Edit::Add(..)
        | Edit::AddFiles(..)
        | Edit::Beside(..)
        | Edit::Bytes(_) => return None,
    }
    Some(lines)
}

/// The lines of an item, changed.
pub(crate) fn item(line: &Line, own: &[&str], edit: &Edit) -> Option<Vec<String>> {
    let dash = line.dash?;
    let mut lines = owned(own);
    match edit {
        Edit::Drop => lines.clear(),
        Edit::Twice => lines.extend(owned(own)),
        Edit::Set(value) => lines = vec![format!("{:dash$}- {value}", "")],
        Edit::Change(change) if !line.is_entry => {
            lines = vec![format!("{:dash$}- {}", "", change(&line.value)?)];
        }
        Edit::After(added) => lines.extend(indented(added, dash)),
        Edit::Line(change) => lines[0] = change(own[0])?,
        Edit::Whole(change) => lines = vec![change(&own.join("\n"))?],
        Edit::Text(old, new) => lines = vec![replaced_first(&own.join("\n"), old, new)?],
        _ => return None,
    }
    Some(lines)
}

/// How many spaces a line begins with.
pub(crate) fn depth(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// A line with a space where its dash is.
fn undashed(line: &str) -> String {
    match line.trim_start().strip_prefix("- ") {
        Some(rest) => format!("{:1$}{rest}", "", line.len() - rest.len()),
        None => line.to_owned(),
    }
}

pub(crate) fn replaced_first(text: &str, old: &str, new: &str) -> Option<String> {
    text.contains(old).then(|| text.replacen(old, new, 1))
}

/// Every `old` that is no part of a longer word becomes `new`; where it is a key itself, if keys are meant.
pub(crate) fn whole_words(text: &str, old: &str, new: &str, is_key: bool) -> String {
    let is_part = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    let mut done = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(old).filter(|_| !old.is_empty()) {
        let (before, from) = rest.split_at(at);
        let after = &from[old.len()..];
        // `~1` is a slash in a path of JSON.
        let begins = before.ends_with("~1") || !before.ends_with(is_part);
        let ends = !after.starts_with(is_part) && (is_key || !after.starts_with(':'));
        let is_whole = begins && ends;
        done.push_str(before);
        done.push_str(if is_whole { new } else { old });
        rest = after;
    }
    done + rest
}
