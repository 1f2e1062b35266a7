//! `k8sgen`: Terraform outputs in, a Kubernetes repository out. Arguments in, core called, result printed.

mod args;
mod commands;
mod kustomize;
mod mcp;
mod printer;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Args, Command};
use crate::printer::Printer;

/// What the process ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    /// Done.
    Done = 0,
    /// Findings or conflicts.
    Findings = 1,
    /// Bad input or usage.
    BadInput = 2,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let printer = Printer::new(args.quiet, args.color);
    let status = match run(&args.command, &printer) {
        Ok(status) => status,
        Err(problems) => printer.problems(&problems),
    };
    ExitCode::from(status as u8)
}

fn run(command: &Command, printer: &Printer) -> commands::Outcome {
    match command {
        Command::Init(args) => commands::init::run(args, printer),
        Command::Context(args) => commands::context::run(args, printer),
        Command::Plan(args) => commands::plan::run(args, printer),
        Command::Generate(args) => commands::generate::run(args, printer),
        Command::Diff(args) => commands::diff::run(args, printer),
        Command::Validate(args) => commands::validate::run(args, printer),
        Command::Rule(args) => Ok(commands::rule::run(args, printer)),
        Command::Explain(args) => commands::explain::run(args, printer),
        Command::Tool(args) => commands::tool::run(args, printer),
        Command::Mcp(args) => commands::mcp::run(args, printer),
        Command::Schema => Ok(commands::schema::run(printer)),
        Command::Completions { shell } => Ok(commands::completions::run(*shell, printer)),
    }
}
