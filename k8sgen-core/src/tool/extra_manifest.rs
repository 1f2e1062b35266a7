//! `generate_extra_manifest`.

use k8sgen_templates::names::DnsSubdomain;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Error, Inputs, Made, Tool, refuse};
use crate::layout;
use crate::problem::Problems;
use crate::tree::Document;

/// Makes one manifest of the user's own, as `manifests` of the inventory has it.
///
/// Fills in the base's namespace where it names none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateExtraManifest {
    /// Its name.
    #[schemars(example = &"everything")]
    pub name: DnsSubdomain,
    /// Its kind, such as `ResourceQuota`.
    #[schemars(example = &"ResourceQuota")]
    pub kind: String,
}

impl Tool for GenerateExtraManifest {
    const SUBJECT: &'static [&'static str] = &["kind", "name"];

    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let manifests = &inputs.inventory.manifests;
        let manifest = manifests
            .iter()
            .find(|manifest| manifest.kind == self.kind && manifest.name == self.name);
        let Some(manifest) = manifest else {
            let of_kind = manifests
                .iter()
                .map(|manifest| format!("{}/{}", manifest.kind, manifest.name));
            return Err(refuse(&Error::Unknown {
                what: "manifest",
                name: format!("{}/{}", self.kind, self.name),
                known: of_kind.collect(),
            }));
        };
        let text = manifest.to_yaml(&inputs.inventory.namespace);
        let document = Document::new(&manifest.kind, manifest.name.as_str(), text);
        let path = layout::extra_manifest(&manifest.kind, &manifest.name);
        Ok(Made::document(path, document, Vec::new()))
    }
}
