//! What Argo CD deploys: every Application leads to a folder that is there and to its environment's namespace,
//! its project lets through what is in that folder and nothing else, and roles trust who names them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::harness::builds::{self, Build};
use crate::harness::demo;
use crate::harness::manifest::{self, Manifest};
use crate::judges::schemas;

/// The project of the environments.
const PROJECT: &str = "demo-replica-agent";

fn of_file(path: &str) -> Vec<Manifest> {
    manifest::of_text(
        demo::golden_files()
            .get(path)
            .unwrap_or_else(|| panic!("{path}")),
    )
}

fn each(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
}

/// Namespaces of the environments.
fn namespaces() -> Vec<&'static str> {
    let environments = demo::project().inventory.environments.values();
    environments
        .map(|environment| environment.namespace.as_ref())
        .collect()
}

#[test]
fn what_the_app_of_apps_brings_builds_and_fits_its_schemas() {
    let Some(build) = builds::one(&demo::golden(), "argocd-apps") else {
        return;
    };
    let root = of_file("argocd-apps/root.yaml");
    assert_eq!(root[0].0["spec"]["source"]["path"], "argocd-apps");
    let ids: BTreeSet<String> = build.manifests.iter().map(Manifest::id).collect();
    assert_eq!(ids.len(), build.manifests.len());
    for environment in demo::project().inventory.environments.keys() {
        let id = format!("Application/{PROJECT}-{environment}");
        assert!(ids.contains(&id), "{id}");
    }
    let root = Build {
        name: "root".to_owned(),
        text: demo::golden_files()
            .get("argocd-apps/root.yaml")
            .expect("it")
            .to_owned(),
        manifests: root,
    };
    schemas::check(&[build, root]);
}

#[test]
fn every_application_leads_to_its_environment() {
    for environment in demo::project().inventory.environments.values() {
        let path = format!("argocd-apps/{}.yaml", environment.name);
        let application = &of_file(&path)[0].0;
        let spec = &application["spec"];
        assert_eq!(spec["project"], PROJECT);
        assert_eq!(
            spec["destination"]["namespace"],
            environment.namespace.as_ref()
        );
        let folder = text(&spec["source"]["path"]);
        assert_eq!(folder, format!("overlays/{}", environment.name));
        let overlay = &of_file(&format!("{folder}/kustomization.yaml"))[0].0;
        assert_eq!(overlay["namespace"], spec["destination"]["namespace"]);
    }
}

#[test]
fn the_project_lets_through_what_the_environments_have_and_no_more() {
    let projects = of_file("argocd-apps/project.yaml");
    for project in &projects {
        for list in [
            "sourceRepos",
            "destinations",
            "clusterResourceWhitelist",
            "namespaceResourceWhitelist",
        ] {
            let list = &project.0["spec"][list];
            assert!(
                !list.to_string().contains('*'),
                "{}: {list}",
                project.name()
            );
        }
    }
    let spec = &manifest::find(&projects, "AppProject", PROJECT).expect("it")["spec"];
    let destinations: Vec<&str> = each(&spec["destinations"])
        .map(|one| text(&one["namespace"]))
        .collect();
    assert_eq!(destinations, namespaces());
    let allowed = |list: &str| -> BTreeSet<(String, String)> {
        each(&spec[list])
            .map(|one| {
                (
                    text(&one["group"]).to_owned(),
                    text(&one["kind"]).to_owned(),
                )
            })
            .collect()
    };
    let Some(builds) = builds::demo() else { return };
    let mut there: BTreeSet<(String, String)> = BTreeSet::new();
    for manifest in builds.iter().flat_map(|build| &build.manifests) {
        let group = manifest
            .api_version()
            .rsplit_once('/')
            .map_or("", |(group, _)| group);
        there.insert((group.to_owned(), manifest.kind().to_owned()));
    }
    let cluster_wide = BTreeSet::from([(String::new(), "Namespace".to_owned())]);
    assert_eq!(allowed("clusterResourceWhitelist"), cluster_wide);
    let namespaced: BTreeSet<_> = there.difference(&cluster_wide).cloned().collect();
    assert_eq!(allowed("namespaceResourceWhitelist"), namespaced);
}

#[test]
fn every_role_trusts_its_account_in_every_environment_and_nobody_else() {
    let files = demo::golden_files();
    let mut roles = 0;
    for account in manifest::of_kind(demo::base(), "ServiceAccount") {
        let annotations = &account.0["metadata"]["annotations"];
        let Some(arn) = annotations["eks.amazonaws.com/role-arn"].as_str() else {
            continue;
        };
        roles += 1;
        let folder = account.name().trim_end_matches("-sa");
        let policy = files
            .get(&format!("iam/{folder}/trust-policy.json"))
            .expect("its trust policy");
        let policy: Value = serde_json::from_str(policy).expect("JSON");
        let conditions = policy["Statement"][0]["Condition"]
            .as_object()
            .expect("conditions");
        assert_eq!(
            conditions.keys().collect::<Vec<_>>(),
            ["StringEquals"],
            "no wildcard"
        );
        let equals = conditions["StringEquals"]
            .as_object()
            .expect("what is equal");
        let (_, subjects) = equals
            .iter()
            .find(|(key, _)| key.ends_with(":sub"))
            .expect("a subject");
        let subjects: Vec<&str> = each(subjects).map(text).collect();
        let expected = namespaces().into_iter();
        let expected = expected
            .map(|namespace| format!("system:serviceaccount:{namespace}:{}", account.name()));
        assert_eq!(subjects, expected.collect::<Vec<_>>());
        let (_, role) = arn.split_once(":role/").expect("a role");
        let terraform = files.get("iam/roles.tf").expect("it");
        assert!(
            terraform.contains(&format!("\"{role}\"")),
            "{role} is made by nobody"
        );
    }
    assert_eq!(roles, 2);
}

#[test]
fn policies_allow_what_terraform_made_and_name_it() {
    let files = demo::golden_files();
    let resources = |path: &str| -> Vec<String> {
        let policy: Value = serde_json::from_str(files.get(path).expect(path)).expect("JSON");
        for statement in each(&policy["Statement"]) {
            assert!(
                !statement["Action"].to_string().contains('*'),
                "{path}: {statement}"
            );
        }
        let resources =
            each(&policy["Statement"]).flat_map(|statement| each(&statement["Resource"]));
        resources
            .map(|resource| text(resource).to_owned())
            .collect()
    };
    let output = |file: &str, name: &str| text(&demo::output(file, name)).to_owned();
    let bucket = output("s3.json", "s3_bucket_arn");
    assert_eq!(
        resources("iam/image-processor/permissions-policy.json"),
        [bucket.clone(), format!("{bucket}/*")]
    );
    let secrets = resources("iam/external-secrets/permissions-policy.json");
    assert_eq!(secrets.len(), 4);
    assert!(
        secrets.contains(&output("rds.json", "rds_secret_arn")),
        "{secrets:?}"
    );
    assert!(
        secrets.contains(&output("elasticache.json", "redis_secret_arn")),
        "{secrets:?}"
    );
}
