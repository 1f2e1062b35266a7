//! Makes the changes, and asks the validator about each.

use std::collections::BTreeSet;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use k8sgen_core::validate::{Finding, Severity};

use crate::class::{Class, Effect, Sort};
use crate::edit::{self, Changed, Edit, Site};
use crate::trees::{self, Tree};

/// So many of each sort are made in the variants, and in the golden tree, which takes longer.
const IN_VARIANTS: usize = 6;
const IN_GOLDEN: usize = 1;
/// And so many in all, where one of the two has fewer.
const IN_GOLDEN_ALONE: usize = 4;
/// So many, of those that bring an object with them.
const ADDED_IN_VARIANTS: usize = 3;
/// So many times, the same object is looked at with nothing wrong in it: it must be no finding.
const RIGHT: usize = 2;

/// One change, and what was found.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    pub(crate) class: &'static str,
    pub(crate) effect: Effect,
    pub(crate) sort: &'static Sort,
    /// `demo/base/pdb/pdb.yaml:14`.
    pub(crate) place: String,
    /// What was said anew, near it: codes of errors and warnings, and of advice where that is due.
    pub(crate) found: BTreeSet<String>,
    /// What they say.
    pub(crate) said: Vec<String>,
    /// All rules that said something anew.
    pub(crate) rules: BTreeSet<String>,
}

impl Judged {
    pub(crate) fn breaks(&self) -> bool {
        self.effect == Effect::Breaks
    }

    pub(crate) fn is_missed(&self) -> bool {
        self.breaks() && self.found.is_empty()
    }
}

struct Planned<'a> {
    class: &'static Class,
    effect: Effect,
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
                    .collect();
                sites.sort_by_cached_key(|site| hash(&format!("{} {}", sort.what, place(site))));
                let fitting = sites.into_iter().filter(|site| (sort.only)(site));
                let made = fitting.filter_map(|site| {
                    let changed = site.changed(&sort.edit)?;
                    Some(Planned {
                        class,
                        effect: class.effect,
                        sort,
                        site,
                        changed,
                    })
                });
                made.take(most).collect::<Vec<_>>()
            };
            let in_variants = match sort.edit {
                Edit::Add(..) | Edit::AddFiles(..) => ADDED_IN_VARIANTS,
                _ => IN_VARIANTS,
            };
            let variants = chosen(false, most.unwrap_or(in_variants));
            let golden = match variants.len() {
                len if len < IN_GOLDEN_ALONE - IN_GOLDEN => IN_GOLDEN_ALONE - len,
                _ => IN_GOLDEN,
            };
            let made: Vec<Planned<'a>> = chosen(true, most.unwrap_or(golden))
                .into_iter()
                .chain(variants)
                .collect();
            let right = made.iter().take(RIGHT).filter_map(|planned| {
                let changed = planned.site.added_right(&sort.edit)?;
                Some(Planned {
                    effect: Effect::Harmless,
                    site: planned.site.clone(),
                    changed,
                    ..*planned
                })
            });
            let right: Vec<Planned<'a>> = right.collect();
            planned.extend(made);
            planned.extend(right);
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
        effect,
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
    let is_advised = *effect == Effect::Advised;
    let counts = |finding: &&Finding| is_advised || finding.severity != Severity::Info;
    let code = |finding: &Finding| finding.rule.clone().into_owned();
    let near: Vec<&Finding> = anew.iter().filter(counts).filter(is_near).collect();
    Judged {
        class: class.name,
        effect: *effect,
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
