//! Small projects of every shape, one folder each in `tests/variants`: an inventory, what Terraform made for it, and
//! the `expected` repository, byte by byte.
//!
//! A new variant is a new folder; `K8SGEN_BLESS=1 cargo test -p k8sgen-tests variants` writes what it is expected to
//! be. Each builds without a warning, names nothing that is not there, fits its schemas, and passes the judges without
//! a waiver.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use k8sgen_core::{Project, Sources, Tree};

use crate::harness::builds::{self, Build};
use crate::harness::files::Files;
use crate::harness::{soundness, workspace};
use crate::judges::{schemas, variants as judges};

/// The shapes that there must be at the least.
const SHAPES: [&str; 16] = [
    "cron-job",
    "daemon-set",
    "flux",
    "init-container",
    "internal-ingress",
    "job",
    "manifests",
    "metadata",
    "one-service",
    "pod-identity",
    "ports",
    "probes",
    "secrets-as-files",
    "sidecar",
    "stateful-set",
    "worker",
];

/// The folders of all variants, by name.
pub(crate) fn all() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("variants");
    let entries = std::fs::read_dir(folder).expect("the folder of the variants");
    let folders = entries.map(|entry| entry.expect("an entry").path());
    let mut all: Vec<(String, PathBuf)> = folders
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy();
            (name.into_owned(), path)
        })
        .collect();
    all.sort();
    all
}

/// A variant, read.
pub(crate) fn project(folder: &Path) -> Project {
    let project = Project::load(&folder.join("k8sgen.yaml"), &Sources::default(), None);
    project.unwrap_or_else(|problems| panic!("{}", workspace::said(&problems)))
}

fn generated(folder: &Path) -> Tree {
    let tree = project(folder).generate();
    tree.unwrap_or_else(|problems| panic!("{}", workspace::said(&problems)))
}

/// Variants whose guides say something else than those of the demo.
const WITH_GUIDES: [&str; 3] = ["flux", "one-service", "pod-identity"];

/// What a variant is about: everything but the guides, where the demo's repository has them.
fn shown(variant: &str, files: &Files) -> Files {
    let is_guide = |path: &str| {
        path.starts_with("docs/")
            && path != "docs/architecture.md"
            && !WITH_GUIDES.contains(&variant)
    };
    let others = files.iter().filter(|(path, _)| !is_guide(path));
    let owned = others.map(|(path, text)| (path.to_owned(), text.to_owned()));
    owned.collect()
}

/// The builds of all variants, each named after its variant; nothing if kustomize is missing.
fn builds() -> Option<&'static [Build]> {
    static BUILDS: OnceLock<Option<Vec<Build>>> = OnceLock::new();
    let builds = BUILDS.get_or_init(|| {
        let all = all().into_iter().map(|(variant, folder)| {
            let builds = builds::of(&folder.join("expected"))?;
            let named = builds.into_iter().map(|build| Build {
                name: format!("{variant}-{}", build.name),
                ..build
            });
            Some(named.collect::<Vec<_>>())
        });
        Some(all.collect::<Option<Vec<_>>>()?.concat())
    });
    builds.as_deref()
}

#[test]
fn every_shape_is_there() {
    let all = all();
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    for shape in SHAPES {
        assert!(names.contains(&shape), "{shape}");
    }
}

#[test]
fn every_variant_is_as_expected() {
    let mut differences = Vec::new();
    for (name, folder) in all() {
        let files = shown(&name, &Files::from(&generated(&folder)));
        let expected = folder.join("expected");
        if std::env::var("K8SGEN_BLESS").is_ok_and(|bless| bless == "1") {
            files.replace(&expected);
        }
        let difference = files.difference(&Files::read(&expected));
        if !difference.is_empty() {
            differences.push(format!("in {name}:\n{difference}"));
        }
    }
    assert!(
        differences.is_empty(),
        "what is generated is not what tests/variants expects. If it is meant to change: \
         `K8SGEN_BLESS=1 cargo test -p k8sgen-tests variants`\n\n{}",
        differences.join("\n")
    );
}

#[test]
fn every_variant_is_sound() {
    let builds = builds().unwrap_or_default();
    builds.iter().for_each(soundness::check);
}

#[test]
fn every_variant_fits_its_schemas() {
    let Some(builds) = builds() else { return };
    let texts: Vec<&str> = builds.iter().map(|build| build.text.as_str()).collect();
    let all = Build {
        name: "all variants".to_owned(),
        text: texts.join("---\n"),
        manifests: builds
            .iter()
            .flat_map(|build| build.manifests.clone())
            .collect(),
    };
    schemas::check(&[all]);
}

#[test]
fn kube_score_finds_nothing() {
    judges::kube_score(builds().unwrap_or_default());
}

#[test]
fn checkov_finds_nothing() {
    judges::checkov(builds().unwrap_or_default());
}

/// Of Terraform only what is used is needed, and nothing is made for the rest.
#[test]
fn what_nobody_uses_is_not_asked_for_and_not_made() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("variants/one-service");
    let project =
        Project::load(&folder.join("k8sgen.yaml"), &Sources::default(), None).expect("it is right");
    assert_eq!(project.plan.needs(), k8sgen_core::context::Needs::default());
    let files = Files::from(&project.generate().expect("it is right"));
    let absent = [
        "configmaps",
        "secrets",
        "ingress",
        "hpa",
        "iam",
        "infrastructure",
        "argocd",
        "flux",
        "jobs",
        "statefulsets",
        "daemonsets",
        "cronjobs",
        "extra",
        "roles",
    ];
    for path in files.paths() {
        assert!(!absent.iter().any(|word| path.contains(word)), "{path}");
    }
}
