//! A volume that only an administrator should choose.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Demand, PodSecurity};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::{Entry, Value};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG513",
    name: "restricted-volume",
    severity: Severity::Error,
    finds: "A volume of a type other than `configMap`, `csi`, `downwardAPI`, `emptyDir`, `ephemeral`, `image`, \
        `persistentVolumeClaim`, `projected` and `secret`, where the Pod Security Standards are \
        `restricted`.",
    why: "Such volumes name servers and disks in the pod itself, past what the cluster's administrator allows \
        with storage classes and PersistentVolumes.",
    wrong: "\
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: restricted
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  containers:
    - name: web
      image: shop/web:1.2.0
      securityContext:
        allowPrivilegeEscalation: false
        runAsNonRoot: true
        capabilities:
          drop: [ALL]
        seccompProfile:
          type: RuntimeDefault
  volumes:
    - name: data
      nfs:
        server: files.shop.example
        path: /data
",
    right: "\
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: restricted
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  containers:
    - name: web
      image: shop/web:1.2.0
      securityContext:
        allowPrivilegeEscalation: false
        runAsNonRoot: true
        capabilities:
          drop: [ALL]
        seccompProfile:
          type: RuntimeDefault
  volumes:
    - name: data
      persistentVolumeClaim:
        claimName: data
",
    help: "make a PersistentVolume of it, and use that with a `persistentVolumeClaim`",
    check: Check::Applied(check),
};

/// The types that everybody may choose; what has none is an `emptyDir`.
const ALLOWED: [&str; 9] = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
];

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        for volume in workload.volumes() {
            // A path of the node is refused at a lower level already, by a rule of its own.
            let is_other = |entry: &&Entry| {
                let is_type = matches!(entry.value.value, Value::Map(_));
                is_type && entry.key != "hostPath" && !ALLOWED.contains(&entry.key.as_str())
            };
            let Some(of) = volume.entries().iter().find(is_other) else {
                continue;
            };
            let what = format!(
                "`{}` is a type of volume that only administrators choose",
                shown(&of.key)
            );
            let demand = Demand::of(repository, scope, workload);
            demand.say(found, PodSecurity::Restricted, of.mark, &what);
        }
    }
}
