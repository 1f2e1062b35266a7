//! A Service that is another name for a host, and says more than that.

use std::net::IpAddr;

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::is_placeholder;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG450",
    name: "external-name",
    severity: Severity::Warning,
    finds: "A Service of `type: ExternalName` whose `externalName` is no host name but an address or a URL, or that \
        has a `selector`; and an `externalName` in a Service of another type.",
    why: "Such a Service is nothing but an alias in DNS. An IP address is taken for a name that nobody has; a URL is \
        refused. A `selector` selects nothing there, and an `externalName` elsewhere is ignored.",
    wrong: "\
apiVersion: v1
kind: Service
metadata:
  name: database
spec:
  type: ExternalName
  externalName: 10.0.4.7
",
    right: "\
apiVersion: v1
kind: Service
metadata:
  name: database
spec:
  type: ExternalName
  externalName: database.example.com
",
    help: "write a host name; for an address, write a Service without `selector`, and an EndpointSlice",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for service in scope.of_kind("Service") {
        let kind = service.text_at(["spec", "type"]).unwrap_or("ClusterIP");
        let external = service.at(["spec", "externalName"]);
        let host = external.and_then(|external| Some((external, external.text()?)));
        let name = shown(service.name());
        if is_placeholder(kind) {
            continue;
        }
        if kind != "ExternalName" {
            if let Some((external, host)) = host.filter(|(_, host)| !host.is_empty()) {
                let message = format!(
                    "`externalName: {}` is ignored: Service `{name}` is of type {}",
                    shown(host),
                    shown(kind)
                );
                found.with_help(
                    external.mark,
                    message,
                    Some("write `type: ExternalName`, or take `externalName` away"),
                );
            }
            continue;
        }
        if let Some(selector) = service
            .at(["spec", "selector"])
            .filter(|node| !node.entries().is_empty())
        {
            let message =
                format!("Service `{name}` is of type ExternalName: its `selector` selects no pods");
            found.with_help(
                selector.mark,
                message,
                Some("take `selector` away, or write `type: ClusterIP`"),
            );
        }
        let Some((external, host)) = host.filter(|(_, host)| !is_placeholder(host)) else {
            continue;
        };
        if host.parse::<IpAddr>().is_ok() {
            let message = format!(
                "`externalName: {}` is an address, and is looked up in DNS as a name",
                shown(host)
            );
            found.at(external.mark, message);
        } else if host.contains(['/', ':']) {
            let message = format!(
                "`externalName: {}` is refused: it must be a host name alone",
                shown(host)
            );
            let help = Some("write the host without scheme, port and path");
            found.say(external.mark, Severity::Error, message, help);
        }
    }
}
