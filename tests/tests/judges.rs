//! What other programs find in the demo's repository: nothing but what `waivers.toml` says.
//!
//! They judge what is applied to a cluster, so the base and every overlay as kustomize builds them. A judge
//! that is not installed is skipped loudly, see [`crate::harness::tools`].

mod checkov;
mod kube_linter;
mod kube_score;
mod modes;
mod sarif;
pub(crate) mod schemas;
mod table;
mod validator;
pub(crate) mod variants;
mod waivers;

use tempfile::TempDir;

use crate::harness::builds::{self, Build};
use crate::harness::tools::Tool;

/// The version of Kubernetes that they judge for.
const KUBERNETES: &str = "1.36";

/// What a judge found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    /// `base`, or the name of the environment.
    build: String,
    /// The judge's name of what it looked for.
    check: String,
    /// Such as `Deployment/web-ui`.
    resource: String,
    /// What it said.
    message: String,
}

/// Everything that a judge needs.
struct Case {
    judge: Tool,
    /// A folder with a file `<build>.yaml` for each build.
    folder: TempDir,
    builds: &'static [Build],
}

impl Case {
    /// The demo; nothing if the judge, or something else of `needs`, is missing.
    fn open(judge: &str, needs: &[&str]) -> Option<Self> {
        Self::of(builds::demo()?, judge, needs)
    }

    /// These builds; nothing if the judge, or something else of `needs`, is missing.
    fn of(builds: &'static [Build], judge: &str, needs: &[&str]) -> Option<Self> {
        let judge = Tool::find(judge, needs)?;
        let folder = TempDir::new().expect("a folder");
        for build in builds {
            let file = folder.path().join(file(build));
            std::fs::write(file, &build.text).expect("a file");
        }
        Some(Self {
            judge,
            folder,
            builds,
        })
    }
}

/// The name of a build's file.
fn file(build: &Build) -> String {
    format!("{}.yaml", build.name)
}
