//! No service, one, and a hundred.

use std::fmt::Write as _;

use super::{build, built};
use crate::harness::builds::Build;
use crate::harness::manifest::{Manifest, of_kind};
use crate::harness::workspace::Workspace;

const NOTHING: &str = "\
project: shop
environment: prod
namespace: shop
terraform: {sources: [terraform/outputs]}
";

fn count(all: &[Manifest], kind: &str) -> usize {
    of_kind(all, kind).len()
}

/// An inventory is begun with its head: what comes of it is a namespace that is closed, and builds.
#[test]
fn no_service_is_a_closed_namespace() {
    let environment = "environments: {production: {namespace: shop-production}}\n";
    let Some(builds) = built(&Workspace::with(&format!("{NOTHING}{environment}"))) else {
        return;
    };
    for Build {
        name, manifests, ..
    } in &builds
    {
        let ids: Vec<String> = manifests.iter().map(Manifest::id).collect();
        let namespace = if name == "base" {
            "shop"
        } else {
            "shop-production"
        };
        assert_eq!(
            ids,
            [
                &format!("Namespace/{namespace}"),
                "NetworkPolicy/allow-dns",
                "NetworkPolicy/default-deny"
            ]
        );
    }
}

#[test]
fn one_service_and_nothing_else() {
    let service = "\
tiers: {all: {}}
services: {cart: {tier: all, port: 8080, image: 'registry.example.com/shop/cart:1.0.0'}}
";
    let Some(builds) = built(&Workspace::with(&format!("{NOTHING}{service}"))) else {
        return;
    };
    let all = build(&builds, "base");
    assert_eq!(builds.len(), 1, "no environment, no overlay");
    for (kind, expected) in [
        ("Deployment", 1),
        ("Service", 1),
        ("ServiceAccount", 1),
        ("PodDisruptionBudget", 1),
        ("NetworkPolicy", 3),
        ("ConfigMap", 0),
        ("ExternalSecret", 0),
        ("SecretStore", 0),
        ("Ingress", 0),
        ("HorizontalPodAutoscaler", 0),
    ] {
        assert_eq!(count(all, kind), expected, "{kind}");
    }
}

#[test]
fn a_hundred_services_in_a_chain() {
    const SERVICES: usize = 100;
    let mut inventory = format!("{NOTHING}tiers: {{chain: {{image_tag: 1.0.0}}}}\nservices:\n");
    for number in 0..SERVICES {
        let port = 8000 + number;
        let image = format!("image: registry.example.com/shop/link-{number}");
        let calls = match number + 1 {
            SERVICES => String::new(),
            next => format!(", calls: [link-{next}]"),
        };
        writeln!(
            inventory,
            "  link-{number}: {{tier: chain, port: {port}, {image}{calls}}}"
        )
        .expect("a String takes everything");
    }
    inventory.push_str("environments: {production: {namespace: shop-production, replicas: 1}}\n");
    let workspace = Workspace::with(&inventory);
    let Some(builds) = built(&workspace) else {
        return;
    };
    for Build {
        name, manifests, ..
    } in &builds
    {
        assert_eq!(count(manifests, "Deployment"), SERVICES, "{name}");
        assert_eq!(count(manifests, "Service"), SERVICES, "{name}");
        assert_eq!(count(manifests, "NetworkPolicy"), SERVICES + 2, "{name}");
        let rules = |direction: &str| -> usize {
            let policies = of_kind(manifests, "NetworkPolicy").into_iter();
            let rules = policies.filter(|policy| policy.name().starts_with("link-"));
            rules
                .filter_map(|policy| policy.0["spec"].get(direction)?.as_array().map(Vec::len))
                .sum()
        };
        assert_eq!(
            (rules("ingress"), rules("egress")),
            (SERVICES - 1, SERVICES - 1),
            "{name}"
        );
    }
}

/// A small project on a large registry hears of it once.
#[test]
fn repositories_that_nobody_uses_are_one_note() {
    let service = "\
tiers: {all: {}}
services: {cart: {tier: all, port: 8080, image: 'registry.example.com/shop/cart:1.0.0'}}
";
    let project = Workspace::with(&format!("{NOTHING}{service}")).project();
    let notes = project.expect("a project").notes();
    let said: Vec<&String> = notes
        .iter()
        .filter(|note| note.contains("no service"))
        .collect();
    let [note] = said.as_slice() else {
        panic!("one note: {said:?}");
    };
    assert!(
        note.starts_with("21 ECR repositories belong to no service: "),
        "{note}"
    );
}
