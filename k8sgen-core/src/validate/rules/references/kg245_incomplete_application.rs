//! Applications that Argo CD refuses as they are.

use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::{argo_sources, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::{Entry, Mark, Node};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG245",
    name: "incomplete-application",
    severity: Severity::Error,
    finds: "An Argo CD Application, or an ApplicationSet's template, without a source or a destination; that \
        names its cluster twice or not at all; or with a source without an address, a path, a chart or, beside \
        other sources, a `ref`, or with a chart without a version.",
    why: "Argo CD says that the Application's spec is invalid, and syncs nothing.",
    wrong: "\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
  namespace: argocd
spec:
  project: default
  source:
    repoURL: https://example.com/shop.git
    targetRevision: main
    path: overlays/dev
  destination:
    server: https://kubernetes.default.svc
    name: in-cluster
    namespace: shop
",
    right: "\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
  namespace: argocd
spec:
  project: default
  source:
    repoURL: https://example.com/shop.git
    targetRevision: main
    path: overlays/dev
  destination:
    server: https://kubernetes.default.svc
    namespace: shop
",
    help: "name the cluster by `server` or by `name`, and give each source a `path` or a `chart`",
    check: Check::Applied(check),
};

fn check<'a>(_: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    for application in scope.of_kind("Application.argoproj.io") {
        if let Some(spec) = application.node.entry("spec") {
            judge(application, spec, found);
        }
    }
    for set in scope.of_kind("ApplicationSet.argoproj.io") {
        let template = set.at(["spec", "template"]);
        if let Some(spec) = template.and_then(|template| template.entry("spec"))
            && !is_completed(set)
        {
            judge(set, spec, found);
        }
    }
}

/// Whether a generator, or a patch for each Application, adds to an `ApplicationSet`'s template.
fn is_completed(set: &Document) -> bool {
    fn has_template(generators: &[Node]) -> bool {
        let mut kinds = generators.iter().flat_map(Node::entries);
        kinds.any(|kind| {
            kind.value.given("template").is_some() || has_template(kind.value.list("generators"))
        })
    }
    let spec = set.at(["spec"]);
    spec.is_some_and(|spec| {
        spec.given("templatePatch").is_some() || has_template(spec.list("generators"))
    })
}

/// Whether a field is set to something. A template of Go's may come to nothing.
fn is_set(node: &Node, field: &str) -> bool {
    node.given(field)
        .is_some_and(|node| node.text() != Some(""))
}

fn judge(application: &Document, entry: &Entry, found: &mut Found<'_>) {
    let spec = &entry.value;
    match spec.entry("destination") {
        None => {
            let help =
                "write `destination` with the cluster's `server` or `name`, and a `namespace`";
            found.with_help(
                entry.mark,
                "the Application has no `destination`",
                Some(help),
            );
        }
        Some(Entry { value, mark, .. }) => destination(value, *mark, found),
    }
    if spec.given("sourceHydrator").is_some() {
        return;
    }
    if spec.given("source").is_none() && spec.list("sources").is_empty() {
        let help = "write `source` with a `repoURL`, a `targetRevision` and a `path` or a `chart`";
        found.with_help(entry.mark, "the Application has no `source`", Some(help));
    }
    let are_several = !spec.list("sources").is_empty();
    for source in argo_sources(application) {
        if !is_set(source, "repoURL") {
            let help = "write the address of the repository";
            found.with_help(source.mark, "the source has no `repoURL`", Some(help));
        }
        let is_other = are_several && is_set(source, "ref");
        if !is_other && !is_set(source, "path") && !is_set(source, "chart") {
            found.at(source.mark, "the source has neither a `path` nor a `chart`");
        }
        if let Some(chart) = source.given("chart").filter(|_| is_set(source, "chart"))
            && !is_set(source, "targetRevision")
        {
            let help = "write the chart's version in `targetRevision`";
            found.with_help(chart.mark, "the chart has no `targetRevision`", Some(help));
        }
    }
}

fn destination(destination: &Node, mark: Mark, found: &mut Found<'_>) {
    let mut fields = ["server", "name"].into_iter();
    let is_template = fields.any(|field| {
        let text = destination.text_of(field).unwrap_or_default();
        text.contains("{{") || is_placeholder(text)
    });
    match (is_set(destination, "server"), is_set(destination, "name")) {
        (true, true) if !is_template => {
            let name = destination.at(["name"]).unwrap_or(destination);
            found.at(name.mark, "`destination` has both `server` and `name`");
        }
        (false, false) => {
            let mark = if destination.entries().is_empty() {
                mark
            } else {
                destination.mark
            };
            found.at(mark, "`destination` has neither `server` nor `name`");
        }
        _ => {}
    }
}
