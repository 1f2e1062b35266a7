//! The only hands that make content: one closed list of tools. A tool is two small things: its
//! **arguments**, all optional but the name, and **fill**: arguments, context and inventory become the
//! struct of a resource kind, which has no holes and renders itself.
//!
//! A plan's step, an agent's call and a shell's `k8sgen tool call` all end in [`Call::run`].

mod architecture_doc;
mod argocd_application;
mod argocd_project;
mod arguments;
mod configmap;
mod custom_manifest;
mod deployment;
mod deployment_guide;
mod directory_structure;
mod error;
mod external_secret;
mod fill;
mod flux_kustomization;
mod flux_source;
mod guide;
mod hpa;
mod iam_setup;
mod iam_terraform;
pub mod image;
mod image_pull_policy;
mod infrastructure;
mod ingress;
mod inputs;
mod kustomization;
mod namespace;
mod network_policy;
mod overlay;
mod pdb;
mod permissions_policy;
mod pictures;
mod pod;
mod readme;
mod role;
mod role_binding;
mod schema;
mod secret;
mod secret_store;
mod secrets_guide;
mod service;
mod service_account;
mod troubleshooting;
mod trust_policy;
mod waivers;

pub use error::Error;
pub use fill::{Filled, Provenance};
pub use inputs::{Inputs, Scope};

use k8sgen_templates::names::RepoPath;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::plan::Level;
use crate::problem::{Problem, Problems};
use crate::tree::{Change, Document, Tree};

/// What a tool's call made.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// The file that it belongs to; none for folders alone.
    pub path: Option<RepoPath>,
    /// Its documents.
    pub documents: Vec<Document>,
    /// Folders that are there from now on.
    pub folders: Vec<RepoPath>,
    /// What was filled in, and from where.
    pub filled: Vec<Filled>,
}

impl Made {
    /// One document of one file.
    fn document(path: RepoPath, document: Document, filled: Vec<Filled>) -> Self {
        Self {
            path: Some(path),
            documents: vec![document],
            folders: Vec::new(),
            filled,
        }
    }

    /// Puts it into a tree. Says what each document changed.
    pub fn put(self, tree: &mut Tree) -> Vec<Change> {
        let folders = self
            .folders
            .into_iter()
            .map(|folder| tree.put_directory(folder))
            .collect::<Vec<_>>();
        match self.path {
            Some(path) => self
                .documents
                .into_iter()
                .map(|document| tree.put(path.clone(), document))
                .collect(),
            None => folders,
        }
    }
}

/// What a tool makes its content from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reads {
    /// Its arguments, the context and the inventory.
    Inputs,
    /// The tree as well: it is right only as long as nothing else is made.
    Tree,
}

/// A tool: its arguments, and what they become.
pub(crate) trait Tool: Serialize + DeserializeOwned + JsonSchema {
    /// The arguments that say what is made. Two calls in which they are the same make the same thing,
    /// and the later one replaces it; the other arguments say how it is made.
    const SUBJECT: &'static [&'static str] = &["name"];
    /// What it makes its content from.
    const READS: Reads = Reads::Inputs;

    /// Fills in what the caller did not say, and renders.
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems>;
}

macro_rules! registry {
    ($($tool:ident = $module:ident :: $name:ident,)*) => {
        /// One call of one tool.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "tool", content = "args", rename_all = "snake_case")]
        #[non_exhaustive]
        #[expect(clippy::large_enum_variant, reason = "a call is read, run and gone; nobody keeps many")]
        pub enum Call {
            $(#[doc = concat!("`", stringify!($name), "`")] $tool($module::$tool),)*
        }

        /// The names of all tools, in the order in which a plan uses them.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        impl Call {
            /// Reads a call as an agent, a plan or a shell writes it.
            ///
            /// # Errors
            /// A tool that there is not, or all arguments that it does not take.
            pub fn read(tool: &str, args: &Map<String, Value>) -> Result<Self, Problems> {
                match tool {
                    $(stringify!($name) => arguments::read(tool, args).map(Self::$tool),)*
                    _ => Err(refuse(&Error::unknown_tool(tool))),
                }
            }

            /// Makes what the call asks for. Nothing is written.
            ///
            /// # Errors
            /// What is missing or wrong, all of it.
            pub fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
                let at = |tool| Inputs {
                    level: Level::of(tool),
                    ..*inputs
                };
                match self {
                    $(Self::$tool(args) => args.run(&at(stringify!($name))),)*
                }
            }

            /// The tool's name.
            #[must_use]
            pub fn tool(&self) -> &'static str {
                match self {
                    $(Self::$tool(_) => stringify!($name),)*
                }
            }

            /// The arguments, spelled in one way: those that say nothing are left out.
            #[must_use]
            pub fn args(&self) -> Map<String, Value> {
                match self {
                    $(Self::$tool(args) => arguments::write(args),)*
                }
            }

            /// What the tool makes its content from.
            #[must_use]
            pub fn reads(&self) -> Reads {
                match self {
                    $(Self::$tool(_) => <$module::$tool as Tool>::READS,)*
                }
            }

            /// The arguments that say what is made, rather than how.
            fn subject_arguments(&self) -> &'static [&'static str] {
                match self {
                    $(Self::$tool(_) => <$module::$tool as Tool>::SUBJECT,)*
                }
            }
        }

        /// The JSON Schema (2020-12) of a tool's arguments; its description says what the tool does.
        #[must_use]
        pub fn schema(tool: &str) -> Option<Value> {
            match tool {
                $(stringify!($name) => Some(schema::of::<$module::$tool>()),)*
                _ => None,
            }
        }
    };
}

registry! {
    GenerateReadme = readme::generate_readme,
    GenerateArchitectureDoc = architecture_doc::generate_architecture_doc,
    GenerateDeploymentGuide = deployment_guide::generate_deployment_guide,
    GenerateIamSetup = iam_setup::generate_iam_setup,
    GenerateSecretsGuide = secrets_guide::generate_secrets_guide,
    GenerateTroubleshooting = troubleshooting::generate_troubleshooting,
    CreateDirectoryStructure = directory_structure::create_directory_structure,
    GenerateNamespace = namespace::generate_namespace,
    GenerateInfrastructure = infrastructure::generate_infrastructure,
    GenerateServiceAccount = service_account::generate_service_account,
    GenerateRole = role::generate_role,
    GenerateRoleBinding = role_binding::generate_role_binding,
    GenerateTrustPolicy = trust_policy::generate_trust_policy,
    GeneratePermissionsPolicy = permissions_policy::generate_permissions_policy,
    GenerateImagePullPolicy = image_pull_policy::generate_image_pull_policy,
    GenerateIamTerraform = iam_terraform::generate_iam_terraform,
    GenerateSecretStore = secret_store::generate_secret_store,
    GenerateConfigmap = configmap::generate_configmap,
    GenerateSecret = secret::generate_secret,
    GenerateExternalSecret = external_secret::generate_external_secret,
    GenerateService = service::generate_service,
    GenerateDeployment = deployment::generate_deployment,
    GenerateIngress = ingress::generate_ingress,
    GenerateNetworkPolicy = network_policy::generate_network_policy,
    GenerateHpa = hpa::generate_hpa,
    GeneratePdb = pdb::generate_pdb,
    WriteCustomManifest = custom_manifest::write_custom_manifest,
    GenerateKustomization = kustomization::generate_kustomization,
    GenerateOverlay = overlay::generate_overlay,
    GenerateArgocdProject = argocd_project::generate_argocd_project,
    GenerateArgocdApplication = argocd_application::generate_argocd_application,
    GenerateFluxSource = flux_source::generate_flux_source,
    GenerateFluxKustomization = flux_kustomization::generate_flux_kustomization,
}

/// A tool, as whoever may call it is told of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Listed {
    /// Its name.
    pub name: &'static str,
    /// What it does, when to call it, and what it fills in.
    pub description: String,
    /// The JSON Schema of its arguments.
    pub schema: Value,
}

/// All tools, in the order in which a plan uses them.
#[must_use]
pub fn all() -> Vec<Listed> {
    let listed = |name: &&'static str| {
        let mut schema = schema(name)?;
        let parts = schema.as_object_mut()?;
        parts.remove("$schema");
        parts.remove("title");
        let description = match parts.remove("description") {
            Some(Value::String(text)) => text,
            _ => String::new(),
        };
        Some(Listed {
            name,
            description,
            schema,
        })
    };
    NAMES.iter().filter_map(listed).collect()
}

/// What a tool does: the first line of its schema's description.
#[must_use]
pub fn summary(tool: &str) -> Option<String> {
    let schema = schema(tool)?;
    let description = schema.get("description")?.as_str()?;
    description.lines().next().map(str::to_owned)
}

impl Call {
    /// What is made, as the tool's name and the arguments that say it. Two calls of one subject make the same
    /// thing, and the later one replaces it.
    #[must_use]
    pub fn subject(&self) -> Subject {
        let mut args = self.args();
        args.retain(|name, _| self.subject_arguments().contains(&name.as_str()));
        Subject {
            tool: self.tool(),
            args: Value::Object(args).to_string(),
        }
    }
}

/// What a call makes, however it makes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    tool: &'static str,
    args: String,
}

/// One error as the only problem.
fn refuse(error: &Error) -> Problems {
    Problems::from(Problem::new(error))
}
