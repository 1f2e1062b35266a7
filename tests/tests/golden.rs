//! The demo's repository and its context files, byte by byte.
//!
//! `K8SGEN_BLESS=1 cargo test -p k8sgen-tests golden` (or `make bless`) writes both anew. Look at what `git
//! diff` says then: it is what everybody's repository changes by.

use std::path::Path;

use k8sgen_core::context_files;
use tempfile::TempDir;

use crate::harness::demo;
use crate::harness::files::Files;

#[test]
fn the_repository_is_the_golden_one() {
    let folder = TempDir::new().expect("a folder");
    demo::generate(demo::project(), folder.path());
    check("demo-replica-agent", &Files::read(folder.path()));
}

#[test]
fn the_context_files_are_the_golden_ones() {
    let tree = context_files::all(demo::project()).expect("the demo is right");
    check("demo-context", &Files::from(&tree));
}

fn check(name: &str, files: &Files) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("golden")
        .join(name);
    if std::env::var("K8SGEN_BLESS").is_ok_and(|bless| bless == "1") {
        files.replace(&folder);
    }
    let difference = files.difference(&Files::read(&folder));
    assert!(
        difference.is_empty(),
        "what is generated is not tests/golden/{name}. If it is meant to change: \
         `K8SGEN_BLESS=1 cargo test -p k8sgen-tests golden`\n\n{difference}"
    );
}
