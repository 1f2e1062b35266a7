//! What makes objects that no file holds: charts, operators, jobs.

use std::collections::{BTreeSet, HashSet};

use super::container::Place;
use crate::validate::document::Document;
use crate::validate::repository::Repository;
use crate::validate::scope::{Scope, may_meet};
use crate::yaml::Node;

/// What makes objects that no file holds.
#[derive(Debug)]
pub(super) struct Makers<'a> {
    /// The namespaces that charts are installed to.
    charts: BTreeSet<Option<&'a str>>,
    /// The names of custom resources whose operators make others, which are mostly named after them.
    custom: HashSet<&'a str>,
    /// The namespaces of those.
    operated: BTreeSet<Option<&'a str>>,
    /// Words of what jobs are told to make, and names that somebody may create.
    mentioned: HashSet<&'a str>,
}

/// Custom resources that make no objects, or none but those that are known.
fn is_inert(document: &Document) -> bool {
    const GROUPS: [&str; 14] = [
        "external-secrets.io",
        "cert-manager.io",
        "toolkit.fluxcd.io",
        "elbv2.k8s.aws",
        "gateway.k8s.aws",
        "istio.io",
        "keda.sh",
        "traefik.io",
        "traefik.containo.us",
        "cilium.io",
        "kyverno.io",
        "karpenter.sh",
        "karpenter.k8s.aws",
        "secrets-store.csi.x-k8s.io",
    ];
    const KINDS: [&str; 9] = [
        "ServiceMonitor",
        "PodMonitor",
        "PrometheusRule",
        "Probe",
        "ScrapeConfig",
        "Application",
        "ApplicationSet",
        "AppProject",
        "SealedSecret",
    ];
    let (group, kind) = (document.group(), document.kind());
    let below = |known: &&str| {
        let before = group.strip_suffix(*known);
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    KINDS.contains(&kind) || GROUPS.iter().any(below)
}

impl<'a> Makers<'a> {
    pub(super) fn of(repository: &Repository<'a>, scope: &Scope<'a>) -> Self {
        let mut makers = Self {
            charts: BTreeSet::new(),
            custom: HashSet::new(),
            operated: BTreeSet::new(),
            mentioned: HashSet::new(),
        };
        for scope in repository.applied() {
            makers.add_charts(scope);
        }
        for document in scope.documents() {
            let group = document.group();
            let is_own = !group.contains('.') || group.ends_with(".k8s.io");
            if !is_own && !is_inert(document) {
                makers.custom.insert(document.name());
                makers.operated.insert(document.namespace());
            }
        }
        for workload in scope.workloads() {
            let is_job = matches!(workload.kind(), "Job" | "CronJob");
            for container in workload.containers() {
                if is_job || container.place == Place::Init {
                    let lists = ["command", "args"].into_iter();
                    let texts = lists.flat_map(|list| container.items(list));
                    makers
                        .mentioned
                        .extend(texts.filter_map(Node::text).flat_map(words));
                }
            }
        }
        for role in ["Role", "ClusterRole"] {
            for role in scope.of_kind(role) {
                makers.add_role(role);
            }
        }
        makers
    }

    fn add_charts(&mut self, scope: &Scope<'a>) {
        for kind in [
            "HelmRelease.helm.toolkit.fluxcd.io",
            "HelmChart.helm.cattle.io",
        ] {
            for release in scope.of_kind(kind) {
                let target = release.text_at(["spec", "targetNamespace"]);
                self.charts.insert(target.or(release.namespace()));
            }
        }
        for application in scope.of_kind("Application.argoproj.io") {
            self.add_application(application.at(["spec"]));
        }
        for set in scope.of_kind("ApplicationSet.argoproj.io") {
            self.add_application(set.at(["spec", "template", "spec"]));
        }
    }

    fn add_application(&mut self, spec: Option<&'a Node>) {
        let Some(spec) = spec else { return };
        let several = spec.at(["sources"]).map_or(&[][..], Node::items);
        let mut sources = spec.at(["source"]).into_iter().chain(several);
        let is_chart =
            |source: &Node| source.entry("chart").is_some() || source.entry("helm").is_some();
        if sources.any(is_chart) {
            let namespace = spec.at(["destination", "namespace"]).and_then(Node::text);
            self.charts
                .insert(namespace.filter(|namespace| !namespace.contains("{{")));
        }
    }

    fn add_role(&mut self, role: &'a Document) {
        let rules = role.at(["rules"]).map_or(&[][..], Node::items);
        let list = |rule: &'a Node, field: &str| rule.at([field]).map_or(&[][..], Node::items);
        let creates = |rule: &&'a Node| {
            let mut verbs = list(rule, "verbs").iter().filter_map(Node::text);
            verbs.any(|verb| matches!(verb, "create" | "*"))
        };
        if rules.iter().any(|rule| creates(&rule)) {
            let names = rules.iter().flat_map(|rule| list(rule, "resourceNames"));
            self.mentioned.extend(names.filter_map(Node::text));
        }
    }

    /// Whether something here may make an object of this name.
    pub(super) fn may_make(&self, namespace: Option<&str>, name: &str) -> bool {
        self.has_chart(namespace)
            || self.mentioned.contains(name)
            || parts(name).any(|part| self.custom.contains(part))
    }

    /// Whether something here may run pods that no file shows.
    pub(super) fn may_run_pods(&self, namespace: Option<&str>) -> bool {
        let mut operated = self.operated.iter();
        self.has_chart(namespace) || operated.any(|operated| may_meet(*operated, namespace))
    }

    fn has_chart(&self, namespace: Option<&str>) -> bool {
        let mut charts = self.charts.iter();
        charts.any(|chart| may_meet(*chart, namespace))
    }
}

/// The words of a command that may be names.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && !"-._".contains(c))
}

/// `db`, `db-main` and `main` of `db-main`.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let starts = [0].into_iter();
    let starts = starts.chain(name.match_indices('-').map(|(at, _)| at + 1));
    starts.flat_map(move |start| {
        let rest = &name[start..];
        let ends = rest.match_indices('-').map(|(at, _)| at);
        ends.chain([rest.len()]).map(move |end| &rest[..end])
    })
}
