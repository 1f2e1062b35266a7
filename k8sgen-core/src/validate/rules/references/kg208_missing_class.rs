//! A class of the cluster that is not there.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::Lookout;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG208",
    name: "missing-class",
    severity: Severity::Warning,
    finds: "A `priorityClassName`, `storageClassName` or `runtimeClassName` that none of the \
        repository's classes has. Those that come with a cluster are known.",
    why: "A pod with an unknown priority or runtime class is refused; a claim with an unknown \
        storage class waits for ever.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata:
  name: critical
value: 1000
---
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  priorityClassName: crtical
  containers:
    - name: web
      image: web:1.2.0
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata:
  name: critical
value: 1000
---
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  priorityClassName: critical
  containers:
    - name: web
      image: web:1.2.0
",
    help: "mend the name, or add the class to what is applied",
    check: Check::Applied(check),
};

/// Beginnings of the names of classes that come with a cluster or with what is installed on it.
const GIVEN: [(&str, &[&str]); 3] = [
    ("PriorityClass", &["system-"]),
    (
        "StorageClass",
        &[
            "gp2",
            "gp3",
            "standard",
            "premium",
            "default",
            "managed",
            "azurefile",
            "ebs-sc",
            "efs-sc",
            "local-path",
            "longhorn",
            "hostpath",
            "csi-",
            "do-block",
            "linode-block",
            "rook-",
            "ceph",
            "nfs",
            "openebs",
            "thin",
        ],
    ),
    (
        "RuntimeClass",
        &["gvisor", "kata", "nvidia", "runc", "crun", "wasm", "spin"],
    ),
];

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    let mut class = |kind: &str, node: Option<&Node>| {
        let Some((node, name)) = node.and_then(|it| Some((it, it.text()?))) else {
            return;
        };
        let mut given = GIVEN
            .iter()
            .filter(|(of, _)| *of == kind)
            .flat_map(|(_, given)| *given);
        if given.any(|given| name.starts_with(given)) {
            return;
        }
        let severity = match (kind, lookout.misses_cluster_wide(kind, name)) {
            ("PriorityClass", Some(severity)) => severity,
            // Clouds make classes of storage, and whoever sets up nodes those of their runtimes.
            (_, Some(Severity::Warning)) => Severity::Info,
            _ => return,
        };
        let help = lookout.suggestion(kind, None, name);
        let message = format!("there is no {kind} `{}`", shown(name));
        found.say(node.mark, severity, message, help.as_deref());
    };
    for workload in scope.workloads() {
        class("PriorityClass", workload.spec.at(["priorityClassName"]));
        class("RuntimeClass", workload.spec.at(["runtimeClassName"]));
        let templates = workload.document.at(["spec", "volumeClaimTemplates"]);
        for template in templates.map_or(&[][..], Node::items) {
            class("StorageClass", template.at(["spec", "storageClassName"]));
        }
    }
    for claim in scope.of_kind("PersistentVolumeClaim") {
        class("StorageClass", claim.at(["spec", "storageClassName"]));
    }
}
