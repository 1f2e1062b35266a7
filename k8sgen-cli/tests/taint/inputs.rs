//! Inputs with a secret in every place that Terraform has for one.

use std::fs;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Map, Value, json};

/// Letters that no encoding changes but base64, and none of the project's own words.
pub(crate) const CORE: &str = "Qz7xTaintHunterWv4kPlantedJ9mBq";

/// The secret: what JSON, URLs and YAML escape is in it.
pub(crate) const SECRET: &str = "ü\"\\/+&= '{Qz7xTaintHunterWv4kPlantedJ9mBq}: #";

/// Files beside those of the project.
pub(crate) struct Input {
    pub(crate) name: &'static str,
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// What stands behind a command.
    pub(crate) terraform: &'static str,
    /// Whether a repository is made of it.
    pub(crate) is_good: bool,
}

/// The outputs of the project that is right, and secrets beside and inside of them.
fn outputs() -> Map<String, Value> {
    let text = fs::read_to_string("tests/project/terraform/outputs.json").expect("the project");
    let mut outputs: Map<String, Value> = serde_json::from_str(&text).expect("JSON");
    let mut add = |name: &str, output: Value| {
        outputs.insert(name.to_owned(), output);
    };
    add(
        "password",
        json!({"sensitive": true, "type": "string", "value": SECRET}),
    );
    // Names that are known, but not needed here. Some of the values would fit.
    for name in [
        "redis_endpoint",
        "redis_secret_name",
        "iam_policy_arn",
        "eks_cluster_name",
    ] {
        add(
            name,
            json!({"sensitive": true, "type": "string", "value": CORE}),
        );
    }
    add(
        "all",
        json!({"sensitive": true, "type": "dynamic", "value": {SECRET: {"cache": {"endpoint": SECRET}}}}),
    );
    add(
        "listed",
        json!({"sensitive": true, "type": "dynamic", "value": [[SECRET], {"redis_port": SECRET}]}),
    );
    // Nobody marked these, and no field has such a name.
    add(
        "dsn",
        json!({"sensitive": false, "type": "string", "value": format!("postgres://u:{SECRET}@h/d")}),
    );
    add(
        "service",
        json!({"sensitive": false, "type": "dynamic", "value": {"password": SECRET, "tokens": [SECRET], "deep": {"key": SECRET}}}),
    );
    // Known names with a value of another shape: it is said to be wrong, and not shown.
    add(
        "redis_secret_arn",
        json!({"sensitive": false, "type": "string", "value": SECRET}),
    );
    add(
        "elasticache_port",
        json!({"sensitive": false, "type": "string", "value": SECRET}),
    );
    add(
        "s3_bucket_arn",
        json!({"sensitive": false, "type": "dynamic", "value": [SECRET, {"a": SECRET}]}),
    );
    outputs
}

/// A resource's instance: attributes that are read, beside secrets in those that are not.
fn instance(read: &Value, marked: &[&str]) -> Value {
    let mut attributes = json!({
        "password": SECRET,
        "master_password": SECRET,
        "auth_token": SECRET,
        "secret_string": SECRET,
        "user_data": format!("#!/bin/sh\nexport TOKEN={SECRET}\n"),
        "tags": {"Name": SECRET, SECRET: "a key"},
        "parameter": [{"name": SECRET, "value": [SECRET]}],
        "certificate_authority": [{"data": SECRET}],
        "kms_key_id": null,
    });
    attributes
        .as_object_mut()
        .expect("attributes")
        .extend(read.as_object().expect("attributes").clone());
    let paths: Vec<Value> = marked
        .iter()
        .map(|name| json!([{"type": "get_attr", "value": name}]))
        .collect();
    json!({"schema_version": 1, "attributes": attributes, "sensitive_attributes": paths, "private": SECRET, "identity": {"id": SECRET}})
}

/// Resources of every sort of place: root, modules, instances, data, and marks.
fn blocks() -> Vec<Value> {
    let block = |module: &str, mode: &str, kind: &str, name: &str, instances: Value| {
        json!({"module": module, "mode": mode, "type": kind, "name": name,
            "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]", "instances": instances})
    };
    let a = "module.a";
    let nested = "module.a.module.b[\"x\"].module.c[0]";
    vec![
        block(
            a,
            "managed",
            "aws_vpc",
            "main",
            json!([instance(&json!({"id": "vpc-0abc"}), &[])]),
        ),
        block(
            a,
            "managed",
            "random_password",
            "db",
            json!([instance(&json!({"result": SECRET, "id": SECRET}), &[])]),
        ),
        block(
            nested,
            "managed",
            "aws_elasticache_replication_group",
            "cache",
            json!([instance(
                &json!({"primary_endpoint_address": SECRET, "replication_group_id": CORE, "port": SECRET}),
                &["primary_endpoint_address", "replication_group_id", "port"]
            )]),
        ),
        block(
            nested,
            "data",
            "aws_secretsmanager_secret_version",
            "db",
            json!([instance(&json!({}), &["secret_string"])]),
        ),
        block(
            nested,
            "data",
            "aws_acm_certificate",
            "main",
            json!([instance(&json!({"arn": SECRET}), &["arn"])]),
        ),
        block(
            a,
            "managed",
            "aws_eks_cluster",
            "main",
            json!([instance(
                &json!({"identity": [{"oidc": [{"issuer": SECRET}]}], "name": CORE, "endpoint": SECRET, "arn": SECRET, "version": SECRET}),
                &["identity", "name", "endpoint", "arn", "version"]
            )]),
        ),
        block(
            a,
            "managed",
            "aws_s3_bucket",
            "odd",
            json!([instance(&json!({"bucket": SECRET, "arn": SECRET}), &[])]),
        ),
        block(
            a,
            "managed",
            "aws_iam_policy",
            "storage",
            json!([instance(&json!({"arn": SECRET, "policy": SECRET}), &[])]),
        ),
        block(
            a,
            "managed",
            "aws_secretsmanager_secret",
            "redis",
            json!([instance(&json!({"name": SECRET, "arn": SECRET}), &[])]),
        ),
        block(
            a,
            "managed",
            "aws_ecr_repository",
            "marked",
            json!([instance(
                &json!({"repository_url": SECRET, "name": SECRET}),
                &["repository_url", "name"]
            )]),
        ),
        block(
            a,
            "managed",
            "aws_subnet",
            "private",
            json!([
                {"index_key": "a", "attributes_flat": {"id": "subnet-1", "tags.token": SECRET, "user_data": SECRET}},
                {"index_key": "b", "attributes": {"id": SECRET, "cidr_block": SECRET}, "sensitive_attributes": SECRET},
            ]),
        ),
    ]
}

fn state() -> Value {
    json!({"version": 4, "terraform_version": "1.11.4", "serial": 3, "lineage": SECRET,
        "outputs": outputs(), "resources": blocks(), "check_results": [{"object_kind": SECRET}]})
}

fn show() -> Value {
    let instance = |block: &Value| {
        let instance = &block["instances"][0];
        let marks = instance["sensitive_attributes"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let marks = marks.iter().map(|path| {
            (
                path[0]["value"].as_str().expect("a name").to_owned(),
                json!(true),
            )
        });
        let mut values = instance["attributes"].clone();
        if values.is_null() {
            values = json!({"password": SECRET});
        }
        json!({"address": "x", "mode": block["mode"], "type": block["type"], "name": block["name"],
            "values": values, "sensitive_values": marks.collect::<Map<String, Value>>()})
    };
    let resources: Vec<Value> = blocks().iter().map(instance).collect();
    json!({"format_version": "1.0", "terraform_version": "1.11.4", "values": {"outputs": outputs(), "root_module": {
        "resources": resources[..3], "child_modules": [
            {"address": "module.a", "resources": resources[3..6], "child_modules": [
                {"address": "module.a.module.b", "resources": resources[6..]}]}]}}})
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).expect("memory");
    encoder.finish().expect("memory")
}

/// A project whose only terraform is this text.
fn project(name: &'static str, is_good: bool, file: &str, text: impl Into<Vec<u8>>) -> Input {
    Input {
        name,
        files: vec![
            (
                "terraform/outputs.json".to_owned(),
                r#"{"nothing": {"value": 1}}"#.into(),
            ),
            (format!("terraform/{file}"), text.into()),
        ],
        terraform: "--terraform terraform",
        is_good,
    }
}

/// The inventory with another `terraform`.
fn mapped(name: &'static str, map: &str) -> Input {
    let text = fs::read_to_string("tests/project/k8sgen.yaml").expect("the project");
    let line = format!("terraform: {{sources: [terraform], map: {{{map}}}}}");
    let text = text.replace("terraform: {sources: [terraform]}", &line);
    assert!(text.contains(map), "{text}");
    let mut input = project(name, false, "terraform.tfstate", state().to_string());
    input.files.push(("k8sgen.yaml".to_owned(), text.into()));
    input
}

/// All inputs.
pub(crate) fn inputs() -> Vec<Input> {
    let outputs_text = format!("{:#}", Value::Object(outputs()));
    let state_text = format!("{:#}", state());
    let show_text = format!("{:#}", show());
    let middle = |text: &str| text.find(CORE).expect("planted") + CORE.len();
    let cut = |text: &str| text[..middle(text)].to_owned();
    let broken = |text: &str, with: &str| {
        let at = middle(text);
        format!("{}{with}{}", &text[..at], &text[at..])
    };
    let mut inputs = vec![
        project("outputs", true, "all.json", outputs_text.clone()),
        project("state", true, "terraform.tfstate", state_text.clone()),
        project("show", true, "show.json", show_text.clone()),
        project("outputs in gzip", true, "all.json.gz", gzip(&outputs_text)),
        project("state in gzip", true, "a.tfstate.gz", gzip(&state_text)),
        Input {
            terraform: "--terraform - < terraform/terraform.tfstate",
            ..project("state by standard input", true, "terraform.tfstate", state_text.clone())
        },
        project("bare values", false, "bare.json", json!({"password": SECRET, "vpc_id": SECRET}).to_string()),
        project("one value", false, "one.json", json!(SECRET).to_string()),
        project("a list", false, "list.json", json!([SECRET, {SECRET: 1}]).to_string()),
        project("no output", false, "odd.json", json!({"p": {"sensitive": SECRET, "value": SECRET}, "q": {"type": SECRET}}).to_string()),
        project("an old state", false, "old.tfstate", json!({"version": 3, "serial": 1, "modules": [{"outputs": {"p": {"value": SECRET}}}]}).to_string()),
        project("an encrypted state", false, "a.tfstate", json!({"meta": {}, "encrypted_data": SECRET, "encryption_version": "v0"}).to_string()),
        project("a pointer", false, "b.tfstate", json!({"version": 3, "backend": {"type": "s3", "config": {"secret_key": SECRET}}}).to_string()),
        project("a plan", false, "plan.json", json!({"format_version": "1.2", "planned_values": {"outputs": {"p": {"value": SECRET}}}}).to_string()),
        project("a log", false, "log.json", format!("{{\"@level\":\"info\",\"@message\":\"{CORE}\"}}\n{{}}")),
        project("no such type", false, "c.tfstate", json!({"version": 4, "resources": [{"mode": SECRET, "type": 1, "name": SECRET}]}).to_string()),
        project("no such outputs", false, "d.tfstate", json!({"version": 4, "outputs": {"p": SECRET}, "resources": SECRET}).to_string()),
        mapped("a mapping to a marked output", "database.endpoint: outputs.password"),
        mapped("a mapping into a marked output", "database.endpoint: outputs.all.cache.endpoint"),
        mapped("a mapping to a list", "database.endpoint: outputs.listed"),
        mapped("a mapping to an attribute that is never read", "database.endpoint: module.a.aws_vpc.main.password"),
        mapped("a mapping to a marked attribute", "database.database_name: module.a.aws_eks_cluster.main.name"),
        mapped("a mapping to what has another shape", "database.endpoint: outputs.dsn"),
        mapped("a mapping to a secret of another shape", "database.secret_name: module.a.aws_secretsmanager_secret.redis.name"),
        mapped("a mapping that names the secret", &format!("database.endpoint: outputs.x, networking.vpc_id: outputs.{}", "y")),
    ];
    for (name, text) in [
        ("outputs", &outputs_text),
        ("state", &state_text),
        ("show", &show_text),
    ] {
        inputs.push(project("cut off in a secret", false, "cut.json", cut(text)));
        for with in ["\"", "\\q", "\\u12", "\n", "\u{0}", "\"}", "\",", "\": "] {
            let input = project(
                "broken in a secret",
                false,
                "broken.json",
                broken(text, with),
            );
            inputs.push(input);
        }
        assert!(text.contains(CORE), "{name}");
    }
    inputs
}
