//! Opens the files. With `folder.rs`, the only place of this stage that touches a disk.

use std::collections::BTreeMap;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;

use super::allow_list::AllowList;
use super::environment::Environment;
use super::error::TerraformError;
use super::fact::Facts;
use super::folder::{Chosen, Folder};
use super::lookalike::Lookalike;
use crate::portable::tidy;
use crate::problem::{Place, Problem, Problems};

/// How messages call standard input.
const STDIN: &str = "stdin";

/// What a file may always expand to, in bytes.
const SMALL: usize = 16 << 20;

/// How many times its size a file may expand to. States shrink to a tenth or twentieth.
const GROWTH: usize = 200;

/// Reads files, folders with all that is below them, and standard input, which is `-`.
///
/// In a folder, every `*.json` and `*.tfstate` is read, also as `*.gz`, but not Terraform's own `*.tf.json` and
/// `*.tfvars.json`. Hidden files and folders (`.terraform`), backups of states, `node_modules` and links to
/// folders are passed over. A file that is named twice is read once. Of a folder that holds several environments
/// only `environment` is read; of resources, only what `allowed` names.
///
/// # Errors
/// Everything that is wrong with any path or file, all at once.
pub fn load(
    paths: &[PathBuf],
    environment: &Environment,
    allowed: &AllowList,
) -> Result<Facts, Problems> {
    if paths.is_empty() {
        return Err(Problem::new(&TerraformError::NoInput).into());
    }
    let (mut files, mut problems) = find(paths, environment);
    let mut facts = Facts::default();
    while let Some((name, input)) = files.pop_first() {
        // One text after the other: a state may be large.
        let read = text(&input).map_err(|error| Problem::at(Place::file(&name), &error).into());
        match read.and_then(|text| super::read(&name, &text, allowed)) {
            Ok(found) => facts.add(&name, found),
            Err(wrong) => problems.extend(wrong),
        }
    }
    let facts = facts.sorted();
    let facts = match environment.name() {
        Some(name) => facts.of_environment(name),
        None => facts,
    };
    Problems::check(facts, problems)
}

/// Where a text comes from.
enum Input {
    File(PathBuf),
    Stdin,
}

/// What is read, by the name that messages use for it.
fn find(paths: &[PathBuf], environment: &Environment) -> (BTreeMap<String, Input>, Vec<Problem>) {
    let (mut files, mut problems) = (BTreeMap::new(), Vec::new());
    let mut chosen = Chosen::default();
    for path in paths {
        if path.as_os_str() == "-" {
            files.insert(STDIN.to_owned(), Input::Stdin);
            continue;
        }
        let path = tidy(path);
        let opened = path.metadata().and_then(|about| {
            if about.is_dir() {
                return Folder::open(&path, &mut problems).map(Some);
            }
            files.insert(shown(&path), Input::File(path.clone()));
            Ok(None)
        });
        match opened {
            Ok(Some(folder)) if folder.is_empty() => {
                if problems.is_empty() {
                    let skipped = folder.skipped();
                    let error = TerraformError::NoJson { skipped };
                    problems.push(Problem::at(place(&path), &error));
                }
            }
            Ok(Some(folder)) => folder.choose(environment, &mut chosen, &mut problems),
            Ok(None) => {}
            Err(error) => problems.push(Problem::at(place(&path), &from_io(&error))),
        }
    }
    if let Environment::Chosen(name) = environment
        && !chosen.found
        && !chosen.passed.is_empty()
        && problems.is_empty()
    {
        chosen.passed.sort();
        chosen.passed.dedup();
        problems.push(Problem::new(&TerraformError::NoEnvironment {
            name: name.clone(),
            there: chosen.passed,
        }));
    }
    let found = chosen.files.into_iter();
    files.extend(found.map(|(name, path)| (name, Input::File(path))));
    (files, problems)
}

fn text(input: &Input) -> Result<String, TerraformError> {
    let read = match input {
        #[expect(clippy::disallowed_methods, reason = "this is terraform::load")]
        Input::File(path) => std::fs::read(path),
        Input::Stdin => {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
        }
    };
    let bytes = read.map_err(|error| from_io(&error))?;
    let bytes = match bytes.as_slice() {
        [0x1f, 0x8b, ..] => expand(&bytes)?,
        _ => bytes,
    };
    match bytes.as_slice() {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [b'{', 0, ..] | [0, b'{', ..] => {
            Err(TerraformError::Utf16)
        }
        // `terraform plan -out` writes a zip file.
        [b'P', b'K', 3, 4, ..] => Err(TerraformError::LooksLike(Lookalike::Plan)),
        _ => String::from_utf8(bytes).map_err(|_| TerraformError::NotUtf8),
    }
}

/// What a gzip file holds, unless that is out of all proportion.
fn expand(bytes: &[u8]) -> Result<Vec<u8>, TerraformError> {
    let limit = SMALL.max(bytes.len().saturating_mul(GROWTH));
    let mut expanded = Vec::new();
    let mut expanding = MultiGzDecoder::new(bytes).take(limit as u64 + 1);
    match expanding.read_to_end(&mut expanded) {
        Err(_) => Err(TerraformError::BadGzip),
        Ok(length) if length > limit => Err(TerraformError::TooLarge { limit }),
        Ok(_) => Ok(expanded),
    }
}

pub(super) fn from_io(error: &io::Error) -> TerraformError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => TerraformError::NotFound,
        kind => TerraformError::Unreadable {
            why: kind.to_string(),
        },
    }
}

pub(super) fn shown(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    path.to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

pub(super) fn place(path: &Path) -> Place {
    let shown = shown(path);
    Place::file(if shown.is_empty() {
        ".".to_owned()
    } else {
        shown
    })
}
