//! `generate_namespace`.

use k8sgen_templates::kind::{Metadata, Namespace as Manifest};
use k8sgen_templates::names::Namespace;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::Notes;
use super::inputs::{document, fixed};
use super::{Inputs, Made, Tool};
use crate::layout;
use crate::problem::Problems;

/// The Pod Security level that is enforced, warned of and audited.
const POD_SECURITY: &str = "restricted";

/// Makes the Namespace that everything lives in, with the Pod Security level `restricted` enforced.
///
/// Fills in the inventory's namespace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateNamespace {
    /// Another name than the inventory's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"shop")]
    pub name: Option<Namespace>,
}

impl Tool for GenerateNamespace {
    const SUBJECT: &'static [&'static str] = &[];

    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let mut notes = Notes::default();
        let inventory = inputs.inventory;
        let name = notes.choose(
            "name",
            self.name.as_ref(),
            (&inventory.namespace, inventory.origin(&["namespace"])),
        );
        // Not the namespace's name: an environment gives it another one, and labels keep theirs.
        let mut labels = inputs.labels(inventory.project.as_str(), None, None);
        for mode in ["enforce", "audit", "warn"] {
            labels.insert(
                fixed(&format!("pod-security.kubernetes.io/{mode}")),
                fixed(POD_SECURITY),
            );
        }
        let metadata = Metadata {
            name: fixed(name.as_str()),
            namespace: None,
            labels,
            annotations: inputs.annotations(),
        };
        Ok(Made::document(
            layout::namespace(),
            document(&Manifest { metadata }),
            notes.finish(),
        ))
    }
}
