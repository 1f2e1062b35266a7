//! Finds and opens files. The only place of this stage that touches a disk.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::files::{Files, Unread, may_be_key, may_hold};
use super::kustomize;
use crate::portable::tidy;
use crate::problem::reason;

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// No file that a person or a program writes for Kubernetes has so many bytes.
const MOST_BYTES: u64 = 128 * 1024 * 1024;
/// Neither a ConfigMap nor a key has so many.
const MOST_DATA: u64 = 1024 * 1024;

/// Reads files, folders with all that is below them, and standard input (`-`).
///
/// In a folder, every `*.yaml`, `*.yml` and `*.json` is read, and `Kustomization`. Hidden files and folders
/// (`.git`), `node_modules`, and links to folders are passed over, so that no link leads in a circle. What
/// can't be read stands in [`Files::unread`]; it hides nothing else.
///
/// As data, and up to 1 MiB of each, come the files that kustomizations name for their generators, and those
/// that by their names may be keys: `*.pem`, `*.key`, `id_rsa`, `.env` and the like, hidden or not.
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
    for (path, bytes) in std::mem::take(&mut found.files) {
        files.put(path, bytes);
    }
    for path in kustomize::named_files(&files) {
        if files.get(&path).is_none() {
            found.data(Path::new(&path));
        }
    }
    for (path, bytes) in found.data {
        match bytes {
            Some(bytes) => files.put_data(path, bytes),
            None => files.pass_over(path),
        }
    }
    for folder in found.folders {
        files.put_folder(folder);
    }
    let unread = found.unread.into_iter();
    files.unread = unread.map(|(path, why)| Unread { path, why }).collect();
    files
}

#[derive(Default)]
struct Found {
    files: BTreeMap<String, Vec<u8>>,
    /// Files that are no documents; no bytes, if they are not looked at.
    data: BTreeMap<String, Option<Vec<u8>>>,
    folders: BTreeSet<String>,
    unread: BTreeSet<(String, String)>,
}

impl Found {
    /// A path that was given: a file, whatever its name, or a folder.
    fn given(&mut self, path: &Path) {
        match path.metadata() {
            Ok(metadata) if metadata.is_dir() => self.walk(path),
            Ok(_) if path.file_name().is_some_and(may_be_key) => self.data(path),
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
        self.folders.extend(folder.to_str().map(slashed));
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.refuse(folder, reason(error.kind()));
                    continue;
                }
            };
            let (name, path) = (entry.file_name(), entry.path());
            let is_hidden = name.as_encoded_bytes().starts_with(b".");
            if name == "node_modules" || is_hidden && !may_be_key(&name) {
                continue;
            }
            match entry.file_type() {
                Ok(file_type) if file_type.is_dir() && is_hidden => {}
                Ok(file_type) if file_type.is_dir() => self.walk(&path),
                Ok(_) if may_hold(&name) && !is_hidden && !path.is_dir() => self.open(&path),
                Ok(_) if may_be_key(&name) => self.data(&path),
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
        let name = slashed(name);
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

    /// Reads a small file that is no document. One that can't be read hides nothing that anybody asked for.
    fn data(&mut self, path: &Path) {
        let Some(name) = path.to_str().map(slashed) else {
            return;
        };
        let size = match path.metadata() {
            Ok(metadata) if metadata.is_file() => metadata.len(),
            _ => return,
        };
        let read = || {
            #[expect(clippy::disallowed_methods, reason = "this is validate::load")]
            let file = File::open(path)?;
            let mut bytes = Vec::new();
            file.take(MOST_DATA).read_to_end(&mut bytes)?;
            Ok::<_, io::Error>(bytes)
        };
        let bytes = (size <= MOST_DATA).then(|| read().ok()).flatten();
        self.data.insert(name, bytes);
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
        let path = slashed(&path.to_string_lossy());
        self.unread.insert((path, why));
    }
}

/// A path with `/` between its parts.
fn slashed(path: &str) -> String {
    path.replace(std::path::MAIN_SEPARATOR, "/")
}

fn too_large() -> String {
    format!("it has more than {} MiB", MOST_BYTES / 1024 / 1024)
}
