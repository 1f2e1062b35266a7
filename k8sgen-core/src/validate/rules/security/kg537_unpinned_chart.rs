//! A chart of whatever version is the newest.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{argo_sources, is_known};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG537",
    name: "unpinned-chart",
    severity: Severity::Warning,
    finds: "A chart of an Argo CD Application or a Flux HelmRelease whose version is any (`*`, `>=1.2.0`, \
        `latest`, or none at all), or a source in Git whose `targetRevision` is `*`, the newest tag. A range \
        that ends, such as `1.2.x`, is said as information.",
    why: "Whoever publishes the next version changes the cluster, with nothing in Git that says so, and nothing \
        to go back to. A new major version may not fit the values.",
    wrong: "\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: external-secrets
  namespace: argocd
spec:
  project: default
  source:
    repoURL: https://charts.external-secrets.io
    chart: external-secrets
    targetRevision: '*'
  destination:
    server: https://kubernetes.default.svc
    namespace: external-secrets
",
    right: "\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: external-secrets
  namespace: argocd
spec:
  project: default
  source:
    repoURL: https://charts.external-secrets.io
    chart: external-secrets
    targetRevision: 2.1.0
  destination:
    server: https://kubernetes.default.svc
    namespace: external-secrets
",
    help: "write the whole version, and let Renovate or Dependabot raise it",
    check: Check::Applied(check),
};

/// What has the version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Chart,
    Git,
}

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for kind in ["Application.argoproj.io", "ApplicationSet.argoproj.io"] {
        for application in scope.of_kind(kind) {
            for source in argo_sources(application) {
                let is_chart = source.given("chart").is_some();
                let what = if is_chart { What::Chart } else { What::Git };
                // Argo CD refuses a chart without a version.
                if let Some(version) = source.given("targetRevision") {
                    judge(what, version, found);
                }
            }
        }
    }
    for release in scope.of_kind("HelmRelease.helm.toolkit.fluxcd.io") {
        let Some(chart) = release
            .at(["spec", "chart"])
            .and_then(|chart| chart.entry("spec"))
        else {
            continue;
        };
        // A chart in a Git repository or a bucket has the version that stands in it.
        if chart.value.at(["sourceRef", "kind"]).and_then(Node::text) != Some("HelmRepository") {
            continue;
        }
        match chart.value.given("version") {
            Some(version) => judge(What::Chart, version, found),
            None => found.at(
                chart.mark,
                "the chart has no version, which means the newest",
            ),
        }
    }
}

fn judge(what: What, version: &Node, found: &mut Found<'_>) {
    let Some(text) = version.text().map(str::trim).filter(|text| is_known(text)) else {
        return;
    };
    let is_any = matches!(text, "*" | "x" | "X" | "*.*.*" | "x.x.x");
    let is_head = matches!(text, "latest" | "HEAD" | "head");
    let is_endless = text.starts_with('>') && !text.contains(['<', '|']);
    match what {
        What::Chart if is_any || is_head || is_endless => {
            let message = format!("the chart may have any version: `{}`", shown(text));
            found.at(version.mark, message);
        }
        What::Chart if is_range(text) => {
            let message = format!(
                "the chart has the newest version of a range: `{}`",
                shown(text)
            );
            found.say(version.mark, Severity::Info, message, None);
        }
        What::Git if is_any => {
            let message = format!("`{}` is the newest tag, whichever it is", shown(text));
            let help = "name a branch, a tag or a commit";
            found.with_help(version.mark, message, Some(help));
        }
        _ => {}
    }
}

/// Whether several versions fit: `^1.2`, `1.x`, `>=1 <2`.
fn is_range(text: &str) -> bool {
    let is_joker = |part: &str| matches!(part, "*" | "x" | "X");
    text.contains(['^', '~', '>', '<', '|', '*'])
        || text.contains(" - ")
        || text.split('.').any(is_joker)
}
