//! Two volumes on one path.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::is_placeholder;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;
use std::collections::BTreeMap;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG211",
    name: "mounted-twice",
    severity: Severity::Error,
    finds: "A container that mounts two volumes on the same `mountPath`.",
    why: "The API server refuses the object: only one of them could be seen.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: cache
      emptyDir: {}
    - name: tmp
      emptyDir: {}
  containers:
    - name: web
      image: web:1.2.0
      volumeMounts:
        - name: cache
          mountPath: /tmp
        - name: tmp
          mountPath: /tmp
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: cache
      emptyDir: {}
    - name: tmp
      emptyDir: {}
  containers:
    - name: web
      image: web:1.2.0
      volumeMounts:
        - name: cache
          mountPath: /var/cache
        - name: tmp
          mountPath: /tmp
",
    help: "give one of them another path, or take it away",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        for container in workload.containers() {
            let mut mounted: BTreeMap<&str, &str> = BTreeMap::new();
            for mount in container.items("volumeMounts") {
                let path = mount
                    .at(["mountPath"])
                    .and_then(|it| Some((it, it.text()?)));
                let Some((node, path)) = path.filter(|(_, path)| !is_placeholder(path)) else {
                    continue;
                };
                let volume = mount.at(["name"]).and_then(Node::text);
                let volume = volume.unwrap_or_default();
                match mounted.get(path) {
                    Some(first) => found.at(
                        node.mark,
                        format!(
                            "`{}` is mounted on `{}`, and so is `{}`",
                            shown(volume),
                            shown(path),
                            shown(first),
                        ),
                    ),
                    None => {
                        mounted.insert(path, volume);
                    }
                }
            }
        }
    }
}
