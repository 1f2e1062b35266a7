//! `k8sgen schema`: print the JSON Schema of k8sgen.yaml.

use k8sgen_core::inventory;

use crate::Status;
use crate::printer::Printer;

pub(crate) fn run(printer: &Printer) -> Status {
    printer.result(format_args!("{:#}\n", inventory::schema()));
    Status::Done
}
