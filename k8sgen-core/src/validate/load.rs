//! Finds and opens files. The only place of this stage that touches a disk.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use super::files::{Files, Unread, may_hold};
use crate::problem::reason;

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// No file that a person or a program writes for Kubernetes has so many bytes.
const MOST_BYTES: u64 = 128 * 1024 * 1024;
/// Reads files, folders with all that is below them, and standard input (`-`).
///
/// In a folder, every `*.yaml`, `*.yml` and `*.json` is read, and `Kustomization`. Hidden files and folders
/// (`.git`), `node_modules`, and links to folders are passed over, so that no link leads in a circle. What
/// can't be read stands in [`Files::unread`]; it hides nothing else.
#[must_use]
pub fn load(paths: &[PathBuf]) -> Files {
    let mut found = Found::default();
    for path in paths {
        if path == Path::new(STDIN) {
            found.read(STDIN.to_owned(), &mut io::stdin().lock());
        } else {
            found.given(&tidy(path));
        }
    }
    let mut files = Files::default();
    for (path, bytes) in found.files {
        files.put(path, bytes);
    }
    let unread = found.unread.into_iter();
    files.unread = unread.map(|(path, why)| Unread { path, why }).collect();
    files
}

#[derive(Default)]
struct Found {
    files: BTreeMap<String, Vec<u8>>,
    unread: BTreeSet<(String, String)>,
}

impl Found {
    /// A path that was given: a file, whatever its name, or a folder.
    fn given(&mut self, path: &Path) {
        match path.metadata() {
            Ok(metadata) if metadata.is_dir() => self.walk(path),
            Ok(_) => self.open(path),
            Err(error) => self.refuse(path, reason(error.kind())),
        }
    }

    fn walk(&mut self, folder: &Path) {
        #[expect(clippy::disallowed_methods, reason = "this is validate::load")]
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.refuse(folder, reason(error.kind())),
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.refuse(folder, reason(error.kind()));
                    continue;
                }
            };
            let (name, path) = (entry.file_name(), entry.path());
            if name.as_encoded_bytes().starts_with(b".") || name == "node_modules" {
                continue;
            }
            match entry.file_type() {
                Ok(file_type) if file_type.is_dir() => self.walk(&path),
                Ok(_) if may_hold(&name) && !path.is_dir() => self.open(&path),
                Ok(_) => {}
                Err(error) => self.refuse(&path, reason(error.kind())),
            }
        }
    }

    fn open(&mut self, path: &Path) {
        let Some(name) = path.to_str() else {
            return self.refuse(
                path,
                "its name is not UTF-8, so no kustomization can name it".to_owned(),
            );
        };
        let name = name.replace(std::path::MAIN_SEPARATOR, "/");
        // What is no file, such as a pipe, may never end.
        match path.metadata() {
            Ok(metadata) if !metadata.is_file() => {
                return self.refuse(path, "it is no ordinary file".to_owned());
            }
            Ok(metadata) if metadata.len() > MOST_BYTES => return self.refuse(path, too_large()),
            _ => {}
        }
        #[expect(clippy::disallowed_methods, reason = "this is validate::load")]
        let opened = File::open(path);
        match opened {
            Ok(mut file) => self.read(name, &mut file),
            Err(error) => self.refuse(path, reason(error.kind())),
        }
    }

    /// Reads to the end, or to where nobody would go on.
    fn read(&mut self, name: String, from: &mut dyn Read) {
        let mut bytes = Vec::new();
        let why = match from.take(MOST_BYTES + 1).read_to_end(&mut bytes) {
            Ok(_) if bytes.len() as u64 > MOST_BYTES => too_large(),
            Ok(_) => {
                self.files.insert(name, bytes);
                return;
            }
            Err(error) => reason(error.kind()),
        };
        self.unread.insert((name, why));
    }

    fn refuse(&mut self, path: &Path, why: String) {
        let path = path
            .to_string_lossy()
            .replace(std::path::MAIN_SEPARATOR, "/");
        self.unread.insert((path, why));
    }
}

fn too_large() -> String {
    format!("it has more than {} MiB", MOST_BYTES / 1024 / 1024)
}

/// Without `./`, so that a file has one name however it was reached.
fn tidy(path: &Path) -> PathBuf {
    let tidy: PathBuf = path
        .components()
        .filter(|part| *part != Component::CurDir)
        .collect();
    if tidy.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        tidy
    }
}
