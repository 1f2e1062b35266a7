//! A volume that no container mounts.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{is_injected_into, is_part, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use std::collections::BTreeSet;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG210",
    name: "unused-volume",
    severity: Severity::Info,
    finds: "A volume of a pod that none of its containers mounts.",
    why: "Either a mount was forgotten, and files are not where the program looks for them, or \
        the volume is a leftover that still holds up the pod when what it names is missing.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: settings
      configMap:
        name: settings
  containers:
    - name: web
      image: web:1.2.0
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: settings
      configMap:
        name: settings
  containers:
    - name: web
      image: web:1.2.0
      volumeMounts:
        - name: settings
          mountPath: /etc/web
",
    help: "mount it in a container, or take it away",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let whole = scope.workloads().iter();
    for workload in whole.filter(|it| !is_part(it) && !is_injected_into(it)) {
        let mut mounted = BTreeSet::new();
        for container in workload.containers() {
            for list in ["volumeMounts", "volumeDevices"] {
                let names = container.items(list).iter();
                mounted.extend(names.filter_map(|mount| mount.at(["name"])?.text()));
            }
        }
        if mounted.iter().any(|name| is_placeholder(name)) {
            continue;
        }
        for volume in workload.volumes() {
            let name = volume.at(["name"]).and_then(|it| Some((it, it.text()?)));
            let Some((node, name)) = name else { continue };
            if !mounted.contains(name) && !is_placeholder(name) {
                let message = format!("no container mounts the volume `{}`", shown(name));
                found.at(node.mark, message);
            }
        }
    }
}
