//! `generate_argocd_application`.

use k8sgen_templates::kind::{Application, ApplicationSource, Metadata};
use k8sgen_templates::names::{DnsLabel, Namespace};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::inputs::{document, fixed};
use super::{Inputs, Made, Tool, argocd_project};
use crate::addon::ARGOCD_NAMESPACE;
use crate::layout;
use crate::problem::Problems;

/// The app of apps.
const ROOT: &str = "root";

/// Makes one Application of Argo CD: an environment's, or `root`, which brings all others.
///
/// Fills in the repository, its revision and folder, and the environment's namespace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateArgocdApplication {
    /// `root`, or the name of an environment in the inventory.
    #[schemars(example = &"production")]
    pub name: DnsLabel,
    /// Another branch, tag or commit than the inventory's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"main")]
    pub revision: Option<String>,
}

impl Tool for GenerateArgocdApplication {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let repository = inputs.repository("the Application")?;
        let application = |about: String, folder: &str, namespace: Namespace| Application {
            about,
            metadata: Metadata {
                namespace: Some(fixed(ARGOCD_NAMESPACE)),
                ..inputs.metadata(&fixed(inputs.inventory.project.as_str()))
            },
            project: argocd_project::environments(inputs.inventory),
            source: ApplicationSource::Git {
                url: repository.url.clone(),
                revision: self
                    .revision
                    .clone()
                    .unwrap_or_else(|| repository.revision.clone()),
                path: repository.folder(folder),
            },
            namespace,
            create_namespace: false,
            ignore_differences: Vec::new(),
        };
        let made = if self.name == ROOT {
            let about = "The app of apps. Apply this file and project.yaml once, when Argo CD is there: it brings \
                         everything else, wave by wave, and so the infrastructure before what needs it.";
            let mut root = application(about.to_owned(), layout::ARGOCD, fixed(ARGOCD_NAMESPACE));
            root.project = argocd_project::infrastructure(inputs.inventory);
            // Nothing comes before or after it.
            root.metadata.annotations.clear();
            root
        } else {
            let environment = inputs.environment(&self.name)?;
            let about = format!(
                "The environment {}, in the wave after the infrastructure. Deleting this Application leaves what it \
                 deployed in the cluster.",
                environment.name
            );
            let folder = format!("overlays/{}", environment.name);
            let mut own = application(about, &folder, environment.namespace.clone());
            let name = format!("{}-{}", inputs.inventory.project, environment.name);
            own.metadata.labels = inputs.labels(&name, None, None);
            own.metadata.name = fixed(&name);
            own.metadata.annotations.extend(argocd_project::compare());
            own
        };
        Ok(Made::document(
            layout::gitops(layout::ARGOCD, self.name.as_str()),
            document(&made),
            Vec::new(),
        ))
    }
}
