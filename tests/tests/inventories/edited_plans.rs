//! Plans in which somebody added an argument: what is generated is sound in every environment.

use std::path::PathBuf;

use k8sgen_core::{Project, Sources, plan};
use serde_json::Value;

use super::{build, checked};
use crate::harness::manifest;
use crate::harness::workspace::{Workspace, said};
use crate::harness::{builds::Build, demo};

const INVENTORY: &str = "\
project: shop
environment: prod
namespace: shop
terraform: {sources: [terraform/outputs]}
configmaps:
  app: {A: '1', LEVEL: '${log_level}'}
  more: {D: x}
tiers: {backend: {image_tag: 1.0.0}}
services:
  api:
    tier: backend
    port: 8080
    ecr_repository: demo-replica-agent-web-ui
    config: {app: [A]}
    env: {WHERE: '${environment}', FIXED: as-it-is}
  caller: {tier: backend, ecr_repository: demo-replica-agent-order-service, calls: [api]}
environments:
  production: {namespace: shop-production, log_level: warning, image_tag: 2.0.0}
";

/// Builds with more arguments for the Deployment.
#[track_caller]
fn with_arguments(arguments: &str) -> Option<Vec<Build>> {
    let workspace = Workspace::with(INVENTORY);
    let planned = workspace.project().expect("it is right");
    let yaml = plan::to_yaml(&planned.plan, &planned.inventory);
    let step = "tool: generate_deployment\n        args: {name: api";
    assert_eq!(yaml.matches(step).count(), 1, "{yaml}");
    workspace.write(
        "plan.yaml",
        &yaml.replace(step, &format!("{step}, {arguments}")),
    );
    let path = |name: &str| -> PathBuf { workspace.folder().join(name) };
    let project = Project::load(
        &path("k8sgen.yaml"),
        &Sources::default(),
        Some(&path("plan.yaml")),
    );
    let project = project.unwrap_or_else(|problems| panic!("{}", said(&problems)));
    demo::generate(&project, &path("out"));
    checked(&path("out"))
}

fn container(builds: &[Build]) -> &Value {
    let deployment = manifest::find(build(builds, "production"), "Deployment", "api");
    &deployment.expect("a Deployment")["spec"]["template"]["spec"]["containers"][0]
}

/// The value of a variable in production.
fn variable<'a>(builds: &'a [Build], name: &str) -> &'a Value {
    let variables = container(builds)["env"].as_array().into_iter().flatten();
    let mut variables = variables.filter(|variable| variable["name"] == name);
    &variables.next().expect("the variable")["value"]
}

#[test]
fn resources_and_probes() {
    let Some(builds) = with_arguments("cpu_limit: '2', health_check_path: /ready") else {
        return;
    };
    assert_eq!(container(&builds)["resources"]["limits"]["cpu"], "2");
    assert_eq!(
        container(&builds)["readinessProbe"]["httpGet"]["path"],
        "/ready"
    );
    assert_eq!(variable(&builds, "WHERE"), "production");
}

#[test]
fn another_config_map() {
    let Some(builds) = with_arguments("config_maps: [app, more]") else {
        return;
    };
    assert_eq!(variable(&builds, "WHERE"), "production");
    assert_eq!(variable(&builds, "FIXED"), "as-it-is");
}

#[test]
fn no_config_map() {
    let Some(builds) = with_arguments("config_maps: []") else {
        return;
    };
    assert_eq!(variable(&builds, "WHERE"), "production");
}

#[test]
fn a_variable_that_the_environment_would_set() {
    let Some(builds) = with_arguments("env_vars: {WHERE: always}") else {
        return;
    };
    assert_eq!(variable(&builds, "WHERE"), "always");
    assert_eq!(variable(&builds, "FIXED"), "as-it-is");
}

#[test]
fn a_variable_that_a_config_map_sets() {
    let Some(builds) = with_arguments("env_vars: {A: mine}") else {
        return;
    };
    assert_eq!(variable(&builds, "A"), "mine");
}

#[test]
fn another_image() {
    let Some(builds) = with_arguments("image: 'registry.example.com/shop/api:9'") else {
        return;
    };
    assert_eq!(
        container(&builds)["image"],
        "registry.example.com/shop/api:9"
    );
}

#[test]
fn another_port_reaches_both_network_policies() {
    let Some(builds) = with_arguments("port: 9090") else {
        return;
    };
    assert_eq!(container(&builds)["ports"][0]["containerPort"], 9090);
    let all = build(&builds, "production");
    for (name, direction) in [("api", "ingress"), ("caller", "egress")] {
        let policy = manifest::find(all, "NetworkPolicy", name).expect("a policy");
        assert_eq!(
            policy["spec"][direction][0]["ports"][0]["port"], 9090,
            "{name}"
        );
    }
}
