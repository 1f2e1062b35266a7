//! `generate_readme`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Inputs, Made, Tool};
use crate::layout;
use crate::problem::Problems;
use crate::tree::Document;

/// Makes README.md, the repository's front page: what is in it, and how to build it.
///
/// Fills in the project, its environments and services. Call it first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateReadme {}

impl Tool for GenerateReadme {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let text = format!("# {}\n", inputs.inventory.project);
        Ok(Made::document(layout::readme(), Document::new("Markdown", "readme", text), Vec::new()))
    }
}
