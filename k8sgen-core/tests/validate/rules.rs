//! Every rule, by its fixtures: `tests/rules/<code>/bad` holds files and folders in which it finds something,
//! `good` those that look alike and in which it finds nothing. `expected.txt` is what is said of the bad ones.
//!
//! `K8SGEN_BLESS=1` writes `expected.txt` and the pages in `docs/rules` anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use k8sgen_core::validate::{
    self, Color, Files, Options, Outside, RULES, Report, Rule, Severity, fix_of,
};

use crate::codes;

pub(crate) const FIXTURES: &str = "../tests/rules";
const PAGES: &str = "../docs/rules";
/// Begins a file in the example of a rule.
const FILE: &str = "# file: ";
/// The first words of a file that is for another version of Kubernetes.
const VERSION: &str = "# with --kubernetes-version ";
/// The first words of a kustomization that the program refuses.
const SAID: &str = "# kustomize says: ";
/// Rules that find what no text in a page can show.
const NOT_SHOWN: [&str; 3] = ["KG004", "KG005", "KG330"];

/// Files and folders of a fixture, sorted.
pub(crate) fn cases(rule: &Rule, side: &str) -> Vec<PathBuf> {
    let folder = Path::new(FIXTURES).join(rule.code).join(side);
    let entries = fs::read_dir(&folder).into_iter().flatten();
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.expect("a case").path()).collect();
    cases.sort();
    cases
}

/// What is said of a case.
fn judged(rule: &Rule, case: &Path) -> Report {
    let files = loaded(rule, case);
    validate::files(&files, &options(&files))
}

/// The files of a case, with paths that begin at the rule's folder.
pub(crate) fn loaded(rule: &Rule, case: &Path) -> Files {
    let root = Path::new(FIXTURES).join(rule.code);
    let root = format!("{}/", root.display());
    let mut files = Files::default();
    for (path, bytes) in validate::load(&[case.to_owned()]).iter() {
        files.put(path.strip_prefix(&root).expect("it is below"), bytes);
    }
    files
}

pub(crate) fn options(files: &Files) -> Options {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    let version = files.iter().find_map(|(_, bytes)| {
        Some(
            text(bytes)
                .strip_prefix(VERSION)?
                .lines()
                .next()?
                .to_owned(),
        )
    });
    let mut options = Options::default();
    for (path, bytes) in files.iter() {
        let bytes = text(bytes);
        let said = bytes
            .lines()
            .next()
            .and_then(|line| line.strip_prefix(SAID));
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        options.outside.extend(said.map(|said| Outside {
            folder: folder.to_owned(),
            result: Err(said.to_owned()),
        }));
    }
    if let Some(version) = version {
        options.kubernetes = version.parse().expect("a version");
    }
    options
}

fn is_bless() -> bool {
    std::env::var("K8SGEN_BLESS").is_ok_and(|bless| bless == "1")
}

/// `text` is what the file holds; or it is written there.
#[track_caller]
pub(crate) fn is_current(path: &Path, text: &str) {
    if is_bless() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let old = fs::read_to_string(path).unwrap_or_default();
    assert!(
        old == text,
        "{} is not true any more; `K8SGEN_BLESS=1 cargo test -p k8sgen-core --test validate` writes it anew:\n{text}",
        path.display()
    );
}

#[test]
fn every_rule_finds_what_is_bad_and_nothing_in_what_is_good() {
    for rule in RULES {
        let (bad, good) = (cases(rule, "bad"), cases(rule, "good"));
        assert!(!bad.is_empty(), "{} has no bad fixture", rule.code);
        assert!(!good.is_empty(), "{} has no good fixture", rule.code);
        let mut said = String::new();
        for case in bad {
            let mut report = judged(rule, &case);
            report.findings.retain(|finding| finding.rule == rule.code);
            assert!(
                !report.findings.is_empty(),
                "{} finds nothing in {}",
                rule.code,
                case.display()
            );
            let text = validate::to_human(&report, Color::None);
            // The summary counts what other rules find, too.
            said.push_str(
                text.trim_end()
                    .rsplit_once('\n')
                    .map_or("", |(findings, _)| findings),
            );
            said.push('\n');
        }
        is_current(
            &Path::new(FIXTURES).join(rule.code).join("expected.txt"),
            &said,
        );
        for case in good {
            let found = judged(rule, &case).findings;
            let of_rule: Vec<_> = found
                .iter()
                .filter(|finding| finding.rule == rule.code)
                .collect();
            assert!(of_rule.is_empty(), "{}: {of_rule:#?}", case.display());
        }
    }
}

#[test]
fn every_fixture_belongs_to_a_rule() {
    let folders = fs::read_dir(FIXTURES).expect("the fixtures");
    let folders = folders.map(|folder| {
        folder
            .expect("a folder")
            .file_name()
            .into_string()
            .expect("a name")
    });
    let known: BTreeSet<String> = RULES.iter().map(|rule| rule.code.to_owned()).collect();
    assert_eq!(folders.collect::<BTreeSet<_>>(), known);
}

#[test]
fn codes_are_in_order_and_names_are_unique() {
    let codes: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
    let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), RULES.len());
    for rule in RULES {
        let digits = rule.code.strip_prefix("KG").expect("it begins with KG");
        assert!(
            digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit()),
            "{}",
            rule.code
        );
        for text in [rule.finds, rule.why] {
            assert!(
                text.ends_with('.') && text.len() > 20,
                "{}: {text}",
                rule.code
            );
        }
    }
}

/// The files of an example: one, or several that `# file:` begins.
fn example(text: &str) -> Files {
    let mut files = Files::default();
    if !text.contains(FILE) {
        files.put("example.yaml", text);
    }
    for part in text.split(FILE).skip(1) {
        let (path, text) = part.split_once('\n').expect("a line");
        files.put(path, text);
    }
    files
}

#[test]
fn what_the_pages_call_wrong_is_found_and_what_they_call_right_is_not() {
    for rule in RULES.iter().filter(|rule| !NOT_SHOWN.contains(&rule.code)) {
        let files = example(rule.wrong);
        let found = validate::files(&files, &options(&files)).findings;
        assert!(
            codes(&found).contains(&rule.code),
            "{}: {found:#?}",
            rule.code
        );
        let files = example(rule.right);
        let mut found = validate::files(&files, &options(&files)).findings;
        found.retain(|finding| finding.rule == rule.code || finding.severity == Severity::Error);
        assert!(found.is_empty(), "{}: {found:#?}", rule.code);
    }
}

#[test]
fn the_manual_is_current() {
    let mut index = "# The validator's rules\n\nMade from the rules themselves; `k8sgen rule KG101` prints a page.\n".to_owned();
    let about = [
        "Loading",
        "Shape",
        "References",
        "Kustomize and GitOps",
        "What happens when it runs",
        "Security",
    ];
    for (digit, about) in about.iter().enumerate() {
        let prefix = format!("KG{digit}");
        let of_it: Vec<&&Rule> = RULES
            .iter()
            .filter(|rule| rule.code.starts_with(&prefix))
            .collect();
        if of_it.is_empty() {
            continue;
        }
        let _ = writeln!(
            index,
            "\n## {about}\n\n| code | name | severity | finds | `--fix` |\n|---|---|---|---|---|"
        );
        for Rule {
            code,
            name,
            severity,
            finds,
            ..
        } in of_it
        {
            let fix = fix_of(code).map_or("", |_| "yes");
            let _ = writeln!(
                index,
                "| [{code}]({code}.md) | {name} | {severity} | {finds} | {fix} |"
            );
        }
    }
    is_current(&Path::new(PAGES).join("README.md"), &index);
    let mut pages = BTreeSet::from(["README.md".to_owned()]);
    for rule in RULES {
        let name = format!("{}.md", rule.code);
        is_current(&Path::new(PAGES).join(&name), &rule.page());
        pages.insert(name);
    }
    let there = fs::read_dir(PAGES).expect("the pages");
    let there = there.map(|page| {
        page.expect("a page")
            .file_name()
            .into_string()
            .expect("a name")
    });
    assert_eq!(there.collect::<BTreeSet<_>>(), pages, "a page of no rule");
}
