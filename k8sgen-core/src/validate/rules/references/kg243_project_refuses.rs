//! Applications that their project does not allow.

use std::collections::BTreeSet;

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::{Leads, Synced, argo_sources, is_known, may_fit};
use crate::validate::repository::{Presence, Repository};
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::schema::{Known, Spread};
use crate::validate::scope::{Scope, full_kind};
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG243",
    name: "project-refuses",
    severity: Severity::Error,
    finds: "An Application whose AppProject does not allow its repository, its destination, or a kind or namespace of what its path makes.",
    why: "Argo CD refuses to sync it.",
    wrong: "\
# file: app.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: dev
  namespace: argocd
spec:
  project: shop
  source:
    repoURL: https://example.com/shop.git
    targetRevision: main
    path: overlays/dev
  destination:
    server: https://kubernetes.default.svc
    namespace: shop-dev
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: shop
  namespace: argocd
spec:
  sourceRepos:
    - https://example.com/shop.git
  destinations:
    - server: https://kubernetes.default.svc
      namespace: shop-*
  namespaceResourceWhitelist:
    - group: ''
      kind: ConfigMap
# file: overlays/dev/kustomization.yaml
namespace: shop-dev
resources:
  - web.yaml
# file: overlays/dev/web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
# file: overlays/production/kustomization.yaml
namespace: shop-production
resources:
  - web.yaml
# file: overlays/production/web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
",
    right: "\
# file: app.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: dev
  namespace: argocd
spec:
  project: shop
  source:
    repoURL: https://example.com/shop.git
    targetRevision: main
    path: overlays/dev
  destination:
    server: https://kubernetes.default.svc
    namespace: shop-dev
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: shop
  namespace: argocd
spec:
  sourceRepos:
    - https://example.com/shop.git
  destinations:
    - server: https://kubernetes.default.svc
      namespace: shop-*
  namespaceResourceWhitelist:
    - group: ''
      kind: Service
# file: overlays/dev/kustomization.yaml
namespace: shop-dev
resources:
  - web.yaml
# file: overlays/dev/web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
# file: overlays/production/kustomization.yaml
namespace: shop-production
resources:
  - web.yaml
# file: overlays/production/web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
",
    help: "allow it in the AppProject, or use another project",
    check: Check::Applied(check),
};

const PROJECT: &str = "AppProject.argoproj.io";

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    for application in scope.of_kind("Application.argoproj.io") {
        let name = application.text_at(["spec", "project"]).unwrap_or_default();
        // Of several by one name, nobody knows which counts.
        if repository.written().named(PROJECT, name).len() != 1 {
            continue;
        }
        let project = match repository.presence(scope, PROJECT, None, name) {
            Presence::Here(project) | Presence::Elsewhere(project) => Project {
                name,
                document: project,
            },
            Presence::Nowhere => continue,
        };
        for source in argo_sources(application) {
            if let Some(node) = source.at(["repoURL"])
                && let Some(address) = node.text().filter(|text| is_known(text))
                && !project.allows_source(address)
            {
                let message = format!(
                    "the project `{}` does not allow the repository `{}`",
                    shown(name),
                    shown(address)
                );
                found.at(node.mark, message);
            }
        }
        let namespace = application.at(["spec", "destination", "namespace"]);
        let namespace = namespace.and_then(|node| Some((node, node.text()?)));
        if let Some((node, namespace)) = namespace
            && is_known(namespace)
            && !project.allows_destination(application, namespace)
        {
            let message = format!(
                "the project `{}` does not allow the namespace `{}` of this cluster",
                shown(name),
                shown(namespace)
            );
            found.at(node.mark, message);
        }
        for synced in Synced::of(repository, application) {
            if let Some(Leads::To(folder)) = repository.roots().find(&synced)
                && let Some(overlay) = repository.overlay(&folder)
            {
                project.judge(repository, application, &synced, overlay, found);
            }
        }
    }
}

/// A project, and the name that it is asked for by.
struct Project<'a> {
    name: &'a str,
    document: &'a Document,
}

impl Project<'_> {
    fn list(&self, field: &str) -> &[Node] {
        self.document
            .at(["spec", field])
            .map_or(&[][..], Node::items)
    }

    fn allows_source(&self, address: &str) -> bool {
        let plain = |text: &str| {
            text.trim_end_matches('/')
                .trim_end_matches(".git")
                .to_ascii_lowercase()
        };
        let mut patterns = self.list("sourceRepos").iter().filter_map(Node::text);
        patterns.any(|pattern| !is_known(pattern) || may_fit(&plain(pattern), &plain(address)))
    }

    fn allows_destination(&self, application: &Document, namespace: &str) -> bool {
        let asked = |field: &str| application.text_at(["spec", "destination", field]);
        self.list("destinations").iter().any(|allowed| {
            let fits = |field: &str, text: &str| {
                let pattern = allowed.at([field]).and_then(Node::text);
                pattern.is_none_or(|pattern| !is_known(pattern) || may_fit(pattern, text))
            };
            // A cluster by name and one by address may be the same.
            let mut clusters = ["server", "name"].into_iter();
            clusters.all(|field| asked(field).is_none_or(|text| fits(field, text)))
                && fits("namespace", namespace)
        })
    }

    /// Says which kinds and namespaces of an overlay are not allowed, each once.
    fn judge(
        &self,
        repository: &Repository<'_>,
        application: &Document,
        synced: &Synced<'_>,
        overlay: &Scope<'_>,
        found: &mut Found<'_>,
    ) {
        let mut kinds = BTreeSet::new();
        let mut namespaces = BTreeSet::new();
        for document in overlay.documents() {
            if !self.allows_kind(repository, document) {
                kinds.insert((document.group(), document.kind()));
            }
            if let Some(namespace) = document.namespace()
                && is_known(namespace)
                && !self.allows_destination(application, namespace)
            {
                namespaces.insert(namespace);
            }
        }
        let path = shown(synced.path.text().unwrap_or_default());
        let name = shown(self.name);
        for (group, kind) in kinds {
            let kind = shown(&full_kind(kind, group));
            let message =
                format!("the project `{name}` does not allow {kind}, which `{path}` makes");
            found.at(synced.path.mark, message);
        }
        let own = application.text_at(["spec", "destination", "namespace"]);
        for namespace in namespaces
            .into_iter()
            .filter(|namespace| Some(*namespace) != own)
        {
            let namespace = shown(namespace);
            let message = format!(
                "the project `{name}` does not allow the namespace `{namespace}`, into which `{path}` puts something"
            );
            found.at(synced.path.mark, message);
        }
    }

    fn allows_kind(&self, repository: &Repository<'_>, document: &Document) -> bool {
        let is_in = |list: &str| {
            self.list(list).iter().any(|allowed| {
                let fits = |field: &str, text: &str| {
                    let pattern = allowed.at([field]).and_then(Node::text);
                    pattern.is_some_and(|pattern| {
                        !is_known(pattern) && !pattern.is_empty() || may_fit(pattern, text)
                    })
                };
                let name = allowed.at(["name"]).and_then(Node::text);
                fits("group", document.group())
                    && fits("kind", document.kind())
                    && name.is_none_or(|name| !is_known(name) || may_fit(name, document.name()))
            })
        };
        let in_cluster = || is_in("clusterResourceWhitelist") && !is_in("clusterResourceBlacklist");
        let in_namespace = || {
            let allows_all = self.list("namespaceResourceWhitelist").is_empty();
            (allows_all || is_in("namespaceResourceWhitelist"))
                && !is_in("namespaceResourceBlacklist")
        };
        match repository
            .schemas
            .find(document.api_version(), document.kind())
        {
            Known::BuiltIn(known) | Known::Custom(known) => match known.spread {
                Spread::Cluster => in_cluster(),
                Spread::Namespaced => in_namespace(),
            },
            _ => in_cluster() || in_namespace(),
        }
    }
}
