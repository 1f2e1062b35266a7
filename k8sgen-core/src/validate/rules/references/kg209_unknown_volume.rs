//! A mount of a volume that the pod does not have.

use crate::problem::{nearest, shown};
use crate::validate::finding::Severity;
use crate::validate::objects::{is_injected_into, is_part, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;
use std::collections::BTreeSet;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG209",
    name: "unknown-volume",
    severity: Severity::Error,
    finds: "A `volumeMounts` or `volumeDevices` entry whose name is none of the pod's volumes, \
        nor a volume claim template's.",
    why: "The API server refuses the object.",
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
      volumeMounts:
        - name: setings
          mountPath: /etc/web
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
    help: "add the volume to `volumes`, or mend the name",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let whole = scope.workloads().iter();
    for workload in whole.filter(|it| !is_part(it) && !is_injected_into(it)) {
        let name = |volume: &'_ Node| volume.at(["name"]).and_then(Node::text).map(str::to_owned);
        let templates = workload.document.at(["spec", "volumeClaimTemplates"]);
        let templates = templates.map_or(&[][..], Node::items).iter();
        let templates = templates.filter_map(|template| name(template.at(["metadata"])?));
        let volumes: BTreeSet<String> = workload
            .volumes()
            .iter()
            .filter_map(name)
            .chain(templates)
            .collect();
        if volumes.iter().any(|volume| is_placeholder(volume)) {
            continue;
        }
        for container in workload.containers() {
            let devices = container.items("volumeDevices").iter();
            for mount in container.items("volumeMounts").iter().chain(devices) {
                let Some((node, name)) = mount.at(["name"]).and_then(|it| Some((it, it.text()?)))
                else {
                    continue;
                };
                if volumes.contains(name) || is_placeholder(name) {
                    continue;
                }
                let meant = nearest(name, volumes.iter().map(String::as_str));
                let help = meant.map(|meant| format!("did you mean `{}`?", shown(meant)));
                let message = format!("the pod has no volume `{}`", shown(name));
                found.with_help(node.mark, message, help.as_deref());
            }
        }
    }
}
