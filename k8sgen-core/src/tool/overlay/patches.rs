//! How an environment differs from the base, one function a reason.

use indexmap::IndexMap;
use k8sgen_templates::kind::{
    Op, Operation, Patch, PatchChange, PatchTarget, PatchValue, json_pointer,
};
use k8sgen_templates::names::{Arn, EnvVarName};
use k8sgen_templates::pod::{ResourceList, Resources};

use crate::context::Field;
use crate::inventory::{Budget, Environment, ExtraContainer, Kind, Service, Text};
use crate::problem::Problems;
use crate::tool::deployed::{At, Deployed};
use crate::tool::inputs::{Scope, well_known};
use crate::tool::overlay::images::{self, Run};
use crate::tool::pod::checksum_key;
use crate::tool::{Inputs, ingress};

/// All patches of an environment.
pub(super) fn all(
    inputs: &Inputs<'_>,
    environment: &Environment,
    runs: &[Run<'_>],
) -> Result<Vec<Patch>, Problems> {
    let mut patches = Vec::new();
    patches.extend(versions(inputs, runs));
    patches.extend(shared_images(runs));
    patches.extend(configmaps(inputs, environment)?);
    patches.extend(variables(inputs, environment)?);
    patches.extend(remote_secrets(inputs, environment)?);
    patches.extend(resources(inputs, environment));
    patches.extend(autoscalers(inputs, environment));
    patches.extend(budgets(inputs, environment));
    patches.extend(load_balancer(inputs, environment)?);
    Ok(patches)
}

fn set(op: Op, path: impl Into<String>, value: impl Into<String>) -> Operation {
    Operation {
        op,
        path: path.into(),
        value: PatchValue::Text(value.into()),
    }
}

fn patch(why: &str, kind: &str, name: Option<String>, change: PatchChange) -> Patch {
    Patch {
        why: why.to_owned(),
        target: PatchTarget {
            kind: kind.to_owned(),
            name,
        },
        change,
    }
}

/// A patch's target for these of all services of a kind: their names, or nothing if it is for all of them.
fn names(inputs: &Inputs<'_>, kind: Kind, services: &[&Service]) -> Option<String> {
    let all = inputs.inventory.services.values();
    if services.len() == all.filter(|service| service.kind == kind).count() {
        return None;
    }
    let names: Vec<&str> = services
        .iter()
        .map(|service| service.name.as_str())
        .collect();
    Some(names.join("|"))
}

/// One patch for each kind of workload among `services`, which change alike.
fn by_kind(
    inputs: &Inputs<'_>,
    why: &str,
    services: &[&Service],
    operations: impl Fn(Kind) -> Vec<Operation>,
) -> Vec<Patch> {
    let mut kinds: IndexMap<Kind, Vec<&Service>> = IndexMap::new();
    for service in services {
        kinds.entry(service.kind).or_default().push(service);
    }
    let patches = kinds.into_iter().map(|(kind, services)| {
        let names = names(inputs, kind, &services);
        patch(
            why,
            kind.as_str(),
            names,
            PatchChange::Set(operations(kind)),
        )
    });
    patches.collect()
}

/// A patch of one workload.
fn of_one(why: &str, service: &Service, operations: Vec<Operation>) -> Patch {
    let name = Some(service.name.to_string());
    patch(
        why,
        service.kind.as_str(),
        name,
        PatchChange::Set(operations),
    )
}

/// The version label follows the image's tag.
fn versions(inputs: &Inputs<'_>, runs: &[Run<'_>]) -> Vec<Patch> {
    let mut groups: IndexMap<String, Vec<&Service>> = IndexMap::new();
    for run in runs {
        let Some(tag) = &run.tag else { continue };
        let is_label = tag
            .as_str()
            .parse::<k8sgen_templates::names::LabelValue>()
            .is_ok();
        if is_label
            && run.service.image_tag.as_ref() != Some(tag)
            && Deployed::of(inputs, run.service).runs(&run.repository)
        {
            groups.entry(tag.to_string()).or_default().push(run.service);
        }
    }
    let label = well_known("version");
    let label = label.as_str();
    let why = "The version label says what runs.";
    let patches = groups.into_iter().map(|(tag, services)| {
        by_kind(inputs, why, &services, |kind| {
            let of_pods = format!("{}/metadata/labels", kind.template());
            let labels = ["/metadata/labels", &of_pods];
            let set = labels.map(|labels| set(Op::Add, json_pointer(labels, label), &tag));
            set.into()
        })
    });
    patches.flatten().collect()
}

/// Values of ConfigMaps, and the checksum that rolls their readers.
fn configmaps(inputs: &Inputs<'_>, environment: &Environment) -> Result<Vec<Patch>, Problems> {
    let mut patches = Vec::new();
    let scope = Scope::Environment(environment);
    for name in inputs.inventory.configmaps.keys() {
        let base = inputs.config(name, Scope::Base)?;
        let here = inputs.config(name, scope)?;
        let operations: Vec<Operation> = here
            .iter()
            .filter(|(key, value)| base.get(*key) != Some(value))
            .map(|(key, value)| set(Op::Replace, json_pointer("/data", key.as_str()), value))
            .collect();
        if operations.is_empty() {
            continue;
        }
        let change = PatchChange::Set(operations);
        patches.push(patch(
            "What is configured otherwise here.",
            "ConfigMap",
            Some(name.to_string()),
            change,
        ));
        let readers: Vec<&Service> = inputs
            .inventory
            .services
            .values()
            .filter(|service| service.config_maps().contains(name))
            .filter(|service| Deployed::of(inputs, service).annotates(&checksum_key(name)))
            .collect();
        let checksum = inputs.config_checksum(name, scope)?;
        let why = format!("A changed {name} rolls the pods that read it.");
        patches.extend(by_kind(inputs, &why, &readers, |kind| {
            let annotations = format!("{}/metadata/annotations", kind.template());
            let path = json_pointer(&annotations, checksum_key(name).as_str());
            vec![set(Op::Replace, path, &checksum)]
        }));
    }
    Ok(patches)
}

/// The containers of a service, each with its variables.
fn containers(service: &Service) -> impl Iterator<Item = (At, &IndexMap<EnvVarName, Text>)> {
    let beside = service
        .extra_containers()
        .map(|extra: &ExtraContainer| &extra.env);
    std::iter::once((At::OWN, &service.env)).chain(At::beside(service).zip(beside))
}

/// Variables whose value depends on the environment.
fn variables(inputs: &Inputs<'_>, environment: &Environment) -> Result<Vec<Patch>, Problems> {
    let mut patches = Vec::new();
    for service in inputs.inventory.services.values() {
        let what = format!("the {} `{}`", service.kind, service.name);
        let mut differing = Vec::new();
        for (at, env) in containers(service) {
            for (name, text) in env {
                let here = inputs.resolve(text, Scope::Environment(environment), &what)?;
                let base = inputs.resolve(text, Scope::Base, &what)?;
                if here != base {
                    differing.push((at, name, base, here));
                }
            }
        }
        if differing.is_empty() {
            continue;
        }
        let deployed = Deployed::of(inputs, service);
        let operations: Vec<Operation> = differing
            .into_iter()
            .filter_map(|(at, name, base, here)| {
                let place = deployed.place_of(at, name, &base)?;
                let path = format!("{}/env/{place}/value", at.pointer(service));
                Some(set(Op::Replace, path, here))
            })
            .collect();
        if !operations.is_empty() {
            let why = "What its variables say otherwise here.";
            patches.push(of_one(why, service, operations));
        }
    }
    Ok(patches)
}

/// Images that several services run in different versions: `images` goes by the image alone.
fn shared_images(runs: &[Run<'_>]) -> Vec<Patch> {
    let mut patches = Vec::new();
    for run in runs.iter().filter(|run| !images::is_alone(runs, run)) {
        let image = match (&run.tag, &run.digest) {
            (_, Some(digest)) => run.repository.with_digest(digest.clone()),
            (Some(tag), None) => run.repository.with_tag(tag.clone()),
            (None, None) => continue,
        };
        // What has no image of its own runs the service's.
        let beside = At::beside(run.service).zip(run.service.extra_containers());
        let beside = beside.filter(|(_, extra)| extra.image.is_none());
        let all = std::iter::once(At::OWN).chain(beside.map(|(at, _)| at));
        let operations = all.map(|at| {
            let path = format!("{}/image", at.pointer(run.service));
            set(Op::Replace, path, image.to_string())
        });
        let why = "Another service runs this image in another version.";
        patches.push(of_one(why, run.service, operations.collect()));
    }
    patches
}

/// Secrets that have another name in AWS Secrets Manager.
fn remote_secrets(inputs: &Inputs<'_>, environment: &Environment) -> Result<Vec<Patch>, Problems> {
    let mut patches = Vec::new();
    for (name, secret) in &inputs.inventory.secrets {
        let what = format!("the ExternalSecret `{name}`");
        let here = inputs.resolve(&secret.remote, Scope::Environment(environment), &what)?;
        if here != inputs.resolve(&secret.remote, Scope::Base, &what)? {
            let keys = 0..secret.keys.len();
            let set = keys
                .map(|key| {
                    set(
                        Op::Replace,
                        format!("/spec/data/{key}/remoteRef/key"),
                        &here,
                    )
                })
                .collect();
            let name = Some(name.to_string());
            patches.push(patch(
                "This environment's own secret.",
                "ExternalSecret",
                name,
                PatchChange::Set(set),
            ));
        }
    }
    Ok(patches)
}

/// Requests and limits, multiplied.
fn resources(inputs: &Inputs<'_>, environment: &Environment) -> Vec<Patch> {
    let Some(factor) = environment.resources_factor else {
        return Vec::new();
    };
    let scaled = |list: &ResourceList| ResourceList {
        cpu: list.cpu.scaled(factor),
        memory: list.memory.scaled(factor),
        ephemeral_storage: list.ephemeral_storage.scaled(factor),
    };
    let scaled = |Resources { requests, limits }: &Resources| Resources {
        requests: scaled(requests),
        limits: scaled(limits),
    };
    // Services whose containers get the same.
    let mut groups: IndexMap<Vec<Resources>, Vec<&Service>> = IndexMap::new();
    for service in inputs.inventory.services.values() {
        let beside = service.extra_containers().map(|extra| &extra.resources);
        let here = std::iter::once(&service.resources).chain(beside);
        groups
            .entry(here.map(scaled).collect())
            .or_default()
            .push(service);
    }
    let why = format!("{factor} times the base's resources.");
    let patches = groups.into_iter().map(|(here, services)| {
        by_kind(inputs, &why, &services, |kind| {
            let places = std::iter::once(At::OWN).chain(At::beside(services[0]));
            let set = places
                .zip(&here)
                .map(|(At { list, place }, here)| Operation {
                    op: Op::Replace,
                    path: format!("{}/spec/{list}/{place}/resources", kind.template()),
                    value: PatchValue::Resources(Box::new(here.clone())),
                });
            set.collect()
        })
    });
    patches.flatten().collect()
}

/// No autoscaling, or more pods at the least.
fn autoscalers(inputs: &Inputs<'_>, environment: &Environment) -> Vec<Patch> {
    let scaled: Vec<&Service> = inputs
        .inventory
        .services
        .values()
        .filter(|service| service.autoscaling.is_some())
        .collect();
    if scaled.is_empty() {
        return Vec::new();
    }
    if !environment.is_autoscaled() {
        let why = "The number of pods is fixed here.";
        return vec![patch(
            why,
            "HorizontalPodAutoscaler",
            None,
            PatchChange::Delete,
        )];
    }
    scaled
        .into_iter()
        .filter(|service| environment.fewest_pods(service) != service.fewest_pods())
        .map(|service| {
            let fewest = PatchValue::Number(environment.fewest_pods(service));
            let set = Operation {
                op: Op::Replace,
                path: "/spec/minReplicas".to_owned(),
                value: fewest,
            };
            let name = Some(service.name.to_string());
            patch(
                "More pods at the least.",
                "HorizontalPodAutoscaler",
                name,
                PatchChange::Set(vec![set]),
            )
        })
        .collect()
}

/// Budgets that would block every drain with the pods that there are here.
fn budgets(inputs: &Inputs<'_>, environment: &Environment) -> Vec<Patch> {
    let budgeted: Vec<&Service> = inputs
        .inventory
        .services
        .values()
        .filter(|service| service.budget.is_some())
        .collect();
    let blocking: Vec<&Service> = budgeted
        .iter()
        .copied()
        .filter(|service| match service.budget {
            Some(Budget::MinAvailable(pods)) => pods >= environment.fewest_pods(service),
            Some(Budget::MaxUnavailable(_)) => environment.fewest_pods(service) < 2,
            None => false,
        })
        .collect();
    if blocking.is_empty() {
        return Vec::new();
    }
    let all = blocking.len() == budgeted.len();
    let names = blocking
        .iter()
        .map(|service| service.name.to_string())
        .collect::<Vec<_>>()
        .join("|");
    let why = "With so few pods a budget would block every drain.";
    vec![patch(
        why,
        "PodDisruptionBudget",
        (!all).then_some(names),
        PatchChange::Delete,
    )]
}

/// Who may open the load balancer, and under which hosts.
fn load_balancer(
    inputs: &Inputs<'_>,
    environment: &Environment,
) -> Result<Option<Patch>, Problems> {
    if ingress::public_services(inputs).is_empty() {
        return Ok(None);
    }
    let annotation = |name: &str, value: String| {
        let path = json_pointer("/metadata/annotations", ingress::annotation(name).as_str());
        set(Op::Add, path, value)
    };
    let mut operations = Vec::new();
    if !environment.allowed_cidrs.is_empty() {
        operations.push(annotation(
            "inbound-cidrs",
            ingress::list(&environment.allowed_cidrs),
        ));
    }
    if let Some(domain) = &environment.domain {
        let what = format!("the ingress of `{}`", environment.name);
        let certificate = match &environment.certificate {
            Some(certificate) => {
                let scope = Scope::Environment(environment);
                let path = ["environments", environment.name.as_str(), "certificate"];
                inputs.resolve_as::<Arn>(certificate, scope, &what, &path)?
            }
            None => Inputs::require(
                inputs.context.certificate_arn.clone(),
                Field::CertificateArn,
                &what,
            )?,
        };
        operations.extend([
            annotation(
                "listen-ports",
                r#"[{"HTTP": 80}, {"HTTPS": 443}]"#.to_owned(),
            ),
            annotation("ssl-redirect", "443".to_owned()),
            annotation(
                "ssl-policy",
                "ELBSecurityPolicy-TLS13-1-2-2021-06".to_owned(),
            ),
            annotation("certificate-arn", certificate.to_string()),
            Operation {
                op: Op::Replace,
                path: "/spec/rules".to_owned(),
                value: PatchValue::IngressRules(ingress::rules(inputs, Some(domain))?),
            },
        ]);
    }
    if operations.is_empty() {
        return Ok(None);
    }
    let why = "Who may open the load balancer, and under which names.";
    Ok(Some(patch(
        why,
        "Ingress",
        None,
        PatchChange::Set(operations),
    )))
}
