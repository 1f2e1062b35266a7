//! Custom resources beside the Helm chart that brings their definitions.

use std::collections::HashMap;

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG462",
    name: "resource-beside-its-chart",
    severity: Severity::Warning,
    finds: "A kustomization with the HelmRelease of Flux, or the Application of Argo CD, that installs a well-known \
        chart, and with custom resources whose definitions that chart brings.",
    why: "Flux and Argo CD ask the API server about every object before they apply the first. In a new cluster it \
        does not know the kind yet, so nothing is applied, not even what would install the chart: neither ever \
        comes. In a cluster that has the chart already nobody notices.",
    wrong: "\
# file: kustomization.yaml
resources:
  - release.yaml
  - issuer.yaml
# file: release.yaml
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: cert-manager
spec:
  interval: 1h
  chart:
    spec:
      chart: cert-manager
      version: 1.18.2
      sourceRef:
        kind: HelmRepository
        name: jetstack
# file: issuer.yaml
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata:
  name: own
spec:
  selfSigned: {}
",
    right: "\
# file: chart/kustomization.yaml
resources:
  - release.yaml
# file: chart/release.yaml
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: cert-manager
spec:
  interval: 1h
  chart:
    spec:
      chart: cert-manager
      version: 1.18.2
      sourceRef:
        kind: HelmRepository
        name: jetstack
# file: issuers/kustomization.yaml
resources:
  - issuer.yaml
# file: issuers/issuer.yaml
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata:
  name: own
spec:
  selfSigned: {}
",
    help: "put them into another Flux Kustomization that `dependsOn` the chart's; with Argo CD into an Application of \
        their own in a later wave, or annotate them with `argocd.argoproj.io/sync-options: \
        SkipDryRunOnMissingResource=true`",
    check: Check::Applied(check),
};

/// Charts, and the groups of the kinds that they define.
const CHARTS: [(&str, &str); 19] = [
    ("cert-manager", "cert-manager.io"),
    ("cloudnative-pg", "postgresql.cnpg.io"),
    ("cluster-api-operator", "operator.cluster.x-k8s.io"),
    ("external-secrets", "external-secrets.io"),
    ("istio-base", "networking.istio.io"),
    ("karpenter", "karpenter.sh"),
    ("keda", "keda.sh"),
    ("kube-prometheus-stack", "monitoring.coreos.com"),
    ("kyverno", "kyverno.io"),
    ("longhorn", "longhorn.io"),
    ("metallb", "metallb.io"),
    ("opentelemetry-operator", "opentelemetry.io"),
    ("prometheus-operator-crds", "monitoring.coreos.com"),
    ("rook-ceph", "ceph.rook.io"),
    ("sealed-secrets", "bitnami.com"),
    ("secrets-store-csi-driver", "secrets-store.csi.x-k8s.io"),
    ("strimzi-kafka-operator", "kafka.strimzi.io"),
    ("traefik", "traefik.io"),
    ("velero", "velero.io"),
];

const SYNC_OPTIONS: &str = "argocd.argoproj.io/sync-options";

/// What installs a chart.
fn installers<'a>(scope: &Scope<'a>) -> Vec<(&'a Document, &'a str)> {
    let kinds = [
        "HelmRelease.helm.toolkit.fluxcd.io",
        "Application.argoproj.io",
    ];
    let installers = kinds.into_iter().flat_map(|kind| scope.of_kind(kind));
    let chart = |installer: &'a Document| {
        let flux = installer.text_at(["spec", "chart", "spec", "chart"]);
        let chart = flux.or_else(|| installer.text_at(["spec", "source", "chart"]))?;
        // A path in a repository ends in the chart's folder.
        Some((installer, chart.rsplit('/').next().unwrap_or(chart)))
    };
    installers.copied().filter_map(chart).collect()
}

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    if scope.folder.is_none() {
        return;
    }
    let mut brought: HashMap<&str, (&Document, &str)> = HashMap::new();
    for (installer, chart) in installers(scope) {
        let groups = CHARTS.iter().filter(|(known, _)| *known == chart);
        for (_, group) in groups {
            brought.entry(group).or_insert((installer, chart));
        }
    }
    if brought.is_empty() {
        return;
    }
    let definitions = repository
        .written()
        .of_kind("CustomResourceDefinition")
        .iter();
    for definition in definitions {
        brought.remove(definition.text_at(["spec", "group"]).unwrap_or_default());
    }
    for object in scope.documents() {
        let Some((installer, chart)) = brought.get(object.group()) else {
            continue;
        };
        let options = object.text_at(["metadata", "annotations", SYNC_OPTIONS]);
        if options.is_some_and(|options| options.contains("SkipDryRunOnMissingResource=true")) {
            continue;
        }
        let mark = object.at(["kind"]).map_or(object.mark(), |node| node.mark);
        let (kind, by) = (shown(object.kind()), installer.kind());
        let message = format!(
            "{kind} `{}` is checked before {by} `{}` installs the chart {chart}, which defines that kind",
            shown(object.name()),
            shown(installer.name())
        );
        found.at(mark, message);
    }
}
