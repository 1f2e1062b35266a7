//! Strings as YAML scalars.
//!
//! The law of the templates: one interpolation makes exactly one YAML scalar, on one line, that
//! parses back to the same string (or number, with the `number` filter), whatever the string.
//! It holds for YAML 1.1 and 1.2 readers alike, because what is read by `kubectl` is also read by
//! Helm, Argo CD, and people's own Python.
//!
//! A string is written plain where every reader takes it for the same string, else in single
//! quotes, and in double quotes where only an escape can carry it (line breaks, control
//! characters, and what would be invisible or reorder the line).
//!
//! Three things a template has to keep to:
//! - An interpolation stands alone: after blanks, `- ` or `: `, and before the end of the line, ` #`,
//!   or the `:` of a mapping. Never in quotes, nor in `[]` or `{}`. A test reads the templates for
//!   that.
//! - What is interpolated writes itself in one chunk, as strings and [names](crate::names) do: the
//!   escaper is called once a chunk, and cannot know of the next. Compose a name in Rust.
//! - As a key of a mapping, a string has at most 1,024 characters: YAML reads no longer ones.

use std::borrow::Cow;
use std::fmt::{self, Display, Write};

use askama::filters::Escaper;

use crate::names::Port;

/// The escaper of every `.yaml` template (see `askama.toml`).
#[derive(Clone, Copy, Debug, Default)]
pub struct Yaml;

impl Escaper for Yaml {
    fn write_escaped_str<W: Write>(&self, dest: W, string: &str) -> fmt::Result {
        match Style::of(string) {
            Style::Plain => plain(dest, string),
            Style::Single => single(dest, string),
            Style::Double => double(dest, string),
        }
    }
}

/// `text` as one YAML scalar, for what is not written by a template.
///
/// ```
/// use k8sgen_templates::scalar::quote;
///
/// assert_eq!(quote("web-ui"), "web-ui");
/// assert_eq!(quote("no"), "'no'");
/// assert_eq!(quote("two\nlines"), r#""two\nlines""#);
/// ```
#[must_use]
pub fn quote(text: &str) -> Cow<'_, str> {
    let mut quoted = String::with_capacity(text.len() + 2);
    // Writing to a String does not fail.
    let _ = match Style::of(text) {
        Style::Plain => return Cow::Borrowed(text),
        Style::Single => single(&mut quoted, text),
        Style::Double => double(&mut quoted, text),
    };
    Cow::Owned(quoted)
}

/// What the `number` filter writes bare: whole numbers, and [`Port`].
///
/// Sealed, because each implementor promises that its `Display` is a decimal number.
pub trait Number: Display + sealed::Sealed {}

mod sealed {
    /// Keeps [`Number`](super::Number) to this crate.
    pub trait Sealed {}
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl sealed::Sealed for $number {}
        impl Number for $number {}
    )*};
}

numbers!(u8, u16, u32, u64, usize, i32, i64, Port);

impl<T: sealed::Sealed + ?Sized> sealed::Sealed for &T {}
impl<T: Number + ?Sized> Number for &T {}

/// The filters of the templates: `use crate::scalar::filters;` beside the template's struct.
#[expect(
    clippy::inline_always,
    clippy::unnecessary_wraps,
    clippy::unused_self,
    unreachable_pub,
    reason = "`askama::filter_fn` asks for the Result, and writes the rest"
)]
pub(crate) mod filters {
    use std::fmt::Display;

    use askama::Values;
    use askama::filters::Safe;

    use super::Number;
    use crate::kind;

    /// `{{ port|number }}`: a bare number, where a plain `{{ port }}` is the string `'8080'`.
    #[askama::filter_fn]
    pub(crate) fn number<T: Number>(number: T, _: &dyn Values) -> askama::Result<Safe<T>> {
        Ok(Safe(number))
    }

    /// `# {{ why|comment }}`: text behind a `#`, which must stay on its line and needs no quotes.
    #[askama::filter_fn]
    pub(crate) fn comment<T: Display>(text: T, _: &dyn Values) -> askama::Result<Safe<String>> {
        let text = text.to_string();
        Ok(Safe(
            text.chars()
                .map(|c| if super::needs_escape(c) { ' ' } else { c })
                .collect(),
        ))
    }

    /// `{{ part|deeper(4) }}` on a line of its own, at its beginning: another template, that many blanks further
    /// in. Each of its scalars is on one line, so a line can be moved and stays what it is.
    #[askama::filter_fn]
    pub(crate) fn deeper<T: askama::Template>(
        part: T,
        _: &dyn Values,
        indent: usize,
    ) -> askama::Result<Safe<String>> {
        let text = part.render()?;
        let lines = text.lines().map(|line| format!("{:indent$}{line}", ""));
        Ok(Safe(lines.collect::<Vec<_>>().join("\n")))
    }

    /// `{{ values|tree(4) }}` on a line of its own below its key, at its beginning: a mapping, behind that many
    /// blanks. Each key and text in it is escaped as if it stood alone.
    #[askama::filter_fn]
    pub(crate) fn tree(
        values: &kind::Values,
        _: &dyn Values,
        indent: usize,
    ) -> askama::Result<Safe<String>> {
        Ok(Safe(kind::block(values, indent)))
    }
}

/// The three ways to write a scalar on one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// `web-ui`
    Plain,
    /// `'no'`
    Single,
    /// `"two\nlines"`
    Double,
}

impl Style {
    /// The lightest style that carries the text.
    fn of(text: &str) -> Self {
        if text.chars().any(needs_escape) {
            Self::Double
        } else if stays_plain(text) {
            Self::Plain
        } else {
            Self::Single
        }
    }
}

fn plain(mut dest: impl Write, text: &str) -> fmt::Result {
    dest.write_str(text)
}

fn single(mut dest: impl Write, text: &str) -> fmt::Result {
    dest.write_char('\'')?;
    for (index, part) in text.split('\'').enumerate() {
        if index > 0 {
            dest.write_str("''")?;
        }
        dest.write_str(part)?;
    }
    dest.write_char('\'')
}

fn double(mut dest: impl Write, text: &str) -> fmt::Result {
    dest.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' => dest.write_str("\\\"")?,
            '\\' => dest.write_str("\\\\")?,
            '\n' => dest.write_str("\\n")?,
            '\r' => dest.write_str("\\r")?,
            '\t' => dest.write_str("\\t")?,
            c if !needs_escape(c) => dest.write_char(c)?,
            c => match u32::from(c) {
                code @ ..=0xFF => write!(dest, "\\x{code:02X}")?,
                code @ ..=0xFFFF => write!(dest, "\\u{code:04X}")?,
                code => write!(dest, "\\U{code:08X}")?,
            },
        }
    }
    dest.write_char('"')
}

/// Whether only an escape can carry the character through every reader and past every eye: line
/// breaks and controls, blanks other than the space, what has no glyph of its own, and what turns
/// the direction of a line around.
pub(crate) fn needs_escape(c: char) -> bool {
    match c {
        ' '..='~' => false,
        '\u{AD}' // soft hyphen
        | '\u{61C}' // Arabic letter mark
        | '\u{180E}' // Mongolian vowel separator
        | '\u{200B}'..='\u{200F}' // zero width, and direction marks
        | '\u{202A}'..='\u{202E}' // embedding and override of direction
        | '\u{2060}'..='\u{206F}' // word joiner, isolates
        | '\u{FEFF}' // byte order mark
        | '\u{FFF9}'..='\u{FFFB}' // interlinear annotation
        | '\u{E0000}'..='\u{E0FFF}' => true, // tags
        c => c.is_control() || c.is_whitespace() || is_noncharacter(c),
    }
}

/// The code points that Unicode keeps out of text for good.
fn is_noncharacter(c: char) -> bool {
    let code = u32::from(c);
    (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE
}

/// Whether every YAML reader takes the bare text for the same string, in block style.
fn stays_plain(text: &str) -> bool {
    starts_plain(text)
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(['[', ']', '{', '}'])
        && !is_word(text)
        && !looks_like_number(text)
}

/// Whether the first characters neither are nor come near an indicator of YAML.
fn starts_plain(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        None => false,
        // A flag: `-c`, `--port=80`. Not `- x`, `-`, `---`, `-1`.
        Some('-') => {
            !text.starts_with("---")
                && chars
                    .next()
                    .is_some_and(|c| c.is_ascii_alphabetic() || c == '-')
        }
        Some('.') => !text.starts_with("..."),
        Some(c) => c.is_ascii_alphanumeric() || "/_+$(^".contains(c) || !c.is_ascii(),
    }
}

/// Words that some reader takes for a boolean, a null, or a number that is none.
fn is_word(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    const NUMBERS: [&str; 3] = ["nan", "inf", "infinity"];
    let bare = text.trim_start_matches(['+', '-', '.']);
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
        || NUMBERS.iter().any(|word| bare.eq_ignore_ascii_case(word))
}

/// Whether some reader may take the text for a number, a date or a time: it begins like one, and
/// is made of their characters alone. Go's reader drops every `_` first, so that `+_1` is one.
/// `500m`, `128Mi`, `30s` and `10.0.0.0/16` are not.
fn looks_like_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    unsigned
        .chars()
        .next()
        .is_none_or(|c| c.is_ascii_digit() || c == '.' || c == '_')
        && unsigned
            .chars()
            .all(|c| c.is_ascii_hexdigit() || "._,:+- xXoOtTzZ".contains(c))
}

#[cfg(test)]
mod tests {
    use askama::Template;

    use super::filters;
    use crate::names::Port;

    #[derive(Template)]
    #[template(
        source = "port: {{ port|number }}\nreplicas: {{ replicas|number }}\ntext: {{ port }}\n",
        ext = "yaml"
    )]
    struct Numbers {
        port: Port,
        replicas: i32,
    }

    #[test]
    fn a_number_is_bare_with_its_filter_and_a_string_without() {
        let numbers = Numbers {
            port: Port::new(8080).expect("not 0"),
            replicas: -1,
        };
        assert_eq!(
            numbers.to_string(),
            "port: 8080\nreplicas: -1\ntext: '8080'\n"
        );
    }
}
