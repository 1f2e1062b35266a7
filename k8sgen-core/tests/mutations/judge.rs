//! Makes the changes, and asks the validator about each.

use std::collections::BTreeSet;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use k8sgen_core::validate::{Finding, Severity};

use crate::class::{Class, Effect, Sort};
use crate::edit::{self, Changed, Site};
use crate::trees::{self, Tree};

/// So many of each sort are made in the variants, and in the golden tree, which takes longer.
const IN_VARIANTS: usize = 7;
const IN_GOLDEN: usize = 1;
/// And so many in all, where one of the two has fewer.
const IN_GOLDEN_ALONE: usize = 4;

/// One change, and what was found.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    pub(crate) class: &'static str,
    pub(crate) effect: Effect,
    pub(crate) sort: &'static Sort,
    /// `demo/base/pdb/pdb.yaml:14`.
    pub(crate) place: String,
    /// What was said anew, near it, and counts: codes of errors and warnings, and of information where that is enough.
    pub(crate) found: BTreeSet<String>,
    /// What they say.
    pub(crate) said: Vec<String>,
    /// All rules that said something anew.
    pub(crate) rules: BTreeSet<String>,
}

impl Judged {
    pub(crate) fn is_harmless(&self) -> bool {
        self.effect == Effect::Harmless
    }

    pub(crate) fn is_missed(&self) -> bool {
        !self.is_harmless() && self.found.is_empty()
    }
}

struct Planned<'a> {
    class: &'static Class,
    sort: &'static Sort,
    site: Site<'a>,
    changed: Changed,
}

/// All changes of these classes, judged; always the same ones, in the same order.
pub(crate) fn all(classes: &[&'static Class]) -> Vec<Judged> {
    let trees = trees::all();
    let planned = plan(&trees, classes);
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(planned) = planned.get(number) else {
                break;
            };
            let judged = judge(planned);
            let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
            done.push((number, judged));
        }
    };
    let hands = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..hands {
            scope.spawn(work);
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, judged)| judged).collect()
}

fn plan<'a>(trees: &'a [Tree], classes: &[&'static Class]) -> Vec<Planned<'a>> {
    let most = std::env::var("K8SGEN_MUTATIONS").ok();
    let most: Option<usize> = most.and_then(|most| most.parse().ok());
    let mut planned = Vec::new();
    for class in classes {
        for sort in class.sorts {
            let chosen = |is_golden: bool, most: usize| {
                let mut sites: Vec<Site<'a>> = trees
                    .iter()
                    .filter(|tree| tree.is_golden == is_golden)
                    .flat_map(|tree| edit::sites(tree, &sort.at))
                    .filter(|site| sort.only.is_none_or(|fits| fits(site)))
                    .collect();
                sites.sort_by_cached_key(|site| hash(&format!("{} {}", sort.what, place(site))));
                let made = sites.into_iter().filter_map(|site| {
                    let changed = site.changed(&sort.edit)?;
                    Some(Planned {
                        class,
                        sort,
                        site,
                        changed,
                    })
                });
                made.take(most).collect::<Vec<_>>()
            };
            let variants = chosen(false, most.unwrap_or(IN_VARIANTS));
            let golden = match variants.len() {
                len if len < IN_GOLDEN_ALONE - IN_GOLDEN => IN_GOLDEN_ALONE - len,
                _ => IN_GOLDEN,
            };
            planned.extend(chosen(true, most.unwrap_or(golden)));
            planned.extend(variants);
        }
    }
    planned
}

fn place(site: &Site<'_>) -> String {
    format!("{}/{}:{}", site.tree.name, site.path, site.line())
}

fn judge(planned: &Planned<'_>) -> Judged {
    let Planned {
        class,
        sort,
        site,
        changed,
    } = planned;
    let anew = site.tree.said_anew(changed);
    let names = site.names();
    let is_near = |finding: &&Finding| {
        let here = changed.iter().any(|(path, _)| *path == finding.path);
        let text = |name: &String| {
            finding.message.contains(name)
                || finding.path.contains(name)
                || finding
                    .source
                    .as_ref()
                    .is_some_and(|line| line.contains(name))
        };
        // What a kustomization takes in is near it, wherever it stands.
        let takes_in = changed
            .iter()
            .any(|(path, _)| path.ends_with("/kustomization.yaml"));
        let in_overlay = finding.path.starts_with("overlays/");
        here || takes_in || in_overlay || names.iter().any(text)
    };
    let is_enough = class.effect == Effect::Weakens;
    let counts = |finding: &&Finding| is_enough || finding.severity != Severity::Info;
    let code = |finding: &Finding| finding.rule.clone().into_owned();
    let near: Vec<&Finding> = anew.iter().filter(counts).filter(is_near).collect();
    Judged {
        class: class.name,
        effect: class.effect,
        sort,
        place: place(site),
        found: near.iter().copied().map(code).collect(),
        said: near.iter().map(|finding| finding.message.clone()).collect(),
        rules: anew.iter().map(code).collect(),
    }
}

/// FNV-1a: the same in every version of Rust.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
