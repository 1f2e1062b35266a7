//! `k8sgen diff`: print what a generate would change.

use std::path::PathBuf;

use k8sgen_core::Project;
use k8sgen_core::repo::{self, OnConflict};

use super::Outcome;
use crate::Status;
use crate::args::Inputs;
use crate::printer::Printer;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: Inputs,
    /// The folder that was generated.
    #[arg(short, long, value_name = "DIR", default_value = "k8s-manifests")]
    output: PathBuf,
}

pub(crate) fn run(args: &Args, printer: &Printer) -> Outcome {
    let project = Project::load(&args.inputs.config, &args.inputs.terraform.sources(), None)?;
    let tree = project.generate()?;
    let changes = repo::compare(
        &tree,
        &project.origin(),
        &args.output,
        OnConflict::Overwrite,
    )?;
    printer.result(changes.diff());
    Ok(if changes.is_empty() {
        Status::Done
    } else {
        Status::Findings
    })
}
