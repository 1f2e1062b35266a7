//! How messages of this stage show values: shortly, and never one that may be a secret.

use serde_json::Value;

use crate::terraform::kind;

/// The longest value that a message shows, in characters.
const SHOWN: usize = 100;

/// How many items of a list a message shows.
const ITEMS: usize = 12;

/// What a value is, for a message about a value of the wrong shape.
///
/// A text is quoted only if it looks like a plain name, host or number: a connection string with a
/// password in it is of the wrong shape, too.
pub(super) fn describe(value: &Value) -> String {
    match value {
        Value::String(text) if is_plain(text) => format!("the text `{text}`"),
        Value::Number(number) => format!("the number {number}"),
        Value::Array(items) if !items.is_empty() => format!("a list of {}", items.len()),
        other => kind(other).to_owned(),
    }
}

/// Whether a text may be shown although it is not what was asked for.
pub(super) fn is_plain(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || " -._:/*".contains(c);
    !text.is_empty() && text.len() <= SHOWN && text.chars().all(plain)
}

/// A value of the right shape, cut if it is long.
pub(super) fn shorten(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// `a, b and c`.
pub(super) fn enumerate<T: AsRef<str>>(items: &[T]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match items.as_slice() {
        [] => "none".to_owned(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// `a, b and c`, or `a, b and 7 more`.
pub(super) fn enumerate_some(items: &[String]) -> String {
    if items.len() <= ITEMS {
        return enumerate(items);
    }
    let more = items.len() - ITEMS;
    format!("{} and {more} more", items[..ITEMS].join(", "))
}

/// Each in backticks.
pub(super) fn quoted<T: AsRef<str>>(items: &[T]) -> Vec<String> {
    items
        .iter()
        .map(|item| format!("`{}`", item.as_ref()))
        .collect()
}
