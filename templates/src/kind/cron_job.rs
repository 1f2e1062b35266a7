//! A workload that runs at certain times.

use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::job::SpecAlone;
use super::{JobSpec, Manifest, Metadata};
use crate::names::{CronSchedule, TimeZone};
use crate::scalar::filters;

/// A `CronJob`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "cron-job.yaml")]
pub struct CronJob {
    /// Name and labels.
    pub metadata: Metadata,
    /// When it runs.
    pub schedule: CronSchedule,
    /// The time zone of the schedule; that of the cluster's controllers if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<TimeZone>,
    /// What happens when the run before has not ended.
    pub concurrency_policy: ConcurrencyPolicy,
    /// Seconds that a run may start late; after that it is missed.
    pub starting_deadline_seconds: u32,
    /// How many runs are kept that succeeded.
    pub successful_jobs_history_limit: u32,
    /// How many runs are kept that failed.
    pub failed_jobs_history_limit: u32,
    /// Each run.
    pub job: JobSpec,
}

/// What happens when it is time for a run, and the run before has not ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ConcurrencyPolicy {
    /// Both run.
    Allow,
    /// The new one is left out.
    #[default]
    Forbid,
    /// The old one is ended.
    Replace,
}

impl ConcurrencyPolicy {
    /// As Kubernetes spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "Allow",
            Self::Forbid => "Forbid",
            Self::Replace => "Replace",
        }
    }
}

impl CronJob {
    /// What each run is, as it stands in a `Job`.
    fn run(&self) -> SpecAlone<'_> {
        SpecAlone { job: &self.job }
    }
}

impl Manifest for CronJob {
    const KIND: &'static str = "CronJob";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
