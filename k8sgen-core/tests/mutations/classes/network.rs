//! Ports, and who may call whom.

use super::{SERVERS, WORKLOADS, one_more};
use crate::class::{Class, Effect, document, on};
use crate::edit::Edit;
use crate::readers;

pub(super) const CLASSES: &[Class] = &[
    Class {
        name: "change-a-port",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "of a container, whose callers are let in on the old one",
                SERVERS,
                "** containers * ports * containerPort",
                Edit::Change(one_more),
            )
            .only(readers::is_port_let_in),
            on(
                "of a container, which everything asks for by its name",
                SERVERS,
                "** containers * ports * containerPort",
                Edit::Change(one_more),
            )
            .only(readers::is_port_numbered_nowhere),
            on(
                "of a container, by name",
                "Deployment StatefulSet DaemonSet",
                "** containers * ports * name",
                Edit::Set("web"),
            ),
            on(
                "of a probe, by name",
                WORKLOADS,
                "** httpGet port",
                Edit::Set("web"),
            ),
            on(
                "of a Service's pods",
                "Service",
                "spec ports * targetPort",
                Edit::Set("9999"),
            ),
            on(
                "of a Service, by name, which an Ingress reads",
                "Service",
                "spec ports * name",
                Edit::Set("web"),
            )
            .only(readers::has_an_ingress),
            on(
                "of a container that a network policy lets in",
                "NetworkPolicy",
                "spec ingress * ports * port",
                Edit::Change(one_more),
            )
            .only(readers::is_among_ourselves),
            on(
                "of a call that a network policy lets out",
                "NetworkPolicy",
                "spec egress * ports * port",
                Edit::Change(one_more),
            )
            .only(readers::is_among_ourselves),
            on(
                "of DNS",
                "NetworkPolicy",
                "spec egress * ports * port",
                Edit::Change(one_more),
            )
            .only(readers::is_dns_over_udp),
            on(
                "of all container ports, which are gone",
                "Deployment StatefulSet",
                "** containers * ports",
                Edit::Drop,
            ),
        ],
    },
    Class {
        name: "change-a-port-that-may-be-meant",
        effect: Effect::Advised,
        sorts: &[
            on(
                "of a probe",
                WORKLOADS,
                "** httpGet|tcpSocket|grpc port",
                Edit::Change(one_more),
            ),
            on(
                "of a container that pods of elsewhere are let in on",
                "NetworkPolicy",
                "spec ingress * ports * port",
                Edit::Change(one_more),
            )
            .only(readers::is_from_elsewhere),
            on(
                "of a container, whose probe asks for the old one",
                SERVERS,
                "** containers * ports * containerPort",
                Edit::Change(one_more),
            )
            .only(readers::is_port_probed_alone),
            on(
                "of DNS over TCP",
                "NetworkPolicy",
                "spec egress * ports * port",
                Edit::Change(one_more),
            )
            .only(readers::is_dns_over_tcp),
        ],
    },
    Class {
        name: "change-a-selector",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "a workload's, by value",
                "Deployment StatefulSet DaemonSet",
                "spec selector matchLabels *",
                Edit::Change(super::elsewhere),
            ),
            on(
                "a workload's, by key",
                "Deployment StatefulSet DaemonSet",
                "spec selector matchLabels *",
                Edit::Key(app),
            ),
            on(
                "a template's label",
                "Deployment StatefulSet DaemonSet",
                "spec template metadata labels app.kubernetes.io/name",
                Edit::Change(super::elsewhere),
            ),
            on(
                "a template's label is gone",
                "Deployment StatefulSet DaemonSet",
                "spec template metadata labels app.kubernetes.io/name",
                Edit::Drop,
            ),
            on(
                "a Service's, by key",
                "Service",
                "spec selector *",
                Edit::Key(app),
            ),
            on(
                "a budget's, by key",
                "PodDisruptionBudget",
                "spec selector matchLabels *",
                Edit::Key(app),
            ),
            on(
                "a budget's is gone",
                "PodDisruptionBudget",
                "spec selector",
                Edit::Drop,
            ),
            on(
                "a Service's picks everything",
                "Service",
                "spec selector",
                Edit::Set("{app.kubernetes.io/managed-by: k8sgen}"),
            )
            .only(readers::has_others_of_its_ports),
            on(
                "a workload's picks everything",
                "Deployment StatefulSet",
                "spec selector matchLabels",
                Edit::Set("{app.kubernetes.io/managed-by: k8sgen}"),
            )
            .only(readers::has_other_workloads),
        ],
    },
    Class {
        name: "network-policy",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "DNS is forgotten",
                "NetworkPolicy",
                "spec egress",
                Edit::Text("port: 53", "port: 54"),
            ),
            document(
                "the policy for DNS goes",
                "NetworkPolicy",
                Edit::Whole(no_dns),
            )
            .only(readers::calls_by_names),
            on(
                "what lets a caller in goes",
                "NetworkPolicy",
                "spec ingress *",
                Edit::Drop,
            )
            .only(readers::is_among_ourselves),
            on(
                "all that lets anybody in goes",
                "NetworkPolicy",
                "spec ingress",
                Edit::Drop,
            )
            .only(readers::lets_ourselves_in),
            on(
                "a call out goes",
                "NetworkPolicy",
                "spec egress *",
                Edit::Drop,
            )
            .only(readers::is_among_ourselves),
            on(
                "a call to addresses goes",
                "NetworkPolicy",
                "spec egress *",
                Edit::Drop,
            )
            .only(readers::is_about_addresses),
            on(
                "everybody is let in",
                "NetworkPolicy",
                "spec ingress * from",
                Edit::Set("[]"),
            )
            .only(readers::has_no_ingress),
            on(
                "everybody is let in, by a selector",
                "NetworkPolicy",
                "spec ingress * from *",
                Edit::Set("ipBlock: {cidr: 0.0.0.0/0}"),
            )
            .only(readers::has_no_ingress),
            on(
                "a CIDR is none",
                "NetworkPolicy",
                "** ipBlock cidr",
                Edit::Set("10.0.0.0/40"),
            ),
            on(
                "a CIDR is an address",
                "NetworkPolicy",
                "** ipBlock cidr",
                Edit::Set("10.0.101.0"),
            ),
            on(
                "an exception lies outside",
                "NetworkPolicy",
                "** ipBlock cidr",
                Edit::After("except:\n  - 192.0.2.0/24"),
            )
            .only(readers::is_one_network),
        ],
    },
    Class {
        name: "open-to-more-than-need-be",
        effect: Effect::Advised,
        sorts: &[
            on(
                "everybody is let in to what an internal load balancer leads to",
                "NetworkPolicy",
                "spec ingress * from",
                Edit::Set("[]"),
            )
            .only(readers::is_internal),
            on(
                "a Service becomes a load balancer on the internet, beside an internal one",
                "Service",
                "spec type",
                Edit::Set("LoadBalancer"),
            )
            .only(readers::is_internal),
            on(
                "a Service is open on each node",
                "Service",
                "spec type",
                Edit::Set("NodePort"),
            )
            .only(readers::has_no_ingress),
        ],
    },
    Class {
        name: "exposed",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "a Service becomes a load balancer",
                "Service",
                "spec type",
                Edit::Set("LoadBalancer"),
            )
            .only(readers::is_not_internal),
            on(
                "a certificate goes",
                super::KUSTOMIZATION,
                "patches *",
                Edit::Whole(no_tls),
            ),
            on(
                "a redirect to TLS goes",
                super::KUSTOMIZATION,
                "patches *",
                Edit::Text(
                    "alb.ingress.kubernetes.io~1ssl-redirect",
                    "example.com~1nothing",
                ),
            ),
            on(
                "an Ingress without a class",
                "Ingress",
                "spec ingressClassName",
                Edit::Drop,
            ),
            on(
                "the class of an Ingress in an annotation",
                "Ingress",
                "metadata annotations",
                Edit::Inside("kubernetes.io/ingress.class: alb"),
            ),
        ],
    },
];

fn app(_: &str) -> Option<String> {
    Some("app".to_owned())
}

/// The policy that lets all pods ask the cluster's DNS lets them do so no more.
pub(super) fn no_dns(document: &str) -> Option<String> {
    let (before, _) = document.split_once("  egress:\n    # cluster DNS")?;
    Some(before.trim_end().to_owned())
}

fn no_tls(patch: &str) -> Option<String> {
    let (before, rest) = patch.split_once("      - op: add\n        path: /metadata/annotations/alb.ingress.kubernetes.io~1certificate-arn")?;
    let (_, after) = rest.split_once("      - op: replace")?;
    Some(format!("{before}      - op: replace{after}"))
}
