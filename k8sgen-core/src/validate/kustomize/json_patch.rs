//! JSON patches, as RFC 6902 has them and kustomize's library reads them.

use super::edit;
use super::growth;
use super::note::{Note, Step, What};
use crate::yaml::{Node, Value};

/// A path of more steps may lead deeper than any object.
const WORTH_A_LOOK: usize = 32;

/// Applies the operations of a patch, one after the other.
pub(super) fn apply(object: &mut Node, patch: &Node) -> Step {
    for operation in patch.items() {
        operate(object, operation)?;
        let text = |key: &str| operation.at([key]).and_then(Node::text).unwrap_or_default();
        if text("op") == "copy" || text("path").matches('/').count() > WORTH_A_LOOK {
            growth::check(object, operation.mark)?;
        }
    }
    Ok(())
}

/// Whether this can be a JSON patch: a list of operations.
pub(super) fn is_one(node: &Node) -> bool {
    matches!(&node.value, Value::List(items) if items.iter().all(|item| matches!(item.value, Value::Map(_))))
}

/// What to say of the first operation that sets something and does not say to what.
pub(super) fn without_value(patch: &Node) -> Option<Note> {
    let op = |operation: &Node| operation.at(["op"]).and_then(Node::text).map(str::to_owned);
    let sets = |operation: &&Node| {
        let sets = matches!(op(operation).as_deref(), Some("add" | "replace" | "test"));
        sets && operation.at(["value"]).is_none()
    };
    let operation = patch.items().iter().find(sets)?;
    let message = format!("`{}` has no `value`", op(operation)?);
    Some(Note::new(operation.mark, What::Valueless, message))
}

fn operate(object: &mut Node, operation: &Node) -> Step {
    let unfit = |message: String| Note::new(operation.mark, What::Unfit, message);
    let text = |key: &str| operation.at([key]).and_then(Node::text);
    let path = text("path").ok_or_else(|| unfit("an operation has no `path`".to_owned()))?;
    let from = || text("from").ok_or_else(|| unfit("the operation has no `from`".to_owned()));
    let value = || {
        let none = Node {
            value: Value::Null,
            mark: operation.mark,
        };
        operation.at(["value"]).cloned().unwrap_or(none)
    };
    let done = match text("op").unwrap_or_default() {
        "add" => add(object, path, value()),
        "remove" => take(object, path).map(drop),
        "replace" => match find_mut(object, path) {
            Some(old) if !path.is_empty() => {
                *old = value();
                Some(())
            }
            _ => None,
        },
        "move" => take(object, from()?).and_then(|node| add(object, path, node)),
        "copy" => {
            let from = from()?;
            if let Some(node) = find_mut(object, from) {
                growth::check(node, operation.mark)?;
            }
            let node = find_mut(object, from).cloned();
            node.and_then(|node| add(object, path, node))
        }
        "test" => {
            let found = find_mut(object, path).map(|node| edit::json(node));
            let asked = edit::json(&value());
            (found.unwrap_or_default() == asked).then_some(())
        }
        other => return Err(unfit(format!("`{other}` is no operation of a JSON patch"))),
    };
    let op = text("op").unwrap_or_default();
    done.ok_or_else(|| unfit(format!("`{op}` does not fit: look at what is at `{path}`")))
}

/// A pointer's parts, the last one apart.
fn parts(path: &str) -> Option<(Vec<String>, String)> {
    let rest = path.strip_prefix('/')?;
    let unescape = |part: &str| part.replace("~1", "/").replace("~0", "~");
    let mut parts: Vec<String> = rest.split('/').map(unescape).collect();
    let last = parts.pop()?;
    Some((parts, last))
}

/// The place in a list that a part means; a negative one counts from the end.
fn index(part: &str, length: usize) -> Option<usize> {
    let number: i64 = part.parse().ok()?;
    let at = if number < 0 {
        i64::try_from(length).ok()? + number
    } else {
        number
    };
    usize::try_from(at).ok()
}

fn step_mut<'a>(node: &'a mut Node, part: &str) -> Option<&'a mut Node> {
    if matches!(node.value, Value::Map(_)) {
        return edit::get_mut(node, part);
    }
    let Value::List(items) = &mut node.value else {
        return None;
    };
    let at = index(part, items.len())?;
    items.get_mut(at)
}

fn find_mut<'a>(object: &'a mut Node, path: &str) -> Option<&'a mut Node> {
    if path.is_empty() {
        return Some(object);
    }
    let (folder, last) = parts(path)?;
    let parts = folder.iter().chain([&last]);
    parts
        .into_iter()
        .try_fold(object, |node, part| step_mut(node, part))
}

fn parent_mut<'a>(object: &'a mut Node, path: &str) -> Option<(&'a mut Node, String)> {
    let (folder, last) = parts(path)?;
    let parent = folder
        .iter()
        .try_fold(object, |node, part| step_mut(node, part))?;
    Some((parent, last))
}

fn add(object: &mut Node, path: &str, value: Node) -> Option<()> {
    let (parent, last) = parent_mut(object, path)?;
    match &mut parent.value {
        Value::Map(_) => edit::set(parent, &last, value),
        Value::List(items) => {
            let at = match last.as_str() {
                "-" => items.len(),
                // A negative place counts from behind the last item.
                part if part.starts_with('-') => index(part, items.len() + 1)?,
                part => index(part, items.len())?,
            };
            if at > items.len() {
                return None;
            }
            items.insert(at, value);
        }
        _ => return None,
    }
    Some(())
}

fn take(object: &mut Node, path: &str) -> Option<Node> {
    let (parent, last) = parent_mut(object, path)?;
    if let Value::List(items) = &mut parent.value {
        let at = index(&last, items.len())?;
        return (at < items.len()).then(|| items.remove(at));
    }
    edit::remove(parent, &last)
}
