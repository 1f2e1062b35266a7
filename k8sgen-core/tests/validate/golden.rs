//! The repositories that k8sgen makes: nothing is wrong with them.

use std::path::PathBuf;

use k8sgen_core::Project;
use k8sgen_core::project::Sources;
use k8sgen_core::validate::{self, Options, Severity};

const GOLDEN: &str = "../tests/golden";

#[test]
fn nothing_is_wrong_with_a_golden_repository() {
    let files = validate::load(&[PathBuf::from(GOLDEN)]);
    let report = validate::files(&files, &Options::default());
    let mut wrong = report.findings;
    wrong.retain(|finding| finding.severity != Severity::Info);
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(report.summary.documents > 100, "{:?}", report.summary);
}

/// What stands in memory is judged as what stands on a disk.
#[test]
fn a_tree_says_what_its_files_say() {
    let config = PathBuf::from("../examples/demo-replica-agent/k8sgen.yaml");
    let project = Project::load(&config, &Sources::default(), None).expect("the demo is right");
    let tree = project.generate().expect("the demo is right");
    let in_memory = validate::tree(&tree);
    let folder = PathBuf::from(GOLDEN).join("demo-replica-agent");
    let on_disk = validate::files(&validate::load(&[folder]), &Options::default());
    let said = |path: &str, message: &str| {
        (
            path.rsplit_once("demo-replica-agent/")
                .map_or(path, |(_, path)| path)
                .to_owned(),
            message.to_owned(),
        )
    };
    let of = |findings: &[validate::Finding]| -> Vec<_> {
        findings
            .iter()
            .map(|finding| said(&finding.path, &finding.message))
            .collect()
    };
    assert_eq!(of(&in_memory), of(&on_disk.findings));
}
