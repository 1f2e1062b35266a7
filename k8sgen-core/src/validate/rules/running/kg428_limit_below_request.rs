//! A container that may have less than it asks for.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::quantity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG428",
    name: "limit-below-request",
    severity: Severity::Error,
    finds: "A container or a pod whose `requests` ask for more than its `limits` allow.",
    why: "The API server refuses the object. Often an overlay changes only one of the two. Of what can't be shared, such as GPUs and huge pages, both must be the same.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      resources:
        requests:
          memory: 1Gi
        limits:
          memory: 512Mi
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
      resources:
        requests:
          memory: 512Mi
        limits:
          memory: 1Gi
",
    help: "raise the limit, or ask for less",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let containers = workload.containers().map(|container| container.node);
        for node in containers.chain([workload.spec]) {
            let requests = node.at(["resources", "requests"]);
            for request in requests.map_or(&[][..], Node::entries) {
                let key = request.key.as_str();
                let Some(limit) = node.at(["resources", "limits", key]) else {
                    continue;
                };
                let (Some(asked), Some(allowed)) = (request.value.text(), limit.text()) else {
                    continue;
                };
                let (Some(asks), Some(may)) = (quantity(asked), quantity(allowed)) else {
                    continue;
                };
                // `700m` and `0.7` are one amount, but for the last bit.
                let is_same = (asks - may).abs() <= may.abs() * 1e-9;
                let (key, asked, allowed) = (shown(key), shown(asked), shown(allowed));
                if !is_same && asks > may {
                    let message =
                        format!("`{key}`: {asked} is asked for, and the limit is {allowed}");
                    found.at(request.value.mark, message);
                } else if !is_same && !can_be_shared(&request.key) {
                    let message = format!(
                        "`{key}`: {asked} is asked for, and the limit is {allowed}; both must be the same"
                    );
                    found.at(request.value.mark, message);
                }
            }
        }
    }
}

/// Whether more of it may be promised than there is.
fn can_be_shared(resource: &str) -> bool {
    !resource.contains('/') && !resource.starts_with("hugepages-")
}
