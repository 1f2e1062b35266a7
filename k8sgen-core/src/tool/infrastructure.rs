//! `generate_infrastructure`.

use k8sgen_templates::kind::{
    Application, ApplicationSource, HelmRelease, HelmRepository, IgnoredDifference, Metadata,
    Value, Values,
};
use k8sgen_templates::names::{ChartVersion, DnsSubdomain};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::{Notes, Provenance};
use super::inputs::{document, fixed};
use super::{Inputs, Made, Tool, argocd_project};
use crate::addon::{self, ARGOCD_NAMESPACE, AddonAccount, Chart, FLUX_NAMESPACE};
use crate::context::Field;
use crate::inventory::{Addon, GitOps, Identity};
use crate::problem::Problems;
use crate::{identity, layout};

/// Makes one add-on of the cluster, a pinned Helm chart: an Application of Argo CD, or a `HelmRelease` of Flux.
///
/// Fills in the version, and values such as the cluster's name, its region and VPC, and the ARN of its IAM role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateInfrastructure {
    /// The add-on.
    pub name: Addon,
    /// Another version of its Helm chart than the inventory's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"2.11.0")]
    pub version: Option<ChartVersion>,
}

impl Tool for GenerateInfrastructure {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let mut notes = Notes::default();
        let chart = addon::chart(self.name);
        let version = self.version(inputs, chart, &mut notes);
        let values = self.values(inputs, &mut notes)?;
        let name: DnsSubdomain = fixed(self.name.as_str());
        let metadata = |namespace: &str| Metadata {
            namespace: Some(fixed(namespace)),
            ..inputs.metadata(&name)
        };
        let about = about(self.name).to_owned();
        let documents = if inputs.inventory.gitops == GitOps::Flux {
            let repository = HelmRepository {
                metadata: metadata(FLUX_NAMESPACE),
                url: chart.repository.to_owned(),
            };
            let release = HelmRelease {
                about,
                metadata: metadata(FLUX_NAMESPACE),
                chart: chart.name.to_owned(),
                version,
                repository: name,
                namespace: chart.namespace(),
                create_namespace: chart.creates_namespace(),
                values,
            };
            vec![document(&repository), document(&release)]
        } else {
            let mut metadata = metadata(ARGOCD_NAMESPACE);
            metadata.annotations.extend(argocd_project::compare());
            let application = Application {
                about,
                metadata,
                project: argocd_project::infrastructure(inputs.inventory),
                source: ApplicationSource::Chart {
                    repository: chart.repository.to_owned(),
                    chart: chart.name.to_owned(),
                    version,
                    release: name.to_string(),
                    values,
                },
                namespace: chart.namespace(),
                create_namespace: chart.creates_namespace(),
                ignore_differences: ignored(self.name),
            };
            vec![document(&application)]
        };
        Ok(Made {
            path: Some(layout::infrastructure(self.name, inputs.inventory.gitops)),
            documents,
            folders: Vec::new(),
            filled: notes.finish(),
        })
    }
}

impl GenerateInfrastructure {
    fn version(&self, inputs: &Inputs<'_>, chart: Chart, notes: &mut Notes) -> ChartVersion {
        let pin = chart.version();
        let path = ["infrastructure", self.name.as_str(), "version"];
        let said = inputs.inventory.infrastructure.get(&self.name).cloned();
        let (version, from) = match (&self.version, said.flatten()) {
            (Some(version), _) => (version.clone(), Provenance::Argument),
            (None, Some(version)) => (version, inputs.inventory.origin(&path).into()),
            (None, None) => (pin, Provenance::BuiltIn),
        };
        notes.note("version", &version, from);
        version
    }

    fn values(&self, inputs: &Inputs<'_>, notes: &mut Notes) -> Result<Values, Problems> {
        let values = match self.name {
            Addon::ExternalSecrets => external_secrets(),
            Addon::AwsLoadBalancerController => load_balancer_controller(inputs, notes)?,
            Addon::ArgoCd => argocd(),
        };
        Ok(values
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect())
    }
}

/// What an add-on is, for the reader of its file.
const fn about(addon: Addon) -> &'static str {
    match addon {
        Addon::ExternalSecrets => {
            "External Secrets Operator copies secrets from AWS Secrets Manager. It needs no AWS permissions of its \
             own: each SecretStore reads as a service account of its namespace."
        }
        Addon::AwsLoadBalancerController => {
            "AWS Load Balancer Controller makes the load balancers of Ingresses."
        }
        Addon::ArgoCd => {
            "Argo CD keeps itself, too: from its first sync on, its version and settings are these."
        }
    }
}

type Pairs = Vec<(&'static str, Value)>;

fn external_secrets() -> Pairs {
    vec![
        ("installCRDs", true.into()),
        ("replicaCount", 2.into()),
        ("leaderElect", true.into()),
        (
            "serviceAccount",
            [("create", true.into()), ("name", "external-secrets".into())].into(),
        ),
        // Stores and secrets live in namespaces here; nothing needs the right to reach over their borders.
        ("processClusterStore", false.into()),
        ("processClusterExternalSecret", false.into()),
        ("processClusterPushSecret", false.into()),
        ("processClusterGenerator", false.into()),
        ("processPushSecret", false.into()),
        (
            "podDisruptionBudget",
            [("enabled", true.into()), ("minAvailable", 1.into())].into(),
        ),
    ]
}

fn load_balancer_controller(inputs: &Inputs<'_>, notes: &mut Notes) -> Result<Pairs, Problems> {
    const WHAT: &str = "the AWS Load Balancer Controller";
    let (context, inventory) = (inputs.context, inputs.inventory);
    let cluster = context.kubernetes.cluster_name.clone();
    let cluster = Inputs::require(cluster, Field::ClusterName, WHAT)?;
    let region = Inputs::require(context.region.clone(), Field::Region, WHAT)?;
    let vpc = Inputs::require(context.networking.vpc_id.clone(), Field::VpcId, WHAT)?;
    notes.note(
        "clusterName",
        &cluster,
        Provenance::Terraform(Field::ClusterName),
    );
    notes.note("region", &region, Provenance::Terraform(Field::Region));
    notes.note("vpcId", &vpc, Provenance::Terraform(Field::VpcId));
    let mut account = vec![("create", true.into())];
    if let Some(AddonAccount { name, .. }) = addon::account(Addon::AwsLoadBalancerController) {
        account.push(("name", name.as_str().into()));
        // EKS Pod Identity needs no annotation: its association names the account.
        if inventory.identity == Identity::Irsa {
            let id = context.aws_account_id.as_ref();
            let id = Inputs::require(id, Field::AwsAccountId, WHAT)?;
            let partition = Inputs::require(context.partition, Field::Partition, WHAT)?;
            if let Some(role) = identity::role_arn(inventory, &name, partition, id) {
                notes.note(
                    "role_arn",
                    &role,
                    Provenance::Terraform(Field::AwsAccountId),
                );
                let annotation = [("eks.amazonaws.com/role-arn", role.as_str().into())];
                account.push(("annotations", annotation.into()));
            }
        }
    }
    let account = account.into_iter();
    let account = account
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
    Ok(vec![
        ("clusterName", cluster.as_str().into()),
        ("region", region.as_str().into()),
        ("vpcId", vpc.as_str().into()),
        ("replicaCount", 2.into()),
        ("serviceAccount", Value::Map(account)),
        // Where it is down, Services can still be made: it only has to look at Ingresses.
        ("enableServiceMutatorWebhook", false.into()),
        ("podDisruptionBudget", [("maxUnavailable", 1.into())].into()),
    ])
}

/// How healthy an Application is, which Argo CD leaves out unless it is told: without it, a wave of Applications
/// would not wait for the one before.
const APPLICATION_HEALTH: &str = "hs = {status = \"Progressing\", message = \"not synced yet\"} \
    if obj.status ~= nil and obj.status.health ~= nil and obj.status.health.status ~= nil then \
    hs.status = obj.status.health.status hs.message = obj.status.health.message end return hs";

fn argocd() -> Pairs {
    let health = [(
        "resource.customizations.health.argoproj.io_Application",
        APPLICATION_HEALTH.into(),
    )];
    vec![
        ("configs", [("cm", health.into())].into()),
        // No single sign-on and no messages until somebody sets them up.
        ("dex", [("enabled", false.into())].into()),
        ("notifications", [("enabled", false.into())].into()),
    ]
}

/// What a chart makes anew each time that it is rendered, and must not be applied anew each time.
fn ignored(addon: Addon) -> Vec<IgnoredDifference> {
    if addon != Addon::AwsLoadBalancerController {
        return Vec::new();
    }
    let certificate = |group: &str, kind: &str, name: &str, path: &str| IgnoredDifference {
        why: "the chart makes a new certificate each time that it is rendered".to_owned(),
        group: group.to_owned(),
        kind: kind.to_owned(),
        name: name.to_owned(),
        paths: vec![path.to_owned()],
    };
    let webhooks = [
        "MutatingWebhookConfiguration",
        "ValidatingWebhookConfiguration",
    ];
    let webhooks = webhooks.into_iter().map(|kind| {
        let path = ".webhooks[]?.clientConfig.caBundle";
        certificate(
            "admissionregistration.k8s.io",
            kind,
            "aws-load-balancer-webhook",
            path,
        )
    });
    let secret = certificate("", "Secret", "aws-load-balancer-tls", ".data");
    std::iter::once(secret).chain(webhooks).collect()
}
