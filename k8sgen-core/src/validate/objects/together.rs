//! Workloads that surely meet in one namespace, by their labels.

use std::collections::{HashMap, HashSet};

use super::selector::Selector;
use super::workload::Workload;
use crate::validate::document::Document;
use crate::validate::scope::{Place, Scope};

/// The workloads of a scope, by where they surely meet and by their labels. Of several objects of one name the
/// first counts.
#[derive(Debug)]
pub struct Together<'s, 'a> {
    scope: &'s Scope<'a>,
    by_label: HashMap<(Place<'a>, &'a str, &'a str), Vec<Workload<'a>>>,
    all: HashMap<Place<'a>, Vec<Workload<'a>>>,
}

impl<'s, 'a> Together<'s, 'a> {
    /// Of this scope.
    #[must_use]
    pub fn of(scope: &'s Scope<'a>) -> Self {
        let mut together = Self {
            scope,
            by_label: HashMap::new(),
            all: HashMap::new(),
        };
        let mut seen = HashSet::new();
        for workload in scope.workloads() {
            let place = scope.place(workload.document);
            if !seen.insert((place, workload.kind(), workload.document.name())) {
                continue;
            }
            for (key, value) in workload.labels().iter() {
                let same = together.by_label.entry((place, key, value));
                same.or_default().push(*workload);
            }
            together.all.entry(place).or_default().push(*workload);
        }
        together
    }

    /// Those whose pods an object surely selects.
    pub fn selected<'t>(
        &'t self,
        by: &'a Document,
        selector: &'t Selector<'a>,
    ) -> impl Iterator<Item = &'t Workload<'a>> {
        let place = self.scope.place(by);
        // Of all labels that must have one value, the rarest leaves the fewest to look at.
        let with = |(key, value)| self.by_label.get(&(place, key, value));
        let with = |label| with(label).map_or(&[][..], Vec::as_slice);
        let fewest = selector.exact().map(with).min_by_key(|few| few.len());
        let all = || self.all.get(&place).map_or(&[][..], Vec::as_slice);
        let some = fewest.unwrap_or_else(all).iter();
        some.filter(|workload| selector.is_known && selector.fits(workload.labels()))
    }
}
