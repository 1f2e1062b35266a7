//! A ConfigMap whose changes do not reach the pods that read it.

use indexmap::IndexMap;

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::{Container, Workload, has_hash};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::listed;
use crate::validate::scope::Scope;
use crate::yaml::{Mark, Node};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG456",
    name: "change-without-restart",
    severity: Severity::Info,
    finds: "A ConfigMap that pods read into variables, or mount with `subPath`, where nothing restarts them after a \
        change: its name has no hash, the template has no checksum, and no reloader is asked to.",
    why: "Variables are read once, when a container starts, and a file that is mounted with `subPath` stays as it \
        was. The pods keep the old values until something else restarts them, one by one and at different times.",
    wrong: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  LOG_LEVEL: info
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
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
          envFrom:
            - configMapRef:
                name: web
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
configMapGenerator:
  - name: web
    literals:
      - LOG_LEVEL=info
# file: web.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
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
          envFrom:
            - configMapRef:
                name: web
",
    help: "make it with a `configMapGenerator`, whose names end in a hash, or put a checksum of it into the \
        annotations of the pods' template",
    check: Check::Applied(check),
};

/// Words in the keys of annotations that make pods start anew.
const RESTARTING: [&str; 6] = [
    "checksum",
    "hash",
    "sha256",
    "reloader",
    "config-version",
    "wave.pusher.com",
];

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let mut readers: IndexMap<(Mark, &str), Vec<String>> = IndexMap::new();
    for pods in scope.workloads() {
        let stays = matches!(pods.kind(), "Deployment" | "StatefulSet" | "DaemonSet");
        if !stays
            || restarts(pods.annotations())
            || restarts(pods.document.at(["metadata", "annotations"]))
        {
            continue;
        }
        let mut names: Vec<&str> = pods
            .containers()
            .flat_map(|container| read_once(pods, container))
            .collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let map = scope.find_with(pods.document, "ConfigMap", pods.namespace(), name);
            let Some(map) = map.filter(|map| may_change(map)) else {
                continue;
            };
            let mark = map
                .at(["metadata", "name"])
                .map_or(map.mark(), |node| node.mark);
            readers.entry((mark, name)).or_default().push(pods.title());
        }
    }
    for ((mark, name), titles) in readers {
        let message = format!(
            "a change of ConfigMap `{}` does not restart what reads it: {}",
            shown(name),
            listed(&titles)
        );
        found.at(mark, message);
    }
}

/// Whether an annotation makes pods start anew when their configuration changes.
fn restarts(annotations: Option<&Node>) -> bool {
    let mut keys = annotations
        .map_or(&[][..], Node::entries)
        .iter()
        .map(|entry| &entry.key);
    keys.any(|key| RESTARTING.iter().any(|word| key.contains(word)))
}

fn may_change(map: &Document) -> bool {
    let is_immutable = map.text_at(["immutable"]) == Some("true");
    !is_immutable && !has_hash(map.name()) && !restarts(map.at(["metadata", "annotations"]))
}

/// The ConfigMaps that a container reads when it starts, and never again.
fn read_once<'a>(pods: &Workload<'a>, container: Container<'a>) -> Vec<&'a str> {
    let name = |node: Option<&'a Node>| node?.at(["name"])?.text();
    let all = container.items("envFrom").iter();
    let all = all.filter_map(|from| name(from.at(["configMapRef"])));
    let single = container
        .variables()
        .filter_map(|variable| name(variable.from("configMapKeyRef")));
    let mounts = container.items("volumeMounts").iter();
    let parts = mounts
        .filter(|mount| mount.at(["subPath"]).is_some() || mount.at(["subPathExpr"]).is_some());
    let volumes = parts.filter_map(|mount| {
        let volume = mount.at(["name"])?.text()?;
        let mut volumes = pods.volumes().iter();
        let volume =
            volumes.find(|known| known.at(["name"]).and_then(Node::text) == Some(volume))?;
        name(volume.at(["configMap"]))
    });
    all.chain(single).chain(volumes).collect()
}
