//! A CronJob that may miss every run.

use crate::validate::finding::Severity;
use crate::validate::objects::number;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG434",
    name: "start-deadline-too-short",
    severity: Severity::Warning,
    finds: "A CronJob with a `startingDeadlineSeconds` of less than 10.",
    why: "The controller looks every 10 seconds which runs are due. One that is later than the deadline by then is left out, and so all may be.",
    wrong: "\
apiVersion: batch/v1
kind: CronJob
metadata:
  name: report
spec:
  schedule: 0 3 * * *
  startingDeadlineSeconds: 5
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: report
              image: report:1.2.0
",
    right: "\
apiVersion: batch/v1
kind: CronJob
metadata:
  name: report
spec:
  schedule: 0 3 * * *
  startingDeadlineSeconds: 300
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: report
              image: report:1.2.0
",
    help: "give it some minutes, or take it away",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for job in scope.of_kind("CronJob") {
        if let Some(at) = job.at(["spec", "startingDeadlineSeconds"])
            && let Some(seconds) = number(at)
            && (0..10).contains(&seconds)
        {
            let message = format!(
                "a run that begins {seconds} seconds late is left out, and the controller looks every 10 seconds"
            );
            found.at(at.mark, message);
        }
    }
}
