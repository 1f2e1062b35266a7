//! What changes nothing that matters. A finding here is a false alarm.

pub(super) mod pods;
pub(super) mod unread;

use super::{KUSTOMIZATION, SERVERS, WORKLOADS, elsewhere};
use crate::class::{Class, Effect, document, file, on};
use crate::edit::Edit;

pub(super) const CLASSES: &[Class] = &[Class {
    name: "harmless",
    effect: Effect::Harmless,
    sorts: &[
        file("a comment", ".yaml", Edit::Whole(comment)),
        file("lines of Windows", ".yaml", Edit::Whole(windows)),
        file("spaces behind lines", ".yaml", Edit::Whole(spaces)),
        file("lines between lines", ".yaml", Edit::Whole(blank)),
        file("a mark at the beginning", ".yaml", Edit::Whole(begun)),
        on(
            "quotes",
            "",
            "metadata name|namespace",
            Edit::Change(quoted),
        ),
        on(
            "quotes around a port's name",
            "",
            "** ports * name",
            Edit::Change(quoted),
        ),
        on(
            "a list in brackets",
            "",
            "spec policyTypes",
            Edit::Set("[Ingress, Egress]"),
        ),
        document(
            "keys in another order",
            "Deployment Service NetworkPolicy ConfigMap",
            Edit::Whole(metadata_last),
        ),
        document(
            "documents in another order",
            "ServiceAccount Service NetworkPolicy",
            Edit::Whole(alone),
        ),
        on(
            "a label",
            "",
            "metadata labels",
            Edit::Inside("example.com/owner: shop"),
        ),
        on(
            "an annotation",
            "ConfigMap Service Deployment ServiceAccount",
            "metadata labels",
            Edit::Inside("example.com/note: a-word"),
        ),
        on(
            "a label of the pods",
            WORKLOADS,
            "** template metadata labels",
            Edit::Inside("example.com/owner: shop"),
        ),
        on(
            "a ServiceAccount has another name, everywhere",
            WORKLOADS,
            "** serviceAccountName",
            Edit::Everywhere(elsewhere),
        ),
        on(
            "a ConfigMap has another name, everywhere",
            WORKLOADS,
            "** configMapKeyRef name",
            Edit::Everywhere(elsewhere),
        ),
        on(
            "a key has another name, everywhere",
            WORKLOADS,
            "** configMapKeyRef key",
            Edit::Everywhere(underscored),
        ),
        on(
            "a Secret has another name, everywhere",
            WORKLOADS,
            "** secretKeyRef name",
            Edit::Everywhere(elsewhere),
        ),
        on(
            "a port has another number, everywhere",
            SERVERS,
            "** containers * ports * containerPort",
            Edit::Everywhere(another_port),
        ),
        on(
            "a port has another name, everywhere",
            SERVERS,
            "** containers * ports * name",
            Edit::Everywhere(web),
        ),
        on(
            "a workload has another name, everywhere",
            "Deployment",
            "metadata name",
            Edit::Everywhere(elsewhere),
        ),
        on(
            "the base has another namespace",
            "Service ServiceAccount ConfigMap Deployment",
            "metadata namespace",
            Edit::Change(elsewhere),
        ),
        on(
            "more pods",
            "Deployment StatefulSet",
            "spec replicas",
            Edit::Set("4"),
        ),
        on(
            "more memory",
            WORKLOADS,
            "** containers * resources limits memory",
            Edit::Set("2Gi"),
        ),
        on(
            "whole CPUs",
            WORKLOADS,
            "** containers * resources limits cpu",
            Edit::Set("2"),
        ),
        on(
            "more time",
            SERVERS,
            "** initialDelaySeconds",
            Edit::Set("25"),
        ),
        on(
            "a variable",
            WORKLOADS,
            "** containers * env",
            Edit::Inside("- name: LOG_FORMAT\n  value: json"),
        ),
        on(
            "a variable with a number in quotes",
            WORKLOADS,
            "** containers * env",
            Edit::Inside("- name: WORKERS\n  value: \"4\""),
        ),
        on(
            "an init container that is as strict",
            WORKLOADS,
            "** template spec containers",
            Edit::After("hostAliases:\n  - ip: 192.0.2.1\n    hostnames: [legacy.example.com]"),
        ),
        on(
            "another digest",
            WORKLOADS,
            "** containers * image",
            Edit::Text("e3b0c442", "9f86d081"),
        ),
        on(
            "another path",
            SERVERS,
            "** httpGet path",
            Edit::Set("/ready"),
        ),
        on(
            "more data",
            "ConfigMap",
            "data",
            Edit::Inside("FEATURE_GIFT_CARDS: \"false\""),
        ),
        on(
            "a digest in a ConfigMap",
            "ConfigMap",
            "data",
            Edit::Inside("BUILD: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        ),
        on(
            "a UUID in a ConfigMap",
            "ConfigMap",
            "data",
            Edit::Inside("TENANT: 3f2b8c1e-5a42-4b8e-9f60-2c1d8e7b6a54"),
        ),
        on(
            "where a password is, not what it is",
            "ConfigMap",
            "data",
            Edit::Inside("DB_PASSWORD_FILE: /run/secrets/db-password"),
        ),
        on(
            "a budget of half",
            "PodDisruptionBudget",
            "spec maxUnavailable",
            Edit::Set("50%"),
        ),
        on(
            "resources in another order",
            KUSTOMIZATION,
            "resources",
            Edit::Whole(turned),
        ),
        on(
            "a resource's path with a dot",
            KUSTOMIZATION,
            "resources *",
            Edit::Change(dotted),
        ),
        on(
            "an annotation for all",
            KUSTOMIZATION,
            "resources",
            Edit::After("commonAnnotations:\n  example.com/owner: shop"),
        ),
        on(
            "a second port",
            "Service",
            "spec ports *",
            Edit::After("- name: more\n  port: 9\n  targetPort: http"),
        ),
        on(
            "a deadline",
            "Job",
            "spec backoffLimit",
            Edit::After("activeDeadlineSeconds: 900"),
        ),
        on(
            "another hour",
            "CronJob",
            "spec schedule",
            Edit::Set("15 4 * * *"),
        ),
        on("less to read", "Role", "rules * verbs *", Edit::Drop),
        on(
            "more at the most",
            "HorizontalPodAutoscaler",
            "spec maxReplicas",
            Edit::Set("20"),
        ),
    ],
}];

fn comment(text: &str) -> Option<String> {
    Some(format!(
        "# What somebody wanted to say: a: b, [c, {{d}}\n{text}# And again.\n"
    ))
}

fn windows(text: &str) -> Option<String> {
    Some(text.replace('\n', "\r\n"))
}

fn spaces(text: &str) -> Option<String> {
    (!text.contains("|-")).then(|| text.replace('\n', "  \n"))
}

fn blank(text: &str) -> Option<String> {
    (!text.contains("|-")).then(|| text.replace('\n', "\n\n"))
}

fn begun(text: &str) -> Option<String> {
    Some(format!("---\n{text}"))
}

fn quoted(value: &str) -> Option<String> {
    (!value.starts_with(['\'', '"'])).then(|| format!("\"{value}\""))
}

/// The metadata come last.
fn metadata_last(document: &str) -> Option<String> {
    let (before, rest) = document.split_once("metadata:\n")?;
    let lines: Vec<&str> = rest.lines().collect();
    let end = lines.iter().position(|line| !line.starts_with(' '))?;
    let (own, after) = lines.split_at(end);
    Some(format!(
        "{before}{}\nmetadata:\n{}",
        after.join("\n"),
        own.join("\n")
    ))
}

/// The document stands between two empty ones.
fn alone(document: &str) -> Option<String> {
    Some(format!("---\n---\n{document}\n---\n---"))
}

fn underscored(value: &str) -> Option<String> {
    Some(format!("{value}_TOO"))
}

fn another_port(value: &str) -> Option<String> {
    value
        .parse::<u16>()
        .ok()
        .map(|port| (port + 20_000).to_string())
}

fn web(_: &str) -> Option<String> {
    Some("web".to_owned())
}

fn turned(own: &str) -> Option<String> {
    let mut lines: Vec<&str> = own.lines().collect();
    lines[1..].reverse();
    Some(lines.join("\n"))
}

fn dotted(path: &str) -> Option<String> {
    (!path.starts_with('.')).then(|| format!("./{path}"))
}
