//! The service accounts of a whole repository.

use std::collections::{HashMap, HashSet};

use super::iam::Subject;
use super::sync::may_fit;
use crate::validate::document::Document;
use crate::validate::repository::Repository;
use crate::yaml::Node;

/// The annotation that names the IAM role of a ServiceAccount.
pub const ROLE: &str = "eks.amazonaws.com/role-arn";

/// The service accounts with which a SecretStore reads, wherever its provider names them.
#[must_use]
pub fn store_accounts(store: &Document) -> Vec<&Node> {
    let mut accounts = Vec::new();
    let mut waiting: Vec<&Node> = store.at(["spec", "provider"]).into_iter().collect();
    while let Some(node) = waiting.pop() {
        for entry in node.entries() {
            if entry.key == "serviceAccountRef" {
                accounts.push(&entry.value);
            } else {
                waiting.push(&entry.value);
            }
        }
    }
    accounts
}

/// The service accounts of a whole repository, and the namespaces in which there may be others.
#[derive(Debug, Default)]
pub struct Accounts<'a> {
    by_name: HashMap<&'a str, Vec<&'a Document>>,
    by_namespace: HashMap<&'a str, Vec<&'a str>>,
    /// Namespaces into which Helm or somebody else puts what is not known.
    open: HashSet<&'a str>,
}

impl<'a> Accounts<'a> {
    /// Of everything that is applied.
    #[must_use]
    pub fn of(repository: &Repository<'a>) -> Self {
        let mut accounts = Self::default();
        for scope in repository.applied() {
            for account in scope.of_kind("ServiceAccount") {
                let (name, namespace) = (account.name(), account.namespace());
                accounts.by_name.entry(name).or_default().push(account);
                if let Some(namespace) = namespace {
                    let names = accounts.by_namespace.entry(namespace).or_default();
                    names.push(name);
                    if scope.folder.is_some() && !scope.is_whole {
                        accounts.open.insert(namespace);
                    }
                }
            }
            for kind in ["Application", "ApplicationSet"] {
                for document in scope.of_kind(&format!("{kind}.argoproj.io")) {
                    let spec = super::argo_spec(document);
                    let has_chart =
                        super::argo_sources(document).any(|one| one.at(["chart"]).is_some());
                    let namespace =
                        spec.and_then(|spec| spec.at(["destination", "namespace"])?.text());
                    accounts.open.extend(namespace.filter(|_| has_chart));
                }
            }
            for release in scope.of_kind("HelmRelease.helm.toolkit.fluxcd.io") {
                let target = release.text_at(["spec", "targetNamespace"]);
                accounts.open.extend(target.or(release.namespace()));
            }
        }
        accounts
    }

    /// The service accounts that a subject may stand for.
    pub fn find(&self, subject: &Subject<'_>) -> impl Iterator<Item = &'a Document> {
        let named = self
            .by_name
            .get(subject.name)
            .map_or(&[][..], Vec::as_slice);
        let fits = |account: &&&Document| {
            let namespace = account.namespace();
            namespace.is_none_or(|namespace| may_fit(subject.namespace, namespace))
        };
        named.iter().filter(fits).copied()
    }

    /// The namespaces in which there is one of this name.
    pub fn namespaces(&self, name: &str) -> impl Iterator<Item = &'a str> {
        let named = self.by_name.get(name).map_or(&[][..], Vec::as_slice);
        named.iter().filter_map(|account| account.namespace())
    }

    /// The names of those in a namespace.
    #[must_use]
    pub fn names(&self, namespace: &str) -> &[&'a str] {
        self.by_namespace
            .get(namespace)
            .map_or(&[][..], Vec::as_slice)
    }

    /// Whether there may be others in a namespace.
    #[must_use]
    pub fn is_open(&self, namespace: &str) -> bool {
        self.open.contains(namespace)
    }
}
