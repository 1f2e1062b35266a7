//! Where each field came from, as comments behind the fields of `outputs-summary.yaml`.

use std::fmt::Write as _;

use crate::context::{Field, How, Record, Recorded};

/// How many sources a comment lists. Whole folders of Terraform can say the same region.
const MOST: usize = 2;

/// The file's text with a comment behind each field that is in the record.
pub(super) fn noted(yaml: &str, record: &Record) -> String {
    let mut section = "";
    let mut text = String::with_capacity(2 * yaml.len());
    for line in yaml.lines() {
        let key = line.trim_start().split(':').next().unwrap_or_default();
        let field = match line.len() - line.trim_start().len() {
            0 => {
                section = key;
                key.parse::<Field>().ok()
            }
            2 => format!("{section}.{key}").parse::<Field>().ok(),
            _ => None,
        };
        text.push_str(line);
        if let Some(recorded) = field.and_then(|field| record.get(field)) {
            text.push_str(" # ");
            text.push_str(&comment(recorded));
        }
        text.push('\n');
    }
    text
}

fn comment(recorded: &Recorded) -> String {
    let shown = recorded.sources.iter().take(MOST).map(ToString::to_string);
    let mut sources = shown.collect::<Vec<_>>().join(", ");
    if let Some(more) = recorded
        .sources
        .len()
        .checked_sub(MOST)
        .filter(|more| *more > 0)
    {
        let _ = write!(sources, " and {more} more");
    }
    match recorded.how {
        None => "k8sgen.yaml".to_owned(),
        Some(How::Mapped) => format!("{sources}, as terraform.map says"),
        Some(How::From(field)) => format!("follows from {field}: {sources}"),
        Some(_) => sources,
    }
    .chars()
    // A name in a JSON file can hold anything, and a comment ends with its line.
    .map(|c| if c.is_control() { ' ' } else { c })
    .collect()
}
