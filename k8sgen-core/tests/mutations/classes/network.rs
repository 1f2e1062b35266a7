//! Ports, and who may call whom.

use super::{WORKLOADS, one_more};
use crate::class::{Class, Effect, document, on};
use crate::edit::Edit;

pub(super) const CLASSES: &[Class] = &[
    Class {
        name: "change-a-port",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "of a container",
                "Deployment StatefulSet DaemonSet",
                "** containers * ports * containerPort",
                Edit::Change(one_more),
            ),
            on(
                "of a container, by name",
                "Deployment StatefulSet DaemonSet",
                "** containers * ports * name",
                Edit::Set("web"),
            ),
            on(
                "of a probe",
                WORKLOADS,
                "** httpGet|tcpSocket|grpc port",
                Edit::Change(one_more),
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
            ),
            on(
                "of a container that a network policy lets in",
                "NetworkPolicy",
                "spec ingress * ports * port",
                Edit::Change(one_more),
            ),
            on(
                "of a call that a network policy lets out",
                "NetworkPolicy",
                "spec egress * ports * port",
                Edit::Change(one_more),
            ),
            on(
                "of all container ports, which are gone",
                "Deployment StatefulSet",
                "** containers * ports",
                Edit::Drop,
            ),
            on(
                "of a call in a variable",
                WORKLOADS,
                "** containers * image",
                Edit::After("env:\n  - name: WEB_URL\n    value: http://web-elsewhere:8080"),
            ),
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
            ),
            on(
                "a workload's picks everything",
                "Deployment StatefulSet",
                "spec selector matchLabels",
                Edit::Set("{app.kubernetes.io/managed-by: k8sgen}"),
            ),
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
            ),
            on(
                "what lets a load balancer or a caller in goes",
                "NetworkPolicy",
                "spec ingress *",
                Edit::Drop,
            ),
            on(
                "all that lets anybody in goes",
                "NetworkPolicy",
                "spec ingress",
                Edit::Drop,
            ),
            on(
                "a call out goes",
                "NetworkPolicy",
                "spec egress *",
                Edit::Drop,
            ),
            on(
                "everybody is let in",
                "NetworkPolicy",
                "spec ingress * from",
                Edit::Set("[]"),
            ),
            on(
                "everybody is let in, by a selector",
                "NetworkPolicy",
                "spec ingress * from *",
                Edit::Set("ipBlock: {cidr: 0.0.0.0/0}"),
            ),
            on(
                "everything is let out",
                "NetworkPolicy",
                "spec egress * to",
                Edit::Set("[]"),
            ),
            on(
                "a selector is empty",
                "NetworkPolicy",
                "spec podSelector matchLabels",
                Edit::Set("{}"),
            ),
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
            ),
        ],
    },
    Class {
        name: "exposed",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "an Ingress without CIDRs",
                "Ingress",
                "metadata annotations alb.ingress.kubernetes.io/inbound-cidrs",
                Edit::Drop,
            ),
            on(
                "an overlay's CIDRs are the world's",
                super::KUSTOMIZATION,
                "patches * patch * value",
                Edit::Text("203.0.113.0/24", "0.0.0.0/0"),
            ),
            on(
                "a Service becomes a load balancer",
                "Service",
                "spec type",
                Edit::Set("LoadBalancer"),
            ),
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
fn no_dns(document: &str) -> Option<String> {
    let (before, _) = document.split_once("  egress:\n    # cluster DNS")?;
    Some(before.trim_end().to_owned())
}

fn no_tls(patch: &str) -> Option<String> {
    let (before, rest) = patch.split_once("      - op: add\n        path: /metadata/annotations/alb.ingress.kubernetes.io~1certificate-arn")?;
    let (_, after) = rest.split_once("      - op: replace")?;
    Some(format!("{before}      - op: replace{after}"))
}
