//! The inventory's file.

use std::path::Path;

use super::{Error, Inventory, read};
use crate::problem::{Place, Problem, Problems};

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
    let text = std::fs::read(path)
        .map_err(|error| error.to_string())
        .and_then(|bytes| String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned()))
        .map_err(|why| Problem::at(Place::file(&file), &Error::Unreadable(why)))?;
    read(&file, &text)
}
