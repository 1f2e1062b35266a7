//! A volume that pods on several nodes want.

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::Rolling;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG414",
    name: "volume-for-one-node",
    severity: Severity::Warning,
    finds: "A Deployment with a volume that one node at a time can mount (`ReadWriteOnce`), and with several pods, or with a rollout that starts the new pod before the old one goes.",
    why: "A pod on another node waits for the volume (`Multi-Attach error`) until the old pod is gone, which waits for the new one: the rollout stops, on some days, when the scheduler chooses another node. With `ReadWriteOncePod` it stops every time.",
    wrong: "\
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data
spec:
  accessModes:
    - ReadWriteOnce
  resources:
    requests:
      storage: 10Gi
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.2.0
          volumeMounts:
            - name: data
              mountPath: /data
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: data
",
    right: "\
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data
spec:
  accessModes:
    - ReadWriteOnce
  resources:
    requests:
      storage: 10Gi
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  strategy:
    type: Recreate
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.2.0
          volumeMounts:
            - name: data
              mountPath: /data
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: data
",
    help: "set `strategy.type: Recreate` and one replica, make it a StatefulSet, whose pods have a volume each, or use a `ReadWriteMany` volume",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        if workload.kind() != "Deployment"
            || workload.replicas().is_none_or(|replicas| replicas == 0)
        {
            continue;
        }
        for volume in workload.volumes() {
            let Some(name) = volume.at(["persistentVolumeClaim", "claimName"]) else {
                continue;
            };
            let claim = name.text().unwrap_or_default();
            let Some(mode) = scope
                .find("PersistentVolumeClaim", workload.namespace(), claim)
                .and_then(mode)
            else {
                continue;
            };
            let several = workload.replicas().filter(|replicas| *replicas > 1);
            let rolls = || Rolling::of(workload).is_some_and(|rolling| rolling.needs_room(Some(1)));
            let what = match several {
                Some(replicas) => format!("the Deployment has {replicas} pods"),
                None if rolls() => {
                    "a rollout starts the new pod before the old one goes".to_owned()
                }
                None => continue,
            };
            let (place, severity) = match mode {
                "ReadWriteOncePod" => ("one pod", Severity::Error),
                _ => ("one node", Severity::Warning),
            };
            let message = format!(
                "the claim `{}` is for {place} at a time (`{mode}`), and {what}",
                shown(claim)
            );
            found.say(name.mark, severity, message, None);
        }
    }
}

/// How a claim's volume may be mounted, if it is by one node or one pod only.
fn mode(claim: &Document) -> Option<&str> {
    let modes = claim.at(["spec", "accessModes"])?.items();
    let is_narrow = |mode: &Node| matches!(mode.text(), Some("ReadWriteOnce" | "ReadWriteOncePod"));
    let first = modes.first()?.text()?;
    modes.iter().all(is_narrow).then_some(first)
}
