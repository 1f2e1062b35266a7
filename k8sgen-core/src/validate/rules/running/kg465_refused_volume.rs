//! A volume that the API server refuses.

use std::collections::HashSet;

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{is_placeholder, number, set};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::validate::shape::whole_number;
use crate::yaml::{Entry, Node, Value};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG465",
    name: "refused-volume",
    severity: Severity::Error,
    finds: "A volume of two types, or a source of a projected volume that is two or none; a mode of files above \
        0777, such as `644` without a zero before it; two files of one path; a token that expires in less than \
        ten minutes.",
    why: "The API server refuses the object. Often a patch adds a type, and the base's stays beside it.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      volumeMounts:
        - name: config
          mountPath: /etc/web
  volumes:
    - name: config
      emptyDir: {}
      configMap:
        name: web
        defaultMode: 644
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
      volumeMounts:
        - name: config
          mountPath: /etc/web
  volumes:
    - name: config
      configMap:
        name: web
        defaultMode: 0644
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  web.conf: listen 8080
",
    help: "keep the type that is meant; in a patch, `emptyDir: null` takes the base's away",
    check: Check::Applied(check),
};

/// What a source of a projected volume is.
const SOURCES: &[&str] = &[
    "secret",
    "configMap",
    "downwardAPI",
    "serviceAccountToken",
    "clusterTrustBundle",
    "podCertificate",
];
/// The volumes with modes.
const WITH_MODES: [&str; 4] = ["configMap", "secret", "downwardAPI", "projected"];
const MOST: i128 = 0o777;
/// Seconds.
const SHORTEST_TOKEN: i64 = 600;

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        for volume in workload.volumes() {
            let name = shown(volume.text_of("name").unwrap_or_default());
            let types = volume.entries().iter();
            let types: Vec<&Entry> = types
                .filter(|entry| entry.key != "name" && matches!(entry.value.value, Value::Map(_)))
                .collect();
            if let [first, second, ..] = types[..] {
                let message = format!(
                    "the volume `{name}` is both `{}` and `{}`, and may be one",
                    shown(&first.key),
                    shown(&second.key)
                );
                found.at(second.mark, message);
            }
            for kind in WITH_MODES {
                if let Some(source) = volume.at([kind]) {
                    modes(source, found);
                }
            }
            if let Some(projected) = volume.at(["projected"]) {
                parts(projected, found);
            }
        }
    }
}

/// Modes that no file can have.
fn modes(source: &Node, found: &mut Found<'_>) {
    let files = source.list("items").iter();
    let modes = files.filter_map(|item| item.given("mode"));
    for node in modes.chain(source.given("defaultMode")) {
        if whole_number(node).is_none_or(|mode| (0..=MOST).contains(&mode)) {
            continue;
        }
        let text = shown(node.text().unwrap_or_default());
        let message = format!("the mode {text} is more than 0777, which is {MOST}");
        let is_octal = text.len() == 3 && text.bytes().all(|byte| matches!(byte, b'0'..=b'7'));
        let help = if is_octal {
            format!("write `0{text}`: without the zero it is a decimal number")
        } else {
            "write an octal number, such as `0644`".to_owned()
        };
        found.with_help(node.mark, message, Some(&help));
    }
}

/// The parts of a projected volume.
fn parts(projected: &Node, found: &mut Found<'_>) {
    let mut paths = HashSet::new();
    for source in projected.list("sources") {
        let kinds: Vec<&Entry> = set(source, SOURCES).collect();
        match kinds[..] {
            [] => {
                let message = "this source of a projected volume is none";
                let help = "name a `secret`, a `configMap` or another one, or take it away";
                found.with_help(source.mark, message, Some(help));
            }
            [kind] => {
                modes(&kind.value, found);
                let files = kind
                    .value
                    .list("items")
                    .iter()
                    .chain(Some(&kind.value).filter(|_| kind.key == "serviceAccountToken"));
                for node in files.filter_map(|file| file.given("path")) {
                    let path = node.text().unwrap_or_default();
                    if !is_placeholder(path) && !paths.insert(path) {
                        let message = format!(
                            "another file of this volume has `path: {}` as well",
                            shown(path)
                        );
                        let help = "give each file a path of its own";
                        found.with_help(node.mark, message, Some(help));
                    }
                }
            }
            [first, second, ..] => {
                let message = format!(
                    "this source is both `{}` and `{}`, and may be one",
                    first.key, second.key
                );
                let help = "write two entries of `sources`";
                found.with_help(second.mark, message, Some(help));
            }
        }
        let seconds = source.at(["serviceAccountToken", "expirationSeconds"]);
        if let Some(node) = seconds
            && number(node).is_some_and(|seconds| seconds < SHORTEST_TOKEN)
        {
            let text = shown(node.text().unwrap_or_default());
            let message = format!("`expirationSeconds: {text}` is less than ten minutes");
            let help = "write `600` or more; the kubelet renews the token in time";
            found.with_help(node.mark, message, Some(help));
        }
    }
}
