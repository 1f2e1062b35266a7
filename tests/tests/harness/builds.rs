//! The base and every overlay of a repository, built by kustomize.

use std::path::Path;
use std::sync::OnceLock;

use super::demo;
use super::manifest::{self, Manifest};
use super::tools::{self, Tool};

/// What kustomize needs.
const NEEDS: &[&str] = &["kustomize"];

/// One of them, built.
#[derive(Debug, Clone)]
pub(crate) struct Build {
    /// `base`, or the name of the environment.
    pub(crate) name: String,
    /// The stream that kustomize printed.
    pub(crate) text: String,
    /// Its documents.
    pub(crate) manifests: Vec<Manifest>,
}

/// Builds of a repository, the base first; nothing if kustomize is missing.
///
/// # Panics
/// A build fails, or warns.
pub(crate) fn of(repository: &Path) -> Option<Vec<Build>> {
    let kustomize = Tool::find("kustomize", NEEDS)?;
    let overlays = std::fs::read_dir(repository.join("overlays"));
    let mut overlays: Vec<String> = overlays
        .into_iter()
        .flatten()
        .map(|overlay| overlay.expect("a readable folder").file_name())
        .map(|name| format!("overlays/{}", name.display()))
        .collect();
    overlays.sort();
    let folders = std::iter::once("base".to_owned()).chain(overlays);
    Some(
        folders
            .map(|folder| build(&kustomize, repository, &folder))
            .collect(),
    )
}

/// The build of one folder of a repository; nothing if kustomize is missing.
///
/// # Panics
/// It fails, or warns.
pub(crate) fn one(repository: &Path, folder: &str) -> Option<Build> {
    let kustomize = Tool::find("kustomize", NEEDS)?;
    Some(build(&kustomize, repository, folder))
}

/// Builds of the demo's golden repository.
pub(crate) fn demo() -> Option<&'static [Build]> {
    static BUILDS: OnceLock<Option<Vec<Build>>> = OnceLock::new();
    BUILDS.get_or_init(|| of(&demo::golden())).as_deref()
}

fn build(kustomize: &Tool, repository: &Path, folder: &str) -> Build {
    let output = kustomize.run(repository, &["build", folder]);
    let stderr = tools::text(&output.stderr);
    assert!(
        output.status.success() && stderr.is_empty(),
        "kustomize build {folder}: {}\n{stderr}",
        output.status
    );
    let text = tools::text(&output.stdout);
    Build {
        name: folder.trim_start_matches("overlays/").to_owned(),
        manifests: manifest::of_text(&text),
        text,
    }
}
