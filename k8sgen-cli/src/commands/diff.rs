//! `k8sgen diff`: print what a generate would change, and what of Terraform's is the cause.

mod drift;

use std::path::PathBuf;

use k8sgen_core::Project;
use k8sgen_core::explain::Drift;
use k8sgen_core::repo::{self, OnConflict};

use super::Outcome;
use crate::Status;
use crate::args::Inputs;
use crate::printer::Printer;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: Inputs,
    /// A plan that was written by `k8sgen plan --format yaml`, and perhaps edited.
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// The folder that was generated.
    #[arg(short, long, value_name = "DIR", default_value = "k8s-manifests")]
    output: PathBuf,
}

pub(crate) fn run(args: &Args, printer: &Printer) -> Outcome {
    let Inputs { config, terraform } = &args.inputs;
    let project = Project::load(config, &terraform.sources(), args.plan.as_deref())?;
    let tree = project.generate()?;
    let changes = repo::compare(
        &tree,
        &project.origin(),
        &args.output,
        OnConflict::Overwrite,
    )?;
    if changes.is_empty() {
        return Ok(Status::Done);
    }
    match Drift::since(&args.output, &project)? {
        Some(drift) => printer.result(drift::text(&drift, printer)),
        None if changes.is_new() => {}
        None => printer.note(
            "the lock does not say what this was generated from, so neither can be said what has changed in Terraform; \
             after one more `k8sgen generate` it does",
        ),
    }
    let diff = changes.diff();
    if diff.is_empty() {
        printer.status(format_args!(
            "no generated file would change; `k8sgen generate` would write {}",
            changes.beside_files()
        ));
    }
    printer.result(diff);
    Ok(Status::Findings)
}
