//! The base and every overlay build without a warning, a changed ConfigMap rolls its readers, and no
//! environment names another one's namespace.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::harness::builds::{self, Build};
use crate::harness::demo;
use crate::harness::manifest;
use crate::harness::workspace::Workspace;

/// Kinds that are in no namespace.
const CLUSTER_WIDE: [&str; 1] = ["Namespace"];

/// Pod templates by the name of their Deployment.
fn templates(build: &Build) -> BTreeMap<String, Value> {
    manifest::of_kind(&build.manifests, "Deployment")
        .into_iter()
        .map(|one| (one.name().to_owned(), one.0["spec"]["template"].clone()))
        .collect()
}

#[test]
fn the_base_and_every_overlay_build_without_a_warning() {
    let Some(builds) = builds::demo() else { return };
    let names: Vec<&str> = builds.iter().map(|build| build.name.as_str()).collect();
    let environments = demo::project().inventory.environments.keys();
    let mut expected: Vec<&str> = environments.map(AsRef::as_ref).collect();
    expected.sort_unstable();
    expected.insert(0, "base");
    assert_eq!(names, expected);
    for build in builds {
        let count = |kind| manifest::of_kind(&build.manifests, kind).len();
        assert_eq!(count("Deployment"), 20, "{}", build.name);
        assert_eq!(count("Service"), 20, "{}", build.name);
    }
}

/// Values in the inventory, other ones, and the ConfigMaps that they are in.
const CHANGES: [&[(&str, &str, &str)]; 2] = [
    &[
        ("DB_POOL_MAX_SIZE: '10'", "DB_POOL_MAX_SIZE: '20'", "database-config"),
        ("JWT_ALGORITHM: HS256", "JWT_ALGORITHM: HS512", "jwt-config"),
    ],
    // The overlays patch this one.
    &[("METRICS_ENABLED: 'true'", "METRICS_ENABLED: 'false'", "common-config")],
];

#[test]
fn a_changed_config_map_rolls_its_readers_and_nobody_else_in_every_overlay() {
    let Some(before) = builds::demo() else { return };
    for changes in CHANGES {
        let workspace = Workspace::demo();
        for (value, other, _) in changes {
            workspace.edit("k8sgen.yaml", value, other);
        }
        let after = builds::of(&workspace.generate("out")).unwrap_or_default();
        assert_eq!(before.len(), after.len());
        let services = demo::project().inventory.services.values();
        let readers: BTreeSet<String> = services
            .filter(|service| changes.iter().any(|(_, _, map)| service.config.contains_key(*map)))
            .map(|service| service.name.to_string())
            .collect();
        for (before, after) in before.iter().zip(&after) {
            let now = templates(after);
            let rolled: BTreeSet<String> = templates(before)
                .into_iter()
                .filter(|(name, template)| now[name] != *template)
                .map(|(name, _)| name)
                .collect();
            assert_eq!(rolled, readers, "{changes:?} in {}", before.name);
        }
    }
}

/// Whether a line has a name in it that is not just a part of a longer one.
fn names(line: &str, name: &str) -> bool {
    let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
    line.match_indices(name).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + name.len()..]);
        !goes_on(before.chars().next_back()) && !goes_on(after.chars().next())
    })
}

#[test]
fn everything_of_an_environment_is_in_its_namespace_and_names_no_other() {
    let Some(builds) = builds::demo() else { return };
    let inventory = &demo::project().inventory;
    let mut namespaces = BTreeMap::from([("base", inventory.namespace.as_ref())]);
    for environment in inventory.environments.values() {
        namespaces.insert(environment.name.as_ref(), environment.namespace.as_ref());
    }
    for build in builds {
        let own = namespaces[build.name.as_str()];
        for one in &build.manifests {
            if CLUSTER_WIDE.contains(&one.kind()) {
                assert_eq!((one.name(), one.namespace()), (own, ""));
            } else {
                assert_eq!(one.namespace(), own, "{}: {}", build.name, one.id());
            }
        }
        for other in namespaces.values().filter(|other| **other != own) {
            let line = build.text.lines().find(|line| names(line, other));
            assert_eq!(line, None, "{} names {other}", build.name);
        }
    }
}

#[test]
fn environments_differ_as_the_inventory_says() {
    let inventory = &demo::project().inventory;
    for build in builds::demo().unwrap_or_default() {
        let Some(environment) = inventory.environments.get(build.name.as_str()) else {
            continue;
        };
        for (name, service) in &inventory.services {
            let deployment = manifest::find(&build.manifests, "Deployment", name.as_ref());
            let deployment = deployment.expect("a Deployment");
            let template = &deployment["spec"]["template"];
            let (tag, _) = environment.image(service);
            let tag = tag.expect("the demo's images have tags").to_string();
            let image = template["spec"]["containers"][0]["image"].as_str();
            assert!(image.is_some_and(|image| image.ends_with(&format!(":{tag}"))), "{name}");
            // A version that is not what runs is worse than none.
            let version = &template["metadata"]["labels"]["app.kubernetes.io/version"];
            assert_eq!(*version, tag, "{name}");
            let autoscaler =
                manifest::find(&build.manifests, "HorizontalPodAutoscaler", name.as_ref());
            let fewest = match autoscaler {
                Some(autoscaler) => &autoscaler["spec"]["minReplicas"],
                None => &deployment["spec"]["replicas"],
            };
            assert_eq!(*fewest, environment.fewest_pods(service), "{name}");
            let budget = manifest::find(&build.manifests, "PodDisruptionBudget", name.as_ref());
            let stay = budget.and_then(|budget| budget["spec"]["minAvailable"].as_u64());
            let fewest = u64::from(environment.fewest_pods(service));
            assert!(stay.is_none_or(|stay| stay < fewest), "{name} blocks every drain");
        }
        let config = manifest::find(&build.manifests, "ConfigMap", "common-config");
        let config = &config.expect("a ConfigMap")["data"];
        assert_eq!(config["LOG_LEVEL"], environment.log_level);
        assert_eq!(config["ENVIRONMENT"], environment.name.to_string());
    }
}
