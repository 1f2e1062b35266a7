//! `--fix`: what is mended, and what stays as it is. `tests/rules/<code>/fixed.diff` shows what each rule's fix does
//! to its bad fixtures.

use std::path::Path;

use k8sgen_core::validate::kustomize::{Kustomize, to_json};
use k8sgen_core::validate::{self, Files, Fixed, Options, RULES, Rule, fix_of};

use crate::rules::{FIXTURES, cases, is_current, loaded, options};

fn fixed(files: &Files) -> Fixed {
    validate::fix(files, &options(files), &|_| true)
}

fn one(text: &str) -> String {
    let mut files = Files::default();
    files.put("a.yaml", text);
    let fixed = fixed(&files);
    fixed
        .files
        .first()
        .map_or(text, |file| &file.after)
        .to_owned()
}

/// The files with other line endings.
fn with_crlf(files: &Files) -> Files {
    let mut other = Files::default();
    for (path, bytes) in files.iter() {
        let text = std::str::from_utf8(bytes).expect("text");
        other.put(path, text.replace('\n', "\r\n"));
    }
    other
}

/// All comments, without what is before them.
fn comments(text: &str) -> Vec<&str> {
    let mut comments: Vec<&str> = text
        .lines()
        .filter_map(|line| Some(line.split_once('#')?.1))
        .collect();
    comments.sort_unstable();
    comments
}

fn fixable() -> impl Iterator<Item = &'static Rule> {
    RULES
        .iter()
        .copied()
        .filter(|rule| fix_of(rule.code).is_some())
}

#[test]
fn each_fix_does_what_its_fixtures_show() {
    for rule in fixable() {
        let mut said = String::new();
        for case in cases(rule, "bad") {
            let files = loaded(rule, &case);
            let Fixed {
                files: changed,
                findings,
                ..
            } = fixed(&files);
            let is_mended = findings.iter().any(|finding| finding.rule == rule.code);
            if !is_mended {
                continue;
            }
            for file in &changed {
                said.push_str(&file.diff());
                if rule.code != "KG011" {
                    assert_eq!(
                        comments(&file.before),
                        comments(&file.after),
                        "{}",
                        file.path
                    );
                }
            }
        }
        assert!(!said.is_empty(), "{}: no bad fixture is mended", rule.code);
        is_current(
            &Path::new(FIXTURES).join(rule.code).join("fixed.diff"),
            &said,
        );
    }
}

#[test]
fn only_rules_whose_page_says_so_have_a_fix() {
    for rule in RULES {
        for case in cases(rule, "bad") {
            let files = loaded(rule, &case);
            let found = validate::files(&files, &options(&files)).findings;
            for finding in found.iter().filter(|finding| finding.fix.is_some()) {
                assert!(fix_of(&finding.rule).is_some(), "{}", finding.rule);
            }
        }
    }
}

#[test]
fn what_is_mended_is_gone_and_a_second_time_changes_nothing() {
    for rule in RULES {
        for case in cases(rule, "bad") {
            let before = loaded(rule, &case);
            let first = fixed(&before);
            let mut after = before.clone();
            for file in &first.files {
                after.put(file.path.as_str(), file.after.as_str());
            }
            let report = validate::files(&after, &options(&before));
            let told: Vec<_> = first
                .report
                .findings
                .iter()
                .map(|one| &one.message)
                .collect();
            let found: Vec<_> = report.findings.iter().map(|one| &one.message).collect();
            assert_eq!(told, found, "{}", case.display());
            for finding in &first.findings {
                let same = |other: &&validate::Finding| {
                    (&other.rule, &other.path, &other.message)
                        == (&finding.rule, &finding.path, &finding.message)
                };
                assert!(report.findings.iter().find(same).is_none(), "{finding:#?}");
            }
            let second = fixed(&after);
            assert!(second.files.is_empty(), "{}: {second:#?}", case.display());
        }
    }
}

#[test]
fn line_endings_stay() {
    for rule in fixable() {
        for case in cases(rule, "bad") {
            let files = loaded(rule, &case);
            let (plain, other) = (fixed(&files), fixed(&with_crlf(&files)));
            let plain: Vec<String> = plain
                .files
                .iter()
                .map(|file| file.after.replace('\n', "\r\n"))
                .collect();
            let other: Vec<&String> = other.files.iter().map(|file| &file.after).collect();
            assert_eq!(
                plain.iter().collect::<Vec<_>>(),
                other,
                "{}",
                case.display()
            );
        }
    }
}

/// What comes out of each kustomization of the fixtures is the same before and after, where only its fields are old.
#[test]
fn a_kustomization_builds_what_it_built() {
    let rule = fixable()
        .find(|rule| rule.code == "KG313")
        .expect("it is there");
    let mut objects = 0;
    for case in cases(rule, "bad") {
        let before = loaded(rule, &case);
        let mut after = before.clone();
        for file in &fixed(&before).files {
            after.put(file.path.as_str(), file.after.as_str());
        }
        for (path, _) in before.iter() {
            let Some(folder) = path.strip_suffix("/kustomization.yaml") else {
                continue;
            };
            let build = |files: &Files| {
                let built = Kustomize::new(files).build(folder);
                let documents = built.documents.iter().map(to_json);
                documents.collect::<Vec<_>>()
            };
            assert_eq!(build(&before), build(&after), "{path}");
            objects += build(&after).len();
        }
    }
    assert!(objects > 10, "{objects}");
}

#[test]
fn what_has_no_one_answer_stays() {
    let texts = [
        // Two fields are spelled alike, or the value does not fit.
        "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  port: 80\n",
        // The newer field is there.
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: b}\ndat: {a: c}\n",
        // Other fields in the newer API.
        "apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata: {name: a}\nspec:\n  backend: {serviceName: a, servicePort: 80}\n",
        // An empty selector means something else there.
        "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: a}\nspec:\n  maxUnavailable: 1\n  selector: {}\n",
        // This is no comment but text.
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: |\n    x # k8sgen: ignore KG101 because of that\n",
        // Google's controller knows the annotation only.
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a\n  annotations:\n    kubernetes.io/ingress.class: gce\nspec:\n  defaultBackend: {service: {name: a, port: {number: 80}}}\n",
    ];
    for text in texts {
        assert_eq!(one(text), text);
    }
}

#[test]
fn nothing_is_mended_that_a_patch_changes() {
    let mut files = Files::default();
    files.put(
        "base/a.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  serviceAccount: a\n  containers: [{name: a, image: a:1}]\n",
    );
    files.put("base/kustomization.yaml", "resources: [a.yaml]\n");
    files.put(
        "overlay/kustomization.yaml",
        "resources: [../base]\npatches:\n  - target: {kind: Pod}\n    patch: '[{op: replace, path: /spec/serviceAccount, value: b}]'\n",
    );
    assert_eq!(fixed(&files).files, []);
}

#[test]
fn a_file_that_may_not_be_changed_stays() {
    let mut files = Files::default();
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: yes}\n";
    files.put("a.yaml", text);
    files.put("b.yaml", text.replace("name: a", "name: b"));
    let fixed = validate::fix(&files, &Options::default(), &|path| path == "b.yaml");
    let changed: Vec<&str> = fixed.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(changed, ["b.yaml"]);
    assert_eq!(fixed.report.findings.len(), 1);
}

#[test]
fn a_secrets_change_is_not_shown() {
    let text = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  pin: 1234\n";
    let mut files = Files::default();
    files.put("a.yaml", text);
    let fixed = fixed(&files);
    assert!(fixed.files[0].after.contains("pin: \"1234\""));
    assert_eq!(fixed.files[0].diff(), "");
}
