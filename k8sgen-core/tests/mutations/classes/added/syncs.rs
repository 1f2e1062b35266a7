//! What Argo CD and Flux are told.

use super::super::FLUX;
use super::is_free;
use crate::class::{Class, Effect, Sort, document, on};
use crate::edit::{Edit, Site};

const APPLICATION: &str = "Application.argoproj.io";

pub(super) const CLASSES: &[Class] = &[
    Class {
        name: "added-argo-cd",
        effect: Effect::Breaks,
        sorts: &[
            document(
                "a placeholder that no element has",
                APPLICATION,
                Edit::AddFiles(
                    &[("cluster/set.yaml", SET)],
                    "overlays/{{env}}",
                    "overlays/{{environment}}",
                ),
            )
            .only(is_of_folder),
            on(
                "a cluster is named twice",
                APPLICATION,
                "spec destination server",
                Edit::After("name: in-cluster"),
            ),
            on(
                "a source leads nowhere",
                APPLICATION,
                "spec source path",
                Edit::Drop,
            ),
            on(
                "a finalizer that Argo CD does not have",
                APPLICATION,
                "metadata namespace",
                Edit::Add(
                    "finalizers:\n  - resources-finalizer.argocd.argoproj.io",
                    "resources-finalizer",
                    "resource-finalizer",
                ),
            ),
        ],
    },
    Class {
        name: "added-flux",
        effect: Effect::Breaks,
        sorts: &[
            document(
                "values that are misspelt",
                FLUX,
                Edit::Add(
                    VALUES,
                    "        name: cluster-vars",
                    "        name: cluster-var",
                ),
            ),
            document(
                "a health check of what is not there",
                FLUX,
                Edit::Add(
                    VALUES,
                    "name: $(Deployment.metadata.name)",
                    "name: $(Deployment.metadata.name)-elsewhere",
                ),
            ),
            document(
                "a source over HTTP",
                "GitRepository.source.toolkit.fluxcd.io",
                Edit::Add(SOURCE, "https:", "http:"),
            ),
        ],
    },
    Class {
        name: "added-definition",
        effect: Effect::Breaks,
        sorts: &[
            beside(
                "a resource beside its definition",
                DEFINITION,
                "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: website",
                "apiVersion: example.com/v1\nkind: Website\nmetadata:\n  name: website",
            ),
            document(
                "a resource beside its chart",
                "SecretStore",
                Edit::Add(CHART, "chart: reloader", "chart: external-secrets"),
            )
            .only(is_free),
        ],
    },
];

const fn beside(
    what: &'static str,
    text: &'static str,
    right: &'static str,
    wrong: &'static str,
) -> Sort {
    document(what, "Namespace", Edit::Add(text, right, wrong)).only(is_by_hand)
}

/// Whether neither Argo CD nor Flux applies the tree, who would try again.
fn is_by_hand(site: &Site<'_>) -> bool {
    let tree = site.tree;
    tree.is_golden
        || tree
            .of_kinds("Application Kustomization.kustomize.toolkit.fluxcd.io")
            .next()
            .is_none()
}

/// Whether it applies an overlay.
fn is_of_folder(site: &Site<'_>) -> bool {
    let document = site.document();
    document.is_some_and(|document| {
        document
            .text(&["spec", "source", "path"])
            .starts_with("overlays/")
    })
}

const SET: &str = "\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: own
  namespace: argocd
spec:
  generators:
    - list:
        elements:
          - env: production
  template:
    metadata:
      name: own-{{env}}
    spec:
      project: default
      source:
        repoURL: $(spec.source.repoURL)
        targetRevision: main
        path: overlays/{{env}}
      destination:
        server: https://kubernetes.default.svc
        namespace: own-{{env}}
";

const VALUES: &str = "\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: own
  namespace: $(metadata.namespace)
spec:
  interval: 10m
  path: ./overlays/production
  prune: true
  sourceRef:
    kind: GitRepository
    name: $(spec.sourceRef.name)
  postBuild:
    substituteFrom:
      - kind: ConfigMap
        name: cluster-vars
  healthChecks:
    - apiVersion: apps/v1
      kind: Deployment
      name: $(Deployment.metadata.name)
      namespace: flux-production
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: cluster-vars
  namespace: $(metadata.namespace)
data:
  REGION: eu-central-1
";

const SOURCE: &str = "\
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata:
  name: own
  namespace: $(metadata.namespace)
spec:
  interval: 1h
  url: https://charts.example.com
";

const DEFINITION: &str = "\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: websites.example.com
spec:
  group: example.com
  scope: Namespaced
  names:
    kind: Website
    plural: websites
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          x-kubernetes-preserve-unknown-fields: true
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: website
";

const CHART: &str = "\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: own
  namespace: $(metadata.namespace)
spec:
  interval: 1h
  chart:
    spec:
      chart: reloader
      version: 2.1.0
      sourceRef:
        kind: HelmRepository
        name: own
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata:
  name: own
  namespace: $(metadata.namespace)
spec:
  interval: 1h
  url: https://charts.example.com
";
