//! The rules, one file each. A new one is a file and a line in [`rules!`], and fixtures below `tests/rules`.

use std::str::FromStr;

use indexmap::IndexSet;

use super::document::{Break, Document, Role};
use super::kustomize::What;
use super::options::Prefix;
use super::repository::Repository;
use super::rule::{Found, Rule};
use super::same_shape;
use super::schema::{ApiKind, Known};
use super::shape::{Mend, Wrong};
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
        kg012_template,
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
        kg113_invalid_network,
        kg114_parts_of_a_byte,
        kg115_invalid_image,
        kg120_removed_api,
        kg121_deprecated_api,
        kg122_api_too_new,
        kg123_unknown_kind,
        kg124_unknown_custom_resource,
        kg125_deprecated_field,
        kg126_deprecated_annotation,
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
        kg239_missing_ingress_class,
        kg240_unknown_argo_project,
        kg241_missing_sync_path,
        kg242_sync_namespace_differs,
        kg243_project_refuses,
        kg244_unknown_template_key,
        kg245_incomplete_application,
        kg246_unknown_sync_option,
        kg247_unknown_argo_finalizer,
        kg248_invalid_sync_wave,
        kg249_application_out_of_place,
        kg250_missing_flux_source,
        kg251_missing_flux_dependency,
        kg252_flux_dependency_cycle,
        kg253_missing_flux_values,
        kg254_missing_health_check_target,
        kg260_unknown_trust_subject,
        kg261_role_trusts_another,
        kg262_account_without_role,
        kg263_broken_trust_policy,
        kg264_invalid_policy,
        kg265_invalid_role_arn,
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
        kg315_host_left_behind,
        kg316_reference_left_behind,
        kg317_name_left_behind,
        kg318_unlisted_file,
        kg319_unused_component,
        kg320_listed_twice,
        kg321_namespace_not_made,
        kg322_takes_in_nothing,
        kg323_operation_without_value,
        kg330_refused_by_kustomize,
    }
    /// What happens when it runs.
    running {
        kg401_selector_differs,
        kg402_selectors_overlap,
        kg403_service_reaches_other_environment,
        kg404_service_selects_too_much,
        kg405_replicas_under_autoscaler,
        kg406_autoscaler_bounds,
        kg407_autoscaler_without_requests,
        kg408_two_autoscalers,
        kg409_budget_blocks_drains,
        kg410_two_budgets,
        kg411_refused_strategy,
        kg412_deadline_before_ready,
        kg413_rollout_needs_free_node,
        kg414_volume_for_one_node,
        kg415_nodes_contradict,
        kg416_affinity_without_pods,
        kg417_spread_misses_own_pods,
        kg418_undeclared_probe_port,
        kg419_invalid_probe,
        kg420_probe_timeout_too_long,
        kg421_liveness_before_readiness,
        kg422_liveness_same_as_readiness,
        kg423_pre_stop_outlasts_grace,
        kg424_no_grace,
        kg425_no_writable_tmp,
        kg426_memory_volume_without_limit,
        kg427_data_in_empty_dir,
        kg428_limit_below_request,
        kg429_implausible_amount,
        kg430_variable_twice,
        kg431_refused_service,
        kg432_named_twice,
        kg433_invalid_schedule,
        kg434_start_deadline_too_short,
        kg435_immutable_under_constant_name,
        kg436_unfit_restart_policy,
        kg437_image_never_pulled,
        kg438_version_label_differs,
        kg439_no_rollback,
        kg440_policy_for_everyone,
        kg441_ignored_policy_rules,
        kg442_forgotten_dns,
        kg443_denied_call,
        kg444_closed_to_load_balancer,
        kg445_namespace_name_label,
        kg446_policy_for_service_port,
        kg447_denial_without_effect,
        kg448_call_to_missing_port,
        kg449_call_to_unknown_host,
        kg450_external_name,
        kg451_path_twice,
        kg452_tls_host_without_rule,
        kg453_alb_instance_target,
        kg454_alb_without_https,
        kg455_secret_with_two_owners,
        kg456_change_without_restart,
        kg457_immutable_without_hash,
        kg458_refused_variable,
        kg459_refused_mount,
        kg460_needed_in_later_wave,
        kg461_definition_beside_resource,
        kg462_resource_beside_its_chart,
        kg463_job_cannot_change,
        kg464_webhook_blocks_itself,
        kg465_refused_volume,
        kg466_refused_pod,
        kg467_refused_placement,
        kg468_refused_workload,
        kg469_allowed_on_one_side,
        kg470_refused_ingress,
        kg471_refused_autoscaler,
        kg472_refused_budget,
        kg473_refused_network_policy,
        kg474_incomplete_secret,
        kg475_refused_role,
        kg476_refused_limits,
        kg477_too_much_data,
        kg478_refused_claim,
    }
    /// What an attacker would be glad of.
    security {
        kg501_privileged_container,
        kg502_host_namespace,
        kg503_host_path,
        kg504_host_port,
        kg505_added_capability,
        kg506_unmasked_proc,
        kg507_unconfined_seccomp,
        kg508_unconfined_app_armor,
        kg509_custom_se_linux,
        kg510_unsafe_sysctl,
        kg511_host_process,
        kg512_probe_host,
        kg513_restricted_volume,
        kg514_privilege_escalation,
        kg515_may_run_as_root,
        kg516_root_user,
        kg517_no_seccomp_profile,
        kg518_capabilities_kept,
        kg519_invalid_pod_security_label,
        kg520_namespace_without_pod_security,
        kg521_root_forbidden,
        kg522_privileged_without_escalation,
        kg523_localhost_profile,
        kg524_other_os_field,
        kg525_host_namespace_conflict,
        kg526_old_profile_annotation,
        kg527_unpinned_image,
        kg528_no_requests,
        kg529_no_memory_limit,
        kg530_no_readiness_probe,
        kg531_writable_root,
        kg532_unused_token,
        kg533_default_account_bound,
        kg534_shared_processes,
        kg535_no_network_policy,
        kg536_unknown_capability,
        kg537_unpinned_chart,
        kg540_committed_secret,
        kg541_secret_in_variable,
        kg542_secret_in_config_map,
        kg543_secret_in_argument,
        kg544_secret_in_annotation,
        kg545_secret_in_custom_resource,
        kg546_password_in_address,
        kg547_known_credential,
        kg548_private_key,
        kg549_random_text,
        kg550_wildcard_permission,
        kg551_escalating_permission,
        kg552_secrets_readable,
        kg553_takeover_permission,
        kg554_cluster_admin,
        kg555_binding_for_everyone,
        kg557_write_in_kube_system,
        kg558_permission_on_nothing,
        kg559_unknown_verb,
        kg560_policy_allows_everything,
        kg561_policy_reads_every_secret,
        kg562_policy_raises_itself,
        kg563_trust_for_anyone,
        kg564_trust_without_subject,
        kg565_trust_with_any_subject,
        kg566_trust_without_audience,
        kg567_allow_by_exclusion,
        kg569_assume_any_role,
        kg570_open_load_balancer,
        kg571_open_ingress,
        kg572_http_beside_certificate,
        kg573_host_without_tls,
        kg574_external_ips,
        kg575_node_port,
        kg576_ingress_snippet,
        kg577_insecure_source,
        kg578_store_for_everyone,
        kg579_project_allows_everything,
        kg580_metadata_reachable,
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

/// What `--fix` does about findings of these rules, for their pages. [`Found::fix`] says how, case by case.
const FIXES: [(&str, &str); 10] = [
    ("KG011", "takes the comment away"),
    (
        "KG101",
        "writes the field that is meant, where only one is spelled like it and the value fits it",
    ),
    ("KG102", "takes away the quotes of a number or a boolean"),
    (
        "KG104",
        "writes the value that is meant, where only one is spelled like it",
    ),
    ("KG106", "puts the value into quotes as it is spelled"),
    (
        "KG120",
        "writes the API that follows, where its fields are the same",
    ),
    (
        "KG121",
        "writes the API that follows, where its fields are the same",
    ),
    ("KG125", "writes the newer field"),
    ("KG126", "writes the field, and takes the annotation away"),
    (
        "KG313",
        "writes the newer field, where the result of every kustomization is proved to stay the same; not for `vars`",
    ),
];

/// What `--fix` does about findings of a rule; nothing, if they are not to be mended by a program.
#[must_use]
pub fn fix_of(code: &str) -> Option<&'static str> {
    let mut fixes = FIXES.iter();
    fixes.find(|(rule, _)| *rule == code).map(|(_, fix)| *fix)
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
        let mark = misfit.mark;
        found.with_help(mark, &misfit.message, misfit.help.as_deref());
        if let Some(mend) = &misfit.mend {
            found.fix(mark, |text| {
                let edit = match mend {
                    Mend::Spell { old, new } => text.replace(mark, old, new),
                    Mend::Quote(value) => text.quote(mark, value),
                    Mend::Unquote(value) => text.unquote(mark, value),
                };
                Some(vec![edit?])
            });
        }
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

/// Whether a kustomization or a patch says one of these words: what it changes in a base is then not mended there.
fn is_patched_by(repository: &Repository<'_>, words: &[&str]) -> bool {
    let documents = repository.documents.documents.iter();
    let patches =
        documents.filter(|document| matches!(document.role, Role::Patch | Role::Kustomization));
    let mut files = patches.filter_map(|document| repository.files.get(&document.path));
    files.any(|bytes| {
        let mut words = words.iter();
        words.any(|word| memchr::memmem::find(bytes, word.as_bytes()).is_some())
    })
}

/// The first few of many names, each once, for a message.
fn listed(names: &[String]) -> String {
    const MOST: usize = 3;
    let names: IndexSet<&str> = names.iter().map(String::as_str).collect();
    let names: Vec<&str> = names.into_iter().collect();
    match &names[..] {
        [] => String::new(),
        [name] => (*name).to_owned(),
        [names @ .., last] if names.len() < MOST => format!("{} and {last}", names.join(", ")),
        names => format!(
            "{} and {} more",
            names[..MOST].join(", "),
            names.len() - MOST
        ),
    }
}

/// Where a document says its API.
fn api_mark(document: &Document) -> Mark {
    document
        .at(["apiVersion"])
        .map_or(document.mark(), |node| node.mark)
}

/// Mends the API of a document, if the one that follows it has the same fields and means the same by them.
fn move_on(document: &Document, repository: &Repository<'_>, found: &mut Found<'_>) {
    let (api, kind) = (document.api_version(), document.kind());
    let Some(next) = same_shape::successor(document) else {
        return;
    };
    let Known::BuiltIn(known) = repository.schemas.find(next, kind) else {
        return;
    };
    let version = repository.options.kubernetes;
    if known.introduced.is_none_or(|first| first <= version) {
        let mark = api_mark(document);
        found.fix(mark, |text| Some(vec![text.replace(mark, api, next)?]));
    }
}

/// What to do about an API that goes.
fn successor(known: &ApiKind) -> Option<String> {
    let successor = known.successor.as_deref()?;
    Some(format!(
        "write `apiVersion: {successor}`, and look at what changed in its fields"
    ))
}
