//! A StatefulSet that keeps its data in the pod.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG427",
    name: "data-in-empty-dir",
    severity: Severity::Info,
    finds: "A StatefulSet that mounts an `emptyDir` where programs keep their data, and has no `volumeClaimTemplates`.",
    why: "An `emptyDir` is gone with its pod: each rollout and each drain of a node deletes what is in it.",
    wrong: "\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: db:1.2.0
          volumeMounts:
            - name: data
              mountPath: /var/lib/db
      volumes:
        - name: data
          emptyDir: {}
",
    right: "\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes:
          - ReadWriteOnce
        resources:
          requests:
            storage: 10Gi
  serviceName: db
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: db:1.2.0
          volumeMounts:
            - name: data
              mountPath: /var/lib/db
",
    help: "describe the volume in `volumeClaimTemplates`; if the data may be lost, a Deployment does",
    check: Check::Applied(check),
};

/// Where programs keep what must last.
const KEPT: [&str; 4] = ["/data", "/var/lib", "/bitnami", "/pgdata"];

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let claims = workload.document.at(["spec", "volumeClaimTemplates"]);
        if workload.kind() != "StatefulSet"
            || claims.is_some_and(|claims| !claims.items().is_empty())
        {
            continue;
        }
        let is_empty_dir = |name: &str| {
            let mut volumes = workload.volumes().iter();
            volumes.any(|volume| {
                volume.at(["name"]).and_then(Node::text) == Some(name)
                    && volume.entry("emptyDir").is_some()
            })
        };
        for mount in workload
            .containers()
            .flat_map(|container| container.items("volumeMounts"))
        {
            let text = |field| mount.at([field]).and_then(Node::text);
            let (Some(name), Some(path), Some(at)) =
                (text("name"), text("mountPath"), mount.at(["mountPath"]))
            else {
                continue;
            };
            let is_kept = KEPT.iter().any(|kept| {
                let below = path.strip_prefix(kept);
                below.is_some_and(|below| below.is_empty() || below.starts_with('/'))
            });
            if is_kept && is_empty_dir(name) {
                let message = format!(
                    "`{}` is gone with each pod: the volume `{}` is an `emptyDir`",
                    shown(path),
                    shown(name)
                );
                found.at(at.mark, message);
            }
        }
    }
}
