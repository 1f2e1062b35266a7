//! The pages, and the fenced blocks in them.

use std::fs;
use std::path::{Path, PathBuf};

/// A Markdown file.
pub(crate) struct Page {
    /// From the workspace's root.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// A fenced block.
pub(crate) struct Block<'a> {
    pub(crate) language: &'a str,
    /// The file that it is.
    pub(crate) file: Option<&'a str>,
    pub(crate) lines: Vec<&'a str>,
    /// Numbers of the lines between its fences, counted from 0.
    pub(crate) place: std::ops::Range<usize>,
}

/// The workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace")
        .to_owned()
}

/// Every page of the root and of `docs`.
pub(crate) fn pages() -> Vec<Page> {
    let mut pages = Vec::new();
    for folder in ["", "docs/"] {
        for entry in fs::read_dir(root().join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|end| end == "md") {
                let name = path.file_name().expect("a name").display();
                pages.push(Page::read(&format!("{folder}{name}")));
            }
        }
    }
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    pages
}

impl Page {
    pub(crate) fn read(path: &str) -> Self {
        let text = fs::read_to_string(root().join(path)).expect(path);
        Self {
            path: path.to_owned(),
            text,
        }
    }

    pub(crate) fn with_text(&self, text: String) -> Self {
        Self {
            path: self.path.clone(),
            text,
        }
    }

    pub(crate) fn write(&self, text: &str) {
        fs::write(root().join(&self.path), text).expect(&self.path);
    }

    pub(crate) fn blocks(&self) -> Vec<Block<'_>> {
        let mut blocks: Vec<Block<'_>> = Vec::new();
        let mut is_open = false;
        for (number, line) in self.text.lines().enumerate() {
            match (line.strip_prefix("```"), is_open) {
                (Some(about), false) => {
                    let (language, rest) = about.split_once(' ').unwrap_or((about, ""));
                    let file = rest.strip_prefix("file=");
                    let place = number + 1..number + 1;
                    blocks.push(Block {
                        language,
                        file,
                        lines: Vec::new(),
                        place,
                    });
                    is_open = true;
                }
                (Some(_), true) => is_open = false,
                (None, true) => {
                    let block = blocks.last_mut().expect("the open one");
                    block.lines.push(line);
                    block.place.end = number + 1;
                }
                (None, false) => {}
            }
        }
        assert!(!is_open, "{}: a block has no end", self.path);
        blocks
    }
}

impl Block<'_> {
    pub(crate) fn text(&self) -> String {
        self.lines.iter().flat_map(|line| [line, "\n"]).collect()
    }
}

/// A heading's anchor, as GitHub makes it.
pub(crate) fn anchor(heading: &str) -> String {
    let kept = heading
        .trim()
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}
