//! An amount that can't be meant.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::quantity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::{Entry, Node};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG429",
    name: "implausible-amount",
    severity: Severity::Warning,
    finds: "CPU, memory or storage of a size that nobody means: a unit is missing, or it is another one.",
    why: "`cpu: 500` is five hundred cores, and no node has them: the pod stays pending. `memory: 512` is 512 bytes and `512m` is half of one: the container can't start.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      resources:
        requests:
          cpu: 500
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
      resources:
        requests:
          cpu: 500m
",
    help: "write `500m` for half a core, `512Mi` or `2Gi` for memory and storage",
    check: Check::Applied(check),
};

/// Of these no usual node has more: cores, and bytes of memory.
const MOST_CPU: f64 = 192.0;
const MOST_MEMORY: f64 = 1.5 * TIB;
const TIB: f64 = 1_099_511_627_776.0;
const MIB: f64 = 1_048_576.0;

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let containers = workload.containers().map(|container| container.node);
        for node in containers.chain([workload.spec]) {
            for list in ["requests", "limits"] {
                let amounts = node.at(["resources", list]).map_or(&[][..], Node::entries);
                for entry in amounts {
                    compute(entry, found);
                }
            }
        }
        for volume in workload.volumes() {
            if let Some(size) = volume.at(["emptyDir", "sizeLimit"]) {
                storage("sizeLimit", size, found);
            }
        }
        let claims = workload.document.at(["spec", "volumeClaimTemplates"]);
        for claim in claims.map_or(&[][..], Node::items) {
            claimed(claim, found);
        }
    }
    for claim in scope.of_kind("PersistentVolumeClaim") {
        claimed(&claim.node, found);
    }
}

/// Says so if a container's amount can't be meant.
fn compute(entry: &Entry, found: &mut Found<'_>) {
    let Some((text, amount)) = read(&entry.value) else {
        return;
    };
    let (mark, key) = (entry.value.mark, entry.key.as_str());
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    match key {
        // Nodes have 96 or 128 cores; milli-units are round numbers.
        "cpu" if is_plain && amount > 64.0 && amount % 10.0 == 0.0 => {
            let help = format!("did you mean `{text}m`?");
            found.with_help(mark, format!("`cpu: {text}` is {text} cores"), Some(&help));
        }
        "cpu" if amount > MOST_CPU => {
            found.at(
                mark,
                format!("`cpu: {text}` is more than any usual node has"),
            );
        }
        "memory" | "ephemeral-storage" if amount > 0.0 && amount < MIB => {
            let help = meant(text);
            found.with_help(
                mark,
                format!("`{key}: {text}` is less than a megabyte"),
                Some(&help),
            );
        }
        "memory" if amount > MOST_MEMORY => {
            found.at(
                mark,
                format!("`memory: {text}` is more than any usual node has"),
            );
        }
        _ => {}
    }
}

/// Says so if a claim asks for less than any disk has.
fn claimed(claim: &Node, found: &mut Found<'_>) {
    if let Some(size) = claim.at(["spec", "resources", "requests", "storage"]) {
        storage("storage", size, found);
    }
}

fn storage(field: &str, size: &Node, found: &mut Found<'_>) {
    if let Some((text, amount)) = read(size)
        && amount > 0.0
        && amount < 1024.0
    {
        let message = format!("`{field}: {text}` is less than a kilobyte");
        found.with_help(size.mark, message, Some(&meant(text)));
    }
}

fn read(node: &Node) -> Option<(&str, f64)> {
    let text = node.text()?;
    Some((text, quantity(text)?))
}

fn meant(text: &str) -> String {
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    format!(
        "did you mean `{}Mi`, or `{}Gi`?",
        shown(number),
        shown(number)
    )
}
