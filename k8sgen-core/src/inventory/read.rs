//! Text becomes an inventory, and an inventory becomes another one with something changed in it.

use std::io::ErrorKind;

use super::Inventory;
use super::check;
use super::error::Error;
use super::file::File;
use super::manifest::{Beside, Read};
use super::resolve::Resolver;
use crate::problem::{Place, Problem, Problems};
use crate::yaml::{self, Layer, Node};

/// What an inventory is made of: k8sgen's own defaults, and what the user wrote.
#[derive(Debug, Clone)]
pub(crate) struct Layers {
    pub(crate) builtin: Node,
    pub(crate) file: Node,
}

/// Reads the inventory in `text`; `file` is its name in messages. There are no files beside it.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(file: &str, text: &str) -> Result<Inventory, Problems> {
    read_beside(file, text, &Beside::new())
}

/// Reads the inventory in `text`, and the files `beside` it that it names.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_beside(file: &str, text: &str, beside: &Beside) -> Result<Inventory, Problems> {
    read_with(file, text, &in_memory(beside))
}

/// Reads the inventory in `text`; `beside` reads the files that it names.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_with(file: &str, text: &str, beside: Read<'_>) -> Result<Inventory, Problems> {
    let (root, problems) = yaml::load(file, text, Layer::File)?;
    if is_terraform_output(&root) {
        let error = Error::TerraformOutput;
        return Err(Problem::at(root.mark.place(file), &error).into());
    }
    decode(file, text, &root, &builtin()?, beside, problems)
}

impl Inventory {
    /// What it is made of.
    pub(crate) fn layers(&self) -> Result<Layers, Problems> {
        Ok(Layers {
            builtin: builtin()?,
            file: self.root.clone(),
        })
    }

    /// What it would be if it were made of these.
    pub(crate) fn made_of(&self, layers: &Layers) -> Result<Self, Problems> {
        let Layers { builtin, file } = layers;
        let beside = in_memory(&self.beside);
        decode(&self.file, &self.text, file, builtin, &beside, Vec::new())
    }
}

/// Files that have been read already.
fn in_memory(beside: &Beside) -> impl Fn(&str) -> Result<Vec<u8>, ErrorKind> {
    |path| {
        let text = beside.get(path).ok_or(ErrorKind::NotFound)?;
        Ok(text.clone().into_bytes())
    }
}

fn builtin() -> Result<Node, Problems> {
    let (builtin, _) = yaml::load("builtin.yaml", include_str!("builtin.yaml"), Layer::BuiltIn)?;
    Ok(builtin)
}

fn decode(
    file: &str,
    text: &str,
    root: &Node,
    builtin: &Node,
    beside: Read<'_>,
    mut problems: Vec<Problem>,
) -> Result<Inventory, Problems> {
    let decoded = yaml::decode::<File>(root);
    // What stands behind a tag has been reported with it.
    let places: Vec<Option<Place>> = problems
        .iter()
        .map(|problem| problem.place.clone())
        .collect();
    problems.extend(
        decoded
            .problems(file)
            .filter(|problem| !places.contains(&problem.place)),
    );
    let Some(written) = decoded.value else {
        return Err(Problems::from(problems));
    };
    let mut resolver = Resolver {
        file,
        text,
        root,
        builtin,
        refused: decoded.refused,
        problems,
    };
    let inventory = resolver.inventory(written, beside);
    let (mut problems, refused) = (resolver.problems, resolver.refused);
    check::all(&inventory, root, &refused, &mut problems);
    Problems::check(inventory, problems)
}

/// Whether a file is what `terraform output -json` prints. Nothing of it may be shown.
fn is_terraform_output(root: &Node) -> bool {
    let is_output = |entry: &yaml::Entry| {
        let keys = ["sensitive", "type", "value"];
        keys.iter().all(|key| entry.value.entry(key).is_some())
    };
    !root.entries().is_empty() && root.entries().iter().all(is_output)
}
