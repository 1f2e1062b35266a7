//! Finds and opens the files. The only place of this stage that touches a disk.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::error::TerraformError;
use super::fact::Facts;
use crate::problem::{Place, Problem, Problems};

/// Reads files, and folders with all that is below them.
///
/// In a folder, every `*.json` is read, but not Terraform's own `*.tf.json` and `*.tfvars.json`. Hidden files
/// and folders (`.terraform`), `node_modules` and links to folders are passed over. A file that is named twice
/// is read once.
///
/// # Errors
/// Everything that is wrong with any path or file, all at once.
pub fn load(paths: &[PathBuf]) -> Result<Facts, Problems> {
    if paths.is_empty() {
        return Err(Problem::new(&TerraformError::NoInput).into());
    }
    let (mut files, mut problems) = (BTreeMap::new(), Vec::new());
    for path in paths {
        let path = tidy(path);
        if let Err(error) = find(&path, &mut files, &mut problems) {
            problems.push(Problem::at(place(&path), &from_io(&error)));
        }
    }
    let mut texts = Vec::with_capacity(files.len());
    for (name, path) in files {
        match text(&path) {
            Ok(text) => texts.push((name, text)),
            Err(error) => problems.push(Problem::at(Place::file(name), &error)),
        }
    }
    let read = Facts::read(
        texts
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str())),
    );
    match read {
        Ok(facts) => Problems::check(facts, problems),
        Err(wrong) => Err(problems.into_iter().chain(wrong).collect::<Vec<_>>().into()),
    }
}

/// Files by the name that messages use for them.
type Files = BTreeMap<String, PathBuf>;

/// A path that was given: a file, whatever its name, or a folder that must hold something.
fn find(path: &Path, files: &mut Files, problems: &mut Vec<Problem>) -> io::Result<()> {
    if !path.metadata()?.is_dir() {
        files.insert(shown(path), path.to_owned());
        return Ok(());
    }
    let (files_before, problems_before) = (files.len(), problems.len());
    let mut found = Files::new();
    walk(path, &mut found, problems)?;
    let nothing = found.is_empty();
    files.extend(found);
    if nothing && files.len() == files_before && problems.len() == problems_before {
        problems.push(Problem::at(place(path), &TerraformError::NoJson));
    }
    Ok(())
}

/// Every output file in a folder and below it.
fn walk(folder: &Path, files: &mut Files, problems: &mut Vec<Problem>) -> io::Result<()> {
    #[expect(clippy::disallowed_methods, reason = "this is terraform::load")]
    let entries = std::fs::read_dir(folder)?;
    for entry in entries {
        let entry = entry?;
        let (name, path) = (entry.file_name(), entry.path());
        if name.as_encoded_bytes().starts_with(b".") || name == "node_modules" {
            continue;
        }
        if entry.file_type()?.is_dir() {
            if let Err(error) = walk(&path, files, problems) {
                problems.push(Problem::at(place(&path), &from_io(&error)));
            }
        } else if is_output(&name) && !path.is_dir() {
            files.insert(shown(&path), path);
        }
    }
    Ok(())
}

fn is_output(name: &OsStr) -> bool {
    let name = Path::new(name);
    let inner = name.file_stem().map(Path::new).and_then(Path::extension);
    name.extension().is_some_and(|end| end == "json")
        && inner.is_none_or(|end| end != "tf" && end != "tfvars")
}

fn text(path: &Path) -> Result<String, TerraformError> {
    #[expect(clippy::disallowed_methods, reason = "this is terraform::load")]
    let bytes = std::fs::read(path).map_err(|error| from_io(&error))?;
    match bytes.as_slice() {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [b'{', 0, ..] | [0, b'{', ..] => {
            Err(TerraformError::Utf16)
        }
        [0x1f, 0x8b, ..] => Err(TerraformError::Compressed),
        _ => String::from_utf8(bytes).map_err(|_| TerraformError::NotUtf8),
    }
}

fn from_io(error: &io::Error) -> TerraformError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => TerraformError::NotFound,
        kind => TerraformError::Unreadable {
            why: kind.to_string(),
        },
    }
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

fn shown(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    path.to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

fn place(path: &Path) -> Place {
    let shown = shown(path);
    Place::file(if shown.is_empty() {
        ".".to_owned()
    } else {
        shown
    })
}
