//! A plan as a file: what the founding document calls `k8s-generation-plan.yaml`.

use std::borrow::Cow;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use serde_saphyr::{FlowMap, FlowSeq};

use super::{Level, Plan, Step};
use crate::context::Field;
use crate::inventory::Inventory;
use crate::yaml;

const HEADER: &str = "\
# The plan of the repository, level by level. Each step is a call of one tool; k8sgen reads `steps`.
# An argument that is added to a step's `args` overrides what the tool would fill in. `items` and
# `parallel_groups` are for the reader: the steps of one level never come after each other.
";

/// The file.
#[derive(Serialize)]
struct File<'a> {
    generation_order: IndexMap<String, LevelOut<'a>>,
    service_inventory: Services<'a>,
}

#[derive(Serialize)]
struct LevelOut<'a> {
    r#type: &'static str,
    items: Vec<&'a str>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    parallel_groups: IndexMap<&'a str, FlowSeq<Vec<&'a str>>>,
    steps: Vec<StepOut<'a>>,
}

#[derive(Serialize)]
struct StepOut<'a> {
    id: &'a str,
    tool: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    args: Option<FlowMap<&'a Map<String, Value>>>,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    requires: Option<FlowSeq<&'a Vec<Field>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<FlowSeq<&'a Vec<String>>>,
}

#[derive(Serialize)]
struct Services<'a> {
    total_services: usize,
    services: Vec<ServiceOut<'a>>,
}

#[derive(Serialize)]
struct ServiceOut<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
    tier: &'a str,
    service_account: &'a str,
    ecr_repo: Cow<'a, str>,
}

/// The file as it is read back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileIn {
    pub(super) generation_order: IndexMap<String, LevelIn>,
    #[serde(default, rename = "service_inventory")]
    _service_inventory: serde::de::IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LevelIn {
    #[serde(default, rename = "type")]
    _type: serde::de::IgnoredAny,
    #[serde(default, rename = "items")]
    _items: serde::de::IgnoredAny,
    #[serde(default, rename = "parallel_groups")]
    _parallel_groups: serde::de::IgnoredAny,
    #[serde(default)]
    pub(super) steps: Vec<StepIn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepIn {
    pub(super) id: String,
    pub(super) tool: String,
    #[serde(default)]
    pub(super) args: Map<String, Value>,
    pub(super) path: String,
    #[serde(default)]
    pub(super) requires: Vec<Field>,
    #[serde(default)]
    pub(super) after: Vec<String>,
}

fn file<'a>(plan: &'a Plan, inventory: &'a Inventory) -> File<'a> {
    let levels = plan.levels().map(|(level, steps)| {
        (
            format!("level_{}", u8::from(level)),
            level_out(level, steps, inventory),
        )
    });
    let services = inventory.services.values().map(|service| ServiceOut {
        name: service.name.as_str(),
        port: service.main_port().map(|port| port.port.get()),
        tier: service.tier.as_str(),
        service_account: service.service_account.as_str(),
        ecr_repo: match &service.ecr_repository {
            Some(name) => name.into(),
            None => format!("{}-{}", inventory.project, service.name).into(),
        },
    });
    let services: Vec<ServiceOut<'_>> = services.collect();
    File {
        generation_order: levels.collect(),
        service_inventory: Services {
            total_services: services.len(),
            services,
        },
    }
}

fn level_out<'a>(level: Level, steps: &'a [Step], inventory: &'a Inventory) -> LevelOut<'a> {
    let mut items: Vec<&str> = Vec::new();
    let mut groups: IndexMap<&str, FlowSeq<Vec<&str>>> = IndexMap::new();
    for step in steps {
        if !items.contains(&step.path.as_str()) {
            items.push(&step.path);
        }
        let service = step
            .args
            .get("name")
            .and_then(Value::as_str)
            .and_then(|name| {
                inventory
                    .services
                    .values()
                    .find(|service| service.name.as_str() == name)
            });
        if let (Some(service), Level::Services | Level::Workloads) = (service, level) {
            groups
                .entry(service.tier.as_str())
                .or_insert_with(|| FlowSeq(Vec::new()))
                .0
                .push(service.name.as_str());
        }
    }
    LevelOut {
        r#type: level.name(),
        items,
        parallel_groups: groups,
        steps: steps.iter().map(step_out).collect(),
    }
}

fn step_out(step: &Step) -> StepOut<'_> {
    StepOut {
        id: &step.id,
        tool: &step.tool,
        args: (!step.args.is_empty()).then_some(FlowMap(&step.args)),
        path: &step.path,
        requires: (!step.requires.is_empty()).then_some(FlowSeq(&step.requires)),
        after: (!step.after.is_empty()).then_some(FlowSeq(&step.after)),
    }
}

/// The plan as YAML, which [`read`](super::read) reads back.
#[must_use]
pub fn to_yaml(plan: &Plan, inventory: &Inventory) -> String {
    format!("{HEADER}{}", yaml::to_text(&file(plan, inventory)))
}

/// The plan as JSON.
///
/// # Panics
/// Never: the serializer writes to memory.
#[must_use]
pub fn to_json(plan: &Plan) -> String {
    let mut text = serde_json::to_string_pretty(plan).expect("a plan that is written to memory");
    text.push('\n');
    text
}
