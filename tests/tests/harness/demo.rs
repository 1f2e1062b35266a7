//! The demo: its inputs, and what is generated from them.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use k8sgen_core::repo::{self, OnConflict};
use k8sgen_core::{Project, Sources};

use super::files::Files;
use super::manifest::{self, Manifest};

/// A value that the demo's Terraform marks as sensitive.
pub(crate) const SECRET: &str = "not-a-real-password-8f3a1c";

/// The project's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the crate is in the workspace")
}

/// The folder of the demo's inputs.
pub(crate) fn folder() -> PathBuf {
    root().join("examples/demo-replica-agent")
}

/// The demo's inventory.
pub(crate) fn config() -> PathBuf {
    folder().join("k8sgen.yaml")
}

/// The demo's Terraform outputs.
pub(crate) fn outputs() -> PathBuf {
    folder().join("terraform/outputs")
}

/// The demo, read.
pub(crate) fn project() -> &'static Project {
    static PROJECT: OnceLock<Project> = OnceLock::new();
    PROJECT.get_or_init(|| {
        Project::load(&config(), &Sources::default(), None).expect("the demo is right")
    })
}

/// Writes a project's repository to a folder, as `k8sgen generate` does.
pub(crate) fn generate(project: &Project, folder: &Path) {
    let tree = project.generate().expect("its inputs are right");
    let changes = repo::compare(&tree, &project.origin(), folder, OnConflict::Refuse);
    repo::apply(&changes.expect("nothing is in the way")).expect("there is space");
}

/// The demo's repository as it was last blessed.
pub(crate) fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/demo-replica-agent")
}

/// Its files.
pub(crate) fn golden_files() -> &'static Files {
    static FILES: OnceLock<Files> = OnceLock::new();
    FILES.get_or_init(|| Files::read(&golden()))
}

/// The documents of its base.
pub(crate) fn base() -> &'static [Manifest] {
    static MANIFESTS: OnceLock<Vec<Manifest>> = OnceLock::new();
    MANIFESTS.get_or_init(|| {
        let yaml = golden_files().yaml();
        let base = yaml.filter(|(path, _)| path.starts_with("base/"));
        base.flat_map(|(_, text)| manifest::of_text(text)).collect()
    })
}

/// An output of the demo's Terraform.
pub(crate) fn output(file: &str, name: &str) -> serde_json::Value {
    let text = std::fs::read_to_string(outputs().join(file)).expect("an outputs file");
    let outputs: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    outputs[name]["value"].clone()
}
