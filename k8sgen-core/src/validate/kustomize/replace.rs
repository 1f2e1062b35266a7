//! Replacements: a value is read in one object and written to others.

use regex_lite::Regex;

use super::edit;
use super::growth;
use super::note::{Note, Step, What};
use super::resource::Resource;
use super::select::Selector;
use crate::yaml::{Node, Value};

/// No object is deeper than this.
const MOST_STEPS: usize = 128;

/// Does what one replacement says.
pub(super) fn replace(resources: &mut [Resource], entry: &Node, notes: &mut Vec<Note>) -> Step {
    let lacks = |message: &str| Note::new(entry.mark, What::NoReplacement, message);
    let targets = entry.at(["targets"]).map_or(&[][..], Node::items);
    if entry.at(["targets"]).is_none() {
        return Err(lacks("a replacement needs `targets`"));
    }
    let value = match (entry.at(["source"]), entry.at(["sourceValue"])) {
        (Some(source), None) => read_source(resources, source)?,
        (None, Some(value)) => edit::plain(value.text().unwrap_or_default(), value.mark),
        (None, None) => return Err(lacks("a replacement needs a `source`")),
        (Some(_), Some(_)) => {
            return Err(lacks("a replacement has either `source` or `sourceValue`"));
        }
    };
    targets
        .iter()
        .try_for_each(|target| write_target(resources, target, &value, notes))
}

fn texts(node: &Node, key: &str) -> String {
    let text = node.at([key]).and_then(Node::text);
    text.unwrap_or_default().to_owned()
}

/// How a value is cut into parts, and which part is meant.
struct Cut {
    delimiter: String,
    index: i64,
}

fn cut(node: &Node) -> Option<Cut> {
    let options = node.at(["options"])?;
    let delimiter = texts(options, "delimiter");
    let index = texts(options, "index").parse().unwrap_or(0);
    (!delimiter.is_empty()).then_some(Cut { delimiter, index })
}

fn read_source(resources: &[Resource], source: &Node) -> Step<Node> {
    let none = |message: String| Note::new(source.mark, What::NoReplacement, message);
    let asked = ["group", "version", "kind", "name", "namespace"].map(|key| texts(source, key));
    let [group, version, kind, name, namespace] = &asked;
    let fits = |asked: &str, is: &str| asked.is_empty() || asked == is;
    let mut found = resources.iter().filter(|resource| {
        std::iter::once(resource.id())
            .chain(resource.ids_before())
            .any(|id| {
                let wanted = if namespace.is_empty() {
                    id.effective_namespace()
                } else {
                    namespace
                };
                fits(group, &id.group)
                    && fits(version, &id.version)
                    && fits(kind, &id.kind)
                    && fits(name, &id.name)
                    && (id.effective_namespace() == wanted)
            })
    });
    let Some(one) = found.next() else {
        return Err(none(format!("there is no {kind} `{name}` to read from")));
    };
    if found.next().is_some() {
        return Err(none(format!("several objects are {kind} `{name}`")));
    }
    let path = match texts(source, "fieldPath") {
        path if path.is_empty() => "metadata.name".to_owned(),
        path => path,
    };
    let value = split(&path)
        .iter()
        .try_fold(&one.node, |node, part| step(node, part));
    let Some(value) = value.filter(|value| !edit::is_empty(value)) else {
        return Err(none(format!("{} has no `{path}`", one.id())));
    };
    let Some(cut) = cut(source) else {
        return Ok(value.clone());
    };
    let Some(text) = value.text() else {
        return Err(none(format!("`{path}` is no text that a delimiter cuts")));
    };
    let parts: Vec<&str> = text.split(cut.delimiter.as_str()).collect();
    let part = usize::try_from(cut.index).ok().and_then(|at| parts.get(at));
    let Some(part) = part else {
        return Err(none(format!("`{path}` has no part {}", cut.index)));
    };
    let mut value = value.clone();
    let mark = value.mark;
    edit::retext(&mut value, part, mark);
    Ok(value)
}

/// A path's parts: split at dots, but not inside of brackets or after a backslash.
fn split(path: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in path.split('.').take(MOST_STEPS) {
        let goes_on = |last: &&mut String| {
            last.ends_with('\\') || (last.starts_with('[') && !last.ends_with(']'))
        };
        match parts.last_mut().filter(goes_on) {
            Some(last) => {
                if last.ends_with('\\') {
                    last.pop();
                }
                last.push('.');
                last.push_str(part);
            }
            None => parts.push(part.to_owned()),
        }
    }
    for part in &mut parts {
        // `[a.b/c]` is a key with dots, `[name=a]` is an item.
        if part.starts_with('[') && part.contains('.') && !part.contains('=') {
            *part = part.trim_matches(['[', ']']).to_owned();
        }
    }
    parts
}

/// `name` and `a` of `[name=a]`.
fn item_of(part: &str) -> Option<(&str, &str)> {
    part.strip_prefix('[')?.strip_suffix(']')?.split_once('=')
}

fn step<'a>(node: &'a Node, part: &str) -> Option<&'a Node> {
    match &node.value {
        Value::List(items) => {
            if let Some((key, value)) = item_of(part) {
                return items.iter().find(|item| {
                    let text = if key.is_empty() {
                        item.text()
                    } else {
                        item.at([key]).and_then(Node::text)
                    };
                    text == Some(value)
                });
            }
            if part == "-" {
                return items.last();
            }
            items.get(part.parse::<usize>().ok()?)
        }
        _ => node.at([part]),
    }
}

fn write_target(
    resources: &mut [Resource],
    target: &Node,
    value: &Node,
    notes: &mut Vec<Note>,
) -> Step {
    let Some(select) = target.at(["select"]) else {
        let message = "a target needs a `select`";
        return Err(Note::new(target.mark, What::NoReplacement, message));
    };
    let select = Selector::read(select)?;
    let rejects = target.at(["reject"]).map_or(&[][..], Node::items);
    let rejects: Vec<Selector> = rejects.iter().map(Selector::read).collect::<Step<_>>()?;
    let mut is_found = false;
    for resource in resources {
        let is_rejected = rejects.iter().any(|reject| {
            let by_labels = !reject.has_no_labels() && reject.matches_labels(resource);
            let by_id = !reject.has_no_id() && {
                let mut ids = std::iter::once(resource.id()).chain(resource.ids_before());
                ids.any(|id| reject.selects_id(&id))
            };
            by_labels || by_id
        });
        let is_selected = select.matches_labels(resource) && {
            let mut ids = std::iter::once(resource.id()).chain(resource.ids_before());
            ids.any(|id| select.selects_id(&id))
        };
        if is_selected && !is_rejected {
            is_found = true;
            write(&mut resource.node, target, value)?;
        }
    }
    if !is_found {
        let message = "no object is selected by this target";
        notes.push(Note::new(select.mark, What::Unselected, message));
    }
    Ok(())
}

/// Whether a path that leads nowhere is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Creates {
    Nothing,
    Like(Shape),
}

/// What stands at the end of a path that is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Scalar,
    List,
    Map,
}

fn write(object: &mut Node, target: &Node, value: &Node) -> Step {
    let is_on = target.at(["options", "create"]).and_then(Node::text) == Some("true");
    let creates = if is_on {
        Creates::Like(match value.value {
            Value::List(_) => Shape::List,
            Value::Map(_) => Shape::Map,
            _ => Shape::Scalar,
        })
    } else {
        Creates::Nothing
    };
    let cut = cut(target);
    let default = [edit::plain("metadata.name", target.mark)];
    let paths = match target.at(["fieldPaths"]).map_or(&[][..], Node::items) {
        [] => &default[..],
        paths => paths,
    };
    for path in paths {
        let text = path.text().unwrap_or_default();
        let mut count = 0;
        visit(object, &split(text), creates, &mut |node| {
            count += 1;
            put(node, value, cut.as_ref())
        })
        .map_err(|mut note| {
            note.mark = path.mark;
            note
        })?;
        growth::check(object, path.mark)?;
        if count == 0 {
            let message = format!("the target has no `{text}`");
            return Err(Note::new(path.mark, What::NoReplacement, message));
        }
    }
    Ok(())
}

fn put(node: &mut Node, value: &Node, cut: Option<&Cut>) -> Step {
    let unfit = |message: &str| Note::new(value.mark, What::NoReplacement, message);
    let mut value = value.clone();
    if let Some(cut) = cut {
        let Some(old) = node.text().or_else(|| edit::is_null(node).then_some("")) else {
            return Err(unfit("a delimiter cuts texts only"));
        };
        let new = value.text().unwrap_or_default().to_owned();
        let mut parts: Vec<&str> = old.split(cut.delimiter.as_str()).collect();
        match usize::try_from(cut.index) {
            Err(_) => parts.insert(0, &new),
            Ok(at) if at >= parts.len() => parts.push(&new),
            Ok(at) => parts[at] = &new,
        }
        let text = parts.join(&cut.delimiter);
        let mark = value.mark;
        edit::retext(&mut value, &text, mark);
    }
    if matches!(node.value, Value::Scalar { .. }) {
        let text = value.text().unwrap_or_default();
        edit::retext(node, text, value.mark);
    } else {
        *node = value;
    }
    Ok(())
}

fn made(rest: &[String], creates: Shape, like: &Node) -> Node {
    let is_list = rest
        .first()
        .is_some_and(|part| item_of(part).is_some() || part.parse::<usize>().is_ok());
    let value = match (rest.is_empty(), is_list, creates) {
        (false, true, _) | (true, _, Shape::List) => Value::List(Vec::new()),
        (false, false, _) | (true, _, Shape::Map) => Value::Map(Vec::new()),
        (true, _, Shape::Scalar) => Value::Null,
    };
    Node {
        value,
        mark: like.mark,
    }
}

/// Calls `change` with every value that a path leads to.
fn visit(
    node: &mut Node,
    path: &[String],
    creates: Creates,
    change: &mut dyn FnMut(&mut Node) -> Step,
) -> Step {
    let Some((part, rest)) = path.split_first() else {
        return change(node);
    };
    let unfit = |message: String| Note::new(node.mark, What::NoReplacement, message);
    let like = Node {
        value: Value::Null,
        mark: node.mark,
    };
    match &mut node.value {
        Value::List(items) => {
            if part == "*" {
                return items
                    .iter_mut()
                    .try_for_each(|item| visit(item, rest, creates, change));
            }
            if let Some((key, asked)) = item_of(part) {
                let pattern = Regex::new(asked).map_err(|_| {
                    Note::new(like.mark, What::Invalid, format!("`{asked}` is no pattern"))
                })?;
                let fits = |item: &Node| {
                    let value = if key.is_empty() {
                        Some(item)
                    } else {
                        item.at([key])
                    };
                    let text = value.and_then(Node::text);
                    text.is_some_and(|text| pattern.is_match(text))
                };
                if !items.iter().any(fits) && creates != Creates::Nothing {
                    let value = edit::plain(asked, like.mark);
                    items.push(if key.is_empty() {
                        value
                    } else {
                        let mut item = edit::empty_map(like.mark);
                        edit::set(&mut item, key, value);
                        item
                    });
                }
                let found = items.iter_mut().filter(|item| fits(item));
                return found
                    .into_iter()
                    .try_for_each(|item| visit(item, rest, creates, change));
            }
            let Ok(at) = part.parse::<usize>() else {
                return Err(unfit(format!("`{part}` is no place in a list")));
            };
            if let Creates::Like(shape) = creates
                && at == items.len()
            {
                items.push(made(rest, shape, &like));
            }
            let count = items.len();
            match items.get_mut(at) {
                Some(item) => visit(item, rest, creates, change),
                None => Err(unfit(format!("the list has no item {at}, only {count}"))),
            }
        }
        Value::Map(_) => {
            if let Creates::Like(shape) = creates
                && node.at([part.as_str()]).is_none()
            {
                edit::set(node, part, made(rest, shape, &like));
            }
            match edit::get_mut(node, part) {
                Some(value) => visit(value, rest, creates, change),
                None => Ok(()),
            }
        }
        Value::Scalar { .. } => inside(node, path, creates, change),
        Value::Null => Ok(()),
    }
}

/// Changes a value inside of a text that is itself JSON or YAML.
fn inside(
    node: &mut Node,
    path: &[String],
    creates: Creates,
    change: &mut dyn FnMut(&mut Node) -> Step,
) -> Step {
    let text = node.text().unwrap_or_default().to_owned();
    let stream = crate::yaml::stream(&text, node.mark.layer);
    let Some(mut inner) = stream.documents.into_iter().next() else {
        return Ok(());
    };
    if !stream.problems.is_empty() || matches!(inner.value, Value::Scalar { .. }) {
        return Ok(());
    }
    visit(&mut inner, path, creates, change)?;
    let json = edit::json(&inner);
    let is_json = text.trim_start().starts_with(['{', '[']);
    let written = if is_json && text.contains('\n') && text.contains("  ") {
        serde_json::to_string_pretty(&json).unwrap_or_default()
    } else if is_json {
        json.to_string()
    } else {
        crate::yaml::to_text(&json).trim().to_owned()
    };
    node.value = Value::Scalar {
        text: written.into(),
        plain: false,
    };
    Ok(())
}
