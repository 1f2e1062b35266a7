//! A claim of a volume that is not there.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::Lookout;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG207",
    name: "missing-claim",
    severity: Severity::Error,
    finds: "A volume that names a PersistentVolumeClaim which nothing makes.",
    why: "The pod is never scheduled: it waits for the claim.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: settings
      persistentVolumeClaim:
        claimName: web
  containers:
    - name: web
      image: web:1.2.0
      volumeMounts:
        - name: settings
          mountPath: /etc/web
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: web
spec:
  accessModes:
    - ReadWriteOnce
  resources:
    requests:
      storage: 1Gi
---
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: settings
      persistentVolumeClaim:
        claimName: web
  containers:
    - name: web
      image: web:1.2.0
      volumeMounts:
        - name: settings
          mountPath: /etc/web
",
    help: "add the claim to what is applied, or mend its name; for one claim for each pod, use \
        `volumeClaimTemplates` of a StatefulSet",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    const KIND: &str = "PersistentVolumeClaim";
    let lookout = Lookout::new(repository, scope);
    for workload in scope.workloads() {
        let namespace = workload.namespace();
        for volume in workload.volumes() {
            let claim = volume.at(["persistentVolumeClaim", "claimName"]);
            let Some((claim, name)) = claim.and_then(|it| Some((it, it.text()?))) else {
                continue;
            };
            let Some(severity) = lookout.misses(KIND, namespace, name) else {
                continue;
            };
            if is_templated(scope, name) {
                continue;
            }
            let help = lookout.suggestion(KIND, namespace, name);
            let message = format!("there is no PersistentVolumeClaim `{}`", shown(name));
            found.say(claim.mark, severity, message, help.as_deref());
        }
    }
}

/// Whether a StatefulSet makes this claim: `data-db-0` comes from the template `data` of `db`.
fn is_templated(scope: &Scope<'_>, name: &str) -> bool {
    let Some((pods, number)) = name.rsplit_once('-') else {
        return false;
    };
    let mut splits = pods.match_indices('-');
    number.parse::<u32>().is_ok()
        && splits.any(|(at, _)| {
            let mut sets = scope.named("StatefulSet", &pods[at + 1..]).iter();
            sets.any(|set| {
                let templates = set.at(["spec", "volumeClaimTemplates"]);
                let mut templates = templates.map_or(&[][..], Node::items).iter();
                templates.any(|template| {
                    template.at(["metadata", "name"]).and_then(Node::text) == Some(&pods[..at])
                })
            })
        })
}
