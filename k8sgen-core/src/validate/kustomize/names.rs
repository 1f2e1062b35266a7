//! References to objects whose names have changed.

use super::edit;
use super::fieldspec::{FieldSpec, Reference, Selects};
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
    namespaces: Vec<String>,
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
    for resource in resources {
        let (prefixes, suffixes) = (resource.prefixes.clone(), resource.suffixes.clone());
        let (api_version, first) = (resource.api_version().to_owned(), resource.first_id());
        let mut referrer = None;
        for reference in references {
            for field in &reference.fields {
                if !field.selects.matches(&api_version, &first.kind) {
                    continue;
                }
                let referrer = referrer.get_or_insert_with(|| Referrer {
                    id: resource.id(),
                    prefixes: &prefixes,
                    suffixes: &suffixes,
                    role: role(&resource.node),
                    namespaces: account_namespaces(resource),
                });
                let field = FieldSpec {
                    selects: Selects::default(),
                    ..field.clone()
                };
                let is_role = field
                    .path
                    .ends_with(&["roleRef".to_owned(), "name".to_owned()]);
                let search = Search {
                    referrer,
                    candidates: &candidates,
                    target: &reference.target,
                    is_role,
                };
                field.apply(resource, None, &mut |node| search.set(node))?;
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

fn account_namespaces(resource: &Resource) -> Vec<String> {
    if resource.kind() != "RoleBinding" {
        return Vec::new();
    }
    let subjects = resource.node.at(["subjects"]).map_or(&[][..], Node::items);
    let accounts = subjects
        .iter()
        .filter(|subject| subject.at(["kind"]).and_then(Node::text) == Some("ServiceAccount"));
    let namespaces = accounts.filter_map(|account| account.at(["namespace"])?.text());
    namespaces.map(str::to_owned).collect()
}

struct Search<'a> {
    referrer: &'a Referrer<'a>,
    candidates: &'a [Candidate],
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
            edit::set(node, "namespace", edit::text(&found.id.namespace, mark));
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

    fn fits(&self, candidate: &Candidate, name: &str) -> bool {
        let before = || candidate.before.iter();
        let selected = |selects: &Selects| {
            let api = |id: &Id| match id.group.as_str() {
                "" => id.version.clone(),
                group => format!("{group}/{}", id.version),
            };
            before().any(|id| selects.matches(&api(id), &id.kind))
        };
        let role = self.referrer.role.as_ref().filter(|_| self.is_role);
        let from = &self.referrer.id;
        before().any(|id| id.name == name)
            && selected(self.target)
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
        let reached = || {
            let all = self.candidates.iter();
            all.filter(|candidate| self.reaches(candidate))
        };
        let mut found: Vec<&Candidate> = reached()
            .filter(|candidate| self.fits(candidate, name))
            .collect();
        if let Some(namespace) = namespace {
            // The namespace can be the one from before, or the present one.
            let was = |one: &Candidate| {
                !one.first.is_cluster_wide() && one.first.effective_namespace() == namespace
            };
            let is = |one: &Candidate| {
                !one.id.is_cluster_wide() && one.id.effective_namespace() == namespace
            };
            if reached().any(was) {
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
