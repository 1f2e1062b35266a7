//! A folder's files in memory, and how two such sets differ.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use k8sgen_core::Tree;
use similar::TextDiff;

/// How many lines of a difference are shown of each file.
const SHOWN: usize = 30;

/// Paths, with `/` between their parts, and texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Files(BTreeMap<String, String>);

impl Files {
    /// All files below a folder; none if it is not there.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut files = Self::default();
        files.visit(folder, "");
        files
    }

    fn visit(&mut self, folder: &Path, prefix: &str) {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let entry = entry.expect("a readable folder");
            let name = entry.file_name().into_string().expect("a name in UTF-8");
            if entry.path().is_dir() {
                self.visit(&entry.path(), &format!("{prefix}{name}/"));
            } else {
                let text = fs::read_to_string(entry.path()).expect("a text file");
                self.0.insert(format!("{prefix}{name}"), text);
            }
        }
    }

    /// Writes them to a folder, and nothing else stays there.
    pub(crate) fn replace(&self, folder: &Path) {
        if folder.exists() {
            fs::remove_dir_all(folder).expect("a folder that can be removed");
        }
        for (path, text) in &self.0 {
            let file = folder.join(path);
            fs::create_dir_all(file.parent().expect("a file is in a folder")).expect("a folder");
            fs::write(file, text).expect("a file");
        }
    }

    /// A file's text.
    pub(crate) fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// Paths and texts, sorted by path.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Those that are YAML.
    pub(crate) fn yaml(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_yaml = |path: &str| Path::new(path).extension().is_some_and(|it| it == "yaml");
        // What lies beside the lock is k8sgen's own.
        let is_own = |path: &str| path.starts_with(".k8sgen/");
        self.iter()
            .filter(move |(path, _)| is_yaml(path) && !is_own(path))
    }

    /// The paths, sorted.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// How `self` differs from what is expected: files that are missing, files that are too many, and the
    /// first lines that differ in the others. Nothing if they are the same.
    pub(crate) fn difference(&self, expected: &Self) -> String {
        let mut report = String::new();
        for (path, text) in &expected.0 {
            match self.0.get(path) {
                None => writeln!(report, "missing: {path}"),
                Some(found) if found == text => Ok(()),
                Some(found) => writeln!(report, "differs: {path}\n{}", lines(text, found)),
            }
            .expect("a String takes everything");
        }
        for path in self.0.keys().filter(|path| !expected.0.contains_key(*path)) {
            writeln!(report, "extra: {path}").expect("a String takes everything");
        }
        report
    }
}

impl From<&Tree> for Files {
    fn from(tree: &Tree) -> Self {
        let files = tree.files();
        files.map(|(path, text)| (path.to_string(), text)).collect()
    }
}

/// The first lines that differ.
fn lines(expected: &str, found: &str) -> String {
    let diff = TextDiff::from_lines(expected, found);
    let diff = diff.unified_diff().header("expected", "found").to_string();
    let mut lines: Vec<&str> = diff.lines().take(SHOWN).collect();
    if diff.lines().count() > SHOWN {
        lines.push("…");
    }
    lines.join("\n")
}

impl FromIterator<(String, String)> for Files {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(files: I) -> Self {
        Self(files.into_iter().collect())
    }
}

#[test]
fn a_difference_names_every_file_and_the_first_lines() {
    let files = |files: &[(&str, &str)]| -> Files {
        let files = files.iter();
        let owned = files.map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        owned.collect()
    };
    let expected = files(&[("a", "1\n"), ("b", "1\n2\n"), ("c", "")]);
    let found = files(&[("a", "1\n"), ("b", "1\n3\n"), ("d", "")]);
    assert_eq!(expected.difference(&expected), "");
    insta::assert_snapshot!(found.difference(&expected), @r"
    differs: b
    --- expected
    +++ found
    @@ -1,2 +1,2 @@
     1
    -2
    +3
    missing: c
    extra: d
    ");
}
