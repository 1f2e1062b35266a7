//! How many pods there are, and what each of them gets.

use crate::class::{Class, Effect, document, on};
use crate::classes::{KUSTOMIZATION, WORKLOADS, two};
use crate::edit::{Edit, Part, Site};
use crate::lines;
use crate::places::{is_autoscaled, is_measured, keeps_resources};
use crate::text::depth;

/// What runs on, but for what serves the nodes themselves.
const APPS: &str = "Deployment StatefulSet";

pub(in crate::classes) const CLASSES: &[Class] = &[
    Class {
        name: "budget-blocks",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "more than there are",
                "PodDisruptionBudget",
                "spec minAvailable|maxUnavailable",
                Edit::Whole(at_least_99),
            ),
            on(
                "all of them",
                "PodDisruptionBudget",
                "spec minAvailable|maxUnavailable",
                Edit::Whole(all),
            ),
            on(
                "none may go",
                "PodDisruptionBudget",
                "spec minAvailable|maxUnavailable",
                Edit::Whole(none),
            ),
            on(
                "both at once",
                "PodDisruptionBudget",
                "spec minAvailable|maxUnavailable",
                Edit::Whole(both),
            ),
            document(
                "two of the pods of one workload",
                "PodDisruptionBudget",
                Edit::Whole(two),
            ),
        ],
    },
    Class {
        name: "autoscaler",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "more at the least than at the most",
                "HorizontalPodAutoscaler",
                "spec minReplicas",
                Edit::Set("99"),
            )
            .only(keeps_least),
            on(
                "more at the least than at the most, in an overlay",
                KUSTOMIZATION,
                "patches * patch * value",
                Edit::Set("99"),
            )
            .only(is_least),
            on(
                "less at the most than at the least",
                "HorizontalPodAutoscaler",
                "spec maxReplicas",
                Edit::Set("1"),
            ),
            document(
                "two of one workload",
                "HorizontalPodAutoscaler",
                Edit::Whole(two),
            ),
            on(
                "replicas are fixed, too",
                APPS,
                "spec revisionHistoryLimit",
                Edit::After("replicas: 2"),
            )
            .only(is_autoscaled),
            on(
                "what it measures is asked for by nobody",
                APPS,
                "** containers * resources",
                Edit::Drop,
            )
            .only(is_measured),
            on(
                "of what it measures, neither request nor limit is given",
                APPS,
                "** containers * resources",
                Edit::Whole(without_cpu),
            )
            .only(is_measured),
            on(
                "it measures what no container has",
                "HorizontalPodAutoscaler",
                "spec metrics * resource name",
                Edit::Set("gpu"),
            ),
            on(
                "it measures a container that is not there",
                "HorizontalPodAutoscaler",
                "spec metrics",
                Edit::Set(
                    "[{type: ContainerResource, containerResource: {name: cpu, container: main-app, target: {type: Utilization, averageUtilization: 70}}}]",
                ),
            ),
        ],
    },
    Class {
        name: "resources",
        effect: Effect::Breaks,
        sorts: &[
            on("none", WORKLOADS, "** containers * resources", Edit::Drop).only(keeps_resources),
            on(
                "no limit of memory",
                "Deployment StatefulSet Job CronJob",
                "** containers * resources limits memory",
                Edit::Drop,
            )
            .only(keeps_resources),
            on(
                "no limits",
                "Deployment StatefulSet Job CronJob",
                "** containers * resources limits",
                Edit::Drop,
            )
            .only(keeps_resources),
            on(
                "nothing is said of CPU",
                WORKLOADS,
                "** containers * resources",
                Edit::Whole(without_cpu),
            )
            .only(keeps_resources),
            on(
                "less memory than requested",
                WORKLOADS,
                "** containers * resources limits memory",
                Edit::Set("1Mi"),
            )
            .only(keeps_resources),
            on(
                "less CPU than requested",
                WORKLOADS,
                "** containers * resources limits cpu",
                Edit::Set("1m"),
            )
            .only(keeps_resources),
            on(
                "more requested than the limit",
                WORKLOADS,
                "** containers * resources requests memory",
                Edit::Set("64Gi"),
            )
            .only(keeps_resources),
        ],
    },
];

/// Whether what the autoscaler must have at the least stands here.
fn keeps_least(site: &Site<'_>) -> bool {
    site.is_left_by_an_overlay("/spec/minReplicas")
}

/// Whether it is the value of a patch for what an autoscaler must have at the least.
fn is_least(site: &Site<'_>) -> bool {
    let Part::Entry(document, line) = site.part else {
        return false;
    };
    let beside = document.lines.iter().filter(|beside| {
        beside.path.split_last().map(|(_, above)| above)
            == line.path.split_last().map(|(_, above)| above)
    });
    let mut beside = beside.map(|beside| lines::unquoted(&beside.value));
    beside.any(|value| value == "/spec/minReplicas")
}

fn at_least_99(own: &str) -> Option<String> {
    Some(format!("{:1$}minAvailable: 99", "", depth(own)))
}

fn all(own: &str) -> Option<String> {
    Some(format!("{:1$}minAvailable: 100%", "", depth(own)))
}

fn none(own: &str) -> Option<String> {
    Some(format!("{:1$}maxUnavailable: 0", "", depth(own)))
}

fn both(own: &str) -> Option<String> {
    let indent = " ".repeat(depth(own));
    Some(format!(
        "{indent}minAvailable: 1\n{indent}maxUnavailable: 1"
    ))
}

/// The resources, and nothing about CPU.
fn without_cpu(resources: &str) -> Option<String> {
    let lines = resources.lines();
    let kept: Vec<&str> = lines
        .filter(|line| !line.trim_start().starts_with("cpu:"))
        .collect();
    Some(kept.join("\n"))
}
