//! References to objects whose names have changed.

use std::collections::{BTreeSet, HashMap};

use smol_str::SmolStr;

use super::edit;
use super::fieldspec::{Reference, Selects};
use super::note::{Note, Step, What};
use super::resource::{Id, Resource};
use crate::yaml::{Mark, Node, Value};

/// An object that something may refer to, as it is and as it was.
struct Candidate {
    id: Id,
    first: Id,
    before: Vec<Id>,
    prefixes: Vec<String>,
    suffixes: Vec<String>,
    mark: Mark,
}

/// The one that refers.
struct Referrer<'a> {
    id: Id,
    prefixes: &'a [String],
    suffixes: &'a [String],
    /// Group and kind that a `roleRef` asks for.
    role: Option<Selects>,
    /// Namespaces of the accounts that a RoleBinding names.
    namespaces: Vec<SmolStr>,
}

/// Mends every reference to an object that is called otherwise by now.
pub(super) fn mend(resources: &mut [Resource], references: &[Reference]) -> Step {
    let candidates: Vec<Candidate> = resources
        .iter()
        .filter(|resource| resource.has_changed())
        .map(|resource| Candidate {
            id: resource.id(),
            first: resource.first_id(),
            before: resource.ids_before().collect(),
            prefixes: resource.prefixes.clone(),
            suffixes: resource.suffixes.clone(),
            mark: resource.node.deepest(["metadata", "name"]).mark,
        })
        .collect();
    if candidates.is_empty() {
        return Ok(());
    }
    let mut by_name: HashMap<&str, Vec<&Candidate>> = HashMap::new();
    for candidate in &candidates {
        let names: BTreeSet<&str> = candidate.before.iter().map(|id| &*id.name).collect();
        for name in names {
            by_name.entry(name).or_default().push(candidate);
        }
    }
    for resource in resources {
        let (prefixes, suffixes) = (resource.prefixes.clone(), resource.suffixes.clone());
        let Id {
            group,
            version,
            kind,
            ..
        } = resource.first_id();
        let mut referrer = None;
        for reference in references {
            for field in &reference.fields {
                if !field.selects.matches_parts(&group, &version, &kind) {
                    continue;
                }
                let referrer = referrer.get_or_insert_with(|| Referrer {
                    id: resource.id(),
                    prefixes: &prefixes,
                    suffixes: &suffixes,
                    role: role(&resource.node),
                    namespaces: account_namespaces(resource),
                });
                let mut end = field.path.iter().rev().map(String::as_str);
                let is_role = end.next() == Some("name") && end.next() == Some("roleRef");
                let search = Search {
                    referrer,
                    candidates: &candidates,
                    by_name: &by_name,
                    target: &reference.target,
                    is_role,
                };
                field.apply_to_any(resource, &mut |node| search.set(node))?;
            }
        }
    }
    Ok(())
}

fn role(node: &Node) -> Option<Selects> {
    let text = |key| node.at(["roleRef", key]).and_then(Node::text);
    let asked = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Some(Selects {
        group: asked(text("apiGroup")?),
        version: None,
        kind: asked(text("kind")?),
    })
}

fn account_namespaces(resource: &Resource) -> Vec<SmolStr> {
    if resource.kind() != "RoleBinding" {
        return Vec::new();
    }
    let subjects = resource.node.at(["subjects"]).map_or(&[][..], Node::items);
    let accounts = subjects
        .iter()
        .filter(|subject| subject.at(["kind"]).and_then(Node::text) == Some("ServiceAccount"));
    let namespaces = accounts.filter_map(|account| account.at(["namespace"])?.text());
    namespaces.map(SmolStr::new).collect()
}

struct Search<'a> {
    referrer: &'a Referrer<'a>,
    candidates: &'a [Candidate],
    /// The candidates by what they were called.
    by_name: &'a HashMap<&'a str, Vec<&'a Candidate>>,
    target: &'a Selects,
    is_role: bool,
}

impl Search<'_> {
    fn set(&self, node: &mut Node) -> Step {
        match &mut node.value {
            Value::Null => Ok(()),
            Value::Scalar { .. } => self.set_scalar(node),
            Value::Map(_) => self.set_map(node),
            Value::List(items) => items.iter_mut().try_for_each(|item| match item.value {
                Value::Map(_) => self.set_map(item),
                Value::Scalar { .. } => self.set_scalar(item),
                _ => Ok(()),
            }),
        }
    }

    fn set_scalar(&self, node: &mut Node) -> Step {
        let Some(name) = node.text() else {
            return Ok(());
        };
        let found = self.find(name, None, node.mark, |one, other| one.name == other.name)?;
        if let Some(found) = found {
            edit::retext(node, &found.id.name, node.mark);
        }
        Ok(())
    }

    fn set_map(&self, node: &mut Node) -> Step {
        let mark = node.mark;
        let Some(name) = node.at(["name"]).and_then(Node::text) else {
            let message = "kustomize looks for a `name` in this reference";
            return Err(Note::new(mark, What::Unfit, message));
        };
        let namespace = node.at(["namespace"]).and_then(Node::text);
        let same =
            |one: &Id, other: &Id| one.name == other.name && one.namespace == other.namespace;
        let Some(found) = self.find(name, namespace, mark, same)? else {
            return Ok(());
        };
        if let Some(name) = edit::get_mut(node, "name") {
            edit::retext(name, &found.id.name, name.mark);
        }
        if !found.id.namespace.is_empty() {
            let mark = node.at(["namespace"]).map_or(mark, |node| node.mark);
            edit::set(
                node,
                "namespace",
                edit::text(found.id.namespace.clone(), mark),
            );
        }
        Ok(())
    }

    /// Whether an object is one that the referrer can reach at all.
    fn reaches(&self, candidate: &Candidate) -> bool {
        let from = &self.referrer.id;
        from.is_cluster_wide()
            || candidate.id.is_cluster_wide()
            || candidate.id.effective_namespace() == from.effective_namespace()
            || self.referrer.namespaces.contains(&candidate.id.namespace)
    }

    fn fits(&self, candidate: &Candidate) -> bool {
        let before = || candidate.before.iter();
        let selected = |selects: &Selects| {
            before().any(|id| selects.matches_parts(&id.group, &id.version, &id.kind))
        };
        let role = self.referrer.role.as_ref().filter(|_| self.is_role);
        let from = &self.referrer.id;
        selected(self.target)
            && role.is_none_or(selected)
            && (from.is_cluster_wide()
                || candidate.id.is_cluster_wide()
                || candidate.id.kind == "ServiceAccount"
                || candidate.id.effective_namespace() == from.effective_namespace())
    }

    fn find(
        &self,
        name: &str,
        namespace: Option<&str>,
        mark: Mark,
        are_same: impl Fn(&Id, &Id) -> bool,
    ) -> Step<Option<&Candidate>> {
        let named = self.by_name.get(name).into_iter().flatten().copied();
        let mut found: Vec<&Candidate> = named
            .filter(|candidate| self.reaches(candidate) && self.fits(candidate))
            .collect();
        if found.is_empty() {
            return Ok(None);
        }
        if let Some(namespace) = namespace {
            // The namespace can be the one from before, or the present one.
            let was = |one: &Candidate| {
                !one.first.is_cluster_wide() && one.first.effective_namespace() == namespace
            };
            let is = |one: &Candidate| {
                !one.id.is_cluster_wide() && one.id.effective_namespace() == namespace
            };
            let mut all = self.candidates.iter();
            if all.any(|one| self.reaches(one) && was(one)) {
                found.retain(|one| was(one));
            } else {
                found.retain(|one| is(one));
            }
        }
        if found.len() > 1 {
            let from = self.referrer;
            found.retain(|one| {
                let either =
                    |a: &[String], b: &[String]| a.is_empty() || b.is_empty() || ends_alike(a, b);
                either(&one.prefixes, from.prefixes) && either(&one.suffixes, from.suffixes)
            });
            if found.len() > 1 {
                found.retain(|one| {
                    ends_alike(&one.prefixes, from.prefixes)
                        && ends_alike(&one.suffixes, from.suffixes)
                });
            }
        }
        let Some((first, rest)) = found.split_first() else {
            return Ok(None);
        };
        if rest.iter().all(|one| are_same(&one.id, &first.id)) {
            return Ok(Some(first));
        }
        let line = first.mark.line;
        let message = format!("`{name}` can mean several objects; the first is in line {line}");
        Err(Note::new(mark, What::Twice, message))
    }
}

fn ends_alike(one: &[String], other: &[String]) -> bool {
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if short.is_empty() {
        return long.is_empty();
    }
    long.ends_with(short)
}
