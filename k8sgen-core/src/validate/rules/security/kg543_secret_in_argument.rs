//! Passwords and keys on a command line.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::credentials;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::yaml::{Node, Value};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG543",
    name: "secret-in-argument",
    severity: Severity::Warning,
    finds: "An argument such as `--password=…`, or a variable that a command sets, with the credential written into it.",
    why: "Besides the repository, a command line is shown by every list of processes, and often by logs.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      args: [--db-password=correct-horse-7]
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
      args: [--db-password-file=/run/secrets/database/password]
",
    help: "let the program read it from a file or a variable that comes from a Secret; the one that was committed must be changed",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for document in credentials::no_secrets(repository) {
        each_command(&document.node, found);
    }
}

/// Looks at every `command` and `args` below a value.
fn each_command(node: &Node, found: &mut Found<'_>) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| each_command(item, found)),
        Value::Map(entries) => {
            for entry in entries {
                if matches!(entry.key.as_str(), "command" | "args") {
                    look(entry.value.items(), found);
                }
                each_command(&entry.value, found);
            }
        }
        Value::Null | Value::Scalar { .. } => {}
    }
}

fn look(arguments: &[Node], found: &mut Found<'_>) {
    // `--password`, and its value in the next argument.
    let mut flag: Option<&str> = None;
    for argument in arguments {
        let text = argument.text().unwrap_or_default();
        let before = flag
            .take()
            .filter(|flag| credentials::is_credential(flag, text));
        if let Some(name) = before.or_else(|| set_in(text)) {
            let message = format!("`{}` has its value written into the command", shown(name));
            found.secret(argument.mark, text, RULE.severity, message, None);
        }
        flag = Some(text).filter(|flag| flag.starts_with("--") && !flag.contains(['=', ' ']));
    }
}

/// The name of the first credential that a command sets: `--password=…`, `PASSWORD=…`.
fn set_in(text: &str) -> Option<&str> {
    let words = text.split(|c: char| c.is_whitespace() || c == ';');
    let names = words.filter_map(|word| {
        let (name, value) = word.trim_matches(['"', '\'']).split_once('=')?;
        let bare = name.trim_start_matches('-');
        let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
        let value = value.trim_matches(['"', '\'']);
        // What a shell puts in is not written here.
        let is_known = !value.starts_with('$') && !value.contains(['`', '(']);
        (bare.chars().all(is_name) && is_known && credentials::is_credential(bare, value))
            .then_some(name)
    });
    names.into_iter().next()
}
