//! Pods that restart as their kind may not.

use crate::validate::finding::Severity;
use crate::validate::objects::set;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG436",
    name: "unfit-restart-policy",
    severity: Severity::Error,
    finds: "A Job or CronJob whose pods restart always, or that does not say how; another kind whose pods don't restart always.",
    why: "The API server refuses the object. What is not set is `Always`, which a pod that shall end may not be.",
    wrong: "\
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
spec:
  template:
    spec:
      containers:
        - name: migrate
          image: migrate:1.2.0
",
    right: "\
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: migrate:1.2.0
",
    help: "in a Job or CronJob, write `restartPolicy: Never` (a new pod for each try) or `OnFailure`",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let policy = set(workload.spec, &["restartPolicy"]).next();
        let policy = policy.map(|entry| &entry.value);
        let text = policy.and_then(Node::text);
        let (kind, mark) = (workload.kind(), policy.unwrap_or(workload.spec).mark);
        let fails = match kind {
            "Job" => workload.document.at(["spec", "podFailurePolicy"]),
            "CronJob" => workload
                .document
                .at(["spec", "jobTemplate", "spec", "podFailurePolicy"]),
            _ => None,
        };
        match (kind, text) {
            ("Job" | "CronJob", None) if policy.is_none() => {
                let message =
                    format!("the pods of a {kind} must have `restartPolicy`, and have none");
                found.at(mark, message);
            }
            ("Job" | "CronJob", Some("Always")) => {
                found.at(
                    mark,
                    format!("the pods of a {kind} may not have `restartPolicy: Always`"),
                );
            }
            ("Job" | "CronJob", Some("OnFailure")) if fails.is_some() => {
                let message =
                    "`podFailurePolicy` needs `restartPolicy: Never`, and it is `OnFailure`";
                found.at(mark, message);
            }
            (_, Some(other @ ("Never" | "OnFailure"))) if !may_end(kind) => {
                let message = format!(
                    "the pods of a {kind} must have `restartPolicy: Always`, not `{other}`"
                );
                let help = "take it away; what shall run once is a Job";
                found.with_help(mark, message, Some(help));
            }
            _ => {}
        }
    }
}

/// Whether pods of this kind may come to an end.
fn may_end(kind: &str) -> bool {
    matches!(kind, "Pod" | "Job" | "CronJob")
}
