//! Codes of errors, such as `context/conflict`: those in the code, and those that the guide explains.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::page::{pages, root};

/// Every code that a table of the guide begins a row with.
pub(crate) fn explained() -> BTreeSet<String> {
    let rows = pages();
    let rows = rows
        .iter()
        .filter(|page| page.path.starts_with("docs/"))
        .flat_map(|page| page.text.lines());
    let code = |row: &str| Some(row.strip_prefix("| `")?.split_once('`')?.0.to_owned());
    let is_kebab = |part: &str| {
        let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        !part.is_empty() && part.chars().all(is_allowed)
    };
    let is_code = |code: &String| {
        code.split_once('/')
            .is_some_and(|(stage, name)| is_kebab(stage) && is_kebab(name))
    };
    rows.filter_map(code).filter(is_code).collect()
}

/// Every code that an `impl Explain` of core has, and those that the agent of the wheel has besides.
pub(crate) fn in_code() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for file in sources(&root().join("k8sgen-core/src"), "rs") {
        let text = fs::read_to_string(&file).expect("a source file");
        for explain in text.split("impl Explain for ").skip(1) {
            let stage =
                between(explain, "const STAGE: &'static str = \"", "\"").expect("its stage");
            let names = between(explain, "fn code(&self)", "\n    }\n").expect("its codes");
            codes.extend(
                names
                    .split('"')
                    .skip(1)
                    .step_by(2)
                    .map(|name| format!("{stage}/{name}")),
            );
        }
    }
    for file in sources(&root().join("k8sgen-py/python/k8sgen/langgraph"), "py") {
        let text = fs::read_to_string(&file).expect("a source file");
        let quoted = text.split('"').filter(|quoted| {
            let name = quoted.strip_prefix("agent/");
            name.is_some_and(|name| !name.contains(char::is_whitespace))
        });
        codes.extend(quoted.map(str::to_owned));
    }
    assert!(codes.len() > 40, "the codes are no longer found: {codes:?}");
    codes
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    Some(text.split_once(start)?.1.split_once(end)?.0)
}

fn sources(folder: &Path, language: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let files = files
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == language));
    files
        .chain(folders.iter().flat_map(|folder| sources(folder, language)))
        .collect()
}
