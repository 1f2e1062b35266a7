//! `--fix`: files are mended where they stand; what was done is said beside what remains.

use std::path::Path;

use k8sgen_core::Problems;
use k8sgen_core::repo::{self, Replacement};
use k8sgen_core::validate::{self, Files, Fixed, Options, Report, STDIN};

use super::Args;
use crate::printer::Printer;

/// Mends what can be mended, and says what remains.
pub(super) fn run(
    files: &Files,
    options: &Options,
    args: &Args,
    printer: &Printer,
) -> Result<Report, Problems> {
    // What a link leads to may be anywhere.
    let is_own = |path: &str| !Path::new(path).is_symlink();
    let fixed = validate::fix(files, options, &is_own);
    let rest = args.format.text(&fixed.report, printer);
    if args.dry_run {
        for file in &fixed.files {
            printer.result(file.diff());
            if file.is_secret {
                printer.note(format_args!(
                    "{} would change, too; it holds a Secret, so the change is not shown",
                    file.path
                ));
            }
        }
        printer.status(said(&fixed, "would be mended"));
        printer.report(rest);
        return Ok(fixed.report);
    }
    let on_disk = fixed.files.iter().filter(|file| file.path != STDIN);
    let replacements: Vec<Replacement<'_>> = on_disk
        .map(|file| Replacement {
            path: Path::new(&file.path),
            before: &file.before,
            after: &file.after,
        })
        .collect();
    repo::replace(&replacements)?;
    for finding in &fixed.findings {
        let (path, line, rule) = (&finding.path, finding.line, &finding.rule);
        printer.status(format_args!(
            "mended {path}:{line}: {rule}: {}",
            finding.message
        ));
    }
    printer.status(said(&fixed, "mended"));
    match files.get(STDIN) {
        Some(bytes) => {
            let after = fixed.files.iter().find(|file| file.path == STDIN);
            let same = || String::from_utf8_lossy(bytes).into_owned();
            printer.result(after.map_or_else(same, |file| file.after.clone()));
            printer.report(rest);
        }
        None => printer.result(rest),
    }
    Ok(fixed.report)
}

/// `3 findings mended in 2 files`.
fn said(fixed: &Fixed, what: &str) -> String {
    let counted = |count: usize, noun: &str| {
        let s = if count == 1 { "" } else { "s" };
        format!("{count} {noun}{s}")
    };
    let findings = counted(fixed.findings.len(), "finding");
    let files = counted(fixed.files.len(), "file");
    format!("{findings} {what}, in {files}")
}
