//! `k8sgen context`: write the context files.

use std::path::PathBuf;

use k8sgen_core::context::{Context, Mapping, Needs};
use k8sgen_core::repo::{self, OnConflict, Origin};
use k8sgen_core::{Project, Tree, context_files};

use super::Outcome;
use crate::Status;
use crate::args::Terraform;
use crate::printer::Printer;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The inventory. `k8sgen.yaml`, if that is there.
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    terraform: Terraform,
    /// The folder to write to.
    #[arg(short, long, value_name = "DIR", default_value = "k8s-context")]
    output: PathBuf,
}

pub(crate) fn run(args: &Args, printer: &Printer) -> Outcome {
    let default = PathBuf::from("k8sgen.yaml");
    let config = args
        .config
        .clone()
        .or_else(|| (!args.terraform.is_given() || default.is_file()).then_some(default));
    let (tree, origin) = match config {
        Some(config) => {
            let project = Project::load(&config, &args.terraform.sources(), None)?;
            for note in project.context.notes() {
                printer.note(note);
            }
            // Nobody asks where a line of these files came from: they say it themselves.
            let origin = Origin {
                recipe: None,
                ..project.origin()
            };
            (context_files::all(&project)?, origin)
        }
        None => (without_inventory(args, printer)?, Origin::default()),
    };
    repo::recover(&args.output)?;
    let report = repo::apply(&repo::compare(
        &tree,
        &origin,
        &args.output,
        OnConflict::Refuse,
    )?)?;
    printer.status(report);
    Ok(Status::Done)
}

fn without_inventory(args: &Args, printer: &Printer) -> Result<Tree, k8sgen_core::Problems> {
    let facts = args.terraform.sources().facts()?;
    let context = Context::bridge(&facts, &Mapping::default(), &Needs::summary())?;
    for note in context.notes() {
        printer.note(note);
    }
    printer.note(format_args!(
        "there is no inventory, so only {} is written; {}, {} and {} need a k8sgen.yaml with the services (`-c`)",
        context_files::OUTPUTS_SUMMARY,
        context_files::GENERATION_PLAN,
        context_files::TEMPLATE_VARIABLES,
        context_files::SERVICE_INVENTORY,
    ));
    Ok(context_files::summary_only(&context))
}
