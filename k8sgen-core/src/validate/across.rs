//! What is found in several overlays of one base: said once, with the overlays' names where only some have it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use indexmap::IndexMap;

use super::finding::{Finding, Severity};
use super::paths::is_within;
use super::repository::Repository;

/// Findings and the scopes in which they were found become findings. What only environments have that advise is no
/// more than a warning.
pub(super) fn settle(
    repository: &Repository<'_>,
    findings: Vec<(Finding, Option<usize>)>,
) -> Vec<Finding> {
    let mut merged: IndexMap<Finding, BTreeSet<&str>> = IndexMap::new();
    for (finding, scope) in findings {
        let folder = scope.and_then(|scope| repository.applied()[scope].folder);
        merged.entry(finding).or_default().extend(folder);
    }
    let named = |(mut finding, folders): (Finding, BTreeSet<&str>)| {
        let advises = |path: &str| repository.options.advises(path);
        let all_advise = !folders.is_empty() && folders.iter().all(|folder| advises(folder));
        if finding.severity == Severity::Error && (all_advise || advises(&finding.path)) {
            finding.severity = Severity::Warning;
        }
        if folders.len() < repository.overlays.uses(&finding.path)
            && !folders.is_empty()
            && !folders
                .iter()
                .any(|folder| is_within(&finding.path, folder))
        {
            let names: Vec<&str> = folders.into_iter().collect();
            let _ = write!(finding.message, " (in {})", names.join(", "));
        }
        finding
    };
    merged.into_iter().map(named).collect()
}
