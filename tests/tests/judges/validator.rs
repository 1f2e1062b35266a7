//! The validator beside `kubeconform -strict`, on every fixture of its rules: what kubeconform refuses, it refuses,
//! too, or there is a reason.

use std::collections::BTreeSet;
use std::path::Path;

use k8sgen_core::validate::{self, Options, Severity};

use super::schemas::{NEEDS, resources};
use crate::harness::tools::Tool;

/// Files that kubeconform refuses and the validator does not, and why; the table in `docs/validate.md` says the same.
const DIFFERENCES: [(&str, &[&str]); 6] = [
    (
        "it is not Kubernetes'",
        &[
            "KG001/good/not_ours.yaml",
            "KG007/good/somebody_elses.yaml",
            "KG008/good/chart_lock.yaml",
        ],
    ),
    (
        "it is a chart of Helm",
        &[
            "KG009/bad/chart/Chart.yaml",
            "KG009/bad/chart/templates/deployment.yaml",
        ],
    ),
    (
        "a comment with a reason takes it away",
        &[
            "KG010/good/above.yaml",
            "KG010/good/reason.yaml",
            "KG010/good/whole_document.yaml",
            "KG011/good/used.yaml",
        ],
    ),
    ("it is a patch", &["KG103/good/patch/replicas.yaml"]),
    (
        "its schema is in the repository, or nowhere",
        &[
            "KG101/good/custom_resource.yaml",
            "KG123/good/custom.yaml",
            "KG124/bad/once.yaml",
            "KG124/good/defined.yaml",
            "KG124/good/settings_of_a_program.yaml",
        ],
    ),
    (
        "its value is put in later",
        &["KG102/good/flux_substitutes.yaml"],
    ),
];

#[test]
fn the_validator_refuses_what_kubeconform_does() {
    let Some(kubeconform) = Tool::find("kubeconform", &NEEDS) else {
        return;
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let report = validate::files(
        &validate::load(std::slice::from_ref(&folder)),
        &Options::default(),
    );
    let refused = report
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    let prefix = format!("{}/", folder.display());
    let here: BTreeSet<&str> = refused
        .filter_map(|finding| finding.path.strip_prefix(&prefix))
        .collect();
    let resources = resources(&kubeconform, &folder);
    let there: BTreeSet<&str> = resources
        .iter()
        .filter(|resource| {
            matches!(
                resource["status"].as_str(),
                Some("statusInvalid" | "statusError")
            )
        })
        .filter_map(|resource| resource["filename"].as_str())
        // It has no schema of kustomizations.
        .filter(|file| !file.ends_with("/kustomization.yaml"))
        .collect();
    assert!(there.len() > 30, "{there:#?}");
    let only_there: BTreeSet<&str> = there.difference(&here).copied().collect();
    let explained: BTreeSet<&str> = DIFFERENCES
        .iter()
        .flat_map(|(_, files)| *files)
        .copied()
        .collect();
    assert_eq!(only_there, explained);
}
