//! Sources of GitOps that anybody on the way can change.

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG577",
    name: "insecure-source",
    severity: Severity::Warning,
    finds: "A source of Argo CD or Flux that is fetched over HTTP without TLS, or with `insecure: true`.",
    why: "What comes from it is applied to the cluster: whoever stands on the way can put anything into it.",
    wrong: "\
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata:
  name: charts
spec:
  interval: 1h
  url: http://charts.example.com
",
    right: "\
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata:
  name: charts
spec:
  interval: 1h
  url: https://charts.example.com
",
    help: "write `https://`, `ssh://` or `oci://`",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for kind in ["GitRepository", "HelmRepository", "OCIRepository", "Bucket"] {
        for document in scope.of_kind(&format!("{kind}.source.toolkit.fluxcd.io")) {
            if let Some(url) = document.at(["spec", "url"]) {
                look(url, found);
            }
            let insecure = document
                .at(["spec", "insecure"])
                .filter(|insecure| insecure.text() == Some("true"));
            let address = ["url", "endpoint"]
                .into_iter()
                .find_map(|field| document.text_at(["spec", field]));
            if let Some(insecure) = insecure.filter(|_| !address.is_some_and(is_in_cluster)) {
                found.at(insecure.mark, "`insecure: true` fetches without TLS");
            }
        }
    }
    for kind in ["Application", "ApplicationSet"] {
        for document in scope.of_kind(&format!("{kind}.argoproj.io")) {
            let spec: &[&str] = if kind == "Application" {
                &["spec"]
            } else {
                &["spec", "template", "spec"]
            };
            let Some(spec) = document.at(spec.iter().copied()) else {
                continue;
            };
            let sources = spec.at(["sources"]).map_or(&[][..], Node::items).iter();
            for source in spec.at(["source"]).into_iter().chain(sources) {
                if let Some(url) = source.at(["repoURL"]) {
                    look(url, found);
                }
            }
        }
    }
}

fn look(url: &Node, found: &mut Found<'_>) {
    let text = url.text().unwrap_or_default();
    let is_plain = text.starts_with("http://") || text.starts_with("git://");
    if is_plain && !is_in_cluster(text) {
        // An address can hold a password.
        let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
        found.at(
            url.mark,
            format!("what `{scheme}://` fetches can be changed on the way"),
        );
    }
}

/// Whether an address is one of the cluster's own services.
fn is_in_cluster(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, host)| host);
    let host = host.split(['/', ':']).next().unwrap_or_default();
    let is_service = host.rsplit('.').next() == Some("svc") || host.ends_with(".svc.cluster.local");
    is_service || !host.contains('.') || host == "127.0.0.1"
}
