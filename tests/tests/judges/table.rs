//! The table of Kubernetes' own kinds is what its script makes of Kubernetes' own sources.

use crate::harness::demo;
use crate::harness::tools::{Tool, text};

/// Those that bring what the script reads: the schemas, and `go`, which fetches a module.
const NEEDS: [&str; 2] = ["python-packages", "kustomize"];

#[test]
fn the_table_of_kinds_is_what_its_script_makes() {
    let Some(python) = Tool::find("python", &NEEDS) else {
        return;
    };
    let script = ["scripts/make-kubernetes-table.py", "--check"];
    let output = python.run(demo::root(), &script);
    let said = text(&output.stderr);
    assert!(output.status.success(), "{said}");
}
