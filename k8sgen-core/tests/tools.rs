//! The tools from the outside: what a call says wrong is explained, all of it, and what an inventory may say
//! never stops one.

use std::path::Path;
use std::sync::LazyLock;

use k8sgen_core::context::{Mapping, Needs, allow_list};
use k8sgen_core::terraform::Environment;
use k8sgen_core::tool::{self, Call, Inputs};
use k8sgen_core::{Context, Facts, Inventory, Problems, Tree, inventory, plan, terraform};
use serde_json::{Map, Value, json};

#[path = "tools/any.rs"]
mod any;

const EXAMPLE: &str = "../examples/demo-replica-agent";

/// What Terraform made of the example.
static FACTS: LazyLock<Facts> = LazyLock::new(|| {
    terraform::load(
        &[Path::new(EXAMPLE).join("terraform/outputs")],
        &Environment::Unknown,
        &allow_list(),
    )
    .expect("outputs")
});
static DEMO: LazyLock<Inventory> = LazyLock::new(|| {
    inventory::load(&Path::new(EXAMPLE).join("k8sgen.yaml")).expect("the example")
});
static CONTEXT: LazyLock<Context> = LazyLock::new(|| {
    Context::bridge(&FACTS, &Mapping::default(), &Needs::summary()).expect("a context")
});

/// A small project in the example's account; `services` is indented below that key.
fn shop(services: &str) -> Inventory {
    let text = format!(
        "project: demo-replica-agent\nenvironment: prod\nnamespace: shop\n\
         defaults: {{image_tag: 1.4.2}}\ntiers: {{backend: {{}}}}\nservices:\n{services}"
    );
    inventory::read("k8sgen.yaml", &text).expect("an inventory")
}

fn object(args: Value) -> Map<String, Value> {
    match args {
        Value::Object(args) => args,
        other => panic!("{other}"),
    }
}

fn read(tool: &str, args: Value) -> Result<Call, Problems> {
    Call::read(tool, &object(args))
}

/// What a call makes, as one text.
fn made(inventory: &Inventory, tool: &str, args: Value) -> Result<String, Problems> {
    let tree = Tree::default();
    let made = read(tool, args)?.run(&Inputs::new(&CONTEXT, inventory, &tree))?;
    let texts = made.documents.iter().map(|document| document.text.as_str());
    Ok(texts.collect())
}

/// Messages and helps, a line for each problem.
fn said(problems: Problems) -> String {
    let lines = problems.into_iter().map(|problem| match problem.help {
        Some(help) => format!("{}: {} ({help})", problem.code, problem.message),
        None => format!("{}: {}", problem.code, problem.message),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_tool_names_the_argument_that_was_meant() {
    for tool in tool::NAMES {
        let schema = tool::schema(tool).expect("a schema");
        assert_eq!(schema["additionalProperties"], json!(false), "{tool}");
        let Some((name, _)) = schema["properties"]
            .as_object()
            .and_then(|all| all.iter().next())
        else {
            let said = said(read(tool, json!({"x": 1})).expect_err(tool));
            assert!(
                said.contains("leave it out: nothing can be said here"),
                "{said}"
            );
            continue;
        };
        let misspelled = format!("{name}s");
        let said = said(read(tool, json!({ misspelled.as_str(): "a" })).expect_err(tool));
        assert!(
            said.contains(&format!("{tool}: unknown key `{misspelled}`")),
            "{said}"
        );
        assert!(said.contains(&format!("did you mean `{name}`?")), "{said}");
        assert!(!said.contains("is missing"), "{said}");
    }
}

#[test]
fn every_wrong_argument_is_said_at_once() {
    let args = json!({
        "nam": "web-ui", "replicas": "three", "port": 65536, "env_vars": {"2FA": "x", "OK": "y"},
        "config_maps": ["a", "B"], "cpu_limit": null, "memory_limit": []
    });
    insta::assert_snapshot!(said(read("generate_deployment", args).expect_err("wrong")), @r"
    tool/invalid-arguments: generate_deployment: unknown key `nam` (did you mean `name`?)
    tool/invalid-arguments: generate_deployment: replicas: `three` stands where a whole number from 0 to 4294967295 belongs (`k8sgen tool schema generate_deployment` says what it takes)
    tool/invalid-arguments: generate_deployment: port: `65536` is not a port: a whole number from 1 to 65535 (`k8sgen tool schema generate_deployment` says what it takes)
    tool/invalid-arguments: generate_deployment: env_vars.2FA: `2FA` is not the name of an environment variable: a digit is not first; write `_2FA` (`k8sgen tool schema generate_deployment` says what it takes)
    tool/invalid-arguments: generate_deployment: config_maps[1]: `B` is not an object name: lowercase letters, digits, `-` and `.` only, with a letter or digit at both ends of each part; write `b` (`k8sgen tool schema generate_deployment` says what it takes)
    tool/invalid-arguments: generate_deployment: memory_limit: a list stands where a quantity belongs (`k8sgen tool schema generate_deployment` says what it takes)
    ");
}

#[test]
fn a_number_may_stand_where_text_belongs() {
    let args = json!({"name": "web-ui", "env_vars": {"PORT": 8080, "DEBUG": true, "CODE": "007"}});
    let text = made(&DEMO, "generate_deployment", args).expect("a Deployment");
    for value in ["value: '8080'", "value: 'true'", "value: '007'"] {
        assert!(text.replace('"', "'").contains(value), "{value}: {text}");
    }
}

#[test]
fn everything_that_a_call_misses_is_said_at_once() {
    let args = json!({"name": "web-ui", "config_maps": ["a", "b"], "secrets": ["c", "d"]});
    let said = said(made(&DEMO, "generate_deployment", args).expect_err("four names"));
    for name in ["ConfigMap `a`", "ConfigMap `b`", "secret `c`", "secret `d`"] {
        assert!(
            said.contains(&format!("the inventory has no {name}")),
            "{said}"
        );
    }
    assert_eq!(said.lines().count(), 4, "{said}");
}

#[test]
fn numbers_that_no_cluster_takes_are_refused() {
    for (tool, args) in [
        ("generate_hpa", json!({"name": "web-ui", "min": 9})),
        ("generate_hpa", json!({"name": "web-ui", "min": 0})),
        ("generate_hpa", json!({"name": "web-ui", "cpu_percent": 0})),
        ("generate_hpa", json!({"name": "health-checker"})),
        (
            "generate_pdb",
            json!({"name": "api-gateway", "min_available": 3}),
        ),
        ("generate_pdb", json!({"name": "health-checker"})),
        (
            "generate_deployment",
            json!({"name": "web-ui", "replicas": 3}),
        ),
        ("generate_kustomization", json!({"path": "../../etc"})),
    ] {
        let problems = made(&DEMO, tool, args.clone()).expect_err(tool);
        assert_eq!(problems.iter().count(), 1, "{args}: {problems}");
    }
}

/// The tag of `defaults` is for what the project builds.
#[test]
fn an_image_with_a_tag_keeps_it() {
    let inventory = shop(
        "  redis: {tier: backend, port: 6379, image: 'redis:7.2'}\n  nginx: {tier: backend, port: 80, image: nginx, image_tag: 1.29}\n",
    );
    let image = |name: &str| {
        let text = made(&inventory, "generate_deployment", json!({ "name": name })).expect(name);
        let line = text.lines().find(|line| line.trim().starts_with("image:"));
        line.expect("an image").trim().to_owned()
    };
    assert_eq!(image("redis"), "image: redis:7.2");
    assert_eq!(image("nginx"), "image: nginx:1.29");
}

#[test]
fn an_environment_can_choose_the_version_of_any_image() {
    let text = "\
project: demo-replica-agent
environment: prod
namespace: shop
tiers: {backend: {}}
services:
  redis: {tier: backend, port: 6379, image: 'redis:7.2'}
  nginx: {tier: backend, port: 80, image: 'nginx:1.29'}
environments:
  staging: {namespace: shop-staging, image_tag: 2.0.0, services: {redis: {image_tag: '8.0'}}}
";
    let inventory = inventory::read("k8sgen.yaml", text).expect("an inventory");
    let args = json!({"environment": "staging"});
    let overlay = made(&inventory, "generate_overlay", args).expect("an overlay");
    assert!(
        overlay.contains("newTag: '8.0'") || overlay.contains("newTag: \"8.0\""),
        "{overlay}"
    );
    assert!(
        !overlay.contains("2.0.0") && !overlay.contains("nginx"),
        "{overlay}"
    );
}

#[test]
fn a_plan_is_checked_before_anything_is_made() {
    let plan = plan::build(&DEMO);
    for step in plan.steps() {
        assert_eq!(k8sgen_core::generate::check(step), [], "{}", step.id);
    }
}

#[test]
fn a_manifest_that_can_not_be_part_of_the_base_is_refused() {
    let manifest = |text: &str, path: Option<&str>| {
        let args = match path {
            Some(path) => json!({"manifest": text, "path": path}),
            None => json!({ "manifest": text }),
        };
        said(made(&DEMO, "write_custom_manifest", args).expect_err(text))
    };
    let head = |kind: &str| format!("apiVersion: v1\nkind: {kind}\nmetadata:\n  name: a\n");
    let cases = [
        manifest("", None),
        manifest("a: [", None),
        manifest("- a", None),
        manifest("kind: Job\nmetadata: {name: A_B}", None),
        manifest(&(head("LimitRange") + "---\n" + &head("LimitRange")), None),
        manifest(&(head("LimitRange") + "  name: b\n"), None),
        manifest(&(head("LimitRange") + "  namespace: kube-system\n"), None),
        manifest(&head("List"), None),
        manifest(&head("Namespace"), None),
        manifest(
            &(head("LimitRange") + "# the key is AKIAIOSFODNN7EXAMPLE\n"),
            None,
        ),
        manifest(
            &(head("Secret") + "stringData:\n  password: hunter2\n"),
            None,
        ),
        manifest(
            &(head("ConfigMap") + "data:\n  id: AKIAIOSFODNN7EXAMPLE\n"),
            None,
        ),
        manifest(&head("LimitRange"), Some("overlays/dev/a.yaml")),
        manifest(&head("LimitRange"), Some("base/kustomization.yaml")),
        manifest(&head("LimitRange"), Some("base/a.txt")),
        manifest(&head("LimitRange"), Some("../a.yaml")),
        manifest(&head("Service"), Some("base/services/services.yaml")),
    ];
    let all = cases.join("\n");
    assert!(!all.contains("hunter2") && !all.contains("AKIAIOSFODNN7EXAMPLE"));
    insta::assert_snapshot!(all, @r"
    yaml/empty: there is nothing in this file (comments alone say nothing; is it the right file?)
    yaml/syntax: this is not YAML: unclosed bracket '[' (look at this line and those before it: indentation, quotes, and brackets that are not closed)
    tool/refused-manifest: the manifest has no `apiVersion` (write `v1` or `group/version`)
    tool/refused-manifest: the manifest has no `kind` (write the kind of one resource)
    tool/refused-manifest: the manifest has no `metadata.name` (write an object name)
    tool/refused-manifest: the manifest has no `apiVersion` (write `v1` or `group/version`)
    tool/refused-manifest: the manifest says `metadata.name: A_B` (`A_B` is not an object name: lowercase letters, digits, `-` and `.` only, with a letter or digit at both ends of each part; write `a-b`)
    yaml/second-document: a second document begins here; one is read (put it into a file of its own)
    yaml/duplicate-key: `metadata.name` is defined twice; the first is in line 4 (keep one of the two, or give one another name)
    tool/refused-manifest: the manifest is for the namespace `kube-system`, and the base's is `devops-agent-demo` (leave the line out: each environment puts it into its own)
    tool/refused-manifest: the manifest says `kind: List` (write each of its items by itself)
    tool/refused-manifest: the manifest says `kind: Namespace` (namespaces are made by k8sgen: name it as the `namespace` of an environment)
    tool/refused-manifest: the manifest holds what looks like a private key or an AWS access key (keep it in AWS Secrets Manager, and call `generate_external_secret`, or `generate_secret` for one that a controller fills)
    tool/refused-manifest: the manifest is a Secret with values, in `stringData` (keep them in AWS Secrets Manager, and call `generate_external_secret`, or `generate_secret` for one that a controller fills)
    tool/refused-manifest: the manifest holds what looks like a private key or an AWS access key (keep it in AWS Secrets Manager, and call `generate_external_secret`, or `generate_secret` for one that a controller fills)
    tool/refused-manifest: the manifest can't stand at `overlays/dev/a.yaml`, which is not built (write it to `base/custom/limitrange-a.yaml`)
    tool/refused-manifest: the manifest can't stand at `base/kustomization.yaml`, which is not built (write it to `base/custom/limitrange-a.yaml`)
    tool/refused-manifest: the manifest can't stand at `base/a.txt`, which is not built (write it to `base/custom/limitrange-a.yaml`)
    tool/invalid-arguments: write_custom_manifest: path: `../a.yaml` is not a path in the repository: no part between its slashes is empty, `.`, `..` or `.git` (`k8sgen tool schema write_custom_manifest` says what it takes)
    tool/refused-manifest: the manifest can't stand at `base/services/services.yaml`, which `generate_service` makes (write it to `base/custom/service-a.yaml`)
    ");
}
