//! The order of what comes out: kinds that others need first, and names after that.

use super::note::{Note, Step, What};
use super::resource::Resource;
use crate::yaml::Node;

const FIRST: [&str; 22] = [
    "Namespace",
    "ResourceQuota",
    "StorageClass",
    "CustomResourceDefinition",
    "ServiceAccount",
    "PodSecurityPolicy",
    "Role",
    "ClusterRole",
    "RoleBinding",
    "ClusterRoleBinding",
    "ConfigMap",
    "Secret",
    "Endpoints",
    "Service",
    "LimitRange",
    "PriorityClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Deployment",
    "StatefulSet",
    "CronJob",
    "PodDisruptionBudget",
];
const LAST: [&str; 2] = [
    "MutatingWebhookConfiguration",
    "ValidatingWebhookConfiguration",
];

/// Sorts as `sortOptions` asks; as kustomize always did, if it asks for nothing.
pub(super) fn sort(resources: &mut [Resource], options: Option<&Node>) -> Step {
    let invalid = |node: &Node, message: &str| Err(Note::new(node.mark, What::Invalid, message));
    let mut first: Vec<&str> = FIRST.to_vec();
    let mut last: Vec<&str> = LAST.to_vec();
    if let Some(options) = options {
        let legacy = options.at(["legacySortOptions"]);
        match (options.at(["order"]).and_then(Node::text), legacy) {
            (Some("fifo"), None) => return Ok(()),
            (Some("fifo"), Some(legacy)) => {
                return invalid(
                    legacy,
                    "`legacySortOptions` means nothing with `order: fifo`",
                );
            }
            (Some("legacy"), None) => {}
            (Some("legacy"), Some(legacy)) => {
                let kinds = |key: &str| -> Vec<&str> {
                    let items = legacy.at([key]).map_or(&[][..], Node::items).iter();
                    items.filter_map(Node::text).collect()
                };
                first = kinds("orderFirst");
                last = kinds("orderLast");
            }
            _ => return invalid(options, "`order` is `legacy` or `fifo`"),
        }
    }
    let rank = |kind: &str| -> isize {
        let of = |list: &[&str]| {
            let at = list.iter().rposition(|one| *one == kind)?;
            isize::try_from(at).ok()
        };
        let length = isize::try_from(first.len()).unwrap_or_default();
        let last = of(&last).map(|at| at + 1);
        last.or_else(|| of(&first).map(|at| at - length))
            .unwrap_or(0)
    };
    resources.sort_by_cached_key(|resource| {
        let id = resource.id();
        let or = |text: &str, other: &str| {
            if text.is_empty() {
                other.to_owned()
            } else {
                text.to_owned()
            }
        };
        let kind = format!(
            "{}_{}_{}",
            or(&id.group, "~G"),
            or(&id.version, "~V"),
            id.kind
        );
        (
            rank(&id.kind),
            kind,
            or(&id.namespace, "~X"),
            or(&id.name, "~N"),
        )
    });
    Ok(())
}
