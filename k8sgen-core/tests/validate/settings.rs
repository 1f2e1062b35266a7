//! What counts: rules by their codes, environments that only advise, comments with a reason.

use k8sgen_core::validate::objects::PodSecurity;
use k8sgen_core::validate::{self, Files, Options, Prefix, RULES, Severity};

use crate::codes;

const BAD: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: Bad\ndatum: {}\n";

fn with(change: impl FnOnce(&mut Options)) -> Vec<validate::Finding> {
    let mut files = Files::default();
    files.put("overlays/dev/a.yaml", BAD);
    files.put("overlays/production/a.yaml", BAD);
    let mut options = Options::default();
    change(&mut options);
    validate::files(&files, &options).findings
}

fn prefixes(codes: &[&str]) -> Vec<Prefix> {
    codes
        .iter()
        .map(|code| code.parse().expect("a rule"))
        .collect()
}

#[test]
fn select_and_ignore_take_the_beginnings_of_codes() {
    let all = with(|_| {});
    assert_eq!(codes(&all), ["KG107", "KG101", "KG107", "KG101"]);
    let one = with(|options| options.select = prefixes(&["KG107"]));
    assert_eq!(codes(&one), ["KG107", "KG107"]);
    let none = with(|options| options.ignore = prefixes(&["KG1"]));
    assert_eq!(codes(&none), [""; 0]);
    let but_one = with(|options| {
        options.select = prefixes(&["KG101"]);
        options.ignore = prefixes(&["KG1"]);
    });
    assert_eq!(codes(&but_one), ["KG101", "KG101"], "the longer one wins");
}

#[test]
fn a_code_that_no_rule_begins_with_is_refused() {
    for code in ["", "KG9", "X", "KG1011"] {
        assert!(code.parse::<Prefix>().is_err(), "{code}");
    }
    assert_eq!(validate::rule("kg101").map(|rule| rule.code), Some("KG101"));
    assert!(RULES.iter().all(|rule| rule.code.parse::<Prefix>().is_ok()));
}

#[test]
fn an_environment_that_advises_has_warnings() {
    let found = with(|options| options.advise = vec!["dev".to_owned()]);
    let severities: Vec<Severity> = found.iter().map(|finding| finding.severity).collect();
    let (error, warning) = (Severity::Error, Severity::Warning);
    assert_eq!(severities, [warning, warning, error, error]);
}

#[test]
fn definitions_beside_the_repository_count() {
    let definition = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: a.b.c}\nspec:\n  group: b.c\n  scope: Namespaced\n  names: {kind: A, plural: a}\n  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {x: {type: string}}}}}}}]\n";
    let mut files = Files::default();
    files.put(
        "a.yaml",
        "apiVersion: b.c/v1\nkind: A\nmetadata: {name: a}\nspec: {y: z}\n",
    );
    let mut options = Options::default();
    assert_eq!(
        codes(&validate::files(&files, &options).findings),
        ["KG124"]
    );
    options.crds.put("crd.yaml", definition);
    assert_eq!(
        codes(&validate::files(&files, &options).findings),
        ["KG101"]
    );
}

/// What is demanded by nobody, by the settings, and by the namespace itself.
#[test]
fn a_level_of_the_pod_security_standards_can_be_asked_for() {
    const PODS: &str = "apiVersion: v1\nkind: Namespace\nmetadata: {name: open, labels: {pod-security.kubernetes.io/enforce: privileged}}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shut, labels: {pod-security.kubernetes.io/enforce: restricted}}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostPID: true, containers: [{name: a, image: a:1}]}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: open}\nspec: {hostPID: true, containers: [{name: a, image: a:1}]}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shut}\nspec: {hostPID: true, containers: [{name: a, image: a:1}]}\n";
    let mut files = Files::default();
    files.put("a.yaml", PODS);
    let said = |level: Option<&str>| -> Vec<(usize, Severity)> {
        let options = Options {
            pod_security: level.map(|level| level.parse().expect("a level")),
            select: prefixes(&["KG502"]),
            ..Options::default()
        };
        let found = validate::files(&files, &options).findings;
        let places = found.iter();
        places
            .map(|finding| (finding.line, finding.severity))
            .collect()
    };
    let (error, warning) = (Severity::Error, Severity::Warning);
    let (unsaid, open, shut) = (12, 17, 22);
    assert_eq!(said(None), [(unsaid, warning), (shut, error)]);
    assert_eq!(said(Some("privileged")), [(shut, error)]);
    let all = [(unsaid, error), (open, error), (shut, error)];
    assert_eq!(said(Some("baseline")), all);
    assert_eq!(said(Some("restricted")), all);
    assert!("Baseline".parse::<PodSecurity>().is_err());
}
