//! A file that can't be read.

use crate::validate::document::Break;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_broken;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG004",
    name: "unreadable-file",
    severity: Severity::Error,
    finds: "A file that is there and can't be read, is not UTF-8, or has a name that is not.",
    why: "What can't be read is not checked, and tools that read it later fail in ways of their own.",
    wrong: "\
# a file in UTF-16, as some editors on Windows save it
",
    right: "\
# the same file in UTF-8
",
    help: "save it as UTF-8, and make sure that you may read it",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for unread in &repository.files.unread {
        found.file(
            &unread.path,
            format!("this file can't be read: {}", unread.why),
        );
    }
    say_broken(repository, Break::NotUtf8, found);
}
