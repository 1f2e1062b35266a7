//! `generate_secrets_guide`.

use k8sgen_templates::mermaid::{Direction, Flowchart, Line, Shape};
use k8sgen_templates::names::DnsSubdomain;
use k8sgen_templates::page::{GuideSecret, Page, SecretsGuide};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::inputs::gather;
use super::{Error, Inputs, Made, Tool, external_secret, guide, refuse, secret_store};
use crate::inventory::{GitOps, Reference, SecretSettings, SecretsAs, Service};
use crate::problem::Problems;
use crate::tree::Document;
use crate::{identity, layout};

/// Makes docs/secrets-management.md: which secrets there must be, with which properties, and how they are rotated.
///
/// Fills in names, keys and readers; no value passes through here. Call it first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateSecretsGuide {}

impl Tool for GenerateSecretsGuide {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let inventory = inputs.inventory;
        if inventory.secrets.is_empty() {
            return Err(refuse(&Error::Unfit {
                what: "the page about secrets".to_owned(),
                why: "the inventory has no `secrets`".to_owned(),
            }));
        }
        let account = identity::secrets_reader();
        let role = identity::role_name(inventory, &account);
        let secrets = inventory.secrets.iter();
        let secrets = secrets.map(|(name, secret)| entry(inputs, name, secret));
        let is_file = |service: &Service| service.secrets_as == SecretsAs::Files;
        let mut readers = inventory
            .services
            .values()
            .filter(|one| !one.secrets.is_empty());
        let as_files = readers.any(is_file);
        let page = SecretsGuide {
            project: inventory.project.to_string(),
            shell: guide::shell(inputs),
            picture: picture(account.as_str(), as_files),
            permissions: layout::permissions_policy(identity::purpose(&account)).to_string(),
            store: secret_store::NAME.to_owned(),
            account: account.to_string(),
            role,
            refresh: external_secret::REFRESH.to_owned(),
            as_files,
            is_flux: inventory.gitops == GitOps::Flux,
            secrets: gather(secrets)?,
        };
        let document = Document::new("Markdown", "secrets-management", page.to_markdown());
        Ok(Made::document(
            layout::secrets_guide(),
            document,
            Vec::new(),
        ))
    }
}

fn entry(
    inputs: &Inputs<'_>,
    name: &DnsSubdomain,
    secret: &SecretSettings,
) -> Result<GuideSecret, Problems> {
    let services = inputs.inventory.services.values();
    let readers: Vec<&Service> = services
        .filter(|service| service.all_secrets().contains(name))
        .collect();
    let mut properties: Vec<String> = Vec::new();
    for property in secret.keys.values() {
        if !properties.contains(property) {
            properties.push(property.clone());
        }
    }
    let reference = secret.remote.sole_reference();
    let file = format!("{name}.json");
    Ok(GuideSecret {
        name: name.to_string(),
        remote: inputs.remote(name)?.to_string(),
        by_terraform: matches!(reference, Some(Reference::Field(_))),
        shape: properties
            .iter()
            .map(|property| (property.clone(), String::new()))
            .collect(),
        properties,
        keys: secret.keys.keys().map(ToString::to_string).collect(),
        readers: readers.iter().map(|one| one.name.to_string()).collect(),
        // What ends by itself reads them anew at its next run.
        workloads: readers
            .iter()
            .filter(|one| !one.kind.ends())
            .map(|one| guide::workload(one))
            .collect(),
        object: format!("externalsecret/{name}"),
        uri: format!("file://{file}"),
        file,
    })
}

/// The way of a value, from AWS to a pod.
fn picture(account: &str, as_files: bool) -> Flowchart {
    let mut picture = Flowchart::new(Direction::Right);
    let manager = picture.node(Shape::Store, "AWS Secrets Manager");
    let (_, (external, secret, pod)) = picture.frame("the environment's namespace", |it| {
        let external = it.node(Shape::Plain, "ExternalSecret");
        let secret = it.node(Shape::Plain, "Secret");
        let pod = it.node(Shape::Round, "pod");
        (external, secret, pod)
    });
    let read = format!("every {}, as\n{account}", external_secret::REFRESH);
    picture.labelled(manager, external, Line::Solid, read);
    picture.arrow(external, secret, Line::Solid);
    let how = if as_files { "files" } else { "variables" };
    picture.labelled(secret, pod, Line::Solid, how);
    picture
}
