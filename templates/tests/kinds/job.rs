//! A workload that ends.

use k8s_openapi::api::batch::v1;
use k8sgen_templates::kind::{Job, JobSpec, Manifest};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::{Value, json};

use super::pod;
use super::read_back::as_kubernetes;
use super::strategies::number;

pub(crate) fn any() -> impl Strategy<Value = Job> {
    (super::metadata::any(), any_spec()).prop_map(|(metadata, job)| Job { metadata, job })
}

/// What a Job runs, or each run of a `CronJob`.
pub(crate) fn any_spec() -> impl Strategy<Value = JobSpec> {
    let some = || prop::option::of(number());
    (number(), (some(), some()), (some(), some()), pod::any()).prop_map(
        |(backoff_limit, seconds, pods, pod)| {
            let (active_deadline_seconds, ttl_seconds_after_finished) = seconds;
            let (completions, parallelism) = pods;
            JobSpec {
                backoff_limit,
                active_deadline_seconds,
                ttl_seconds_after_finished,
                completions,
                parallelism,
                pod,
            }
        },
    )
}

pub(crate) fn expected_spec(given: &JobSpec) -> Value {
    let JobSpec {
        backoff_limit,
        active_deadline_seconds,
        ttl_seconds_after_finished,
        completions,
        parallelism,
        pod,
    } = given;
    json!({
        "backoffLimit": backoff_limit,
        "activeDeadlineSeconds": active_deadline_seconds,
        "ttlSecondsAfterFinished": ttl_seconds_after_finished,
        "completions": completions,
        "parallelism": parallelism,
        "template": pod::expected(pod),
    })
}

pub(crate) fn check(given: &Job) -> TestCaseResult {
    let Job { metadata, job } = given;
    let expected = json!({
        "apiVersion": "batch/v1",
        "kind": Job::KIND,
        "metadata": super::metadata::expected(metadata),
        "spec": expected_spec(job),
    });
    as_kubernetes::<v1::Job>(given, expected)
}
