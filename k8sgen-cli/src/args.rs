//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use k8sgen_core::Sources;

use crate::commands::{context, diff, generate, plan, rule, tool, validate};

/// Terraform outputs in, a Kubernetes repository out.
#[derive(Debug, Parser)]
#[command(name = "k8sgen", version, max_term_width = 100)]
pub(crate) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Say nothing but problems.
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// When to use colours.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write the four context files: what Terraform made, the plan, the values, the services.
    Context(context::Args),
    /// Print the plan: which tool is called for what, in which order.
    Plan(plan::Args),
    /// Write the Kubernetes repository.
    Generate(generate::Args),
    /// Print what a generate would change.
    Diff(diff::Args),
    /// Say what is wrong in files of Kubernetes, whoever wrote them.
    Validate(validate::Args),
    /// List the validator's rules, or print one's page.
    Rule(rule::Args),
    /// List the tools, print one's schema, or call one.
    #[command(subcommand)]
    Tool(tool::Args),
    /// Print the JSON Schema of k8sgen.yaml.
    Schema,
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
}

/// What a project is read from.
#[derive(Debug, clap::Args)]
pub(crate) struct Inputs {
    /// The inventory.
    #[arg(short, long, value_name = "FILE", default_value = "k8sgen.yaml")]
    pub(crate) config: PathBuf,
    #[command(flatten)]
    pub(crate) terraform: Terraform,
}

/// Where what Terraform made is read from.
#[derive(Debug, clap::Args)]
pub(crate) struct Terraform {
    /// Instead of the inventory's: files that `terraform output -json` or `terraform show -json` wrote, states, folders of
    /// them, or `-` for standard input.
    #[arg(long = "terraform", value_name = "PATH", num_args = 1..)]
    paths: Vec<PathBuf>,
    /// The subfolder to read, where a folder holds one for each environment. The inventory's, if it is one of them.
    #[arg(long, value_name = "NAME")]
    environment: Option<String>,
}

impl Terraform {
    /// Whether paths were given.
    pub(crate) fn is_given(&self) -> bool {
        !self.paths.is_empty()
    }

    /// As core takes them.
    pub(crate) fn sources(&self) -> Sources {
        Sources {
            paths: self.paths.clone(),
            environment: self.environment.clone(),
        }
    }
}
