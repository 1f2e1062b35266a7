//! What can be wrong with a Terraform file. No message holds a value of the file.

use super::lookalike::Lookalike;
use crate::problem::Explain;

/// The command that makes what this stage reads.
const MAKE: &str = "run `terraform output -json > outputs.json` in the folder of the configuration, and give k8sgen that file";

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
    /// A folder without any JSON file.
    #[error("there are no output files (*.json) in this folder or below it")]
    NoJson,
    /// Bytes that are not UTF-8.
    #[error("not UTF-8 text")]
    NotUtf8,
    /// Text in UTF-16.
    #[error("the text is UTF-16, not UTF-8")]
    Utf16,
    /// A gzip file.
    #[error("the file is compressed (gzip)")]
    Compressed,
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
    #[error("not the output of `terraform output -json`: this is {}", .0.noun())]
    LooksLike(Lookalike),
    /// A member that is not an output.
    #[error("not the output of `terraform output -json`: `{output}` has no `value`")]
    NoValue {
        /// The member's name.
        output: String,
    },
    /// A mark that is neither true nor false.
    #[error("`sensitive` of output `{output}` is neither true nor false")]
    BadSensitive {
        /// The output's name.
        output: String,
    },
    /// An empty object.
    #[error("there are no outputs in this file")]
    NoOutputs,
}

impl Explain for TerraformError {
    const STAGE: &'static str = "terraform";

    fn code(&self) -> &'static str {
        match self {
            Self::NoInput => "no-input",
            Self::NotFound => "not-found",
            Self::Unreadable { .. } => "unreadable",
            Self::NoJson => "no-json",
            Self::NotUtf8 => "not-utf8",
            Self::Utf16 => "utf16",
            Self::Compressed => "compressed",
            Self::Empty => "empty-file",
            Self::NotJson { .. } => "not-json",
            Self::LooksLike(_) | Self::NoValue { .. } => "not-outputs",
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
            Self::Compressed => "unpack it with `gunzip` first".to_owned(),
            Self::Empty => format!("did the command that wrote it fail? {MAKE}"),
            Self::NoOutputs => "was `terraform apply` run in that folder, and does the configuration have `output` blocks?".to_owned(),
            Self::LooksLike(Lookalike::OneValue) => format!("leave the name out: {MAKE}"),
            Self::LooksLike(Lookalike::Plan) => format!("a plan holds values that are not known yet: apply it, then {MAKE}"),
            Self::LooksLike(Lookalike::Bare) => {
                format!("every output is an object with `sensitive`, `type` and `value`: {MAKE}, unfiltered")
            }
            Self::NoJson | Self::NotUtf8 | Self::NotJson { .. } | Self::LooksLike(_) | Self::NoValue { .. } | Self::BadSensitive { .. } => {
                MAKE.to_owned()
            }
        };
        Some(help)
    }
}
