//! `k8sgen explain`: say where a line of the repository came from, or where an output of Terraform's went.

mod chain;
mod reach;
mod table;

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use k8sgen_core::explain::{ExplainError, Explainer, Explanation, Lines};
use k8sgen_core::repo::Repository;
use k8sgen_core::{Problem, Problems};
use serde::Serialize;

use super::Outcome;
use crate::Status;
use crate::printer::Printer;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files of the repository, each with the line that is asked about, or none for all of them.
    #[arg(value_name = "PATH[:LINE]", required_unless_present = "output")]
    paths: Vec<String>,
    /// An output, the address of a resource's attribute, or a field of the context, such as `database.endpoint`: print
    /// every line that it reaches.
    #[arg(long, value_name = "NAME", conflicts_with = "paths")]
    output: Option<String>,
    /// The folder that was generated, for paths that are not in one.
    #[arg(short = 'o', value_name = "DIR", default_value = "k8s-manifests")]
    folder: PathBuf,
    /// How to print it.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

/// How an explanation is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Human,
    /// For programs.
    Json,
}

pub(crate) fn run(args: &Args, printer: &Printer) -> Outcome {
    printer.result(match &args.output {
        Some(name) => output(name, args, printer)?,
        None => paths(args, printer)?,
    });
    Ok(Status::Done)
}

fn output(name: &str, args: &Args, printer: &Printer) -> Result<String, Problems> {
    let repository = Repository::open(&args.folder)?;
    let reach = Explainer::new(repository.recipe)?.reach(name)?;
    Ok(match args.format {
        Format::Human => reach::text(&reach, printer),
        Format::Json => json(&reach),
    })
}

fn paths(args: &Args, printer: &Printer) -> Result<String, Problems> {
    let asked: Vec<(&Path, Lines)> = args.paths.iter().map(|path| asked(path)).collect();
    let explanations = explanations(&asked, &args.folder)?;
    if args.format == Format::Json {
        let explanations = explanations.iter().map(|(_, explanation)| explanation);
        return Ok(json(&explanations.collect::<Vec<_>>()));
    }
    let texts = explanations.iter().map(|(lines, explanation)| match lines {
        Lines::All => table::text(explanation, printer),
        Lines::One(_) => chain::text(explanation, printer),
    });
    Ok(texts.collect::<Vec<_>>().join("\n"))
}

/// `PATH`, `PATH:LINE`, or `PATH:LINE:COLUMN`, as editors and compilers write it.
fn asked(path: &str) -> (&Path, Lines) {
    let numbered = |text: &'_ str| -> Option<(usize, usize)> {
        let (path, line) = text.rsplit_once(':')?;
        Some((path.len(), line.parse().ok()?))
    };
    match numbered(path) {
        None => (Path::new(path), Lines::All),
        Some((end, last)) => match numbered(&path[..end]) {
            None => (Path::new(&path[..end]), Lines::One(last)),
            Some((end, line)) => (Path::new(&path[..end]), Lines::One(line)),
        },
    }
}

/// Everything that is asked, one generated folder after the other, or everything that is wrong with the questions.
fn explanations(
    asked: &[(&Path, Lines)],
    otherwise: &Path,
) -> Result<Vec<(Lines, Explanation)>, Problems> {
    let mut folders: Vec<(PathBuf, Vec<_>)> = Vec::new();
    let mut problems = Vec::new();
    for (path, lines) in asked {
        let (folder, inside) = Repository::locate(path, otherwise);
        let Ok(inside) = inside.parse() else {
            let path = path.display().to_string();
            problems.push(Problem::new(&ExplainError::NotAPath { path }));
            continue;
        };
        match folders.iter_mut().find(|(known, _)| *known == folder) {
            Some((_, asked)) => asked.push((inside, *lines)),
            None => folders.push((folder, vec![(inside, *lines)])),
        }
    }
    let mut explanations = Vec::new();
    for (folder, asked) in folders {
        let repository = Repository::open(&folder)?;
        let explainer = Explainer::new(repository.recipe.clone())?;
        match explainer.files(&repository, &asked) {
            Ok(found) => {
                explanations.extend(asked.iter().map(|(_, lines)| *lines).zip(found));
            }
            Err(more) => problems.extend(more),
        }
    }
    Problems::check(explanations, problems)
}

/// For programs.
fn json(answer: &impl Serialize) -> String {
    let json = serde_json::to_string_pretty(answer);
    json.expect("an answer that is written to memory") + "\n"
}
