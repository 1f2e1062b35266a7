//! `# k8sgen: ignore KG204 because …`: a finding that somebody looked at, and why it may stay.
//!
//! The comment counts for its own line or, where it stands alone, for the next line that says something;
//! above the first line of a document, it counts for the whole document. Without a reason it counts for
//! nothing.

use std::collections::BTreeMap;

use super::document::Documents;
use super::files::Files;
use super::finding::Finding;
use crate::yaml::{Layer, Mark};

/// What each comment begins with, after its `#`.
const WORD: &str = "k8sgen: ignore";

/// One comment, and what it takes away.
#[derive(Debug)]
pub(super) struct Ignore {
    pub(super) mark: Mark,
    /// The codes that it names.
    pub(super) codes: Vec<String>,
    /// Whether it says why.
    pub(super) has_reason: bool,
    /// The first and the last line that it counts for.
    lines: (usize, usize),
}

impl Ignore {
    /// Whether it takes this finding away.
    pub(super) fn covers(&self, files: &Files, finding: &Finding) -> bool {
        self.has_reason
            && self.codes.iter().any(|code| code == finding.rule)
            && (self.lines.0..=self.lines.1).contains(&finding.line)
            && files.path(self.mark) == Some(finding.path.as_str())
    }
}

/// All such comments of files that hold something of Kubernetes.
pub(super) fn find(files: &Files, documents: &Documents) -> Vec<Ignore> {
    // The lines in which the documents of a file begin.
    let mut begins: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for document in &documents.documents {
        if let Layer::Source(number) = document.mark().layer {
            begins.entry(number).or_default().push(document.mark().line);
        }
    }
    let mut ignores = Vec::new();
    for (number, (_, bytes)) in files.iter().enumerate() {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        if !documents.sources.contains(&number)
            || memchr::memmem::find(bytes, WORD.as_bytes()).is_none()
        {
            continue;
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            continue;
        };
        let begins = begins.get(&number).map_or(&[][..], Vec::as_slice);
        in_text(text, Layer::Source(number), begins, &mut ignores);
    }
    ignores
}

fn in_text(text: &str, layer: Layer, begins: &[usize], ignores: &mut Vec<Ignore>) {
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let Some((before, said)) = comment(line) else {
            continue;
        };
        let (codes, why) = said.split_once("because").unwrap_or((said, ""));
        let codes = codes
            .split([',', ' '])
            .map(str::trim)
            .filter(|code| !code.is_empty());
        let mark = Mark {
            layer,
            line: at + 1,
            column: before.chars().count() + 1,
        };
        ignores.push(Ignore {
            mark,
            codes: codes.map(str::to_owned).collect(),
            has_reason: !why.trim().is_empty(),
            lines: if before.trim().is_empty() {
                below(&lines, at, begins)
            } else {
                (at + 1, at + 1)
            },
        });
    }
}

/// What stands before a comment of ours, and what it says after `ignore`.
fn comment(line: &str) -> Option<(&str, &str)> {
    let (before, said) = line.split_once(WORD)?;
    let before = before.trim_end().strip_suffix('#')?;
    let is_comment = before.is_empty() || before.ends_with([' ', '\t']);
    is_comment.then_some((before, said))
}

/// The lines that a comment on a line of its own counts for.
fn below(lines: &[&str], at: usize, begins: &[usize]) -> (usize, usize) {
    let says = |line: &&str| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with('#') && line != "---"
    };
    let next = lines[at..]
        .iter()
        .position(says)
        .map_or(at, |more| at + more)
        + 1;
    let Some(this) = begins.iter().position(|begin| *begin == next) else {
        return (next, next);
    };
    let end = begins[this + 1..].iter().find(|begin| **begin > next);
    (next, end.map_or(usize::MAX, |end| end - 1))
}
