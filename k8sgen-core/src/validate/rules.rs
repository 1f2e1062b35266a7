//! The rules, one file each. A new one is a file and a line in [`rules!`], and fixtures below `tests/rules`.

use std::str::FromStr;

use super::document::{Break, Document};
use super::kustomize::What;
use super::options::Prefix;
use super::repository::Repository;
use super::rule::{Found, Rule};
use super::schema::ApiKind;
use super::shape::Wrong;
use crate::problem::shown;
use crate::yaml::Mark;

/// The rules by what they are about, in the order of their codes; each in a file of its name.
macro_rules! rules {
    ($($(#[$about:meta])* $group:ident { $($file:ident,)* })+) => {
        $(
            $(#[$about])*
            mod $group {
                $(pub(super) mod $file;)*
            }
        )+

        /// All rules, in the order of their codes.
        pub static RULES: &[&Rule] = &[$($(&$group::$file::RULE,)*)+];
    };
}

rules! {
    /// Files that can't be read as they are meant.
    loading {
        kg001_syntax,
        kg002_tab_indentation,
        kg003_duplicate_key,
        kg004_unreadable_file,
        kg005_too_large,
        kg006_unknown_tag,
        kg007_no_api_version,
        kg008_no_kind,
        kg009_helm_chart,
        kg010_ignore_without_reason,
        kg011_unused_ignore,
    }
    /// Objects that are not of their kind.
    shape {
        kg101_unknown_field,
        kg102_wrong_type,
        kg103_missing_field,
        kg104_unknown_value,
        kg105_out_of_range,
        kg106_not_text,
        kg107_invalid_name,
        kg108_invalid_label,
        kg109_invalid_quantity,
        kg110_invalid_port,
        kg111_invalid_selector,
        kg112_invalid_encoding,
        kg120_removed_api,
        kg121_deprecated_api,
        kg122_api_too_new,
        kg123_unknown_kind,
        kg124_unknown_custom_resource,
    }
    /// Names of what is not there.
    references {
        kg201_missing_service_account,
        kg202_missing_config_map,
        kg203_missing_config_map_key,
        kg204_missing_secret,
        kg205_missing_secret_key,
        kg206_missing_pull_secret,
        kg207_missing_claim,
        kg208_missing_class,
        kg209_unknown_volume,
        kg210_unused_volume,
        kg211_mounted_twice,
        kg212_duplicate_name,
        kg213_unknown_probe_port,
        kg214_undefined_variable,
        kg215_unknown_container,
        kg216_service_selects_nothing,
        kg217_unknown_target_port,
        kg218_undeclared_target_port,
        kg219_missing_backend,
        kg220_missing_backend_port,
        kg221_unknown_ingress_class,
        kg222_missing_tls_secret,
        kg223_missing_governing_service,
        kg224_missing_webhook_service,
        kg225_missing_gateway,
        kg226_monitor_selects_nothing,
        kg227_missing_scale_target,
        kg228_budget_selects_nothing,
        kg229_policy_selects_nothing,
        kg230_policy_peer_selects_nothing,
        kg231_unknown_policy_port,
        kg232_missing_role,
        kg233_missing_subject,
        kg234_invalid_subject,
        kg235_missing_secret_store,
        kg236_missing_issuer,
        kg237_missing_namespace,
        kg238_applied_twice,
    }
    /// Kustomizations, and what Argo CD and Flux are told of them.
    kustomize {
        kg301_invalid_kustomization,
        kg302_missing_file,
        kg303_file_outside,
        kg304_kustomization_cycle,
        kg305_object_twice,
        kg306_patch_without_target,
        kg307_target_selects_nothing,
        kg308_unfit_patch,
        kg309_unused_image,
        kg310_unused_replicas,
        kg311_broken_replacement,
        kg312_broken_generator,
        kg313_deprecated_kustomize_field,
        kg314_unknown_build,
    }
    /// What happens when it runs.
    running {
        kg401_selector_differs,
    }
    /// What an attacker would be glad of.
    security {
    }
}

/// Said by the run itself.
pub(super) static UNUSED_IGNORE: &Rule = &loading::kg011_unused_ignore::RULE;

/// The rule with this code.
#[must_use]
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES
        .iter()
        .find(|rule| rule.code.eq_ignore_ascii_case(code))
        .copied()
}

/// The code of a rule that there is.
#[derive(Debug, Clone, Copy)]
pub struct Code(&'static Rule);

/// A code that no rule has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no rule's code is, or begins with, `{0}`; `k8sgen rule` lists them")]
pub struct UnknownRule(String);

impl Code {
    /// The rule.
    #[must_use]
    pub fn rule(self) -> &'static Rule {
        self.0
    }
}

impl FromStr for Code {
    type Err = UnknownRule;

    fn from_str(text: &str) -> Result<Self, UnknownRule> {
        rule(text).map(Self).ok_or_else(|| UnknownRule(shown(text)))
    }
}

impl FromStr for Prefix {
    type Err = UnknownRule;

    fn from_str(text: &str) -> Result<Self, UnknownRule> {
        let prefix = Self(text.trim().to_ascii_uppercase());
        if !prefix.0.is_empty() && RULES.iter().any(|rule| prefix.covers(rule.code)) {
            Ok(prefix)
        } else {
            Err(UnknownRule(shown(text)))
        }
    }
}

/// Says everything that is broken in one way.
fn say_broken(repository: &Repository<'_>, what: Break, found: &mut Found<'_>) {
    for broken in repository
        .documents
        .broken
        .iter()
        .filter(|broken| broken.what == what)
    {
        found.with_help(broken.mark, &broken.message, broken.help.as_deref());
    }
}

/// Says everything that does not fit in one way.
fn say_misfits(repository: &Repository<'_>, wrong: Wrong, found: &mut Found<'_>) {
    for misfit in repository
        .misfits()
        .iter()
        .filter(|misfit| misfit.wrong == wrong)
    {
        found.with_help(misfit.mark, &misfit.message, misfit.help.as_deref());
    }
}

/// Says what the builds of kustomizations have to say in one way. What several overlays share is said once.
fn say_notes(repository: &Repository<'_>, what: What, found: &mut Found<'_>) {
    let overlays = repository.overlays.overlays.iter();
    for note in overlays.flat_map(|overlay| &overlay.notes) {
        if note.what == what {
            found.at(note.mark, &note.message);
        }
    }
}

/// Where a document says its API.
fn api_mark(document: &Document) -> Mark {
    document
        .at(["apiVersion"])
        .map_or(document.mark(), |node| node.mark)
}

/// What to do about an API that goes.
fn successor(known: &ApiKind) -> Option<String> {
    let successor = known.successor.as_deref()?;
    Some(format!(
        "write `apiVersion: {successor}`, and look at what changed in its fields"
    ))
}
