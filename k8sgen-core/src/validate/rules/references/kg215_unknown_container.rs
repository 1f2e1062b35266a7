//! The name of a container that the pod does not have.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Workload, instead, is_injected_into, is_part, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG215",
    name: "unknown-container",
    severity: Severity::Error,
    finds: "A container's name in `resourceFieldRef`, in the `ContainerResource` metric of a \
        HorizontalPodAutoscaler or in the annotation \
        `kubectl.kubernetes.io/default-container`, and the pod has no container of this \
        name.",
    why: "A `resourceFieldRef` keeps the pod from starting. The autoscaler does not scale, and \
        `kubectl logs` picks another container: these are a warning, as a container may be \
        put in when the pod is made.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      env:
        - name: MEMORY
          valueFrom:
            resourceFieldRef:
              containerName: wbe
              resource: limits.memory
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      env:
        - name: MEMORY
          valueFrom:
            resourceFieldRef:
              containerName: web
              resource: limits.memory
",
    help: "write the name of one of the pod's containers",
    check: Check::Applied(check),
};

fn check<'a>(_: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    for workload in scope.workloads().iter().filter(|it| !is_part(it)) {
        for container in workload.containers() {
            for variable in container.variables() {
                let from = variable.from("resourceFieldRef");
                let name = from.and_then(|from| from.at(["containerName"]));
                must_have(workload, name, Severity::Error, found);
            }
        }
        for volume in workload.volumes() {
            let projected = volume
                .at(["projected", "sources"])
                .map_or(&[][..], Node::items);
            for source in projected.iter().chain([volume]) {
                let items = source
                    .at(["downwardAPI", "items"])
                    .map_or(&[][..], Node::items);
                for item in items {
                    let name = item.at(["resourceFieldRef", "containerName"]);
                    must_have(workload, name, Severity::Error, found);
                }
            }
        }
        let annotations = workload.annotations();
        let default = annotations.and_then(|it| it.at(["kubectl.kubernetes.io/default-container"]));
        must_have(workload, default, Severity::Warning, found);
    }
    for autoscaler in scope.of_kind("HorizontalPodAutoscaler") {
        let target = |field| autoscaler.text_at(["spec", "scaleTargetRef", field]);
        let (Some(kind), Some(name)) = (target("kind"), target("name")) else {
            continue;
        };
        let target = scope.find(kind, autoscaler.namespace(), name);
        let Some(workload) = target.and_then(Workload::of) else {
            continue;
        };
        let metrics = autoscaler
            .at(["spec", "metrics"])
            .map_or(&[][..], Node::items);
        for metric in metrics {
            let name = metric.at(["containerResource", "container"]);
            must_have(&workload, name, Severity::Warning, found);
        }
    }
}

/// Says that a workload has no container of this name. A pod that others are put into has any.
fn must_have(
    workload: &Workload<'_>,
    node: Option<&Node>,
    severity: Severity,
    found: &mut Found<'_>,
) {
    let Some((node, name)) = node.and_then(|it| Some((it, it.text()?))) else {
        return;
    };
    let names: Vec<&str> = workload
        .containers()
        .map(|container| container.name())
        .collect();
    let is_put_in = severity != Severity::Error
        && (is_injected_into(workload) || name.ends_with("-proxy") || name == "envoy");
    if name.is_empty() || names.contains(&name) || is_placeholder(name) || is_put_in {
        return;
    }
    let help = instead(name, "its containers are", names);
    let message = format!("{} has no container `{}`", workload.title(), shown(name));
    found.say(node.mark, severity, message, help.as_deref());
}
