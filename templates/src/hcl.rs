//! Strings in HCL, the language of Terraform.
//!
//! The law of the YAML templates holds here, too: one interpolation is the content of exactly one quoted
//! string, and stays that, whatever the string. It stands alone between two `"`; a test reads the
//! templates for that.
//!
//! Terraform brings every string into Unicode's normal form C, escaped or not. That is its own doing:
//! the names that reach HCL here are ASCII.

use std::fmt::{self, Write};

use askama::filters::Escaper;

use crate::scalar::needs_escape;

/// The escaper of every `.tf` template (see `askama.toml`): what stands between two `"`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hcl;

impl Escaper for Hcl {
    fn write_escaped_str<W: Write>(&self, mut dest: W, string: &str) -> fmt::Result {
        let mut before = '"';
        let mut rest = string.chars();
        while let Some(c) = rest.next() {
            match c {
                '"' => dest.write_str("\\\"")?,
                '\\' => dest.write_str("\\\\")?,
                '\n' => dest.write_str("\\n")?,
                '\r' => dest.write_str("\\r")?,
                '\t' => dest.write_str("\\t")?,
                // `${` would begin an expression, and `$${` is how one writes it. Behind another `$`
                // readers disagree on which two belong together.
                '$' | '%' if rest.as_str().starts_with('{') && before == c => {
                    write!(dest, "\\u{:04X}", u32::from(c))?;
                }
                '$' | '%' if rest.as_str().starts_with('{') => {
                    dest.write_char(c)?;
                    dest.write_char(c)?;
                }
                c if !needs_escape(c) => dest.write_char(c)?,
                c => match u32::from(c) {
                    code @ ..=0xFFFF => write!(dest, "\\u{code:04X}")?,
                    code => write!(dest, "\\U{code:08X}")?,
                },
            }
            before = c;
        }
        Ok(())
    }
}

/// `text` as the content of an HCL string, for what is not written by a template.
///
/// ```
/// use k8sgen_templates::hcl::escape;
///
/// assert_eq!(escape("web-ui"), "web-ui");
/// assert_eq!(escape(r#"say "${x}""#), r#"say \"$${x}\""#);
/// ```
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    // Writing to a String does not fail.
    let _ = Hcl.write_escaped_str(&mut escaped, text);
    escaped
}
