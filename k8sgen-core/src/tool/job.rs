//! `generate_job`.

use k8sgen_templates::kind::{Job, JobSpec};
use k8sgen_templates::names::{DnsLabel, ImageRef, LabelKey};
use k8sgen_templates::pod::PodTemplate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::Notes;
use super::inputs::{document, fixed};
use super::pod::{Overrides, Pods};
use super::{Inputs, Made, Tool};
use crate::inventory::{GitOps, JobSettings, Kind};
use crate::layout;
use crate::problem::Problems;

/// Makes one Job: a pod that runs once for each version, and ends.
///
/// Fills in everything but the name. Call it after the service account and what it reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateJob {
    /// Name of the service in the inventory.
    #[schemars(example = &"migrate")]
    pub name: DnsLabel,
    /// Another image, with its tag or digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"ghcr.io/acme/migrate:1.2.3")]
    pub image: Option<ImageRef>,
}

impl Tool for GenerateJob {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let mut notes = Notes::default();
        let overrides = Overrides {
            image: self.image.clone(),
            ..Overrides::default()
        };
        let pods = Pods::new(inputs, &self.name, Kind::Job, overrides)?;
        let workload = pods.fill(&mut notes)?;
        let mut metadata = workload.metadata;
        if let Some((key, value)) = made_anew(inputs.inventory.gitops) {
            metadata.annotations.entry(key).or_insert(value);
        }
        let job = Job {
            metadata,
            job: spec(&pods.service().job, workload.pod),
        };
        Ok(Made::document(
            layout::workload(Kind::Job, &workload.tier, &self.name),
            document(&job),
            notes.finish(),
        ))
    }
}

/// What a Job runs, or each run of a `CronJob`.
pub(super) fn spec(settings: &JobSettings, pod: PodTemplate) -> JobSpec {
    JobSpec {
        backoff_limit: settings.backoff_limit,
        active_deadline_seconds: settings.active_deadline_seconds,
        ttl_seconds_after_finished: settings.ttl_seconds_after_finished,
        completions: settings.completions,
        parallelism: settings.parallelism,
        pod,
    }
}

/// What makes the engine delete a Job that has changed and make it anew: its pods can't be changed in place.
fn made_anew(engine: GitOps) -> Option<(LabelKey, String)> {
    let (key, value) = match engine {
        GitOps::ArgoCd => ("argocd.argoproj.io/sync-options", "Force=true,Replace=true"),
        GitOps::Flux => ("kustomize.toolkit.fluxcd.io/force", "enabled"),
        GitOps::None => return None,
    };
    Some((fixed(key), value.to_owned()))
}
