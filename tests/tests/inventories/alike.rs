//! Things that share a name or nearly do, and services of one pod that have more elsewhere.

use super::{build, built, image};
use crate::harness::manifest;
use crate::harness::workspace::Workspace;

const ONE_IMAGE: &str = "\
project: shop
environment: prod
namespace: shop
terraform: {sources: [terraform/outputs]}
tiers: {backend: {image: 'registry.example.com/shop/app:1.0.0'}}
services:
  api: {tier: backend, port: 8080}
  worker: {tier: backend}
environments:
  staging: {namespace: shop-staging}
  production: {namespace: shop-production, services: {api: {image_tag: 2.0.0}}}
";

/// Either both get it, and say so, or the inventory is refused; but no service silently runs another version.
#[test]
fn two_services_of_one_image_keep_their_versions() {
    let Some(builds) = built(&Workspace::with(ONE_IMAGE)) else {
        return;
    };
    let image = |name| image(build(&builds, "production"), name);
    assert_eq!(image("api"), "registry.example.com/shop/app:2.0.0");
    assert_eq!(image("worker"), "registry.example.com/shop/app:1.0.0");
}

const FILES: &str = "\
project: shop
environment: prod
namespace: shop
terraform: {sources: [terraform/outputs]}
secrets:
  broker-credentials: {remote: 'shop/broker', keys: {URL: url, CA: ca}}
  other: {remote: 'shop/other', keys: {TOKEN: token}}
tiers: {backend: {image_tag: 1.0.0, secrets_as: files}}
services:
  api:
    tier: backend
    port: 8080
    image: registry.example.com/shop/api
    secrets: {broker-credentials: [URL, CA], other: [TOKEN]}
environments:
  production: {namespace: shop-production}
";

#[test]
fn secrets_as_files() {
    let Some(builds) = built(&Workspace::with(FILES)) else {
        return;
    };
    let deployment = manifest::find(build(&builds, "production"), "Deployment", "api");
    let pod = &deployment.expect("a Deployment")["spec"]["template"]["spec"];
    let container = &pod["containers"][0];
    let file = |name: &str| {
        let mut variables = container["env"].as_array().into_iter().flatten();
        let variable = variables.find(|variable| variable["name"] == name);
        variable.map(|variable| variable["value"].clone())
    };
    assert_eq!(
        file("URL_FILE"),
        Some("/etc/secrets/broker-credentials/URL".into())
    );
    assert_eq!(file("TOKEN_FILE"), Some("/etc/secrets/other/TOKEN".into()));
    assert_eq!(file("URL"), None, "no secret is a variable");
    let mut mounts = container["volumeMounts"].as_array().into_iter().flatten();
    let mount = mounts.find(|mount| mount["mountPath"] == "/etc/secrets/other");
    assert_eq!(mount.map(|mount| &mount["readOnly"]), Some(&true.into()));
}

#[test]
fn secrets_as_files_that_are_nearly_of_one_name() {
    let inventory = FILES
        .replace("broker-credentials", "a.b")
        .replace("other:", "a-b:");
    built(&Workspace::with(&inventory));
}

#[test]
fn one_pod_that_has_more_in_an_environment_gets_a_budget_there() {
    let inventory = ONE_IMAGE.replace("port: 8080", "port: 8080, replicas: 1");
    let inventory = inventory.replace("api: {image_tag: 2.0.0}", "api: {replicas: 3}");
    let Some(builds) = built(&Workspace::with(&inventory)) else {
        return;
    };
    let budget = |name| manifest::find(build(&builds, name), "PodDisruptionBudget", "api");
    assert_eq!(budget("staging"), None, "it would block every drain");
    assert!(budget("production").is_some());
}
