//! A workload that ends.

use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Manifest, Metadata};
use crate::pod::{Access, EnvVarSource, PodTemplate, ProbeAction, VolumeSource};
use crate::scalar::filters;

/// A `Job`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "job.yaml")]
pub struct Job {
    /// Name and labels.
    pub metadata: Metadata,
    /// What it runs.
    pub job: JobSpec,
}

/// What a `Job` runs, or each run of a `CronJob`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JobSpec {
    /// How often it may fail.
    pub backoff_limit: u32,
    /// Seconds after which it is ended, finished or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_deadline_seconds: Option<u32>,
    /// Seconds that it is kept after it has finished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ttl_seconds_after_finished: Option<u32>,
    /// How many of its pods must succeed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completions: Option<u32>,
    /// How many of its pods run at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parallelism: Option<u32>,
    /// Its pods.
    pub pod: PodTemplate,
}

/// What a `Job` runs, for where it does not stand at the depth that [`Job`] includes it at.
#[derive(Template)]
#[template(path = "job-spec.yaml")]
pub(crate) struct SpecAlone<'a> {
    pub(crate) job: &'a JobSpec,
}

impl Manifest for Job {
    const KIND: &'static str = "Job";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
