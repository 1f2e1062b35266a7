//! What keeps a service's pods running, or lets them end, and what each kind of workload can be told.

use std::fmt;

use k8sgen_templates::kind::{ClaimRetention, ConcurrencyPolicy, PodManagementPolicy};
use k8sgen_templates::names::TimeZone;
use k8sgen_templates::pod::RestartPolicy;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What keeps a service's pods running, or lets them end.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
pub enum Kind {
    /// A number of pods that are all alike.
    #[default]
    Deployment,
    /// Pods that each have a name, and disks of their own.
    StatefulSet,
    /// One pod on each node.
    DaemonSet,
    /// Pods that run at certain times, and end.
    CronJob,
    /// A pod that runs once for each version, and ends.
    Job,
}

impl Kind {
    /// All kinds, in the order in which a repository lists them.
    pub const ALL: [Self; 5] = [
        Self::StatefulSet,
        Self::DaemonSet,
        Self::Job,
        Self::Deployment,
        Self::CronJob,
    ];

    /// As Kubernetes spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Deployment => "Deployment",
            Self::StatefulSet => "StatefulSet",
            Self::DaemonSet => "DaemonSet",
            Self::CronJob => "CronJob",
            Self::Job => "Job",
        }
    }

    /// Whether somebody says how many pods it has.
    #[must_use]
    pub const fn has_replicas(self) -> bool {
        matches!(self, Self::Deployment | Self::StatefulSet)
    }

    /// Whether its pods end by themselves, so that nobody calls them.
    #[must_use]
    pub const fn ends(self) -> bool {
        matches!(self, Self::CronJob | Self::Job)
    }

    /// Where its pods' template stands, as a JSON Pointer.
    #[must_use]
    pub const fn template(self) -> &'static str {
        match self {
            Self::CronJob => "/spec/jobTemplate/spec/template",
            _ => "/spec/template",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What only a `StatefulSet` can be told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StatefulSetSettings {
    /// The order in which its pods start and end.
    pub pod_management_policy: PodManagementPolicy,
    /// What becomes of disks that no pod has any more.
    pub persistent_volume_claim_retention_policy: ClaimRetention,
}

/// What only a `CronJob` can be told, beside its schedule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CronJobSettings {
    /// The time zone of its schedule; that of the cluster's controllers, mostly UTC, if nobody says otherwise.
    pub time_zone: Option<TimeZone>,
    /// What happens when it is time for a run, and the run before has not ended.
    pub concurrency_policy: ConcurrencyPolicy,
    /// Seconds that a run may start late; after that it is missed.
    pub starting_deadline_seconds: u32,
    /// How many runs are kept that succeeded.
    pub successful_jobs_history_limit: u32,
    /// How many runs are kept that failed.
    pub failed_jobs_history_limit: u32,
}

impl Default for CronJobSettings {
    fn default() -> Self {
        Self {
            time_zone: None,
            concurrency_policy: ConcurrencyPolicy::Forbid,
            starting_deadline_seconds: 300,
            successful_jobs_history_limit: 3,
            failed_jobs_history_limit: 3,
        }
    }
}

/// What a `Job` can be told, and each run of a `CronJob`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct JobSettings {
    /// How often it may fail.
    pub backoff_limit: u32,
    /// Seconds after which it is ended, finished or not.
    pub active_deadline_seconds: Option<u32>,
    /// Seconds that it is kept after it has finished.
    pub ttl_seconds_after_finished: Option<u32>,
    /// How many of its pods must succeed.
    pub completions: Option<u32>,
    /// How many of its pods run at once.
    pub parallelism: Option<u32>,
    /// What happens when its container fails.
    pub restart_policy: RestartPolicy,
}

impl Default for JobSettings {
    fn default() -> Self {
        Self {
            backoff_limit: 3,
            active_deadline_seconds: None,
            ttl_seconds_after_finished: None,
            completions: None,
            parallelism: None,
            restart_policy: RestartPolicy::OnFailure,
        }
    }
}
