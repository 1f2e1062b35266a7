//! The inventory's file.

use std::path::Path;

use super::{Error, Inventory, read_with};
use crate::problem::{Place, Problem, Problems};
use crate::yaml;

/// Reads the inventory at `path`, and the manifests that it names. Paths are taken from the folder that it is in.
///
/// # Errors
/// Everything that is wrong with it.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the inventory's files"
)]
pub fn load(path: &Path) -> Result<Inventory, Problems> {
    let file = path.display().to_string();
    let at_file = |problem: Problem| Problem {
        place: Some(Place::file(&file)),
        ..problem
    };
    let bytes = std::fs::read(path)
        .map_err(|error| at_file(Problem::new(&Error::Unreadable(error.kind()))))?;
    let text = yaml::text(bytes).map_err(|error| at_file(Problem::new(&error)))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let beside = |path: &str| std::fs::read(folder.join(path)).map_err(|error| error.kind());
    read_with(&file, &text, &beside)
}
