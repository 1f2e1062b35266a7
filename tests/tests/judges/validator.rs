//! The validator beside `kubeconform -strict`, on every fixture of its rules: what kubeconform refuses, it refuses,
//! too, or there is a reason.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use k8sgen_core::validate::{self, Options, Severity};

use super::schemas::{NEEDS, resources};
use crate::harness::tools::Tool;

/// Files that kubeconform refuses and the validator does not, and why; the table in `docs/validate.md` says the same.
const DIFFERENCES: [(&str, &[&str]); 7] = [
    (
        "it is not Kubernetes'",
        &["KG001/good/not_ours.yaml", "KG007/good/somebody_elses.yaml"],
    ),
    (
        "it is a template",
        &[
            "KG009/bad/chart/templates/deployment.yaml",
            "KG012/bad/namespaces.yaml",
            "KG012/bad/one_value.yaml",
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
    (
        "it is a patch",
        &[
            "KG103/good/patch/replicas.yaml",
            "KG103/good/patches/replicas.yaml",
            "KG306/good/base_is_not_there/replicas.yaml",
            "KG313/bad/lists/overlays/both/replicas.yaml",
            "KG313/bad/lists/overlays/brackets/replicas.yaml",
            "KG323/bad/file/patch.yaml",
            "KG541/bad/patch/patch.yaml",
        ],
    ),
    (
        "a kustomization adds what is missing",
        &["KG103/good/completed_by_a_kustomization/web.yaml"],
    ),
    (
        "its schema is not in the repository",
        &[
            "KG245/good/sets.yaml",
            "KG316/good/namespace/all.yaml",
            "KG316/good/told/all.yaml",
            "KG460/good/in_order.yaml",
        ],
    ),
    (
        "its value is put in later",
        &[
            "KG102/good/flux_substitutes.yaml",
            "KG103/good/backends.yaml",
            "KG235/good/overlay/web.yaml",
            "KG406/good/same.yaml",
            "KG423/good/known_later.yaml",
            "KG471/good/each.yaml",
            "KG514/good/set.yaml",
            "KG531/good/others.yaml",
            "KG534/good/not_shared.yaml",
        ],
    ),
];

/// What kubeconform says of a custom resource, whose schema is in the repository or nowhere.
const NO_SCHEMA: &str = "could not find schema";
/// What it says of a policy of IAM.
const NO_KIND: &str = "missing 'kind' key";

#[test]
fn the_validator_refuses_what_kubeconform_does() {
    let Some(kubeconform) = Tool::find("kubeconform", &NEEDS) else {
        return;
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let prefix = format!("{}/", folder.display());
    // Each fixture by itself: a definition in one says nothing of the others.
    let reports = cases(&folder).into_iter().map(|case| {
        let files = validate::load(&[case]);
        validate::files(&files, &Options::default())
    });
    let here: BTreeSet<String> = reports
        .flat_map(|report| report.findings)
        .filter(|finding| finding.severity == Severity::Error)
        .filter_map(|finding| Some(finding.path.strip_prefix(&prefix)?.to_owned()))
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
        .filter(|resource| {
            let said = resource["msg"].as_str().unwrap_or_default();
            !said.contains(NO_SCHEMA) && !said.contains(NO_KIND)
        })
        .filter_map(|resource| resource["filename"].as_str())
        // It has no schema of kustomizations.
        .filter(|file| !file.ends_with("/kustomization.yaml"))
        .collect();
    assert!(there.len() > 30, "{there:#?}");
    let only_there = there.into_iter().filter(|file| !here.contains(*file));
    let only_there: BTreeSet<&str> = only_there.collect();
    let explained: BTreeSet<&str> = DIFFERENCES
        .iter()
        .flat_map(|(_, files)| *files)
        .copied()
        .collect();
    let new: Vec<&&str> = only_there.difference(&explained).collect();
    let gone: Vec<&&str> = explained.difference(&only_there).collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "new: {new:#?}\ngone: {gone:#?}"
    );
}

/// The fixtures: what is below `bad` and `good` of each rule.
fn cases(folder: &Path) -> Vec<PathBuf> {
    let below = |folder: &Path| {
        let entries = fs::read_dir(folder).into_iter().flatten();
        let paths = entries.map(|entry| entry.expect("a fixture").path());
        paths.collect::<Vec<_>>()
    };
    let sides = below(folder).into_iter();
    let sides = sides.flat_map(|rule| ["bad", "good"].map(|side| rule.join(side)));
    sides.flat_map(|side| below(&side)).collect()
}
