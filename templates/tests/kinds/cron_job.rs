//! A workload that runs at certain times.

use k8s_openapi::api::batch::v1;
use k8sgen_templates::kind::{ConcurrencyPolicy, CronJob, Manifest};
use k8sgen_templates::names::{CronSchedule, TimeZone};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestCaseResult;
use serde_json::json;

use super::job;
use super::read_back::as_kubernetes;
use super::strategies::number;

const SCHEDULES: &[&str] = &[
    "* * * * *",
    "0 0 1 1 0",
    "*/15 6-20 * * mon-fri",
    "1,31 ? 1-7 JAN,jul SUN",
    "@daily",
    "0  3 * * *",
];
const ZONES: &[&str] = &[
    "Europe/Berlin",
    "Etc/GMT+1",
    "UTC",
    "America/Port-au-Prince",
];

pub(crate) fn any() -> impl Strategy<Value = CronJob> {
    let schedule = select(SCHEDULES).prop_map(|text| text.parse().expect("a schedule"));
    let zone = select(ZONES).prop_map(|text| text.parse().expect("a time zone"));
    let policy = prop_oneof![
        Just(ConcurrencyPolicy::Allow),
        Just(ConcurrencyPolicy::Forbid),
        Just(ConcurrencyPolicy::Replace),
    ];
    (
        super::metadata::any(),
        schedule,
        prop::option::of(zone),
        policy,
        (number(), number(), number()),
        job::any_spec(),
    )
        .prop_map(
            |(metadata, schedule, time_zone, concurrency_policy, numbers, job)| {
                let schedule: CronSchedule = schedule;
                let time_zone: Option<TimeZone> = time_zone;
                let (starting_deadline_seconds, succeeded, failed) = numbers;
                CronJob {
                    metadata,
                    schedule,
                    time_zone,
                    concurrency_policy,
                    starting_deadline_seconds,
                    successful_jobs_history_limit: succeeded,
                    failed_jobs_history_limit: failed,
                    job,
                }
            },
        )
}

pub(crate) fn check(given: &CronJob) -> TestCaseResult {
    let CronJob {
        metadata,
        schedule,
        time_zone,
        concurrency_policy,
        starting_deadline_seconds,
        successful_jobs_history_limit,
        failed_jobs_history_limit,
        job,
    } = given;
    let expected = json!({
        "apiVersion": "batch/v1",
        "kind": CronJob::KIND,
        "metadata": super::metadata::expected(metadata),
        "spec": {
            "schedule": schedule,
            "timeZone": time_zone,
            "concurrencyPolicy": concurrency_policy,
            "startingDeadlineSeconds": starting_deadline_seconds,
            "successfulJobsHistoryLimit": successful_jobs_history_limit,
            "failedJobsHistoryLimit": failed_jobs_history_limit,
            "jobTemplate": {"spec": job::expected_spec(job)},
        },
    });
    as_kubernetes::<v1::CronJob>(given, expected)
}
