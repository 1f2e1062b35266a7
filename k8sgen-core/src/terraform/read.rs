//! Tells which of its formats Terraform wrote a text in, and reads it.

use super::allow_list::AllowList;
use super::error::TerraformError;
use super::fact::Fact;
use super::json::{Document, Member, Root, member};
use super::lookalike::Lookalike;
use super::{outputs, show, state};
use crate::problem::{Place, Problem, Problems};

/// What k8sgen reads.
enum Format {
    /// `terraform output -json`.
    Outputs,
    /// `terraform.tfstate`.
    State,
    /// `terraform show -json` of a state.
    Show,
}

impl Format {
    /// By the members of the root. A member of `terraform output -json` is always an object.
    fn of(members: &[Member<'_>]) -> Self {
        let is = |name: &str, first: fn(char) -> bool| {
            member(members, name).is_some_and(|raw| raw.get().starts_with(first))
        };
        let known = |name: &str| member(members, name).is_some();
        if is("format_version", |c| c == '"')
            && !["planned_values", "resource_changes", "provider_schemas"]
                .iter()
                .any(|name| known(name))
        {
            Self::Show
        } else if is("version", |c| c.is_ascii_digit())
            && !["backend", "encrypted_data"].iter().any(|name| known(name))
            && ["resources", "outputs", "modules", "serial", "lineage"]
                .iter()
                .any(|name| known(name))
        {
            Self::State
        } else {
            Self::Outputs
        }
    }
}

/// Reads the text of one file: `terraform output -json`, a `terraform.tfstate` of version 4, or
/// `terraform show -json` of a state. `file` is its name in sources and messages; of resources only what
/// `allowed` names is read.
///
/// ```
/// use k8sgen_core::terraform::{self, AllowList};
///
/// let text = r#"{ "vpc_id": { "sensitive": false, "type": "string", "value": "vpc-0abc" } }"#;
/// let facts = terraform::read("vpc.json", text, &AllowList::default())?;
/// assert_eq!(facts[0].source.to_string(), "outputs.vpc_id (vpc.json:1)");
///
/// let text = r#"{ "version": 4, "resources": [{
///     "mode": "managed", "type": "aws_vpc", "name": "main",
///     "instances": [{ "attributes": { "id": "vpc-0abc", "cidr_block": "10.0.0.0/16" } }]
/// }] }"#;
/// let allowed: AllowList = [("aws_vpc", "id")].into_iter().collect();
/// let facts = terraform::read("terraform.tfstate", text, &allowed)?;
/// assert_eq!(facts.len(), 1);
/// assert_eq!(facts[0].source.to_string(), "aws_vpc.main.id (terraform.tfstate:3)");
/// # Ok::<(), k8sgen_core::Problems>(())
/// ```
///
/// # Errors
/// If the text is no JSON, or none of these, or holds nothing at all; every bad member is listed.
pub fn read(file: &str, text: &str, allowed: &AllowList) -> Result<Vec<Fact>, Problems> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let whole = |error: TerraformError| Problems::from(Problem::at(Place::file(file), &error));
    if text.trim().is_empty() {
        return Err(whole(TerraformError::Empty));
    }
    let document = Document::new(file, text);
    let root = document
        .root()
        .map_err(|problem| match Lookalike::of_text(file, text) {
            Some(like) => whole(TerraformError::LooksLike(like)),
            None => problem,
        })?;
    let members = match root {
        Root::Object(members) => members,
        Root::Other(raw) => {
            let like = Lookalike::of_value(raw.get());
            return Err(whole(TerraformError::LooksLike(like)));
        }
    };
    match Format::of(&members) {
        Format::State => state::read(&document, &members, allowed),
        Format::Show => show::read(&document, &members, allowed),
        Format::Outputs if members.is_empty() => Err(whole(TerraformError::NoOutputs)),
        Format::Outputs => {
            let (mut facts, mut problems) = (Vec::new(), Vec::new());
            outputs::read(&document, &members, &mut facts, &mut problems);
            if !problems.is_empty()
                && let Some(like) = Lookalike::of_members(&members)
            {
                return Err(whole(TerraformError::LooksLike(like)));
            }
            Problems::check(facts, problems)
        }
    }
}
