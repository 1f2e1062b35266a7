//! `k8sgen validate`: what is wrong in a repository of Kubernetes, whoever wrote it.

mod fix;

use std::path::PathBuf;

use clap::ValueEnum;
use k8sgen_core::inventory;
use k8sgen_core::validate::objects::PodSecurity;
use k8sgen_core::validate::{self, Options, Prefix, Report, Version};

use super::Outcome;
use crate::Status;
use crate::kustomize;
use crate::printer::Printer;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files, folders with all that is below them, or `-` for standard input.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// How to print what is found.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// The cluster's version, such as 1.36. The newest that is known, if nobody says otherwise.
    #[arg(long, value_name = "VERSION")]
    kubernetes_version: Option<Version>,
    /// Files with CustomResourceDefinitions, or folders of them.
    #[arg(long, value_name = "PATH")]
    crds: Vec<PathBuf>,
    /// Rules that count, by their codes or what those begin with: `KG1,KG204`. All, if there is none.
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    select: Vec<Prefix>,
    /// Rules that do not count. The longer of two beginnings wins.
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    ignore: Vec<Prefix>,
    /// The level that all pods must be of: privileged, baseline or restricted. What the labels of their namespaces
    /// say, if nobody says otherwise.
    #[arg(long, value_name = "LEVEL")]
    pod_security: Option<PodSecurity>,
    /// An inventory whose `validate` says what counts, where this command line does not.
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Also build each kustomization with `kustomize` or `kubectl`, whichever there is, and check what comes out.
    #[arg(long, conflicts_with = "fix")]
    build: bool,
    /// Mend what has one right answer, and say what remains. Of standard input, the mended text is printed.
    #[arg(long)]
    fix: bool,
    /// With `--fix`: print the changes as a patch, and write nothing.
    #[arg(long, requires = "fix")]
    dry_run: bool,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For the terminal.
    Human,
    /// For programs.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// GitLab's Code Quality report.
    Gitlab,
}

pub(crate) fn run(args: &Args, printer: &Printer) -> Outcome {
    let settings = match &args.config {
        Some(path) => Options::of(&inventory::load(path)?)?,
        None => Options::default(),
    };
    let files = validate::load(&args.paths);
    let outside = if args.build {
        kustomize::build(&files)?
    } else {
        Vec::new()
    };
    let options = Options {
        outside,
        kubernetes: args.kubernetes_version.unwrap_or(settings.kubernetes),
        crds: validate::load(&args.crds),
        select: or(&args.select, settings.select),
        ignore: [settings.ignore, args.ignore.clone()].concat(),
        advise: settings.advise,
        pod_security: args.pod_security.or(settings.pod_security),
    };
    let report = if args.fix {
        fix::run(&files, &options, args, printer)?
    } else {
        let report = validate::files(&files, &options);
        printer.result(args.format.text(&report, printer));
        report
    };
    Ok(if report.is_accepted() {
        Status::Done
    } else {
        Status::Findings
    })
}

impl Format {
    fn text(self, report: &Report, printer: &Printer) -> String {
        match self {
            Self::Human => validate::to_human(report, printer.result_color()),
            Self::Json => validate::to_json(report),
            Self::Sarif => validate::to_sarif(report),
            Self::Github => validate::to_github(report),
            Self::Gitlab => validate::to_gitlab(report),
        }
    }
}

fn or(given: &[Prefix], otherwise: Vec<Prefix>) -> Vec<Prefix> {
    if given.is_empty() {
        otherwise
    } else {
        given.to_vec()
    }
}
