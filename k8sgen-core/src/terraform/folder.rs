//! Finds the files of a folder, and of the one environment that is asked for.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use super::environment::{Environment, is_usual};
use super::error::TerraformError;
use super::load::{from_io, place, shown};
use crate::problem::{Place, Problem};

/// Where Terraform keeps the states of local workspaces: each folder in it is an environment, whatever its name.
const WORKSPACES: &str = "terraform.tfstate.d";

/// A folder with everything in it and below it that is read.
pub(super) struct Folder {
    path: PathBuf,
    /// Files by the name that messages use for them.
    files: BTreeMap<String, PathBuf>,
    /// Its subfolders that hold something, by name.
    folders: BTreeMap<String, Folder>,
    /// What looks like Terraform's and is not read.
    skipped: Vec<String>,
}

impl Folder {
    /// Looks through a folder. What is wrong below it is added to `problems`.
    pub(super) fn open(path: &Path, problems: &mut Vec<Problem>) -> io::Result<Self> {
        let mut folder = Self {
            path: path.to_owned(),
            files: BTreeMap::new(),
            folders: BTreeMap::new(),
            skipped: Vec::new(),
        };
        #[expect(clippy::disallowed_methods, reason = "this is terraform::load")]
        let entries = std::fs::read_dir(path)?;
        for entry in entries {
            let entry = entry?;
            let (name, path) = (entry.file_name(), entry.path());
            if name == ".terraform" {
                let pointer = path.join("terraform.tfstate");
                if pointer.is_file() {
                    let pointer = shown(&pointer);
                    folder
                        .skipped
                        .push(format!("{pointer}, which only says where the state is"));
                }
            } else if name.as_encoded_bytes().starts_with(b".") || name == "node_modules" {
            } else if entry.file_type()?.is_dir() {
                match Self::open(&path, problems) {
                    Ok(below) => {
                        let name = name.to_string_lossy().into_owned();
                        folder.folders.insert(name, below);
                    }
                    Err(error) => problems.push(Problem::at(place(&path), &from_io(&error))),
                }
            } else if is_read(&name) && !path.is_dir() {
                folder.files.insert(shown(&path), path);
            } else if is_backup(&name) {
                folder.skipped.push(format!(
                    "{}, the state before the last change",
                    shown(&path)
                ));
            }
        }
        Ok(folder)
    }

    /// Whether nothing in it or below it is read.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.folders.values().all(Self::is_empty)
    }

    /// What looks like Terraform's and is not read, here and below.
    pub(super) fn skipped(&self) -> Vec<String> {
        let below = self.folders.values().flat_map(Self::skipped);
        let mut all: Vec<String> = self.skipped.iter().cloned().chain(below).collect();
        all.sort();
        all
    }

    /// Its files, only those of one environment where it holds several.
    pub(super) fn choose(
        self,
        environment: &Environment,
        chosen: &mut Chosen,
        problems: &mut Vec<Problem>,
    ) {
        chosen.files.extend(self.files.clone());
        let full = self
            .folders
            .into_iter()
            .filter(|(_, folder)| !folder.is_empty());
        let mut folders: BTreeMap<String, Self> = full.collect();
        let workspaces = self.path.file_name().is_some_and(|name| name == WORKSPACES);
        let names: Vec<String> = folders
            .keys()
            .filter(|name| workspaces || is_usual(name))
            .cloned()
            .collect();
        let one = match environment {
            Environment::Chosen(name) => folders.remove(name),
            Environment::Usual(name) if names.len() > 1 => folders.remove(name),
            Environment::Unknown | Environment::Usual(_) => None,
        };
        if let Some(one) = one {
            chosen.found = true;
            return one.choose(environment, chosen, problems);
        }
        if names.len() > 1 && !matches!(environment, Environment::Chosen(_)) {
            let error = TerraformError::SeveralEnvironments { names };
            problems.push(Problem::at(Place::file(shown(&self.path)), &error));
            return;
        }
        for (name, folder) in folders {
            chosen.passed.push(name);
            folder.choose(environment, chosen, problems);
        }
    }
}

/// The files of all folders that were given.
#[derive(Default)]
pub(super) struct Chosen {
    pub(super) files: BTreeMap<String, PathBuf>,
    /// Whether a folder of the environment was there.
    pub(super) found: bool,
    /// The folders that were gone through, by name.
    pub(super) passed: Vec<String>,
}

/// `*.json` and `*.tfstate`, also compressed, but not Terraform's configuration.
fn is_read(name: &OsStr) -> bool {
    let name = Path::new(name);
    let name = match name.extension() {
        Some(end) if end == "gz" => name.with_extension(""),
        _ => name.to_owned(),
    };
    let inner = name.file_stem().map(Path::new).and_then(Path::extension);
    let is = |wanted: &str| name.extension().is_some_and(|end| end == wanted);
    is("tfstate") || (is("json") && inner.is_none_or(|end| end != "tf" && end != "tfvars"))
}

fn is_backup(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.ends_with(".backup") && name.contains(".tfstate")
}
