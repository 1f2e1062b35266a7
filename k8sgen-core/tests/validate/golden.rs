//! The repositories that k8sgen makes: nothing is wrong with them.

use std::fs;
use std::path::PathBuf;

use k8sgen_core::Project;
use k8sgen_core::project::Sources;
use k8sgen_core::validate::{self, Options};

const GOLDEN: &str = "../tests/golden";
const VARIANTS: &str = "../tests/variants";
/// What a rule says of what it can't know.
const NOT_KNOWN: [&str; 2] = ["KG124", "KG314"];

/// The folders that are made: golden trees, and the variants' expected ones.
fn made() -> Vec<PathBuf> {
    let below = |folder: &str| {
        let entries = fs::read_dir(folder).expect("the trees");
        let folders = entries.map(|entry| entry.expect("a folder").path());
        folders.collect::<Vec<_>>()
    };
    let variants = below(VARIANTS).into_iter();
    let variants = variants.map(|variant| variant.join("expected"));
    let mut made = below(GOLDEN);
    made.extend(variants.filter(|folder| folder.is_dir()));
    made.sort();
    made
}

#[test]
fn nothing_is_wrong_with_what_is_made() {
    let mut documents = 0;
    for folder in made() {
        let report = validate::files(&validate::load(&[folder]), &Options::default());
        let mut wrong = report.findings;
        wrong.retain(|finding| !NOT_KNOWN.contains(&&*finding.rule));
        assert!(wrong.is_empty(), "{wrong:#?}");
        documents += report.summary.documents;
    }
    assert!(documents > 200, "{documents}");
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
