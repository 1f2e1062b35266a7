//! A claim for storage that the API server refuses.

use crate::validate::finding::Severity;
use crate::validate::objects::{is_placeholder, quantity};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::{Entry, Node};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG478",
    name: "refused-claim",
    severity: Severity::Error,
    finds: "A PersistentVolumeClaim, or a StatefulSet's template of one, without `accessModes` or without a \
        request for `storage`, with a request for nothing, or with `ReadWriteOncePod` beside another mode.",
    why: "The API server refuses the object.",
    wrong: "\
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data
spec:
  accessModes:
    - ReadWriteOnce
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
",
    help: "write `accessModes` and `resources.requests.storage`",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for claim in scope.of_kind("PersistentVolumeClaim") {
        if let Some(spec) = claim.node.entry("spec") {
            judge(spec, found);
        }
    }
    for set in scope.of_kind("StatefulSet") {
        let spec = set.at(["spec"]);
        let templates = spec.map_or(&[][..], |spec| spec.list("volumeClaimTemplates"));
        for spec in templates.iter().filter_map(|claim| claim.entry("spec")) {
            judge(spec, found);
        }
    }
    for workload in scope.workloads() {
        for volume in workload.volumes() {
            let template = volume.at(["ephemeral", "volumeClaimTemplate"]);
            if let Some(spec) = template.and_then(|template| template.entry("spec")) {
                judge(spec, found);
            }
        }
    }
}

fn judge(entry: &Entry, found: &mut Found<'_>) {
    let spec = &entry.value;
    let modes = spec.list("accessModes");
    let is = |mode: &str| {
        modes
            .iter()
            .filter(|node| node.text() == Some(mode))
            .count()
    };
    if modes.is_empty() {
        let help = "write `accessModes: [ReadWriteOnce]`, or what else the storage can do";
        found.with_help(entry.mark, "the claim has no `accessModes`", Some(help));
    }
    let alone = modes
        .iter()
        .find(|node| node.text() == Some("ReadWriteOncePod"));
    if let Some(node) = alone.filter(|_| is("ReadWriteOncePod") < modes.len()) {
        let message = "`ReadWriteOncePod` stands beside other modes, and may only stand alone";
        found.with_help(node.mark, message, Some("keep one of them"));
    }
    let storage = spec.at(["resources", "requests", "storage"]);
    match storage.and_then(Node::text) {
        None => {
            let message = "the claim asks for no storage";
            let help = "write how much in `resources.requests.storage`";
            found.with_help(entry.mark, message, Some(help));
        }
        Some(text) if is_placeholder(text) => {}
        Some(text) => {
            if let Some(node) = storage
                && quantity(text).is_some_and(|amount| amount <= 0.0)
            {
                found.with_help(
                    node.mark,
                    "the claim asks for nothing",
                    Some("write how much is needed"),
                );
            }
        }
    }
}
