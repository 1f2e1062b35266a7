//! `k8sgen init`: begin an inventory from what Terraform made.

use std::path::{Path, PathBuf, absolute};

use k8sgen_core::repo::{self, OnConflict};
use k8sgen_core::{init, portable};

use super::Outcome;
use crate::Status;
use crate::args::Terraform;
use crate::printer::Printer;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    terraform: Terraform,
    /// The file to write.
    #[arg(short, long, value_name = "FILE", default_value = "k8sgen.yaml")]
    output: PathBuf,
    /// Write over a file that is there.
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(args: &Args, printer: &Printer) -> Outcome {
    let given = args.terraform.sources();
    let facts = given.facts()?;
    let files = given.paths.iter().filter(|path| *path != Path::new("-"));
    let mut sources: Vec<String> = files.map(|path| seen_from(&args.output, path)).collect();
    if sources.is_empty() {
        // Standard input is gone. This is where it may be kept, and `--terraform -` reads it once more.
        sources.push("outputs.json".to_owned());
    }
    let text = init::inventory(&facts, sources, given.environment.as_deref())?;
    let on_conflict = if args.force {
        OnConflict::Overwrite
    } else {
        OnConflict::Refuse
    };
    repo::create(&args.output, &text, on_conflict)?;
    let guesses = text.matches("# REVIEW").count();
    let output = args.output.display();
    printer.status(format_args!(
        "{output}: created, with {guesses} guesses to look at, each marked REVIEW"
    ));
    Ok(Status::Done)
}

/// A source as it looks from the folder of the file that names it; where there is no way that would look the same on
/// another machine, the whole path.
fn seen_from(output: &Path, source: &Path) -> String {
    let whole = |path: &Path| absolute(path).unwrap_or_else(|_| path.to_owned());
    let (output, source) = (whole(output), whole(source));
    let folder = output.parent().unwrap_or(Path::new(""));
    let source = source.display().to_string();
    portable::way(folder, &source).unwrap_or(source)
}
