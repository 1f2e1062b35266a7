//! Fields of kustomize that are history, rewritten as the newer ones, line by line: comments and layout go along.

use crate::validate::text::{Edit, Text, blanks};
use crate::yaml::{Entry, Node, Value};

/// What writes a deprecated field as the newer one. None where that is not to be had in a few lines: `vars`, and
/// what stands in brackets beside what is there already.
pub(in crate::validate) fn rewrite(
    text: &Text<'_>,
    file: &Node,
    entry: &Entry,
) -> Option<Vec<Edit>> {
    match &*entry.key {
        "bases" => items(text, file, entry, "resources", Side::After, <[_]>::to_vec),
        "imageTags" => items(text, file, entry, "images", Side::After, <[_]>::to_vec),
        "patchesJson6902" => items(text, file, entry, "patches", Side::After, <[_]>::to_vec),
        "patchesStrategicMerge" => {
            let patch = |lines: &[String]| patches(lines, entry);
            items(text, file, entry, "patches", Side::Before, patch)
        }
        "commonLabels" => labels(text, file, entry),
        _ => None,
    }
}

/// Lines with their endings.
type Lines = Vec<String>;

/// Where items come, beside those that are there already: kustomize goes through them in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// An empty answer of `change` is none.
fn items(
    text: &Text<'_>,
    file: &Node,
    entry: &Entry,
    newer: &str,
    side: Side,
    change: impl FnOnce(&[String]) -> Lines,
) -> Option<Vec<Edit>> {
    let lines = text.lines_of(entry)?;
    let key = key_line(text, entry, newer)?;
    if file.entry(newer).is_none() && !is_block(text, entry) {
        // `bases: [../base]`: the items of the newer field are the same, but for those of patches.
        if entry.key == "patchesStrategicMerge" {
            return None;
        }
        return Some(vec![text.replace(entry.mark, &entry.key, newer)?]);
    }
    if !is_block(text, entry) {
        return None;
    }
    let body = change(&gather(text, lines.start + 1..lines.end)?);
    if body.is_empty() {
        return None;
    }
    let Some(there) = file.entry(newer) else {
        return Some(vec![text.replace_lines(lines, key + &body.concat())?]);
    };
    join(text, lines, &body, there, side)
}

/// Takes away `lines`, and puts `body` to the items of a list that is there.
fn join(
    text: &Text<'_>,
    lines: std::ops::Range<usize>,
    body: &[String],
    there: &Entry,
    side: Side,
) -> Option<Vec<Edit>> {
    if !is_block(text, there) {
        return None;
    }
    let others = text.lines_of(there)?;
    let wanted = dash(&gather(text, others.clone())?)?;
    let body = shifted(body, wanted, dash(body)?)?;
    let at = match side {
        Side::Before => others.start + 1,
        Side::After => others.end,
    };
    // One right below the other: then one edit does both.
    if at == lines.start || at == lines.end {
        return Some(vec![text.replace_lines(lines, body.concat())?]);
    }
    // Of the empty lines on both sides, one is enough.
    let is_empty = |line| text.line(line).is_some_and(|line| line.trim().is_empty());
    let more = is_empty(lines.start - 1) && is_empty(lines.end);
    let cut = lines.start..lines.end + usize::from(more && at != lines.end + 1);
    Some(vec![
        text.replace_lines(cut, "")?,
        text.insert_lines(at, body.concat())?,
    ])
}

/// `patchesStrategicMerge` names files or holds patches; `patches` says which.
fn patches(lines: &[String], entry: &Entry) -> Lines {
    let items = entry.value.items();
    let Some(column) = dash(lines) else {
        return Lines::new();
    };
    let is_item = |line: &&String| blanks(line) == column && line[column..].starts_with('-');
    if lines.iter().filter(is_item).count() != items.len() {
        return Lines::new();
    }
    let (mut changed, mut items, mut is_block) = (Lines::new(), items.iter(), false);
    for line in lines {
        if !is_item(&line) {
            let more = if is_block && !line.trim().is_empty() {
                "  "
            } else {
                ""
            };
            changed.push(format!("{more}{line}"));
            continue;
        }
        let Some(said) = items.next().and_then(Node::text) else {
            return Lines::new();
        };
        let rest = line[column + 1..].trim_start();
        let (start, end) = line.split_at(line.len() - rest.len());
        is_block = rest.starts_with(['|', '>']);
        let is_plain = !rest.starts_with(['&', '*', '!', '[', '{', '#']) && !rest.trim().is_empty();
        // An indentation that is written as a number counts from the item.
        let has_number = is_block && rest.trim_end().contains(|c: char| c.is_ascii_digit());
        if !is_plain || has_number || !is_block && said.contains('\n') {
            return Lines::new();
        }
        let key = if is_block { "patch" } else { "path" };
        changed.push(format!("{start}{key}: {end}"));
    }
    changed
}

/// `commonLabels` are `labels` that selectors have as well.
fn labels(text: &Text<'_>, file: &Node, entry: &Entry) -> Option<Vec<Edit>> {
    let lines = text.lines_of(entry)?;
    let ending = text.ending();
    let indent = " ".repeat(entry.mark.column - 1);
    let key = text.line(lines.start)?;
    let rest = key.trim_start().strip_prefix("commonLabels:")?.trim_end();
    let is_bare = rest.trim().is_empty() || rest.trim_start().starts_with('#');
    let is_map = matches!(&entry.value.value, Value::Map(entries) if !entries.is_empty());
    let mut body = Lines::new();
    if is_bare && is_map {
        let children = gather(text, lines.start + 1..lines.end)?;
        let depth = entry.value.entries().first()?.mark.column - 1;
        body.push(format!("{indent}  - pairs:{rest}{ending}"));
        body.extend(shifted(&children, indent.len() + 6, depth)?);
    } else if is_map && lines.len() == 1 {
        body.push(format!("{indent}  - pairs:{rest}{ending}"));
    } else {
        return None;
    }
    body.push(format!("{indent}    includeSelectors: true{ending}"));
    let Some(there) = file.entry("labels") else {
        let all = format!("{indent}labels:{ending}{}", body.concat());
        return Some(vec![text.replace_lines(lines, all)?]);
    };
    join(text, lines, &body, there, Side::After)
}

/// The line of a key, with another key.
fn key_line(text: &Text<'_>, entry: &Entry, newer: &str) -> Option<String> {
    let line = with_ending(text, entry.mark.line)?;
    line.contains(&*entry.key)
        .then(|| line.replacen(&*entry.key, newer, 1))
}

/// Whether the value is a list of which each item has lines of its own.
fn is_block(text: &Text<'_>, entry: &Entry) -> bool {
    let first = entry.value.items().first();
    first.is_some_and(|first| {
        let line = text.line(first.mark.line).unwrap_or_default();
        first.mark.line > entry.mark.line && line.trim_start().starts_with('-')
    })
}

fn gather(text: &Text<'_>, lines: std::ops::Range<usize>) -> Option<Lines> {
    lines.map(|line| with_ending(text, line)).collect()
}

/// A line; the last one of a file may have no ending, and gets one.
fn with_ending(text: &Text<'_>, line: usize) -> Option<String> {
    let line = text.line(line)?;
    let ending = if line.ends_with('\n') {
        ""
    } else {
        text.ending()
    };
    Some(format!("{line}{ending}"))
}

/// How far the items of a list are indented.
fn dash(lines: &[String]) -> Option<usize> {
    let mut items = lines
        .iter()
        .filter(|line| line.trim_start().starts_with('-'));
    items.next().map(|line| blanks(line))
}

/// Lines that are indented by `depth`, indented by `wanted`.
fn shifted(lines: &[String], wanted: usize, depth: usize) -> Option<Lines> {
    let shift = |line: &String| match wanted.checked_sub(depth) {
        _ if line.trim().is_empty() => Some(line.clone()),
        Some(more) => Some(format!("{}{line}", " ".repeat(more))),
        None => line
            .strip_prefix(&*" ".repeat(depth - wanted))
            .map(str::to_owned),
    };
    lines.iter().map(shift).collect()
}
