//! `k8sgen rule`: the rules, or one rule's page.

use std::fmt::Write as _;

use k8sgen_core::validate::{Code, RULES};

use crate::Status;
use crate::printer::Printer;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The rule's code, such as KG101. All rules are listed, if there is none.
    code: Option<Code>,
}

pub(crate) fn run(args: &Args, printer: &Printer) -> Status {
    match &args.code {
        Some(code) => printer.result(code.rule().page()),
        None => printer.result(list()),
    }
    Status::Done
}

fn list() -> String {
    let width = RULES
        .iter()
        .map(|rule| rule.name.len())
        .max()
        .unwrap_or_default();
    let mut list = String::new();
    for rule in RULES {
        let (code, name, severity) = (rule.code, rule.name, rule.severity.as_str());
        let _ = writeln!(list, "{code}  {name:width$}  {severity:7}  {}", rule.finds);
    }
    list
}
