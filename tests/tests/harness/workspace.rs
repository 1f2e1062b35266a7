//! A folder with a project in it: an inventory, and Terraform outputs.

use std::fs;
use std::path::{Path, PathBuf};

use k8sgen_core::{Problems, Project, Sources};
use tempfile::TempDir;

use super::demo;
use super::files::Files;

/// Where it has the outputs, as the demo's inventory expects.
pub(crate) const OUTPUTS: &str = "terraform/outputs";

/// The folder, which goes with this.
#[derive(Debug)]
pub(crate) struct Workspace(TempDir);

impl Workspace {
    /// A copy of the demo.
    pub(crate) fn demo() -> Self {
        let inventory = fs::read_to_string(demo::config()).expect("the demo's inventory");
        Self::with(&inventory)
    }

    /// This inventory, on what Terraform made for the demo.
    pub(crate) fn with(inventory: &str) -> Self {
        let workspace = Self(tempfile::tempdir().expect("a folder"));
        workspace.write("k8sgen.yaml", inventory);
        for (name, text) in Files::read(&demo::outputs()).iter() {
            workspace.write(&format!("{OUTPUTS}/{name}"), text);
        }
        workspace
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.folder().join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// Writes a file anew, with another text at the one place that has `before`.
    pub(crate) fn edit(&self, path: &str, before: &str, after: &str) {
        let text = fs::read_to_string(self.folder().join(path)).expect("a file");
        assert_eq!(text.matches(before).count(), 1, "`{before}` in {path}");
        self.write(path, &text.replacen(before, after, 1));
    }

    /// All files of a folder here.
    pub(crate) fn files(&self, folder: &str) -> Files {
        Files::read(&self.folder().join(folder))
    }

    /// The project.
    pub(crate) fn project(&self) -> Result<Project, Problems> {
        Project::load(
            &self.folder().join("k8sgen.yaml"),
            &Sources::default(),
            None,
        )
    }

    /// Writes the project's repository to a folder here.
    #[track_caller]
    pub(crate) fn generate(&self, output: &str) -> PathBuf {
        let output = self.folder().join(output);
        match self.project() {
            Ok(project) => demo::generate(&project, &output),
            Err(problems) => panic!("{}", said(&problems)),
        }
        output
    }
}

/// All problems, as they are printed.
pub(crate) fn said(problems: &Problems) -> String {
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    problems.join("\n")
}
