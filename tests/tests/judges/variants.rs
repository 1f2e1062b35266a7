//! What the judges find in the small projects of `tests/variants`: nothing at all. Each is run once over all of them.

use super::{Case, Finding, checkov, kube_score};
use crate::harness::builds::Build;

/// kube-score finds nothing in these builds.
#[track_caller]
pub(crate) fn kube_score(builds: &'static [Build]) {
    if let Some(case) = Case::of(builds, "kube-score", &kube_score::NEEDS) {
        nothing(&kube_score::findings(&case).found);
    }
}

/// checkov finds nothing in these builds.
#[track_caller]
pub(crate) fn checkov(builds: &'static [Build]) {
    if let Some(case) = Case::of(builds, "checkov", &checkov::NEEDS) {
        nothing(&checkov::findings(&case));
    }
}

#[track_caller]
fn nothing(findings: &[Finding]) {
    assert!(findings.is_empty(), "{findings:#?}");
}
