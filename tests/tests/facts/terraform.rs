//! What Terraform made is what the manifests name: endpoints, secrets, images, roles, subnets.

use serde_json::Value;

use crate::harness::{demo, manifest};

/// What `<storage.bucket_name>` and the like stand for.
pub(super) fn value(reference: &str) -> String {
    match reference {
        "<storage.bucket_name>" => output("s3.json", "s3_bucket_id"),
        "<region>" => output("s3.json", "s3_bucket_region"),
        other => panic!("{other}"),
    }
}

fn output(file: &str, name: &str) -> String {
    match demo::output(file, name) {
        Value::String(text) => text,
        Value::Number(number) => number.to_string(),
        other => panic!("{file}: {name} is {other}"),
    }
}

/// The name of the secret that an ARN ends with, without the six characters that AWS adds.
fn secret_name(arn: &str) -> &str {
    let (_, name) = arn.split_once(":secret:").expect("an ARN of a secret");
    &name[..name.len() - "-Qw7ErT".len()]
}

#[test]
fn the_config_maps_have_the_real_endpoints() {
    let data = |name: &str, key: &str| {
        let map = manifest::find(demo::base(), "ConfigMap", name);
        map.expect("a ConfigMap")["data"][key].clone()
    };
    for (map, key, file, name) in [
        ("database-config", "DB_HOST", "rds.json", "db_instance_address"),
        ("database-config", "DB_PORT", "rds.json", "db_instance_port"),
        ("database-config", "DB_NAME", "rds.json", "db_instance_name"),
        (
            "redis-config",
            "REDIS_HOST",
            "elasticache.json",
            "replication_group_primary_endpoint_address",
        ),
        ("redis-config", "REDIS_PORT", "elasticache.json", "replication_group_port"),
    ] {
        assert_eq!(data(map, key), output(file, name), "{map}: {key}");
    }
    assert_eq!(data("common-config", "ENVIRONMENT"), "pre-prod");
}

#[test]
fn the_external_secrets_have_the_real_names() {
    let database = output("rds.json", "rds_secret_arn");
    let cache = output("elasticache.json", "redis_secret_arn");
    for (name, remote) in [
        ("database-credentials", secret_name(&database)),
        ("redis-credentials", secret_name(&cache)),
        ("jwt-secret", "demo-replica-agent/pre-prod/jwt"),
        ("rabbitmq-credentials", "demo-replica-agent/pre-prod/rabbitmq"),
    ] {
        let secret = manifest::find(demo::base(), "ExternalSecret", name);
        let secret = secret.expect("an ExternalSecret");
        for data in secret["spec"]["data"].as_array().expect("its keys") {
            assert_eq!(data["remoteRef"]["key"], remote, "{name}");
        }
    }
    assert_eq!(secret_name(&database), "demo-replica-agent/pre-prod/database");
}

#[test]
fn every_image_is_of_its_own_repository() {
    let registry = output("ecr.json", "ecr_base_url");
    for deployment in manifest::of_kind(demo::base(), "Deployment") {
        let image = &deployment.0["spec"]["template"]["spec"]["containers"][0]["image"];
        let name = deployment.name();
        assert_eq!(*image, format!("{registry}/demo-replica-agent-{name}:1.4.2"));
    }
}

#[test]
fn only_who_needs_aws_has_a_role_and_it_is_of_the_account() {
    let accounts = manifest::of_kind(demo::base(), "ServiceAccount");
    let with_role: Vec<(&str, &str)> = accounts
        .iter()
        .filter_map(|account| {
            let role = &account.0["metadata"]["annotations"]["eks.amazonaws.com/role-arn"];
            Some((account.name(), role.as_str()?))
        })
        .collect();
    let role = "arn:aws:iam::123456789012:role/demo-replica-agent";
    assert_eq!(
        with_role,
        [
            ("image-processor-sa", format!("{role}-image-processor-role").as_str()),
            ("external-secrets-sa", format!("{role}-external-secrets-role").as_str()),
        ]
    );
}

#[test]
fn the_load_balancer_stands_in_the_public_subnets() {
    let ingress = manifest::of_kind(demo::base(), "Ingress")[0];
    let annotation = |name: &str| {
        let name = format!("alb.ingress.kubernetes.io/{name}");
        ingress.0["metadata"]["annotations"][name].clone()
    };
    let subnets = demo::output("vpc.json", "public_subnets");
    let subnets: Vec<&str> = subnets.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert_eq!(subnets.len(), 3);
    assert_eq!(annotation("subnets"), subnets.join(","));
    assert_eq!(annotation("inbound-cidrs"), output("vpc.json", "vpc_cidr_block"));
}

#[test]
fn the_sensitive_value_is_in_no_file() {
    assert_eq!(output("rds.json", "db_instance_password"), demo::SECRET);
    for (path, text) in demo::golden_files().iter() {
        assert!(!text.contains(demo::SECRET), "{path}");
    }
}
