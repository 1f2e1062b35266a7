//! `k8sgen mcp`: the tools for whoever speaks the Model Context Protocol.

use std::path::PathBuf;

use k8sgen_core::{Project, Session};

use super::Outcome;
use crate::Status;
use crate::args::Inputs;
use crate::mcp::{Server, serve};
use crate::printer::Printer;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: Inputs,
    /// A plan that was written by `k8sgen plan --format yaml`, and perhaps edited.
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// Let the client write the repository to this folder, and to no other. Without it, nothing is written.
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, printer: &Printer) -> Outcome {
    let sources = args.inputs.terraform.sources();
    let project = Project::load(&args.inputs.config, &sources, args.plan.as_deref())?;
    for note in project.notes() {
        printer.note(note);
    }
    let server = Server::new(Session::new(project)?, args.write.clone());
    match serve(server) {
        Ok(()) => Ok(Status::Done),
        // The input was right, and there is nobody to tell.
        Err(error) => {
            printer.note(format_args!("the client is not served any more: {error}"));
            Ok(Status::Done)
        }
    }
}
