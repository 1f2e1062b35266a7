//! What can be wrong between Terraform's facts and a context. No message holds a sensitive value.

use super::field::UnknownField;
use super::text::{enumerate, enumerate_some, quoted};
use super::{Field, Needs};
use crate::problem::{Explain, shown};
use crate::terraform::Source;

/// What to do with a secret.
const EXTERNAL: &str = "if it is a secret, keep it in Secrets Manager, and let an ExternalSecret copy it (`secrets` in k8sgen.yaml)";

/// One problem of the context.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContextError {
    /// A mapping of a field that there is none of.
    #[error("{0}")]
    UnknownField(UnknownField),
    /// A mapping to an output that is in no file.
    #[error("`{field}` is mapped to `{}`, and no file has that", shown(.output))]
    UnknownOutput {
        /// The field.
        field: Field,
        /// The output's name.
        output: String,
        /// The output that it may have meant.
        meant: Option<String>,
    },
    /// A mapping to an attribute that is never taken out of a state.
    #[error("`{field}` is mapped to `{}`, and k8sgen never reads `{attribute}` of `{kind}`", shown(.address))]
    NotRead {
        /// The field.
        field: Field,
        /// The address.
        address: String,
        /// The attribute.
        attribute: String,
        /// The type of the resource.
        kind: String,
        /// What is read of that type.
        readable: Vec<String>,
    },
    /// A mapping to a value that may not be read.
    #[error(
        "`{field}` is mapped to {output}, which is marked sensitive: such a value is never read, and no manifest is a place for it"
    )]
    MappedSecret {
        /// The field.
        field: Field,
        /// The output or attribute, with its place.
        output: Source,
    },
    /// No value at all.
    #[error("no value for `{field}`{}{}{}", searched(.names, .files), passed_over(.near), say_needed(.needed_by))]
    Missing {
        /// The field.
        field: Field,
        /// The output names that would do.
        names: Vec<String>,
        /// The files that were read.
        files: Vec<String>,
        /// The manifests that need it.
        needed_by: Vec<String>,
        /// Outputs that have such a name, and what they are instead.
        near: Vec<String>,
    },
    /// The outputs are there, and hold nothing.
    #[error("no value for `{field}`: {}{}", enumerate(.found), say_needed(.needed_by))]
    Null {
        /// The field.
        field: Field,
        /// The outputs, each with its place and what it is: null or empty.
        found: Vec<String>,
        /// The manifests that need it.
        needed_by: Vec<String>,
    },
    /// The output is there, and may not be read.
    #[error("no value for `{field}`: {} marked sensitive, and such a value is never read{}", is_or_are(.found), say_needed(.needed_by))]
    Sensitive {
        /// The field.
        field: Field,
        /// The outputs, each with its place.
        found: Vec<String>,
        /// The manifests that need it.
        needed_by: Vec<String>,
    },
    /// A value of another shape.
    #[error("`{field}`: {output} is {found}, where {expected} is expected{}{}", .why.as_ref().map(|why| format!(": {why}")).unwrap_or_default(), say_needed(.needed_by))]
    WrongShape {
        /// The field.
        field: Field,
        /// The output, with its place.
        output: Source,
        /// What is there.
        found: String,
        /// What should be.
        expected: String,
        /// The rule that it breaks.
        why: Option<String>,
        /// The manifests that need it.
        needed_by: Vec<String>,
    },
    /// Outputs that mean the same and say different things.
    #[error("`{field}` has {} different values\n    {}{}", .values.len(), .values.join("\n    "), say_needed(.needed_by))]
    Conflict {
        /// The field.
        field: Field,
        /// Each value with its sources.
        values: Vec<String>,
        /// Outputs that have one value only, so that a mapping can choose them.
        choices: Vec<String>,
        /// The manifests that need it.
        needed_by: Vec<String>,
    },
    /// A service's image that contradicts what Terraform made.
    #[error("the image of `{service}` is in {image}, and Terraform says {said}")]
    OtherImage {
        /// The service.
        service: String,
        /// The image's registry and repository.
        image: String,
        /// What Terraform says instead, with its source.
        said: String,
        /// The repository that may have been meant.
        meant: Option<String>,
    },
    /// ARNs, URLs and endpoints of different accounts, regions or partitions.
    #[error("{}\n    {}", mixed(*.field), .values.join("\n    "))]
    Mixed {
        /// Account, region or partition.
        field: Field,
        /// Each value with its sources.
        values: Vec<String>,
    },
}

impl ContextError {
    /// A field without a value.
    pub(super) fn missing(
        field: Field,
        files: &[String],
        needs: &Needs,
        near: Vec<String>,
    ) -> Self {
        Self::Missing {
            field,
            names: super::candidate::looked_for(field)
                .into_iter()
                .map(str::to_owned)
                .collect(),
            files: files.to_vec(),
            needed_by: needs.files(field).map(str::to_owned).collect(),
            near,
        }
    }
}

fn say_needed(files: &[String]) -> String {
    if files.is_empty() {
        String::new()
    } else {
        format!("\n    needed by {}", enumerate_some(files))
    }
}

fn searched(names: &[String], files: &[String]) -> String {
    if files.is_empty() {
        return String::new();
    }
    let names = enumerate(&quoted(names));
    format!(
        "\n    looked for the outputs {names}\n    in {}",
        enumerate(files)
    )
}

fn passed_over(near: &[String]) -> String {
    near.iter()
        .flat_map(|near| ["\n    not used: ", near])
        .collect()
}

fn is_or_are(found: &[String]) -> String {
    format!(
        "{} {}",
        enumerate(found),
        if found.len() == 1 { "is" } else { "are" }
    )
}

fn mixed(field: Field) -> &'static str {
    match field {
        Field::AwsAccountId => "the outputs are of more than one AWS account",
        Field::Region => "the outputs are of more than one AWS region",
        _ => "the outputs are of more than one AWS partition",
    }
}

/// The line of `k8sgen.yaml` that chooses an output or a resource.
fn map_line(field: Field, address: &str) -> String {
    // A key in brackets would be a list in YAML.
    let address = if address.contains(['[', ' ']) {
        format!("'{}'", address.replace('\'', "''"))
    } else {
        address.to_owned()
    };
    format!("`terraform.map: {{ {field}: {address} }}`")
}

impl Explain for ContextError {
    const STAGE: &'static str = "context";

    fn code(&self) -> &'static str {
        match self {
            Self::UnknownField(_) => "unknown-field",
            Self::UnknownOutput { .. } => "unknown-output",
            Self::NotRead { .. } => "attribute-not-read",
            Self::MappedSecret { .. } => "sensitive-mapping",
            Self::OtherImage { .. } => "image-mismatch",
            Self::Missing { .. } => "missing-value",
            Self::Null { .. } => "null-output",
            Self::Sensitive { .. } => "sensitive-output",
            Self::WrongShape { .. } => "wrong-shape",
            Self::Conflict { .. } => "conflict",
            Self::Mixed { .. } => "mixed-identity",
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::UnknownField(_) => None,
            Self::UnknownOutput { meant, .. } => meant
                .as_ref()
                .map(|meant| format!("did you mean `{meant}`?")),
            Self::NotRead { kind, readable, .. } if readable.is_empty() => Some(format!(
                "it reads nothing of `{kind}`: write an output of the value; {EXTERNAL}"
            )),
            Self::NotRead { kind, readable, .. } => Some(format!(
                "of `{kind}` it reads {}; write an output of any other value; {EXTERNAL}",
                enumerate(&quoted(readable))
            )),
            Self::MappedSecret { field, .. } => {
                let section = field.path().split('.').next().unwrap_or_default();
                let key = field.path().rsplit('.').next().unwrap_or_default();
                Some(format!(
                    "keep it in Secrets Manager, and let an ExternalSecret copy it, in k8sgen.yaml:\n\
                     `secrets: {{ {section}-credentials: {{ remote: NAME, keys: {{ {}: {key} }} }} }}`;\n\
                     or, if it is no secret, write the output as `nonsensitive(...)` without `sensitive = true`, and apply",
                    key.to_ascii_uppercase()
                ))
            }
            Self::OtherImage { meant, .. } => Some(match meant {
                Some(meant) => format!("did you mean `{meant}`? For an image of this project's registry, give `image_tag` instead of `image`"),
                None => "for an image of this project's registry, give `image_tag` instead of `image`; else correct one of the two".to_owned(),
            }),
            Self::Missing { field, names, .. } => {
                let name = names.first().map_or("NAME", String::as_str);
                Some(format!(
                    "add an output `{name}` to the configuration, apply, and run `terraform output -json` again;\nor, if it has another name, say so in k8sgen.yaml: {}",
                    map_line(*field, "outputs.NAME")
                ))
            }
            Self::Null { field, .. } => Some(format!(
                "give the output a value and apply, or name another in k8sgen.yaml: {}",
                map_line(*field, "outputs.NAME")
            )),
            Self::Sensitive { field, .. } => Some(format!(
                "if it is no secret, write the output as `nonsensitive(...)` without `sensitive = true`, and apply;\nif it is one, keep it in Secrets Manager and give the secret's name;\nor name another output in k8sgen.yaml: {}",
                map_line(*field, "outputs.NAME")
            )),
            Self::WrongShape { field, .. } => Some(format!(
                "correct the output, or name another in k8sgen.yaml: {}",
                map_line(*field, "outputs.NAME")
            )),
            Self::Conflict { field, choices, .. } => Some(match choices.as_slice() {
                [first, others @ ..] => {
                    const SHOWN: usize = 4;
                    let others = others.iter().take(SHOWN - 1);
                    let lines = others.map(|other| format!("\nor {}", map_line(*field, other)));
                    let first = map_line(*field, first);
                    format!("choose one in k8sgen.yaml: {first}{}", lines.collect::<String>())
                }
                _ => {
                    "the same name is in several files: give k8sgen those of one environment only, as with `--environment NAME`"
                        .to_owned()
                }
            }),
            Self::Mixed { field, .. } => Some(format!(
                "give k8sgen the outputs of one account, region and partition; a value that is meant to differ can be named\nin k8sgen.yaml, as in {}",
                map_line(
                    if *field == Field::Region {
                        Field::CertificateArn
                    } else {
                        Field::EcrBaseUrl
                    },
                    "outputs.NAME"
                )
            )),
        }
    }
}
