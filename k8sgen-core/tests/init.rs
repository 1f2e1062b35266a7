//! What `k8sgen init` writes is an inventory, whatever Terraform calls its things, and generates as it is.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use k8sgen_core::context::{Context, Mapping, allow_list};
use k8sgen_core::{Facts, Inventory, generate, init, inventory, plan};
use proptest::prelude::*;
use serde_json::json;

const REGISTRY: &str = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";

/// Outputs with these repositories, and nothing else.
fn repositories(names: &[String]) -> Facts {
    let urls: Vec<String> = names
        .iter()
        .map(|name| format!("{REGISTRY}/{name}"))
        .collect();
    let outputs = json!({ "repository_urls": { "value": urls } }).to_string();
    Facts::read([("ecr.json", outputs.as_str())], &allow_list()).unwrap()
}

/// The inventory that is begun from these, after the repository has been made of it.
fn begun(facts: &Facts) -> Inventory {
    let text = init::inventory(facts, vec!["ecr.json".to_owned()], None).unwrap();
    let inventory =
        inventory::read("k8sgen.yaml", &text).unwrap_or_else(|why| panic!("{why}\n{text}"));
    let plan = plan::build(&inventory);
    let context = Context::bridge(facts, &Mapping::default(), &plan.needs()).unwrap();
    let made = generate(&plan, &context, &inventory);
    made.unwrap_or_else(|why| panic!("{why}\n{text}"));
    inventory
}

#[test]
fn names_without_what_they_share_are_the_services() {
    let names = ["prod-web-ui", "prod-orders", "prod-mail-worker"].map(str::to_owned);
    let inventory = begun(&repositories(&names));
    let services = inventory.services.values().map(|service| {
        let port = service.ports.first().map_or(0, |port| port.port.get());
        format!("{} in {} on {port}", service.name, service.tier)
    });
    let services: Vec<String> = services.collect();
    assert_eq!(
        services,
        [
            "web-ui in frontend on 3000",
            "orders in backend on 8080",
            "mail-worker in processing on 0"
        ]
    );
}

#[test]
fn one_repository_is_enough() {
    // The project is called like the last one's folder, as far as the names of its IAM roles leave room.
    let long = "15675873h8b0-4pylq290i8u-j7wt60c0-55w7mv1ry/cart";
    for name in ["cart", "shop/cart", "shop-cart", "team/shop/cart", long] {
        let inventory = begun(&repositories(&[name.to_owned()]));
        assert_eq!(inventory.services.len(), 1, "{name}");
    }
}

#[test]
fn a_state_without_an_output_is_enough() {
    let state = json!({
        "version": 4,
        "terraform_version": "1.9.0",
        "outputs": {},
        "resources": [{
            "mode": "managed",
            "type": "aws_ecr_repository",
            "name": "service",
            "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]",
            "instances": (["shop/cart", "shop/web-ui"]).map(|name| json!({
                "index_key": name,
                "attributes": {
                    "name": name,
                    "repository_url": format!("{REGISTRY}/{name}"),
                    "arn": format!("arn:aws:ecr:eu-central-1:123456789012:repository/{name}"),
                },
            })),
        }],
    });
    let facts = Facts::read(
        [("terraform.tfstate", state.to_string().as_str())],
        &allow_list(),
    );
    let inventory = begun(&facts.unwrap());
    let services: Vec<&str> = inventory.services.keys().map(AsRef::as_ref).collect();
    assert_eq!(services, ["web-ui", "cart"]);
}

#[test]
fn what_is_left_out_is_named_with_the_reason() {
    let outputs = json!({
        "repository_urls": { "value": [format!("{REGISTRY}/shop/cart")] },
        "rds_endpoint": { "value": "shop-prod.c9akciq32xyz.eu-central-1.rds.amazonaws.com:5432" },
        "rds_secret_arn": {
            "value": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/prod/database-AbCdEf"
        },
    });
    let facts = Facts::read(
        [("outputs.json", outputs.to_string().as_str())],
        &allow_list(),
    )
    .unwrap();
    let text = init::inventory(&facts, vec!["outputs.json".to_owned()], None).unwrap();
    insta::assert_snapshot!(text);
}

#[test]
fn without_a_repository_there_is_nothing_to_begin_with() {
    let outputs = json!({ "vpc_id": { "value": "vpc-0abc12345def67890" } }).to_string();
    let facts = Facts::read([("vpc.json", outputs.as_str())], &allow_list()).unwrap();
    let why = init::inventory(&facts, vec!["vpc.json".to_owned()], None).unwrap_err();
    insta::assert_snapshot!(why, @"
    error[init/no-repositories]: no ECR repository is known, and a service is begun for each
      = help: read were vpc.json: add what Terraform says of `aws_ecr_repository`, such as an output `repository_urls`;
              or write k8sgen.yaml by hand, with the `image` of each service
    ");
}

/// Names as ECR takes them.
fn any_repository() -> impl Strategy<Value = String> {
    "[a-z0-9]{1,12}([-._/][a-z0-9]{1,12}){0,4}"
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_repositories_give_an_inventory_that_generates(
        names in prop::collection::btree_set(any_repository(), 1..6)
    ) {
        let names: Vec<String> = names.into_iter().collect();
        let inventory = begun(&repositories(&names));
        prop_assert_eq!(inventory.services.len(), names.len());
    }
}
