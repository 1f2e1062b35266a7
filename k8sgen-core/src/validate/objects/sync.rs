//! What Argo CD and Flux are told to apply: which folder, of which repository. Where the paths that they are told
//! begin is seen from those that lead somewhere.

use std::collections::{HashMap, HashSet};

use super::is_placeholder;
use crate::validate::document::Document;
use crate::validate::paths::{folder, tidy};
use crate::validate::repository::Repository;
use crate::yaml::{Mark, Node};

/// The kinds that name folders to apply.
pub const SYNCS: [&str; 3] = [
    "Application.argoproj.io",
    "ApplicationSet.argoproj.io",
    "Kustomization.kustomize.toolkit.fluxcd.io",
];

/// A folder of a repository that is to be applied.
#[derive(Debug, Clone)]
pub struct Synced<'a> {
    /// The object that says so.
    pub document: &'a Document,
    /// The repository, by its address or by the name of the source.
    repository: String,
    /// The path, as it is written.
    pub path: &'a Node,
}

/// Where a path leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leads {
    /// To a folder that is there.
    To(String),
    /// To none, although the folder that it should be in is there.
    Beside,
    /// To none, and neither is the folder there that it should be in.
    Astray,
}

impl<'a> Synced<'a> {
    /// The folders that an object has applied. Paths that are not known yet are not among them.
    #[must_use]
    pub fn of(repository: &Repository<'_>, document: &'a Document) -> Vec<Self> {
        let is_known = |path: &&Node| path.text().is_some_and(is_known);
        match (document.group(), document.kind()) {
            ("argoproj.io", "Application" | "ApplicationSet") => argo_sources(document)
                .filter_map(|source| {
                    let address = source.at(["repoURL"])?.text()?;
                    Some(Self {
                        document,
                        repository: normal(address),
                        path: source.at(["path"]).filter(is_known)?,
                    })
                })
                .collect(),
            ("kustomize.toolkit.fluxcd.io", "Kustomization") => {
                let path = document.at(["spec", "path"]).filter(is_known);
                let synced = path.map(|path| Self {
                    document,
                    repository: flux_source(repository, document),
                    path,
                });
                synced.into_iter().collect()
            }
            _ => Vec::new(),
        }
    }
}

/// What an Application, or the template of an `ApplicationSet`, says below `spec`.
#[must_use]
pub fn argo_spec(document: &Document) -> Option<&Node> {
    match document.kind() {
        "ApplicationSet" => document.at(["spec", "template", "spec"]),
        _ => document.at(["spec"]),
    }
}

/// The sources of an Application, or of the template of an `ApplicationSet`.
pub fn argo_sources(document: &Document) -> impl Iterator<Item = &Node> {
    let spec = argo_spec(document);
    let several = spec.and_then(|spec| spec.at(["sources"]));
    let several = several.map_or(&[][..], Node::items);
    // Where there are several, the one does not count.
    let one = spec.and_then(|spec| spec.at(["source"]));
    one.filter(|_| several.is_empty())
        .into_iter()
        .chain(several)
}

/// Whether a text is what it says: nothing will be put into it.
#[must_use]
pub fn is_known(text: &str) -> bool {
    !text.is_empty() && !text.contains("{{") && !is_placeholder(text)
}

/// The source of a Flux Kustomization: its address, or its name.
fn flux_source(repository: &Repository<'_>, document: &Document) -> String {
    let text = |key: &str| document.text_at(["spec", "sourceRef", key]);
    let (kind, name) = (
        text("kind").unwrap_or_default(),
        text("name").unwrap_or_default(),
    );
    let namespace = text("namespace").or(document.namespace());
    if kind == "GitRepository" {
        let git = "GitRepository.source.toolkit.fluxcd.io";
        let found = repository.written().find(git, namespace, name);
        if let Some(address) = found.and_then(|found| found.text_at(["spec", "url"])) {
            return normal(address);
        }
    }
    format!("{kind} {} {name}", namespace.unwrap_or_default())
}

/// The address of a repository as all its spellings have it: `https://github.com/org/repo.git` is
/// `git@github.com:org/repo`.
fn normal(address: &str) -> String {
    let address = address.trim_end_matches('/').trim_end_matches(".git");
    let (has_scheme, rest) = match address.split_once("://") {
        Some((_, rest)) => (true, rest),
        None => (false, address),
    };
    let rest = match rest.split_once('@') {
        Some((user, rest)) if !user.contains('/') => rest,
        _ => rest,
    };
    let path = if has_scheme {
        rest.to_owned()
    } else {
        rest.replacen(':', "/", 1)
    };
    path.to_ascii_lowercase()
}

/// Where paths begin that are told to Argo CD and Flux.
#[derive(Debug, Default)]
pub struct Roots {
    /// Every folder that is there.
    folders: HashSet<String>,
    /// The folder that is the root of each repository, and how many paths lead somewhere from there.
    roots: HashMap<String, (String, usize)>,
}

impl Roots {
    /// Of all objects that say something of folders.
    #[must_use]
    pub fn of(repository: &Repository<'_>) -> Self {
        let scopes = repository.applied().iter();
        let documents = scopes.flat_map(|scope| SYNCS.iter().flat_map(|kind| scope.of_kind(kind)));
        let synced: Vec<Synced<'_>> = documents
            .flat_map(|document| Synced::of(repository, document))
            .collect();
        if synced.is_empty() {
            return Self::default();
        }
        let folders = folders(repository);
        let mut seen: HashSet<Mark> = HashSet::new();
        let mut votes: HashMap<String, (usize, HashMap<String, usize>)> = HashMap::new();
        for Synced {
            document,
            repository,
            path,
        } in synced
        {
            // One object may come out of several kustomizations.
            let Some(path_in) = in_repository(path).filter(|_| seen.insert(path.mark)) else {
                continue;
            };
            let (all, votes) = votes.entry(repository).or_default();
            *all += 1;
            let own = tidy(folder(&document.path));
            let above = std::iter::successors(Some(own.as_str()), |below| {
                (!below.is_empty()).then(|| folder(below))
            });
            for root in above.filter(|root| folders.contains(&below(root, &path_in))) {
                *votes.entry(root.to_owned()).or_default() += 1;
            }
        }
        let root = |(repository, (all, votes)): (String, (usize, HashMap<String, usize>))| {
            let votes = votes.into_iter().filter(|(_, votes)| votes * 2 >= all);
            let key = |(root, votes): &(String, usize)| (*votes, std::cmp::Reverse(root.len()));
            Some((repository, votes.max_by_key(key)?))
        };
        let roots = votes.into_iter().filter_map(root).collect();
        Self { folders, roots }
    }

    /// Where a path leads. None where that can't be known: most paths of its repository lead nowhere here.
    #[must_use]
    pub fn find(&self, synced: &Synced<'_>) -> Option<Leads> {
        let (root, votes) = self.roots.get(&synced.repository)?;
        let path = in_repository(synced.path)?;
        let whole = below(root, &path);
        if self.folders.contains(&whole) {
            return Some(Leads::To(whole));
        }
        let (first, _) = path.split_once('/').unwrap_or(("", &path));
        match path.rsplit_once('/') {
            Some((parent, _)) if self.folders.contains(&below(root, parent)) => Some(Leads::Beside),
            // Where nothing of the path is there, others must lead somewhere from this root.
            Some(_) => {
                let is_begun = self.folders.contains(&below(root, first));
                (is_begun || *votes > 1).then_some(Leads::Astray)
            }
            None => (*votes > 1 || self.is_slip(&whole)).then_some(Leads::Astray),
        }
    }

    /// Whether a folder is called so but for one letter.
    fn is_slip(&self, path: &str) -> bool {
        let mut folders = self.folders.iter();
        folders.any(|folder| strsim::damerau_levenshtein(folder, path) == 1)
    }

    /// The folders that are as deep as the one that a path should lead to, as a path would name them.
    #[must_use]
    pub fn alike(&self, synced: &Synced<'_>) -> Vec<String> {
        let Some(((root, _), path)) = self
            .roots
            .get(&synced.repository)
            .zip(in_repository(synced.path))
        else {
            return Vec::new();
        };
        let prefix = if root.is_empty() {
            String::new()
        } else {
            format!("{root}/")
        };
        let depth = |path: &str| path.matches('/').count();
        let inside = self
            .folders
            .iter()
            .filter_map(|folder| folder.strip_prefix(&prefix));
        let alike = inside.filter(|folder| !folder.is_empty() && depth(folder) == depth(&path));
        let mut alike: Vec<String> = alike.map(str::to_owned).collect();
        alike.sort_unstable();
        alike
    }
}

/// Every folder that is there, by its path.
fn folders(repository: &Repository<'_>) -> HashSet<String> {
    let files = repository.files;
    let of_files = files.iter().map(|(path, _)| folder(path));
    let mut folders = HashSet::from([String::new()]);
    for path in of_files.chain(files.folders()) {
        let path = tidy(path);
        let mut path = path.as_str();
        while !folders.contains(path) {
            folders.insert(path.to_owned());
            path = folder(path);
        }
    }
    folders
}

/// A path without what says nothing. None for the root itself, and for what is not looked at: hidden folders.
fn in_repository(path: &Node) -> Option<String> {
    let path = path.text()?.trim_start_matches('/');
    let path = tidy(path);
    let is_hidden = path.split('/').any(|part| part.starts_with('.'));
    (!path.is_empty() && !is_hidden).then_some(path)
}

fn below(root: &str, path: &str) -> String {
    if root.is_empty() || path.is_empty() {
        format!("{root}{path}")
    } else {
        format!("{root}/{path}")
    }
}

/// Whether a pattern of Argo CD's may fit a text: where it is not sure, it may.
#[must_use]
pub fn may_fit(pattern: &str, text: &str) -> bool {
    if pattern.contains(['{', '[', '?', '\\']) {
        return true;
    }
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut last = None;
    for part in parts {
        last = Some(part);
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    match last {
        None => rest.is_empty(),
        Some(last) => last.is_empty() || text.ends_with(last),
    }
}
