//! `k8sgen completions`: print completions for a shell.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::Status;
use crate::args::Args;
use crate::printer::Printer;

pub(crate) fn run(shell: Shell, printer: &Printer) -> Status {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "k8sgen", &mut script);
    printer.result(String::from_utf8_lossy(&script));
    Status::Done
}
