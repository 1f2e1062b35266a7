//! The demo for each GitOps engine and each way to take on IAM roles: all of it builds and fits its schemas, and the
//! judges find in it what they find in the demo's default form. Each judge is run once over all forms.

use std::sync::OnceLock;

use super::{Case, Finding, checkov, kube_score, schemas, waivers};
use crate::harness::builds::{self, Build};
use crate::harness::demo;
use crate::harness::workspace::Workspace;

/// The settings of each form but the default one, and the folder that its engine reads.
const MODES: [(&str, &str); 3] = [
    ("identity: pod-identity", "argocd-apps"),
    ("gitops: flux", "flux"),
    ("gitops: flux\nidentity: pod-identity", "flux"),
];

/// What of each form is built: the first for the judges of applications, the others for schemas alone.
const APPLICATION: [&str; 2] = ["base", "overlays/production"];

/// Builds of all forms, each named `<build>.<number of the form>`; nothing if kustomize is missing.
fn all() -> Option<&'static [Build]> {
    static BUILDS: OnceLock<Option<Vec<Build>>> = OnceLock::new();
    let builds = BUILDS.get_or_init(|| {
        let mut builds = Vec::new();
        for (number, (settings, engine)) in MODES.into_iter().enumerate() {
            let inventory = std::fs::read_to_string(demo::config()).expect("the demo's inventory");
            let workspace = Workspace::with(&format!("{settings}\n{inventory}"));
            let repository = workspace.generate("out");
            for folder in APPLICATION.into_iter().chain(["infrastructure", engine]) {
                let build = builds::one(&repository, folder)?;
                builds.push(Build {
                    name: format!("{}.{number}", build.name),
                    ..build
                });
            }
        }
        Some(builds)
    });
    builds.as_deref()
}

/// Those of the application itself.
fn application() -> Option<&'static [Build]> {
    static BUILDS: OnceLock<Option<Vec<Build>>> = OnceLock::new();
    let builds = BUILDS.get_or_init(|| {
        let names = APPLICATION.map(|folder| folder.trim_start_matches("overlays/"));
        let is_one = |build: &&Build| {
            let name = build.name.split('.').next();
            name.is_some_and(|name| names.contains(&name))
        };
        Some(all()?.iter().filter(is_one).cloned().collect())
    });
    builds.as_deref()
}

/// Findings as those of the build in any form.
fn findings(found: Vec<Finding>) -> Vec<Finding> {
    let found = found.into_iter();
    let named = found.map(|finding| {
        let build = finding
            .build
            .split('.')
            .next()
            .unwrap_or_default()
            .to_owned();
        Finding { build, ..finding }
    });
    named.collect()
}

#[test]
fn every_form_fits_its_schemas() {
    schemas::check(all().unwrap_or_default());
}

#[test]
fn kube_score_finds_no_more_in_any_form() {
    let Some(builds) = application() else { return };
    if let Some(case) = Case::of(builds, "kube-score", &kube_score::NEEDS) {
        waivers::waived("kube-score", &findings(kube_score::findings(&case).found));
    }
}

#[test]
fn checkov_finds_no_more_in_any_form() {
    let Some(builds) = application() else { return };
    if let Some(case) = Case::of(builds, "checkov", &checkov::NEEDS) {
        waivers::waived("checkov", &findings(checkov::findings(&case)));
    }
}
