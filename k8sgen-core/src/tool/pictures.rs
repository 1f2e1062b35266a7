//! The pictures of the architecture's page: who calls whom, what stands in AWS, and how a change gets to the
//! cluster. Each shows what this project has, and nothing else.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use k8sgen_templates::mermaid::{Direction, Flowchart, Line, NodeId, Shape};
use k8sgen_templates::names::DnsLabel;

use super::architecture_doc::Backing;
use super::{Inputs, guide, ingress};
use crate::identity::{self, Grant};
use crate::inventory::{Addon, GitOps, Inventory, Scheme, Service};
use crate::plan::Level;

/// With more services than this, a picture of all calls can't be read.
const MOST_SERVICES: usize = 30;
/// With more environments than this, a picture says how many there are.
const MOST_ENVIRONMENTS: usize = 6;

/// The picture of all calls.
#[derive(Debug)]
pub(super) struct Calls {
    /// The picture.
    pub(super) picture: Flowchart,
    /// Whether it counts calls between tiers.
    pub(super) is_counted: bool,
    /// Services whose callers it leaves out.
    pub(super) hubs: Vec<String>,
}

/// Who calls whom.
pub(super) fn calls(inputs: &Inputs<'_>, backing: &[Backing<'_>]) -> Calls {
    if inputs.inventory.services.len() > MOST_SERVICES {
        return Calls {
            picture: between_tiers(inputs, backing),
            is_counted: true,
            hubs: Vec::new(),
        };
    }
    let inventory = inputs.inventory;
    let hubs: Vec<&DnsLabel> = inventory
        .services
        .keys()
        .filter(|name| is_hub(inventory, name))
        .collect();
    let mut picture = Flowchart::new(Direction::Down);
    let alb = has_ingress(inputs).then(|| picture.node(Shape::Round, "load balancer"));
    let mut nodes: BTreeMap<&DnsLabel, NodeId> = BTreeMap::new();
    for tier in &inventory.tiers {
        let services: Vec<&Service> = inventory.services_of(tier).collect();
        if !services.is_empty() {
            picture.frame(tier.as_str(), |picture| {
                for service in services {
                    let node = picture.node(Shape::Plain, service.name.as_str());
                    nodes.insert(&service.name, node);
                }
            });
        }
    }
    for service in inventory.services.values() {
        let from = nodes[&service.name];
        if let Some(alb) = alb.filter(|_| service.ingress_path.is_some()) {
            picture.arrow(alb, from, Line::Solid);
        }
        for callee in service.calls.iter().filter(|callee| !hubs.contains(callee)) {
            if let Some(to) = nodes.get(callee) {
                picture.arrow(from, *to, Line::Solid);
            }
        }
    }
    for store in backing {
        let node = picture.node(Shape::Store, store.what);
        for user in &store.users {
            picture.arrow(nodes[&user.name], node, Line::Dotted);
        }
    }
    Calls {
        picture,
        is_counted: false,
        hubs: hubs.into_iter().map(ToString::to_string).collect(),
    }
}

/// Whether so many services call this one that its arrows hide all others.
fn is_hub(inventory: &Inventory, name: &DnsLabel) -> bool {
    const FEWEST: usize = 6;
    let callers = inventory.callers_of(name).count();
    callers >= FEWEST && callers * 2 >= inventory.services.len()
}

/// How many calls there are between tiers.
fn between_tiers(inputs: &Inputs<'_>, backing: &[Backing<'_>]) -> Flowchart {
    let inventory = inputs.inventory;
    let mut picture = Flowchart::new(Direction::Down);
    let alb = has_ingress(inputs).then(|| picture.node(Shape::Round, "load balancer"));
    let mut nodes: BTreeMap<&DnsLabel, NodeId> = BTreeMap::new();
    for tier in &inventory.tiers {
        let services: Vec<&Service> = inventory.services_of(tier).collect();
        let inside = |service: &&&Service| {
            let mut calls = service.calls.iter();
            calls.any(|callee| {
                inventory
                    .services
                    .get(callee)
                    .is_some_and(|one| one.tier == *tier)
            })
        };
        let calling = services.iter().filter(inside).count();
        let inside = (calling > 0).then(|| format!("{calling} call one of them"));
        let label = titled(
            tier.as_str(),
            [Some(counted(services.len(), "service")), inside],
        );
        if !services.is_empty() {
            nodes.insert(tier, picture.node(Shape::Plain, label));
        }
    }
    let mut calls: IndexMap<(&DnsLabel, &DnsLabel), usize> = IndexMap::new();
    for service in inventory.services.values() {
        for callee in &service.calls {
            let callee = inventory.services.get(callee);
            if let Some(callee) = callee.filter(|callee| callee.tier != service.tier) {
                *calls.entry((&service.tier, &callee.tier)).or_default() += 1;
            }
        }
    }
    for ((from, to), count) in calls {
        picture.labelled(nodes[from], nodes[to], Line::Solid, count.to_string());
    }
    for tier in &inventory.tiers {
        let public = inventory
            .services_of(tier)
            .filter(|one| one.ingress_path.is_some());
        let count = public.count();
        if let (Some(alb), 1..) = (alb, count) {
            picture.labelled(alb, nodes[tier], Line::Solid, count.to_string());
        }
    }
    for store in backing {
        let node = picture.node(Shape::Store, store.what);
        let mut users: IndexMap<&DnsLabel, usize> = IndexMap::new();
        for user in &store.users {
            *users.entry(&user.tier).or_default() += 1;
        }
        for (tier, count) in users {
            picture.labelled(nodes[tier], node, Line::Dotted, count.to_string());
        }
    }
    picture
}

/// A name, and below it what is known of it.
fn titled<const N: usize>(name: &str, known: [Option<String>; N]) -> String {
    let known = known.into_iter().flatten();
    let lines: Vec<String> = std::iter::once(name.to_owned()).chain(known).collect();
    lines.join("\n")
}

/// A number and what is counted.
fn counted(number: usize, what: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {what}{s}")
}

fn has_ingress(inputs: &Inputs<'_>) -> bool {
    !ingress::public_services(inputs).is_empty()
}

/// What stands in AWS, in which network, and what reaches what.
pub(super) fn aws(inputs: &Inputs<'_>, backing: &[Backing<'_>]) -> Flowchart {
    let inventory = inputs.inventory;
    let mut picture = Flowchart::new(Direction::Down);
    let is_internal = inventory.ingress.scheme == Scheme::Internal;
    let users = has_ingress(inputs).then(|| {
        let who = if is_internal {
            "the VPC"
        } else {
            "the internet"
        };
        picture.node(Shape::Round, who)
    });
    let alb = users.map(|_| {
        let which = if is_internal {
            "private subnets"
        } else {
            "public subnets"
        };
        let fill = |picture: &mut Flowchart| picture.node(Shape::Round, "load balancer");
        picture.frame(which, fill).1
    });
    let (_, cluster) = picture.frame("EKS cluster", |it| in_cluster(inventory, it));
    let inside: Vec<&Backing<'_>> = backing.iter().filter(|one| one.is_in_vpc).collect();
    if !inside.is_empty() {
        let fill = |picture: &mut Flowchart| -> Vec<NodeId> {
            let nodes = inside
                .iter()
                .map(|one| picture.node(Shape::Store, one.label()));
            nodes.collect()
        };
        for store in picture.frame("database subnets", fill).1 {
            picture.arrow(cluster.pods, store, Line::Solid);
        }
    }
    if let (Some(users), Some(alb)) = (users, alb) {
        let mut environments = inventory.environments.values();
        let is_https = environments.any(|environment| environment.domain.is_some());
        let protocol = if is_https { "HTTPS" } else { "HTTP" };
        picture.labelled(users, alb, Line::Solid, protocol);
        picture.arrow(alb, cluster.pods, Line::Solid);
        if let Some(controller) = cluster.controller {
            picture.labelled(controller, alb, Line::Dotted, "makes");
        }
    }
    in_region(inputs, backing, &mut picture, &cluster);
    picture
}

/// What of the cluster is drawn.
struct Cluster {
    pods: NodeId,
    operator: Option<NodeId>,
    controller: Option<NodeId>,
}

/// Environments, and what runs beside them.
fn in_cluster(inventory: &Inventory, picture: &mut Flowchart) -> Cluster {
    let mut addon = |addon: Addon, name: &str| {
        let is_there = inventory.infrastructure.contains_key(&addon);
        is_there.then(|| picture.node(Shape::Plain, name))
    };
    let controller = addon(
        Addon::AwsLoadBalancerController,
        "AWS Load Balancer Controller",
    );
    let operator = addon(Addon::ExternalSecrets, "External Secrets Operator");
    let targets = guide::targets(inventory);
    let title = if targets.len() == 1 {
        "environment"
    } else {
        "environments"
    };
    let (pods, ()) = picture.frame(title, |picture| {
        if targets.len() > MOST_ENVIRONMENTS {
            picture.node(Shape::Plain, counted(targets.len(), "namespace"));
        } else {
            for target in targets {
                picture.node(Shape::Plain, target.name);
            }
        }
    });
    Cluster {
        pods,
        operator,
        controller,
    }
}

/// What is in no VPC: buckets, images and secrets, and the roles by which they are reached.
fn in_region(
    inputs: &Inputs<'_>,
    backing: &[Backing<'_>],
    picture: &mut Flowchart,
    cluster: &Cluster,
) {
    let inventory = inputs.inventory;
    let roles = identity::roles(inventory);
    let of = |may: fn(&Grant) -> bool| {
        let roles = roles.iter().filter(move |role| role.grants.iter().any(may));
        let names: Vec<&str> = roles.map(|role| role.name.as_str()).collect();
        names.join("\n")
    };
    let buckets = backing.iter().filter(|one| !one.is_in_vpc);
    let mut reached: Vec<(String, NodeId, Line, String)> = buckets
        .map(|one| {
            let role = of(|grant| matches!(grant, Grant::Bucket(_)));
            (one.label(), cluster.pods, Line::Solid, role)
        })
        .collect();
    if identity::pulls_images(inventory) {
        let label = "images (ECR)".to_owned();
        reached.push((label, cluster.pods, Line::Dotted, "nodes pull".to_owned()));
    }
    if !inventory.secrets.is_empty() {
        let count = counted(inventory.secrets.len(), "secret");
        let reader = cluster.operator.unwrap_or(cluster.pods);
        let role = of(|grant| *grant == Grant::Secrets);
        reached.push((
            format!("Secrets Manager\n{count}"),
            reader,
            Line::Solid,
            role,
        ));
    }
    if reached.is_empty() {
        return;
    }
    let fill = |picture: &mut Flowchart| -> Vec<NodeId> {
        let nodes = reached
            .iter()
            .map(|(label, ..)| picture.node(Shape::Store, label.as_str()));
        nodes.collect()
    };
    let (_, nodes) = picture.frame("outside of the VPC", fill);
    for (node, (_, from, line, label)) in nodes.into_iter().zip(reached) {
        if label.is_empty() {
            picture.arrow(from, node, line);
        } else {
            picture.labelled(from, node, line, label);
        }
    }
}

/// How a change gets to the cluster.
pub(super) fn delivery(inventory: &Inventory) -> Flowchart {
    let mut picture = Flowchart::new(Direction::Right);
    let inputs = picture.node(Shape::Plain, "k8sgen.yaml and\nTerraform's outputs");
    let tree = picture.node(Shape::Plain, "this repository");
    picture.labelled(inputs, tree, Line::Solid, "k8sgen generate");
    let targets = guide::targets(inventory);
    let environments = |picture: &mut Flowchart| {
        if targets.len() > MOST_ENVIRONMENTS {
            let count = counted(targets.len(), "environment");
            picture.node(Shape::Plain, count);
        } else {
            for target in &targets {
                picture.node(Shape::Plain, target.folder.as_str());
            }
        }
    };
    let addons = inventory.infrastructure.keys();
    let addons: Vec<&str> = addons.map(|addon| addon.as_str()).collect();
    let (engine, first, then) = match inventory.gitops {
        GitOps::None => {
            let (frame, ()) = picture.frame("the cluster", environments);
            picture.labelled(tree, frame, Line::Solid, "kubectl apply -k");
            return picture;
        }
        GitOps::ArgoCd => {
            let wave = |tool| Level::of(tool).map_or(0, u8::from);
            let infrastructure = wave("generate_infrastructure");
            let application = wave("generate_argocd_application");
            (
                "Argo CD\nargocd-apps",
                format!("wave {infrastructure}: infrastructure"),
                format!("wave {application}: environments"),
            )
        }
        GitOps::Flux => (
            "Flux\nflux",
            "infrastructure".to_owned(),
            "environments, which depend on it".to_owned(),
        ),
    };
    let engine = picture.node(Shape::Round, engine);
    picture.labelled(tree, engine, Line::Solid, "is read by");
    let first = (!addons.is_empty()).then(|| {
        let frame = picture.frame(first, |picture| {
            for addon in addons {
                picture.node(Shape::Plain, addon);
            }
        });
        frame.0
    });
    let then = if first.is_some() {
        then
    } else {
        "environments".to_owned()
    };
    let (then, ()) = picture.frame(then, environments);
    match first {
        Some(first) => {
            picture.labelled(engine, first, Line::Solid, "applies");
            picture.labelled(first, then, Line::Solid, "then");
        }
        None => picture.labelled(engine, then, Line::Solid, "applies"),
    }
    picture
}
