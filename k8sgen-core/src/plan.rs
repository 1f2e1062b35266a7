//! What will be made, in which order: levels of steps, breadth first. **A step is a tool call.**
//!
//! A plan is data. It is short, because a step says only what its tool can't fill in by itself; it is
//! written to YAML, edited by hand, read back and run. It knows which of Terraform's values each step
//! requires, so a missing one is reported with the files that need it.

mod build;
mod document;
mod dot;
mod error;
mod mermaid;
mod order;
mod read;
mod table;

pub use build::build;
pub use document::{to_json, to_yaml};
pub use dot::to_dot;
pub use error::Error;
pub use mermaid::to_mermaid;
pub use read::{load, read};
pub use table::to_table;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::context::{Field, Needs};
use crate::problem::Place;

/// All steps, level by level.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Plan {
    steps: Vec<Step>,
}

/// One tool call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its name in the plan, such as `deployment/web-ui`.
    pub id: String,
    /// Its level. Everything that it comes after has a lower one.
    pub level: Level,
    /// The tool that is called.
    pub tool: String,
    /// What the tool can't fill in by itself, and what was changed by hand.
    pub args: Map<String, Value>,
    /// The file that the tool writes to.
    pub path: String,
    /// Terraform's values that it needs, such as `database.endpoint`.
    pub requires: Vec<Field>,
    /// The steps that it comes after.
    pub after: Vec<String>,
    /// Where it stands, in a plan that was read from a file.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// The levels of a plan, in the order in which they are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Level {
    /// What will be, said before it is made.
    Documentation,
    /// Folders, the namespace, and what the cluster needs before anything else.
    Structure,
    /// Who may do what.
    Rbac,
    /// ConfigMaps and Secrets.
    Configuration,
    /// Addresses.
    Services,
    /// Pods.
    Workloads,
    /// Who may talk to whom.
    Networking,
    /// How many pods there are.
    Scaling,
    /// What belongs together, and how environments differ.
    Kustomize,
}

impl Level {
    /// All levels, in order.
    pub const ALL: [Self; 9] = [
        Self::Documentation,
        Self::Structure,
        Self::Rbac,
        Self::Configuration,
        Self::Services,
        Self::Workloads,
        Self::Networking,
        Self::Scaling,
        Self::Kustomize,
    ];

    /// The level of a tool's steps. What Argo CD applies goes by it, too: it is the resource's sync wave.
    #[must_use]
    pub fn of(tool: &str) -> Option<Self> {
        Some(match tool {
            "generate_readme"
            | "generate_architecture_doc"
            | "generate_deployment_guide"
            | "generate_iam_setup"
            | "generate_secrets_guide"
            | "generate_troubleshooting" => Self::Documentation,
            "create_directory_structure" | "generate_namespace" | "generate_infrastructure" => {
                Self::Structure
            }
            "generate_service_account"
            | "generate_role"
            | "generate_role_binding"
            | "generate_secret_store"
            | "generate_trust_policy"
            | "generate_permissions_policy"
            | "generate_image_pull_policy"
            | "generate_iam_terraform" => Self::Rbac,
            "generate_configmap" | "generate_secret" | "generate_external_secret" => {
                Self::Configuration
            }
            "generate_service" => Self::Services,
            "generate_deployment" => Self::Workloads,
            "generate_ingress" | "generate_network_policy" => Self::Networking,
            "generate_hpa" | "generate_pdb" => Self::Scaling,
            "generate_kustomization"
            | "write_custom_manifest"
            | "generate_overlay"
            | "generate_argocd_project"
            | "generate_argocd_application"
            | "generate_flux_source"
            | "generate_flux_kustomization" => Self::Kustomize,
            _ => return None,
        })
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Documentation => "documentation",
            Self::Structure => "structure",
            Self::Rbac => "rbac",
            Self::Configuration => "configuration",
            Self::Services => "services",
            Self::Workloads => "workloads",
            Self::Networking => "networking",
            Self::Scaling => "scaling",
            Self::Kustomize => "kustomize",
        }
    }
}

impl From<Level> for u8 {
    fn from(level: Level) -> Self {
        level as Self
    }
}

impl TryFrom<u8> for Level {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        Self::ALL
            .get(usize::from(number))
            .copied()
            .ok_or_else(|| format!("`{number}` is no level; levels are 0 to 8"))
    }
}

impl TryFrom<Vec<Step>> for Plan {
    type Error = Error;

    /// Fails on steps that can't be run from top to bottom, and on a path that leads out of the repository.
    fn try_from(steps: Vec<Step>) -> Result<Self, Error> {
        if let Some(error) = steps.iter().find_map(read::bad_path) {
            return Err(error);
        }
        let arranged = order::arrange(steps);
        arranged.map_err(|mut errors| errors.swap_remove(0).1)
    }
}

impl<'de> Deserialize<'de> for Plan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let steps = Vec::deserialize(deserializer)?;
        Self::try_from(steps).map_err(serde::de::Error::custom)
    }
}

impl Plan {
    /// The steps, level by level. Those of one level never come after each other: a level is one
    /// parallel group.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The levels that have a step, and their steps.
    pub fn levels(&self) -> impl Iterator<Item = (Level, &[Step])> {
        self.steps
            .chunk_by(|a, b| a.level == b.level)
            .map(|steps| (steps[0].level, steps))
    }

    /// Terraform's values that the steps require, and the files that need each.
    #[must_use]
    pub fn needs(&self) -> Needs {
        let mut needs = Needs::default();
        for step in &self.steps {
            for field in &step.requires {
                needs.add(*field, &step.path);
            }
        }
        needs
    }
}
