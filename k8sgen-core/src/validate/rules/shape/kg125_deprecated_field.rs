//! Fields that only old clients write.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::is_patched_by;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG125",
    name: "deprecated-field",
    severity: Severity::Warning,
    finds: "`serviceAccount` in a pod, which `serviceAccountName` took the place of.",
    why: "Kubernetes still copies the one to the other. A patch that sets `serviceAccountName` leaves the old \
        field behind, and then the two contradict each other.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  serviceAccount: web
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
  serviceAccountName: web
  containers:
    - name: web
      image: web:1.2.0
",
    help: "write `serviceAccountName`",
    check: Check::Written(check),
};

const OLD: &str = "serviceAccount";
const NEW: &str = "serviceAccountName";

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    let workloads = repository.written().workloads().iter();
    let old = workloads.filter_map(|workload| Some((workload, workload.spec.entry(OLD)?)));
    let mut is_patched = None;
    for (workload, entry) in old {
        let said = |node: &Node| node.text().map(shown).unwrap_or_default();
        let mark = entry.mark;
        match workload.spec.at([NEW]) {
            // Kubernetes writes both itself when it is asked for the object.
            Some(newer) if newer.text() == entry.value.text() => {}
            Some(newer) => {
                let (old, newer) = (said(&entry.value), said(newer));
                found.at(
                    mark,
                    format!("`{OLD}: {old}` does not count beside `{NEW}: {newer}`"),
                );
            }
            None => {
                found.at(mark, format!("`{OLD}` is deprecated: write `{NEW}`"));
                let words = ["serviceAccount:", "serviceAccount\"", "/serviceAccount"];
                if !*is_patched.get_or_insert_with(|| is_patched_by(repository, &words)) {
                    found.fix(mark, |text| Some(vec![text.replace(mark, OLD, NEW)?]));
                }
            }
        }
    }
}
