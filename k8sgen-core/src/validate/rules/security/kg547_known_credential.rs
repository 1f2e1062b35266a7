//! Credentials that are known by their format.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::credentials::{self, Certainty, Format, Text};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG547",
    name: "known-credential",
    severity: Severity::Error,
    finds: "A text that has the format of a credential: a token of GitHub, GitLab or Slack, a key of Stripe or Azure, a login for a registry and so on.",
    why: "Whoever has it can use it, and programs that look for such texts find them within minutes of their being published. What may have ended, \
          or be meant to be seen, is a warning.",
    wrong: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: builds
data:
  settings: |
    registry = https://example.com
    login = ghp_0Qw9Er8Ty7Ui6Op5As4Df3Gh2Jk1LzXcVbNm
",
    right: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: builds
data:
  settings: |
    registry = https://example.com
    login_file = /run/secrets/builds/token
",
    help: "revoke it now: taking it out of the file does not take it out of the history; then keep the new one in a secret store",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    credentials::each_text_of(repository, |Text { key, mark, text }| {
        let Some(known) = Format::find(text) else {
            return;
        };
        let message = match text[..known.at].matches('\n').count() {
            0 => format!("`{}` holds {}", shown(key), known.what),
            lines => format!(
                "line {} of `{}` holds {}",
                lines + 1,
                shown(key),
                known.what
            ),
        };
        found.secret(mark, text, severity(known.certainty), message, None);
    });
    for (file, text) in credentials::other_files(repository) {
        let mut at = file;
        for (number, line) in text.lines().enumerate() {
            if let Some(known) = Format::find(line) {
                at.line = number + 1;
                at.column = line[..known.at].chars().count() + 1;
                found.secret(
                    at,
                    line,
                    severity(known.certainty),
                    format!("the file holds {}", known.what),
                    None,
                );
            }
        }
    }
}

const fn severity(certainty: Certainty) -> Severity {
    match certainty {
        Certainty::Certain => Severity::Error,
        Certainty::Likely => Severity::Warning,
    }
}
