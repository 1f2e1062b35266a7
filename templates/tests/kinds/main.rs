//! Every kind, with every field filled by what YAML is known to misread, comes back unchanged.
//!
//! A case fills a kind's struct, renders it, and reads the YAML twice: as what it is, which must be
//! the document that the kind's module composes from the same struct, and as the type of
//! `k8s-openapi` where there is one, which must know every field and keep every value. So each
//! string is found in its place, and nothing else is there.
//!
//! A new kind is a module here, and a line in `properties!`.

mod container;
mod metadata;
mod names;
mod pod;
mod read_back;
mod strategies;
mod values;
mod volumes;

mod app_project;
mod application;
mod config_map;
mod cron_job;
mod daemon_set;
mod deployment;
mod external_secret;
mod flux_kustomization;
mod git_repository;
mod helm_release;
mod helm_repository;
mod horizontal_pod_autoscaler;
mod ingress;
mod job;
mod kustomization;
mod namespace;
mod network_policy;
mod pod_disruption_budget;
mod role;
mod role_binding;
mod secret;
mod secret_store;
mod service;
mod service_account;
mod stateful_set;

use std::collections::BTreeSet;
use std::path::Path;

use k8sgen_templates::kind::{self, Manifest};
use proptest::test_runner::{Config, TestRunner};

/// Cases of each kind.
const CASES: u32 = 700;
const _: () = assert!(CASES as usize * TESTED.len() >= 10_000);

/// A test for each kind: what its module's `any` makes, its module's `check` accepts.
macro_rules! properties {
    ($($module:ident: $name:expr),* $(,)?) => {
        /// The kinds that have a property, by module and name.
        const TESTED: &[(&str, &str)] = &[$((stringify!($module), $name)),*];

        $(
            #[test]
            fn $module() {
                let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
                let outcome = TestRunner::new(config)
                    .run(&$module::any(), |manifest| $module::check(&manifest));
                outcome.unwrap_or_else(|failure| panic!("{failure}"));
            }
        )*
    };
}

properties! {
    app_project: kind::AppProject::KIND,
    application: kind::Application::KIND,
    config_map: kind::ConfigMap::KIND,
    cron_job: kind::CronJob::KIND,
    daemon_set: kind::DaemonSet::KIND,
    deployment: kind::Deployment::KIND,
    external_secret: kind::ExternalSecret::KIND,
    flux_kustomization: kind::FluxKustomization::KIND,
    git_repository: kind::GitRepository::KIND,
    helm_release: kind::HelmRelease::KIND,
    helm_repository: kind::HelmRepository::KIND,
    horizontal_pod_autoscaler: kind::HorizontalPodAutoscaler::KIND,
    ingress: kind::Ingress::KIND,
    job: kind::Job::KIND,
    kustomization: kind::Kustomization::KIND,
    namespace: kind::Namespace::KIND,
    network_policy: kind::NetworkPolicy::KIND,
    pod_disruption_budget: kind::PodDisruptionBudget::KIND,
    role: kind::Role::KIND,
    role_binding: kind::RoleBinding::KIND,
    secret: kind::Secret::KIND,
    secret_store: kind::SecretStore::KIND,
    service: kind::Service::KIND,
    service_account: kind::ServiceAccount::KIND,
    stateful_set: kind::StatefulSet::KIND,
}

/// The files of a folder of this crate, by stem, each with its text.
#[expect(clippy::disallowed_methods, reason = "a test may read the templates")]
fn files(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    std::fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let stem = path.file_stem().expect("a name").to_string_lossy();
            let text = std::fs::read_to_string(&path).expect("a text file");
            (stem.into_owned(), text)
        })
        .collect()
}

#[test]
fn every_template_of_a_resource_has_a_property() {
    // What has no `kind:` of its own is a piece that others include.
    let resources: BTreeSet<_> = files("manifests")
        .into_iter()
        .filter_map(|(stem, text)| {
            let kind = text.lines().find_map(|line| line.strip_prefix("kind: "))?;
            Some((stem.replace('-', "_"), kind.to_owned()))
        })
        .collect();
    let tested = TESTED
        .iter()
        .map(|&(module, name)| (module.to_owned(), name.to_owned()))
        .collect();
    let strays: Vec<_> = resources.symmetric_difference(&tested).collect();
    assert!(
        strays.is_empty(),
        "not both a template and a line of `properties!`: {strays:?}"
    );
}

#[test]
fn every_kind_that_has_a_template_has_a_property() {
    let kinds: BTreeSet<_> = files("src/kind")
        .into_iter()
        .filter(|(_, text)| text.contains("#[template("))
        .map(|(stem, _)| stem)
        .collect();
    let tested = TESTED
        .iter()
        .map(|&(module, _)| module.to_owned())
        .collect();
    let strays: Vec<_> = kinds.symmetric_difference(&tested).collect();
    assert!(
        strays.is_empty(),
        "not both a module of `kind` and a line of `properties!`: {strays:?}"
    );
}
