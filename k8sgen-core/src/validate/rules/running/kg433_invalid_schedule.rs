//! A schedule that is none.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{InvalidSchedule, Schedule, UnknownTimeZone, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG433",
    name: "invalid-schedule",
    severity: Severity::Error,
    finds: "A CronJob whose `schedule` or `timeZone` Kubernetes can't read, or whose time never comes; and, as a warning, one that runs in every minute of one hour, or a time zone that looks like a misspelling of another.",
    why: "The API server refuses a schedule that it can't read. Others know more than Kubernetes, which reads five fields, has 0 for Sunday and no 7, and knows neither `L` nor `#`. A time zone is `Europe/Berlin`: neither `Berlin` nor, mostly, an abbreviation such as `CEST`.",
    wrong: "\
apiVersion: batch/v1
kind: CronJob
metadata:
  name: report
spec:
  schedule: 0 3 * * 7
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
  schedule: 0 3 * * 0
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: report
              image: report:1.2.0
",
    help: "write minute, hour, day, month and day of the week, such as `0 3 * * 1-5`, or `@hourly`, `@daily`, `@weekly`, `@monthly`",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for job in scope.of_kind("CronJob") {
        let field = |field| {
            let node = job.at(["spec", field])?;
            Some((node.mark, node.text().filter(|text| !is_placeholder(text))?))
        };
        if let Some((mark, text)) = field("schedule") {
            let schedule = shown(text);
            match text.parse() {
                Err(InvalidSchedule::TimeZone) => {
                    let message =
                        format!("`{schedule}`: a time zone may not stand in the schedule");
                    let help = "write the zone's name in `timeZone`, beside `schedule`";
                    found.with_help(mark, message, Some(help));
                }
                Err(error) => found.at(mark, format!("`{schedule}`: {error}")),
                Ok(Schedule::At(times)) if !times.ever_come() => {
                    let message = format!("`{schedule}`: no such day ever comes");
                    let help = "name a day that the month has";
                    found.with_help(mark, message, Some(help));
                }
                Ok(Schedule::At(times)) if times.each_minute() && times.hours() == 1 => {
                    let message =
                        format!("`{schedule}` begins a run in each of the 60 minutes of one hour");
                    let help = "write the minute in the first field: `0` for once in that hour";
                    found.say(mark, Severity::Warning, message, Some(help));
                }
                Ok(_) => {}
            }
        }
        if let Some((mark, zone)) = field("timeZone")
            && let Some(unknown) = UnknownTimeZone::of(zone)
        {
            let message = format!("`timeZone`: `{}` is no name of a time zone", shown(zone));
            let severity = match (unknown.may_be_new, unknown.meant) {
                (false, _) => Severity::Error,
                (true, Some(_)) => Severity::Warning,
                (true, None) => continue,
            };
            let help = match unknown.meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "write a name such as `Europe/Berlin` or `Etc/UTC`".to_owned(),
            };
            found.say(mark, severity, message, Some(&help));
        }
    }
}
