//! The inventory's file.

use std::path::Path;

use super::{Error, Inventory, read};
use crate::problem::{Place, Problem, Problems};
use crate::yaml;

/// Reads the inventory at `path`. Terraform's sources are taken from the folder that it is in.
///
/// # Errors
/// Everything that is wrong with it.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the inventory's file"
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
    read(&file, &text)
}
