//! Who in a tree reads what a change touches. There the change breaks something; where nobody does, it breaks nothing.
//!
//! As [`places`](crate::places), it reads names and lines, and asks the validator nothing.

use crate::classes::SERVERS;
use crate::edit::{Part, Site};
use crate::lines::{self, Document};

/// The name of the document in which a place is.
fn name<'a>(site: &Site<'a>) -> &'a str {
    site.document()
        .map_or("", |own| own.text(&["metadata", "name"]))
}

/// The text at the place: behind its key, or in its item.
fn value<'a>(site: &Site<'a>) -> &'a str {
    match site.part {
        Part::Entry(_, line) | Part::Item(_, line) => lines::unquoted(&line.value),
        Part::Document(_) | Part::File => "",
    }
}

/// Whether some document of these kinds has this text at such a place.
fn any_says(site: &Site<'_>, kinds: &str, pattern: &str, text: &str) -> bool {
    let mut documents = site.tree.of_kinds(kinds);
    documents.any(|document| document.texts(pattern).any(|said| said == text))
}

/// Whether an Ingress leads to the Service of this name.
fn is_behind_an_ingress(site: &Site<'_>, name: &str) -> bool {
    any_says(site, "Ingress", "** backend service name", name)
}

/// Whether an Ingress leads to the Service.
pub(crate) fn has_an_ingress(site: &Site<'_>) -> bool {
    is_behind_an_ingress(site, name(site))
}

/// Whether no Ingress leads to the Service, or to the pods that are called as it is.
pub(crate) fn has_no_ingress(site: &Site<'_>) -> bool {
    !has_an_ingress(site)
}

/// Whether the tree has an Ingress for the network of its load balancer alone.
pub(crate) fn is_internal(site: &Site<'_>) -> bool {
    let scheme = "metadata annotations alb.ingress.kubernetes.io/scheme";
    any_says(site, "Ingress", scheme, "internal")
}

/// Whether the tree has no such Ingress.
pub(crate) fn is_not_internal(site: &Site<'_>) -> bool {
    !is_internal(site)
}

/// Whether an Ingress, a StatefulSet or an address in a variable names the Service.
pub(crate) fn is_service_named(site: &Site<'_>) -> bool {
    let name = name(site);
    let (host, with_port) = (format!("//{name}"), format!("{name}:"));
    let is_address = |text: &str| text.contains(&host) || text.starts_with(&with_port);
    has_an_ingress(site)
        || any_says(site, "StatefulSet", "spec serviceName", name)
        || any_says(site, "ConfigMap", "data *", name)
        || site.tree.documents().any(|document| {
            let mut texts = document
                .texts("** env * value")
                .chain(document.texts("data *"));
            texts.any(|text| text == name || is_address(text))
        })
}

/// Whether nothing in the tree names the Service.
pub(crate) fn is_service_unnamed(site: &Site<'_>) -> bool {
    !is_service_named(site)
}

/// Whether other workloads have pods with a port of a name that the Service sends to.
pub(crate) fn has_others_of_its_ports(site: &Site<'_>) -> bool {
    let own = name(site);
    let Some(service) = site.document() else {
        return false;
    };
    let mut others = site
        .tree
        .of_kinds(SERVERS)
        .filter(|it| it.text(&["metadata", "name"]) != own);
    others.any(|other| {
        let mut ports = other.texts("** containers * ports * name");
        ports.any(|port| {
            service
                .texts("spec ports * targetPort")
                .any(|target| target == port)
        })
    })
}

/// Whether no other workload has pods with such a port.
pub(crate) fn has_no_others_of_its_ports(site: &Site<'_>) -> bool {
    !has_others_of_its_ports(site)
}

/// Whether the tree has another workload that runs on.
pub(crate) fn has_other_workloads(site: &Site<'_>) -> bool {
    site.tree.of_kinds(SERVERS).count() > 1
}

/// Whether its workload is the only one that runs on.
pub(crate) fn is_the_only_workload(site: &Site<'_>) -> bool {
    !has_other_workloads(site)
}

/// Whether a variable takes this key of a ConfigMap by its name.
pub(crate) fn is_config_key_read(site: &Site<'_>) -> bool {
    let Part::Entry(_, line) = site.part else {
        return false;
    };
    let key = line.path.last().map_or("", String::as_str);
    any_says(site, "", "** configMapKeyRef key", key)
}

/// Whether a variable takes this key of a Secret by its name.
pub(crate) fn is_secret_key_read(site: &Site<'_>) -> bool {
    any_says(site, "", "** secretKeyRef key", value(site))
}

/// The lines of the rule of a network policy in which a place is: `spec ingress 0 …`.
fn rule<'a>(site: &Site<'a>) -> impl Iterator<Item = &'a lines::Line> {
    let line = match site.part {
        Part::Entry(document, line) | Part::Item(document, line) => Some((document, line)),
        Part::Document(_) | Part::File => None,
    };
    line.into_iter().flat_map(|(document, line)| {
        let rule = line.path.get(..3).unwrap_or_default();
        document
            .lines
            .iter()
            .filter(move |other| other.path.starts_with(rule))
    })
}

fn rule_has(site: &Site<'_>, step: &str) -> bool {
    rule(site).any(|line| line.path.iter().any(|own| own == step))
}

/// Whether a rule of a network policy is about some pods of the tree.
pub(crate) fn is_among_ourselves(site: &Site<'_>) -> bool {
    rule_has(site, "matchLabels")
        && rule_has(site, "podSelector")
        && !rule_has(site, "namespaceSelector")
        && !rule_has(site, "ipBlock")
}

/// Whether a rule of a network policy is about pods of another namespace, such as those that monitor.
pub(crate) fn is_from_elsewhere(site: &Site<'_>) -> bool {
    rule_has(site, "namespaceSelector") && !is_dns(site)
}

/// Whether a rule of a network policy is about addresses.
pub(crate) fn is_about_addresses(site: &Site<'_>) -> bool {
    rule_has(site, "ipBlock")
}

fn is_dns(site: &Site<'_>) -> bool {
    rule(site).any(|line| lines::unquoted(&line.value) == "53")
}

/// Whether it is the rule for DNS over UDP, and somebody calls by names.
pub(crate) fn is_dns_over_udp(site: &Site<'_>) -> bool {
    value(site) == "53" && site.line() > 0 && {
        let lines: Vec<&str> = site.text.lines().collect();
        lines[site.line() - 2].contains("UDP") && calls_by_names(site)
    }
}

/// Whether it is the rule for DNS over TCP, and somebody calls by names.
pub(crate) fn is_dns_over_tcp(site: &Site<'_>) -> bool {
    let lines: Vec<&str> = site.text.lines().collect();
    value(site) == "53" && lines[site.line() - 2].contains("TCP") && calls_by_names(site)
}

/// Whether some network policy of the tree lets pods call others, or every address.
pub(crate) fn calls_by_names(site: &Site<'_>) -> bool {
    let mut policies = site.tree.of_kinds("NetworkPolicy");
    let name = "spec egress * to * podSelector matchLabels app.kubernetes.io/name";
    let block = "spec egress * to * ipBlock cidr";
    policies.any(|policy| {
        policy.texts(name).next().is_some() || policy.texts(block).any(|cidr| cidr == "0.0.0.0/0")
    })
}

/// Whether pods may call nobody, or addresses that are written down.
pub(crate) fn calls_nobody_by_name(site: &Site<'_>) -> bool {
    !calls_by_names(site)
}

/// Whether the policy lets pods of the tree in.
pub(crate) fn lets_ourselves_in(site: &Site<'_>) -> bool {
    let Some(policy) = site.document() else {
        return false;
    };
    let rules = policy
        .lines
        .iter()
        .filter(|line| line.path.len() > 3 && line.path[1] == "ingress");
    let mut rules: Vec<&[String]> = rules.map(|line| &line.path[..3]).collect();
    rules.dedup();
    rules.iter().any(|rule| {
        let has = |step: &str| {
            let own = policy
                .lines
                .iter()
                .filter(|line| line.path.starts_with(rule));
            own.flat_map(|line| &line.path).any(|own| own == step)
        };
        has("matchLabels") && !has("namespaceSelector")
    })
}

/// Whether the network policy of its pods lets somebody in on the port, by its number.
pub(crate) fn is_port_let_in(site: &Site<'_>) -> bool {
    let mut policies = site.tree.of_kinds("NetworkPolicy");
    let policy = policies.find(|policy| policy.text(&["metadata", "name"]) == name(site));
    policy.is_some_and(|policy| {
        policy
            .texts("spec ingress * ports * port")
            .any(|port| port == value(site))
    })
}

fn is_port_probed(site: &Site<'_>) -> bool {
    let probes = "** httpGet|tcpSocket|grpc port";
    let own = site.document();
    own.is_some_and(|own| own.texts(probes).any(|port| port == value(site)))
}

/// Whether a probe asks for the port by its number, and no network policy does.
pub(crate) fn is_port_probed_alone(site: &Site<'_>) -> bool {
    is_port_probed(site) && !is_port_let_in(site)
}

/// Whether neither a probe nor a network policy asks for the port by its number.
pub(crate) fn is_port_numbered_nowhere(site: &Site<'_>) -> bool {
    !is_port_probed(site) && !is_port_let_in(site)
}

/// Whether it is an address block of its own, and not all of them.
pub(crate) fn is_one_network(site: &Site<'_>) -> bool {
    value(site) != "0.0.0.0/0"
}

/// Whether an Application or a role of AWS names the overlay's namespace as well.
pub(crate) fn is_namespace_named(site: &Site<'_>) -> bool {
    let Some(namespace) = site.document().map(|own| own.text(&["namespace"])) else {
        return false;
    };
    let mut sources = site.tree.sources.iter();
    sources.any(|source| {
        let tells =
            source.path.starts_with("argocd-apps/") || source.path.ends_with("trust-policy.json");
        tells && source.text.contains(namespace)
    })
}

/// Whether nothing but the overlay itself says in which namespace it is to be.
pub(crate) fn is_namespace_free(site: &Site<'_>) -> bool {
    let mut sources = site.tree.sources.iter();
    site.path.starts_with("overlays/")
        && sources.all(|source| {
            !source.path.starts_with("argocd-apps/") && !source.path.starts_with("iam/")
        })
}

/// Whether the tree has an object of the kind that an item of a project's list allows, and an overlay's Application is of
/// that project.
pub(crate) fn is_kind_applied(site: &Site<'_>) -> bool {
    let Part::Item(document, line) = site.part else {
        return false;
    };
    let item = &line.path[..line.path.len() - 1];
    let own = document
        .lines
        .iter()
        .filter(|line| line.path.starts_with(item));
    let mut kinds = own.filter(|line| line.path.last().is_some_and(|step| step == "kind"));
    let is_of_overlays = |application: &Document| {
        application.text(&["spec", "project"]) == name(site)
            && application
                .text(&["spec", "source", "path"])
                .starts_with("overlays/")
    };
    site.tree.of_kinds("Application").any(is_of_overlays)
        && kinds.any(|kind| {
            site.tree
                .of_kinds(lines::unquoted(&kind.value))
                .next()
                .is_some()
        })
}
