//! `generate_cron_job`.

use k8sgen_templates::kind::CronJob;
use k8sgen_templates::names::{CronSchedule, DnsLabel, ImageRef};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::{Notes, Provenance};
use super::inputs::document;
use super::pod::{Overrides, Pods};
use super::{Error, Inputs, Made, Tool, job, refuse};
use crate::inventory::Kind;
use crate::layout;
use crate::problem::Problems;

/// Makes one CronJob: pods that run at certain times, and end.
///
/// Fills in everything but the name. Call it after the service account and what it reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateCronJob {
    /// Name of the service in the inventory.
    #[schemars(example = &"report")]
    pub name: DnsLabel,
    /// Another image, with its tag or digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"ghcr.io/acme/report:1.2.3")]
    pub image: Option<ImageRef>,
    /// Another schedule than the inventory's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"0 3 * * *")]
    pub schedule: Option<CronSchedule>,
}

impl Tool for GenerateCronJob {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let mut notes = Notes::default();
        let overrides = Overrides {
            image: self.image.clone(),
            ..Overrides::default()
        };
        let pods = Pods::new(inputs, &self.name, Kind::CronJob, overrides)?;
        let workload = pods.fill(&mut notes)?;
        let service = pods.service();
        let (schedule, from) = match (&self.schedule, &service.schedule) {
            (Some(schedule), _) => (schedule, Provenance::Argument),
            (None, Some(schedule)) => (schedule, pods.origin(&["schedule"]).into()),
            (None, None) => {
                return Err(refuse(&Error::Unfit {
                    what: format!("the CronJob `{}`", self.name),
                    why: "nobody says when it runs".to_owned(),
                }));
            }
        };
        notes.note("schedule", schedule, from);
        let settings = &service.cron_job;
        let cron_job = CronJob {
            metadata: workload.metadata,
            schedule: schedule.clone(),
            time_zone: settings.time_zone.clone(),
            concurrency_policy: settings.concurrency_policy,
            starting_deadline_seconds: settings.starting_deadline_seconds,
            successful_jobs_history_limit: settings.successful_jobs_history_limit,
            failed_jobs_history_limit: settings.failed_jobs_history_limit,
            job: job::spec(&service.job, workload.pod),
        };
        Ok(Made::document(
            layout::workload(Kind::CronJob, &workload.tier, &self.name),
            document(&cron_job),
            notes.finish(),
        ))
    }
}
