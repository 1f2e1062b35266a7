//! Whether an object that another one names is there, and how sure it is that it is not.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use super::is_placeholder;
use super::makers::Makers;
use super::selector::{Miss, Selector};
use super::workload::Workload;
use crate::problem::{choices, nearest, shown};
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::paths::folder;
use crate::validate::repository::{Presence, Repository};
use crate::validate::scope::{Scope, may_meet};

/// How many names are compared to suggest another one. Past it, nothing is suggested.
const COMPARISONS: usize = 200_000;

/// The kind of what all workloads make.
const PODS: &str = "Pod";

/// Looks for objects that others name, from inside of a scope.
///
/// What an operator, a chart or a job may make is taken for there. So is what is elsewhere in the repository, if
/// it may be applied to the same namespace.
#[derive(Debug)]
pub struct Lookout<'r, 'a> {
    repository: &'r Repository<'a>,
    scope: &'r Scope<'a>,
    /// The namespaces that objects of a kind name; of any kind, if it is empty.
    namespaces: RefCell<BTreeMap<String, BTreeSet<Option<&'a str>>>>,
    makers: OnceCell<Makers<'a>>,
    comparisons: Cell<usize>,
}

/// Pods that a selector does not select.
#[derive(Debug)]
pub struct Nothing<'r, 'a> {
    /// What makes the pods that are most alike to those that are asked for, and what they lack.
    pub nearest: Option<(&'r Workload<'a>, Miss<'a>)>,
    /// Whether those have some of the labels, or similar ones.
    pub is_near: bool,
    /// Whether any pods have labels of such keys, or all of the values under other keys. Who asks for others may mean
    /// pods that are made elsewhere.
    pub is_of_known_labels: bool,
}

impl Nothing<'_, '_> {
    /// For a message: what the nearest pods have instead; nothing, if none is near.
    #[must_use]
    pub fn instead(&self) -> String {
        let Some((workload, miss)) = &self.nearest else {
            return String::new();
        };
        let (title, key) = (workload.title(), shown(miss.key));
        match miss.is {
            Some(is) => format!("; those of {title} have `{key}: {}`", shown(is)),
            None => format!("; those of {title} have no `{key}`"),
        }
    }
}

/// Whether a name is one, and not what something else will replace.
fn is_known(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._:".contains(c);
    !name.is_empty() && name.chars().all(is_plain)
}

impl<'r, 'a> Lookout<'r, 'a> {
    /// From inside of this scope.
    #[must_use]
    pub fn new(repository: &'r Repository<'a>, scope: &'r Scope<'a>) -> Self {
        Self {
            repository,
            scope,
            namespaces: RefCell::default(),
            makers: OnceCell::new(),
            comparisons: Cell::new(COMPARISONS),
        }
    }

    /// How much it matters that there is no object of this kind and name: nothing where there is one, or may be.
    ///
    /// It is an error where everything that is applied is known. Of files that no kustomization takes in, nobody
    /// knows what else is applied: it is a warning where an object is called almost so, or where others of the
    /// kind are in the same namespace by name.
    #[must_use]
    pub fn misses(&self, kind: &str, namespace: Option<&str>, name: &str) -> Option<Severity> {
        if !is_known(name) {
            return None;
        }
        match self.repository.presence(self.scope, kind, namespace, name) {
            Presence::Here(_) | Presence::Elsewhere(_) => None,
            Presence::Nowhere => self.absence(kind, namespace, name),
        }
    }

    /// As [`Lookout::misses`], for a Secret, whoever makes it. Many are made by hand: it is a warning where others
    /// are made here.
    #[must_use]
    pub fn misses_secret(&self, namespace: Option<&str>, name: &str) -> Option<Severity> {
        let mut scopes = self.repository.applied().iter();
        let has = |scope: &Scope<'_>| scope.secrets().find(namespace, name).next().is_some();
        if !is_known(name) || has(self.scope) || scopes.any(has) {
            return None;
        }
        self.absence("Secret", namespace, name)?;
        if self.has("Secret", namespace) {
            Some(Severity::Warning)
        } else {
            Some(Severity::Info)
        }
    }

    fn absence(&self, kind: &str, namespace: Option<&str>, name: &str) -> Option<Severity> {
        if namespace.is_some_and(|namespace| !is_known(namespace))
            || !self.is_home(namespace)
            || self.makers().may_make(namespace, name)
        {
            None
        } else if self.scope.is_whole {
            Some(Severity::Error)
        } else if self.scope.folder.is_some() {
            // What else is built here is not known, nor how names are changed.
            None
        } else {
            let is_kept_here = namespace.is_some() && self.names(kind, namespace);
            let is_likely = is_kept_here || self.nearest(kind, namespace, name).is_some();
            is_likely.then_some(Severity::Warning)
        }
    }

    /// As [`Lookout::misses`], for a kind of the whole cluster, which somebody else may have made: a warning where
    /// others are made here.
    #[must_use]
    pub fn misses_cluster_wide(&self, kind: &str, name: &str) -> Option<Severity> {
        self.misses(kind, None, name)?;
        if self.has(kind, None) {
            Some(Severity::Warning)
        } else {
            Some(Severity::Info)
        }
    }

    /// As [`Lookout::misses`], for custom resources of which there is a kind in a namespace and one for the whole
    /// cluster: what to say of it, and what to do.
    #[must_use]
    pub fn misses_in_two(
        &self,
        kinds: [&str; 2],
        group: &str,
        kind: &str,
        namespace: Option<&str>,
        name: &str,
    ) -> Option<(Severity, String, Option<String>)> {
        let [own, cluster_wide] = kinds;
        let full = |kind: &str| format!("{kind}.{group}");
        let (severity, other) = if kind == own {
            self.misses(&full(own), namespace, name)?;
            (Severity::Warning, cluster_wide)
        } else if kind == cluster_wide {
            let severity = self.misses_cluster_wide(&full(kind), name)?;
            (severity, own)
        } else {
            return None;
        };
        let help = match self.scope.find(&full(other), namespace, name) {
            Some(_) => Some(format!(
                "there is a {other} of this name: write `kind: {other}`"
            )),
            None => self.suggestion(&full(kind), namespace, name),
        };
        let message = format!("there is no {kind} `{}`", shown(name));
        Some((severity, message, help))
    }

    /// Whether this namespace is one of those that are known here. Of others, nobody knows what is there.
    fn is_home(&self, namespace: Option<&str>) -> bool {
        namespace.is_none() || self.names("", namespace)
    }

    /// Whether something of a kind says that it is in this namespace; of any kind, if it is empty.
    fn names(&self, kind: &str, namespace: Option<&str>) -> bool {
        // The first fills the list.
        self.has(kind, namespace) && self.namespaces.borrow()[kind].contains(&namespace)
    }

    /// Whether anything of a kind may be in a namespace; of any kind, if it is empty. `Pod` is what makes pods.
    #[must_use]
    pub fn has(&self, kind: &str, namespace: Option<&str>) -> bool {
        let mut all = self.namespaces.borrow_mut();
        if !all.contains_key(kind) {
            let mut namespaces = BTreeSet::new();
            match kind {
                "" => namespaces.extend(self.scope.documents().iter().map(|it| it.namespace())),
                PODS => namespaces.extend(self.scope.workloads().iter().map(Workload::namespace)),
                "Secret" => {
                    let made = self.scope.secrets().iter();
                    namespaces.extend(made.flat_map(|(_, by)| by).map(|by| by.namespace));
                }
                _ => namespaces.extend(self.scope.of_kind(kind).iter().map(|it| it.namespace())),
            }
            all.insert(kind.to_owned(), namespaces);
        }
        let namespaces = &all[kind];
        match namespace {
            None => !namespaces.is_empty(),
            some => namespaces.contains(&some) || namespaces.contains(&None),
        }
    }

    /// `did you mean …?`, if an object of the kind is called almost so.
    #[must_use]
    pub fn suggestion(&self, kind: &str, namespace: Option<&str>, name: &str) -> Option<String> {
        let meant = self.nearest(kind, namespace, name)?;
        Some(format!("did you mean `{}`?", shown(meant)))
    }

    /// The name of an object of the kind that is called almost so.
    #[must_use]
    pub fn nearest(&self, kind: &str, namespace: Option<&str>, name: &str) -> Option<&'a str> {
        let meets = |of: Option<&str>| may_meet(of, namespace);
        if kind == "Secret" {
            let made = self.scope.secrets().iter();
            self.afford(made.len())?;
            let met = made.filter(|(_, by)| by.iter().any(|by| meets(by.namespace)));
            nearest(name, met.map(|(name, _)| name))
        } else {
            let of_kind = self.scope.of_kind(kind);
            self.afford(of_kind.len())?;
            let met = of_kind.iter().filter(|it| meets(it.namespace()));
            nearest(name, met.map(|it| it.name()))
        }
    }

    /// Takes so many comparisons from those that are left; nothing, if they are too many.
    fn afford(&self, comparisons: usize) -> Option<()> {
        let left = self.comparisons.get().checked_sub(comparisons)?;
        self.comparisons.set(left);
        Some(())
    }

    /// Whether there may be pods and Services in a namespace that no file here shows: those of charts and operators.
    #[must_use]
    pub fn may_have_more(&self, namespace: Option<&str>) -> bool {
        self.makers().may_run_pods(namespace)
    }

    /// What makes the pods that a selector selects; nothing where there may be others that no file here shows.
    #[must_use]
    pub fn selected(
        &self,
        namespace: Option<&str>,
        selector: &Selector<'a>,
    ) -> Option<Vec<Workload<'a>>> {
        if !selector.is_known || selector.is_empty() || self.makers().may_run_pods(namespace) {
            return None;
        }
        let workloads = self.scope.all_workloads();
        Some(workloads.selected(namespace, selector).copied().collect())
    }

    fn makers(&self) -> &Makers<'a> {
        self.makers
            .get_or_init(|| Makers::of(self.repository, self.scope))
    }

    /// That a selector of pods selects none; nothing where it selects some, or may.
    ///
    /// Where other files may be applied as well, it is said only if there are pods that have some of the labels, or similar ones.
    #[must_use]
    pub fn selects_nothing<'s>(
        &'s self,
        namespace: Option<&str>,
        selector: &Selector<'a>,
    ) -> Option<Nothing<'s, 'a>> {
        let selects = |scope: &Scope<'a>| {
            let workloads = scope.all_workloads();
            workloads.selected(namespace, selector).next().is_some()
        };
        if !selector.is_known
            || selector.is_empty()
            || namespace == Some("kube-system")
            || namespace.is_some_and(is_placeholder)
            || self.scope.folder.is_some() && !self.scope.is_whole
            || !self.is_home(namespace)
            || !self.has(PODS, namespace)
            || selector.exact().any(|(key, _)| is_set_later(key))
            || selects(self.scope)
            || self.makers().may_run_pods(namespace)
            || self.repository.applied().iter().any(selects)
        {
            return None;
        }
        let (likeness, nearest) = self.nearest_pods(namespace, selector);
        let is_near = likeness >= ALIKE;
        (is_near || self.scope.is_whole).then(|| Nothing {
            nearest: nearest.and_then(|it| Some((it, selector.misses(it.labels())?))),
            is_near,
            is_of_known_labels: likeness > 0.0 || self.has_values(namespace, selector),
        })
    }

    /// Whether the pods of one workload have all values that are asked for, under whatever keys.
    fn has_values(&self, namespace: Option<&str>, selector: &Selector<'a>) -> bool {
        let workloads = self.scope.workloads();
        let asked: BTreeSet<&str> = selector.exact().map(|(_, value)| value).collect();
        if asked.is_empty() || self.afford(workloads.len()).is_none() {
            return false;
        }
        let mut near = workloads
            .iter()
            .filter(|it| may_meet(it.namespace(), namespace));
        near.any(|workload| {
            let values: BTreeSet<&str> = workload.labels().iter().map(|(_, value)| value).collect();
            asked.is_subset(&values)
        })
    }

    /// What makes the pods whose labels are most alike to those that are asked for, and how much; none, if nothing is
    /// alike and there are several.
    fn nearest_pods<'s>(
        &'s self,
        namespace: Option<&str>,
        selector: &Selector<'a>,
    ) -> (f64, Option<&'s Workload<'a>>) {
        let workloads = self.scope.workloads();
        if self.afford(workloads.len()).is_none() {
            return (0.0, None);
        }
        let near = |workload: &&Workload<'_>| may_meet(workload.namespace(), namespace);
        let (mut most, mut best, mut count) = (0.0, None, 0);
        for workload in workloads.iter().filter(near) {
            count += 1;
            let likeness = likeness(selector, workload);
            if best.is_none() || likeness > most {
                (most, best) = (likeness, Some(workload));
            }
        }
        (most, best.filter(|_| count == 1 || most >= ALIKE))
    }
}

/// How alike labels must be to be meant.
const ALIKE: f64 = 0.7;

/// How alike the labels of pods are to those that must have one value: 1 for each that has it, less for one that has
/// a similar value, almost nothing for another value.
fn likeness<'a>(selector: &Selector<'a>, workload: &Workload<'a>) -> f64 {
    let labels = workload.labels();
    let of_one = |(key, value)| match labels.get(key) {
        Some(is) if is == value => 1.0,
        Some(is) => 0.01f64.max(0.9 * strsim::jaro_winkler(is, value) - 0.1),
        None => 0.0,
    };
    selector.exact().map(of_one).sum()
}

/// Whether pods get a label only when they run: from their controller, or from themselves when they are elected.
fn is_set_later(key: &str) -> bool {
    const LATER: [&str; 6] = [
        "pod-name",
        "pod-index",
        "pod-template-hash",
        "controller-revision-hash",
        "job-name",
        "controller-uid",
    ];
    const ELECTED: [&str; 6] = ["role", "active", "leader", "master", "primary", "sealed"];
    let name = key.rsplit_once('/').map_or(key, |(_, name)| name);
    LATER.contains(&name) || ELECTED.iter().any(|end| name.ends_with(end))
}

/// How much it matters that `from` asks in vain for a part of `others`: an error where nothing else can be meant by
/// their names, since all that is applied is known or they stand in one folder.
#[must_use]
pub fn certainty<'d>(
    scope: &Scope<'_>,
    from: &Document,
    others: impl IntoIterator<Item = &'d Document>,
) -> Severity {
    let own = folder(&from.path);
    let mut others = others.into_iter();
    let is_built = scope.folder.is_some();
    if scope.is_whole || !is_built && others.all(|other| folder(&other.path) == own) {
        Severity::Error
    } else {
        Severity::Warning
    }
}

/// For a help: the known name that is meant, or all of them after `title`. Nothing if none is known.
#[must_use]
pub fn instead<'n>(
    name: &str,
    title: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    // Numbers are not misspelled.
    let is_word = name.parse::<u16>().is_err();
    if is_word && let Some(meant) = nearest(name, known.iter().copied()) {
        return Some(format!("did you mean `{}`?", shown(meant)));
    }
    let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    (!known.is_empty()).then(|| format!("{title} {}", choices(&known)))
}
