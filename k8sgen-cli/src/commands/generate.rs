//! `k8sgen generate`: write the Kubernetes repository.

use std::panic::resume_unwind;
use std::path::PathBuf;
use std::thread;

use k8sgen_core::repo::{self, OnConflict};
use k8sgen_core::{Project, Tree, validate};

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
    /// The folder to write to.
    #[arg(short, long, value_name = "DIR", default_value = "k8s-manifests")]
    output: PathBuf,
    /// Print what would be done, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Write over files that were edited by hand or belong to someone else.
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(args: &Args, printer: &Printer) -> Outcome {
    let project = Project::load(
        &args.inputs.config,
        &args.inputs.terraform.sources(),
        args.plan.as_deref(),
    )?;
    for note in project.notes() {
        printer.note(note);
    }
    let tree = project.generate()?;
    if !args.dry_run {
        repo::recover(&args.output)?;
    }
    let on_conflict = if args.force {
        OnConflict::Overwrite
    } else {
        OnConflict::Refuse
    };
    let compare = || repo::compare(&tree, &project.origin(), &args.output, on_conflict);
    // The disk is read while the validator thinks.
    let (judged, changes) = thread::scope(|scope| {
        let changes = scope.spawn(compare);
        let judged = project.judge(&tree);
        (judged, changes.join())
    });
    let report = judged?.without_infos();
    if !report.is_accepted() {
        printer.report(validate::to_human(&report, printer.color()));
        printer.report("nothing was written");
        return Ok(Status::Findings);
    }
    if !report.findings.is_empty() {
        printer.status(validate::to_human(&report, printer.color()).trim_end());
    }
    let changes = changes.unwrap_or_else(|panic| resume_unwind(panic))?;
    if args.dry_run {
        printer.result(&changes);
        return Ok(Status::Done);
    }
    let report = repo::apply(&changes)?;
    printer.status(&report);
    if !report.is_unchanged() {
        printer.status(format_args!("  {}", made(&tree)));
    }
    Ok(Status::Done)
}

/// How many of what: `20 Deployment, 20 Service, …`, the most first.
fn made(tree: &Tree) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for document in tree.iter().flat_map(|(_, documents)| documents) {
        match counts.iter_mut().find(|(kind, _)| *kind == document.kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((&document.kind, 1)),
        }
    }
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    counts
        .iter()
        .map(|(kind, count)| format!("{count} {kind}"))
        .collect::<Vec<_>>()
        .join(", ")
}
