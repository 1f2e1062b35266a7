//! Strings in Markdown and in the pictures inside of it.
//!
//! One interpolation stays one piece of text: nothing in it becomes a heading, a cell, a link or HTML.

use std::fmt::{self, Write};

use askama::filters::Escaper;

/// The escaper of every `.md` template (see `askama.toml`): a string as plain text, on one line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Markdown;

impl Escaper for Markdown {
    fn write_escaped_str<W: Write>(&self, mut dest: W, string: &str) -> fmt::Result {
        let mut rest = string.trim_start_matches(is_blank);
        // What would begin a list or underline a heading, where it is the first on its line.
        let number = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (digits, mark) = rest.split_at(number);
        let is_mark = match mark.chars().next() {
            Some('-' | '+' | '=') => digits.is_empty(),
            Some('.' | ')') => mark[1..].chars().next().is_none_or(is_blank),
            _ => false,
        };
        if is_mark {
            write!(dest, "{digits}\\{}", &mark[..1])?;
            rest = &mark[1..];
        }
        let mut before = ' ';
        for c in rest.chars() {
            match c {
                '<' => dest.write_str("&lt;")?,
                '>' => dest.write_str("&gt;")?,
                '&' => dest.write_str("&amp;")?,
                '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '$' | '!' | '{' | '}' => {
                    dest.write_char('\\')?;
                    dest.write_char(c)?;
                }
                // Two at the end of a line would break it.
                c if is_blank(c) && is_blank(before) => {}
                c if is_blank(c) => dest.write_char(' ')?,
                c => dest.write_char(c)?,
            }
            before = c;
        }
        Ok(())
    }
}

fn is_blank(c: char) -> bool {
    c.is_control() || c.is_whitespace()
}

/// A string as a code span, also inside of a table.
///
/// ```
/// use k8sgen_templates::markdown::code;
/// assert_eq!(code("web-ui"), "`web-ui`");
/// assert_eq!(code("a`b|c"), r"``a`b\|c``");
/// ```
#[must_use]
pub fn code(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // A backtick at an end, and text of blanks alone, need a blank to keep them from the fence.
    let pad = if text.starts_with('`') || text.ends_with('`') || text.is_empty() {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{}{pad}{fence}", text.replace('|', r"\|"))
}

/// A string as a label of a Mermaid diagram: Mermaid's own entities for what would end or change it, and a line for each
/// line.
///
/// ```
/// use k8sgen_templates::markdown::label;
/// assert_eq!(label("web-ui"), "\"web-ui\"");
/// assert_eq!(label("a\"b;"), "\"a#quot;b#59;\"");
/// assert_eq!(label("EKS cluster\ndemo"), "\"EKS cluster<br>demo\"");
/// ```
#[must_use]
pub fn label(text: &str) -> String {
    let mut label = String::with_capacity(text.len() + 2);
    label.push('"');
    for c in text.chars() {
        match c {
            '"' => label.push_str("#quot;"),
            '#' | ';' | '<' | '>' | '&' | '`' | '\\' | '{' | '}' | '%' => {
                let _ = write!(label, "#{};", u32::from(c));
            }
            '\n' => label.push_str("<br>"),
            c if c.is_control() => label.push(' '),
            c => label.push(c),
        }
    }
    label.push('"');
    label
}

/// A relative path or a URL as the target of a link: what is not plain is percent-encoded.
///
/// ```
/// use k8sgen_templates::markdown::url;
/// assert_eq!(url("../base/a b.yaml"), "../base/a%20b.yaml");
/// ```
#[must_use]
pub fn url(text: &str) -> String {
    let mut url = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b':' => {
                url.push(char::from(byte));
            }
            byte => {
                let _ = write!(url, "%{byte:02X}");
            }
        }
    }
    url
}

/// One word of a POSIX shell's command line, quoted only where it must be.
///
/// ```
/// use k8sgen_templates::markdown::shell;
/// assert_eq!(shell("web-ui"), "web-ui");
/// assert_eq!(shell("it's; rm"), r"'it'\''s; rm'");
/// ```
#[must_use]
pub fn shell(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let is_plain = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ':' | '@' | '=' | ',')
    };
    if !text.is_empty() && text.chars().all(is_plain) {
        return text;
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A value as JSON, indented as people write it, for a block of code. No line of it can end the block: each begins with a
/// blank, a brace or a quote.
#[must_use]
pub fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// The filters of the pages: `use crate::markdown::filters;` beside the page's struct.
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

    /// `{{ path|code }}`: a code span.
    #[askama::filter_fn]
    pub(crate) fn code<T: Display>(text: T, _: &dyn Values) -> askama::Result<Safe<String>> {
        Ok(Safe(super::code(&text.to_string())))
    }

    /// `{{ path|url }}`: where a link leads.
    #[askama::filter_fn]
    pub(crate) fn url<T: Display>(text: T, _: &dyn Values) -> askama::Result<Safe<String>> {
        Ok(Safe(super::url(&text.to_string())))
    }

    /// `{{ name|shell }}`: one word of a POSIX shell's command line.
    #[askama::filter_fn]
    pub(crate) fn shell<T: Display>(text: T, _: &dyn Values) -> askama::Result<Safe<String>> {
        Ok(Safe(super::shell(&text.to_string())))
    }

    /// `{{ picture|diagram }}`: a Mermaid diagram.
    #[askama::filter_fn]
    pub(crate) fn diagram(
        picture: &crate::mermaid::Flowchart,
        _: &dyn Values,
    ) -> askama::Result<Safe<String>> {
        Ok(Safe(picture.to_string()))
    }

    /// `"{{ region|hcl }}"`: the content of a quoted string of HCL.
    #[askama::filter_fn]
    pub(crate) fn hcl<T: Display>(text: T, _: &dyn Values) -> askama::Result<Safe<String>> {
        Ok(Safe(crate::hcl::escape(&text.to_string())))
    }

    /// `{{ value|pretty }}`: indented JSON.
    #[askama::filter_fn]
    pub(crate) fn pretty<T: serde::Serialize>(
        value: T,
        _: &dyn Values,
    ) -> askama::Result<Safe<String>> {
        Ok(Safe(super::json(&value)))
    }

    /// `{{ name|yaml }}`: a YAML scalar.
    #[askama::filter_fn]
    pub(crate) fn yaml<T: Display>(text: T, _: &dyn Values) -> askama::Result<Safe<String>> {
        Ok(Safe(crate::scalar::quote(&text.to_string()).into_owned()))
    }
}
