//! What a file is, when it is nothing that k8sgen reads: people hand over the plan, the configuration, the pointer to
//! a remote state. Knowing which one it is lets the error name the command that makes the right one.

use std::path::Path;

use super::json::Member;

/// A file that is easily mistaken for Terraform's outputs or state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lookalike {
    /// `terraform show -json` of a plan.
    Plan,
    /// `.terraform/terraform.tfstate`, which only says where the state is.
    Backend,
    /// A state or plan that `OpenTofu` has encrypted.
    Encrypted,
    /// `terraform providers schema -json`.
    ProviderSchema,
    /// `.terraform.lock.hcl`.
    ProviderLock,
    /// `*.tf`, `*.tf.json`, `*.tfvars`.
    Configuration,
    /// The log lines of `terraform apply -json`.
    Log,
    /// `{name: value}` without the `sensitive`, `type`, `value` that Terraform writes.
    Bare,
    /// The one value of `terraform output -json NAME`.
    OneValue,
    /// An object of objects none of which is an output.
    Other,
    /// A JSON list.
    List,
}

impl Lookalike {
    /// What it is, to stand after "this is".
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Plan => "a Terraform plan",
            Self::Backend => "the pointer to a remote state that `terraform init` keeps",
            Self::Encrypted => "an encrypted OpenTofu state or plan",
            Self::ProviderSchema => "the schema of Terraform providers",
            Self::ProviderLock => "Terraform's lock of provider versions",
            Self::Configuration => "Terraform configuration",
            Self::Log => "the log of a `terraform ... -json` run",
            Self::Bare => "an object of plain values",
            Self::OneValue => "a single value, as `terraform output -json NAME` prints",
            Self::Other => "some other JSON",
            Self::List => "a list",
        }
    }

    /// Recognises what is no JSON, by the file's name and the first words of its text.
    pub(crate) fn of_text(file: &str, text: &str) -> Option<Self> {
        let path = Path::new(file);
        if path
            .file_name()
            .is_some_and(|name| name == ".terraform.lock.hcl")
        {
            return Some(Self::ProviderLock);
        }
        let is = |wanted: &str| {
            path.extension()
                .is_some_and(|extension| extension == wanted)
        };
        if is("tf") || is("tfvars") || is("hcl") || is("tofu") {
            return Some(Self::Configuration);
        }
        let first = text
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default();
        (first.contains("\"@level\"") && first.contains("\"@message\"")).then_some(Self::Log)
    }

    /// Recognises JSON that is no object, by its first character.
    pub(crate) fn of_value(json: &str) -> Self {
        if json.starts_with('[') {
            Self::List
        } else {
            Self::OneValue
        }
    }

    /// Recognises an object by the names of its members.
    pub(crate) fn of_members(members: &[Member<'_>]) -> Option<Self> {
        let has = |wanted: &str| members.iter().any(|(name, _)| name == wanted);
        let is_object = |(_, raw): &Member<'_>| raw.get().starts_with('{');
        let is_nearly_output = |(_, raw): &Member<'_>| {
            ["\"value\"", "\"sensitive\"", "\"type\""]
                .into_iter()
                .any(|key| raw.get().contains(key))
        };
        let like = if has("encrypted_data") || has("encryption_version") {
            Self::Encrypted
        } else if has("planned_values") || has("resource_changes") {
            Self::Plan
        } else if has("provider_schemas") {
            Self::ProviderSchema
        } else if has("backend") && has("version") {
            Self::Backend
        } else if has("@level") && has("@message") {
            Self::Log
        } else if ["resource", "provider", "module", "variable", "locals"]
            .into_iter()
            .any(has)
        {
            Self::Configuration
        } else if !members.iter().any(is_object) {
            Self::Bare
        } else if members.len() > 2 && !members.iter().any(is_nearly_output) {
            Self::Other
        } else {
            return None;
        };
        Some(like)
    }
}
