//! Text that YAML is known to misread, and collections of what may stand in a manifest.

use std::fmt::Debug;
use std::hash::Hash;

use indexmap::IndexMap;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Pieces that mean something to some YAML reader, or to the template engine.
const PIECES: &[&str] = &[
    "-",
    "- ",
    "---",
    "\n---\n",
    "...",
    "?",
    "? ",
    ":",
    ": ",
    " :",
    "#",
    " #",
    ",",
    "[",
    "]",
    "{",
    "}",
    "{{",
    "}}",
    "{{ x }}",
    "{%",
    "%}",
    "{#",
    "#}",
    "&",
    "*",
    "!",
    "!!str ",
    "|",
    "|-",
    ">",
    "'",
    "''",
    "\"",
    "%",
    "%YAML",
    "@",
    "`",
    "~",
    "~1",
    "/",
    "=",
    "<<",
    "\\",
    "\\n",
    "\\u0041",
    "$",
    "${X}",
    "$(X)",
    " ",
    "  ",
    "\t",
    "\n",
    "\n  ",
    "\r",
    "\r\n",
    "\u{0}",
    "\u{7}",
    "\u{1b}",
    "\u{7f}",
    "\u{85}",
    "\u{9f}",
    "\u{a0}",
    "\u{ad}",
    "\u{2028}",
    "\u{2029}",
    "\u{200b}",
    "\u{202e}",
    "\u{feff}",
    "\u{fffd}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{10ffff}",
    "é",
    "日本",
    "😀",
    "no",
    "Yes",
    "on",
    "off",
    "true",
    "null",
    "+",
    ".",
    "_",
    "0",
    "1",
    "9",
    "0x",
    "0o",
    "0b",
    "e",
    "1e3",
    "F",
    ".inf",
    ".NaN",
    "2024-01-01",
    "12:30",
    "a",
    "b c",
    "key: value",
    "- item",
];

/// Whole texts that a reader may take for something else.
const WORDS: &[&str] = &[
    "",
    " ",
    "no",
    "No",
    "y",
    "on",
    "OFF",
    "true",
    "False",
    "null",
    "Null",
    "~",
    "1e3",
    "1E+3",
    "0x1F",
    "0o17",
    "0b1",
    "0777",
    "1_000",
    "1.10",
    "1.0",
    ".5",
    "5.",
    "-1",
    "+1",
    ".inf",
    "-.Inf",
    ".NaN",
    "12:30:45",
    "2024-01-01",
    "2001-12-14t21:59:43.10-05:00",
    "=",
    "<<",
    "-",
    "--",
    "---",
    "--- a",
    "...",
    "? a",
    "a: b",
    "a:",
    ": ",
    "a #b",
    "#",
    "# a",
    "[a]",
    "{a: b}",
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "%a",
    "@a",
    "`a`",
    "'a'",
    "\"a\"",
    " a",
    "a ",
    "a\nb",
    "a\n",
    "\na",
    "\ta",
];

/// Any text.
pub(crate) fn text() -> BoxedStrategy<String> {
    prop_oneof![
        6 => vec(select(PIECES), 0..8).prop_map(|pieces| pieces.concat()),
        4 => select(WORDS).prop_map(str::to_owned),
        2 => "[-+]?[0-9._:eExXoObB+a-fA-FTZ -]{0,12}",
        2 => vec(any::<char>(), 0..12).prop_map(String::from_iter),
        2 => any::<String>(),
        1 => (select(PIECES), 80..160_usize).prop_map(|(piece, times)| piece.repeat(times)),
    ]
    .boxed()
}

/// A number that Kubernetes holds: its API has signed ones.
pub(crate) fn number() -> BoxedStrategy<u32> {
    prop_oneof![0..100_u32, 0..=i32::MAX.unsigned_abs()].boxed()
}

/// A few of them, or none.
pub(crate) fn list<T: Debug>(item: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    vec(item, 0..3)
}

/// A few of them, where Kubernetes asks for at least one.
pub(crate) fn some<T: Debug>(item: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    vec(item, 1..3)
}

/// A few keys with their values, or none.
pub(crate) fn map<K: Debug + Eq + Hash, V: Debug>(
    key: impl Strategy<Value = K>,
    value: impl Strategy<Value = V>,
) -> impl Strategy<Value = IndexMap<K, V>> {
    list((key, value)).prop_map(IndexMap::from_iter)
}
