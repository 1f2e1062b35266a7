//! What can be wrong with a Terraform file. No message holds a value of the file.

use super::lookalike::Lookalike;
use crate::problem::{Explain, choices, shown};

/// The command that makes what this stage reads.
const MAKE: &str = "run `terraform output -json > outputs.json` in the folder of the configuration, and give k8sgen that file";

/// The command that fetches a state, wherever it is kept.
const PULL: &str = "run `terraform state pull > terraform.tfstate` (or `tofu state pull`) in the folder of the configuration, and give k8sgen that file";

/// One problem of a Terraform file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TerraformError {
    /// No path was given.
    #[error("no Terraform output was given")]
    NoInput,
    /// A path that is not there.
    #[error("there is no such file or folder")]
    NotFound,
    /// A file or folder that can't be read.
    #[error("can't be read: {why}")]
    Unreadable {
        /// What the system said.
        why: String,
    },
    /// A folder without any file to read.
    #[error("there are no outputs or states (*.json, *.tfstate) in this folder or below it{}", passed_over(.skipped))]
    NoJson {
        /// Files that would be taken for one, and are not read.
        skipped: Vec<String>,
    },
    /// A folder with a subfolder for each of several environments.
    #[error("this folder holds several environments: {}", list(.names))]
    SeveralEnvironments {
        /// Their folders' names.
        names: Vec<String>,
    },
    /// An environment that no folder is of.
    #[error("there is no folder `{}` in what was given{}", shown(.name), say_there(.there))]
    NoEnvironment {
        /// The name that was asked for.
        name: String,
        /// The folders that are there.
        there: Vec<String>,
    },
    /// Bytes that are not UTF-8.
    #[error("not UTF-8 text")]
    NotUtf8,
    /// Text in UTF-16.
    #[error("the text is UTF-16, not UTF-8")]
    Utf16,
    /// A gzip file that is cut off or damaged.
    #[error("the file is compressed (gzip), and damaged")]
    BadGzip,
    /// A gzip file that grows out of all proportion.
    #[error("the file is compressed (gzip), and expands to more than {} MiB", .limit >> 20)]
    TooLarge {
        /// The most that a file of this size may expand to, in bytes.
        limit: usize,
    },
    /// Nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// Text that is not JSON.
    #[error("not JSON: {why}")]
    NotJson {
        /// What the parser expected.
        why: String,
    },
    /// A file that is something else, and known.
    #[error("neither Terraform's outputs nor a state: this is {}", .0.noun())]
    LooksLike(Lookalike),
    /// A state of another version.
    #[error("the state is of version {version}; k8sgen reads version 4")]
    Version {
        /// The version. 0, if it is no number.
        version: u64,
    },
    /// A state, but not as Terraform writes it.
    #[error("the state does not have the expected form")]
    Unexpected,
    /// A state of nothing.
    #[error("the state is empty: it holds neither outputs nor resources")]
    EmptyState,
    /// A member that is not an output.
    #[error("neither Terraform's outputs nor a state: `{}` has no `value`", shown(.output))]
    NoValue {
        /// The member's name.
        output: String,
    },
    /// A mark that is neither true nor false.
    #[error("`sensitive` of output `{}` is neither true nor false", shown(.output))]
    BadSensitive {
        /// The output's name.
        output: String,
    },
    /// An empty object.
    #[error("there are no outputs in this file")]
    NoOutputs,
}

fn list(names: &[String]) -> String {
    let names: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", shown(name)))
        .collect();
    choices(&names)
}

fn say_there(names: &[String]) -> String {
    if names.is_empty() {
        String::new()
    } else {
        format!("; there are {}", list(names))
    }
}

fn passed_over(skipped: &[String]) -> String {
    skipped
        .iter()
        .flat_map(|name| ["\n    not read: ", name])
        .collect()
}

impl Explain for TerraformError {
    const STAGE: &'static str = "terraform";

    fn code(&self) -> &'static str {
        match self {
            Self::NoInput => "no-input",
            Self::NotFound => "not-found",
            Self::Unreadable { .. } => "unreadable",
            Self::NoJson { .. } => "no-json",
            Self::SeveralEnvironments { .. } => "several-environments",
            Self::NoEnvironment { .. } => "no-environment",
            Self::NotUtf8 => "not-utf8",
            Self::Utf16 => "utf16",
            Self::BadGzip => "bad-gzip",
            Self::TooLarge { .. } => "too-large",
            Self::Empty => "empty-file",
            Self::NotJson { .. } => "not-json",
            Self::LooksLike(_) | Self::NoValue { .. } => "not-outputs",
            Self::Version { .. } => "state-version",
            Self::Unexpected => "bad-state",
            Self::EmptyState => "empty-state",
            Self::BadSensitive { .. } => "bad-sensitive",
            Self::NoOutputs => "no-outputs",
        }
    }

    fn help(&self) -> Option<String> {
        let help = match self {
            Self::NoInput => format!("{MAKE} (`--terraform`, or `terraform.sources` in k8sgen.yaml)"),
            Self::NotFound => "check its spelling: a path of `--terraform` starts at the current folder, one in k8sgen.yaml at the folder of that file".to_owned(),
            Self::Unreadable { .. } => "check its permissions".to_owned(),
            Self::Utf16 => "PowerShell's `>` writes UTF-16: run `terraform output -json | Out-File -Encoding utf8 outputs.json`".to_owned(),
            Self::BadGzip => "write it again, or unpack it with `gunzip` and give k8sgen the result".to_owned(),
            Self::TooLarge { .. } => "if it is what you expect, unpack it with `gunzip` and give k8sgen the result".to_owned(),
            Self::Empty => format!("did the command that wrote it fail? {MAKE}"),
            Self::NoOutputs => "was `terraform apply` run in that folder, and does the configuration have `output` blocks?\nWithout them, give k8sgen the state: it reads resources, too".to_owned(),
            Self::EmptyState => "was `terraform apply` run in that folder and workspace, and not `terraform destroy` after it?".to_owned(),
            Self::SeveralEnvironments { names } => {
                let name = names.first().map_or("NAME", String::as_str);
                format!("choose one: `--environment {}`", shown(name))
            }
            Self::NoEnvironment { .. } => "give `--environment` the name of a subfolder of what `--terraform` or `terraform.sources` names".to_owned(),
            Self::Version { version: 0..=3 } => "Terraform 0.12 and later write version 4. Run `terraform output -json > outputs.json` with the Terraform that wrote it,\nor let a newer one write it anew (`terraform init`, then `terraform apply -refresh-only`)".to_owned(),
            Self::Version { .. } => format!("it was written by a newer Terraform: {MAKE}"),
            Self::LooksLike(Lookalike::OneValue) => format!("leave the name out: {MAKE}"),
            Self::LooksLike(Lookalike::Plan) => format!("a plan holds values that are not known yet: apply it, then {MAKE}"),
            Self::LooksLike(Lookalike::Backend) => format!("the state itself is kept elsewhere: {PULL}"),
            Self::LooksLike(Lookalike::Encrypted) => {
                "k8sgen has no keys: run `tofu output -json > outputs.json` in the folder of the configuration, which decrypts it,\nand give k8sgen that file".to_owned()
            }
            Self::LooksLike(Lookalike::Bare) => {
                format!("every output is an object with `sensitive`, `type` and `value`: {MAKE}, unfiltered")
            }
            Self::NoJson { .. } => format!("{MAKE}; or {PULL}"),
            Self::Unexpected => format!("write it again: {PULL}"),
            Self::NotUtf8 | Self::NotJson { .. } | Self::LooksLike(_) | Self::NoValue { .. } | Self::BadSensitive { .. } => {
                MAKE.to_owned()
            }
        };
        Some(help)
    }
}
