//! `k8sgen plan`: print which tool is called for what, in which order.

use std::path::PathBuf;

use clap::ValueEnum;
use k8sgen_core::{inventory, plan};

use super::Outcome;
use crate::Status;
use crate::printer::Printer;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The inventory.
    #[arg(short, long, value_name = "FILE", default_value = "k8sgen.yaml")]
    config: PathBuf,
    /// How to print it.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

/// How a plan is printed.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For the terminal.
    Table,
    /// To edit, and to give to `generate --plan`.
    Yaml,
    /// For programs.
    Json,
    /// A picture that GitHub shows.
    Mermaid,
    /// For Graphviz, step by step.
    Dot,
}

pub(crate) fn run(args: &Args, printer: &Printer) -> Outcome {
    let inventory = inventory::load(&args.config)?;
    let plan = plan::build(&inventory);
    printer.result(match args.format {
        Format::Table => plan::to_table(&plan),
        Format::Yaml => plan::to_yaml(&plan, &inventory),
        Format::Json => plan::to_json(&plan),
        Format::Mermaid => plan::to_mermaid(&plan),
        Format::Dot => plan::to_dot(&plan),
    });
    Ok(Status::Done)
}
