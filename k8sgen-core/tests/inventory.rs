//! The inventory from the outside: each mistake is one problem, at its line, and hides no other.
#![expect(clippy::disallowed_methods, reason = "the tests read the example")]

use k8sgen_core::inventory::{self, Origin};
use k8sgen_core::problem::Problems;
use k8sgen_core::{Inventory, Place};

#[path = "inventory/mistakes.rs"]
mod mistakes;

fn example() -> String {
    std::fs::read_to_string("../examples/demo-replica-agent/k8sgen.yaml").expect("the example")
}

fn read(text: &str) -> Result<Inventory, Problems> {
    inventory::read("k8sgen.yaml", text)
}

/// A small project; `services` is indented below that key.
fn shop(services: &str) -> String {
    format!(
        "project: shop\nenvironment: prod\nnamespace: shop\ndefaults: {{image_tag: 1.4.2}}\n\
         tiers: {{backend: {{}}}}\nservices:\n{services}"
    )
}

/// What is wrong with a text: code and line of each problem.
fn said(text: &str) -> Vec<(String, usize)> {
    let problems = read(text).err().into_iter().flatten();
    let said = problems.map(|problem| {
        let line = problem.place.and_then(|place| place.line).expect("a line");
        (problem.code, line)
    });
    said.collect()
}

#[test]
fn the_example_is_right() {
    let demo = read(&example()).expect("the example");
    assert_eq!((demo.services.len(), demo.tiers.len()), (20, 5));
}

#[test]
fn each_merged_value_knows_where_it_came_from() {
    let text = example();
    let demo = read(&text).expect("the example");
    let line_of = |path: &[&str]| match demo.origin(path) {
        Origin::File(Place { line, .. }) => text
            .lines()
            .nth(line.expect("a line") - 1)
            .expect("it")
            .trim(),
        Origin::BuiltIn => "built in",
    };
    let of = |rest: &[&str]| line_of(&[&["services", "payment-service"], rest].concat());
    assert_eq!(of(&["port"]), "port: 8005");
    assert_eq!(of(&["image_tag"]), "image_tag: 1.4.2");
    assert_eq!(of(&["min_available"]), "min_available: 1");
    assert_eq!(of(&["run_as_user"]), "built in");
}

#[test]
fn a_merge_key_shares_settings() {
    let text =
        shop("  web: &web {tier: backend, port: 80, replicas: 3}\n  cart: {<<: *web, port: 81}\n");
    let inventory = read(&text).expect("an inventory");
    let cart = &inventory.services["cart"];
    assert_eq!(
        (cart.replicas, cart.main_port().map(|port| port.port.get())),
        (3, Some(81))
    );
}

#[test]
fn a_mistake_hides_no_other() {
    let text = "\
project: Shop
namespace: shop
tiers: {backend: {replicas: two}}
services:
  web: {tier: backend, port: 0, calls: [cart, nobody]}
  cart: {tier: backned, calls: [nobody]}
  web: {}
environments:
  a: {namespace: one}
  b: {namespace: one, services: {nobody: {}}}
terraform: {map: {databse.endpoint: x}}
";
    let expected = [
        ("inventory/missing", 1),
        ("yaml/invalid-value", 1),
        ("yaml/invalid-value", 3),
        ("yaml/invalid-value", 5),
        ("inventory/unknown-name", 5),
        ("inventory/unknown-name", 6),
        ("inventory/unknown-name", 6),
        ("yaml/duplicate-key", 7),
        ("inventory/namespace-taken", 10),
        ("inventory/unknown-name", 10),
        ("context/unknown-field", 11),
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|(code, line)| ((*code).to_owned(), *line))
        .collect();
    assert_eq!(said(text), expected);
}

#[test]
fn what_follows_from_a_refused_value_is_not_said() {
    for services in [
        // A callee and a public service whose port was refused.
        "  web: {tier: backend, port: 0, ingress_path: /}\n  cart: {tier: backend, port: 80, calls: [web]}\n",
        "  web: {tier: backend, prot: 80, ingress_path: /}\n  cart: {tier: backend, port: 80, calls: [web]}\n",
        // A callee whose tier nobody knows: the tier may have said the port.
        "  web: {tier: nothing}\n  cart: {tier: backend, port: 80, calls: [web]}\n",
        "  web: {tier: No Label}\n  cart: {tier: backend, port: 80, calls: [web]}\n",
        // Numbers that are compared with what was refused.
        "  web: {tier: backend, replicas: two, min_available: 1}\n",
        "  web: {tier: backend, autoscaling: {min: 1, max: two, cpu_percent: 70}, min_available: 2}\n",
        "  web: {tier: backend, autoscaling: {min: 1, max: 2, cpu: 70}}\n",
        "  web: {tier: backend, pre_stop_sleep: 60, termination_grace_period_seconds: long}\n",
        "  web: {tier: backend, resources: {requests: {cpu: lots}, limits: {cpu: 1m}}}\n",
        "  web: {tier: backend, resources: {limits: ~}}\n",
        // Others that name a service which was refused.
        "  Web: {tier: backend, port: 80}\n  cart: {tier: backend, port: 80}\nenvironments: {a: {namespace: b, services: {cart: {}}}}\n",
        "  web: [80]\n  cart: {tier: backend, port: 80, calls: [web]}\n",
        // What is installed by whoever reads a repository that was refused.
        "  web: {tier: backend, port: 80}\nrepository: {url: [x]}\ninfrastructure: {argocd: {}}\n",
        "  web: {tier: backend, port: 80}\nrepositry: {url: 'https://example.com/x.git'}\ngitops: flux\n",
        "  web: {tier: backend, port: 80}\ngitops: argo\n",
    ] {
        let said = said(&shop(services));
        assert_eq!(said.len(), 1, "{services}{said:?}");
    }
}

/// What every service of a tier shares is said once, where it stands.
#[test]
fn what_a_tier_says_is_said_once() {
    let text = shop("  web: {tier: backend, port: 80}\n  cart: {tier: backend, port: 81}\n");
    let text = text.replace(
        "backend: {}",
        "backend: {calls: [nobody], config: {app: [A]}}",
    );
    let problems = read(&text).expect_err("nobody");
    let messages: Vec<&str> = problems
        .iter()
        .map(|problem| problem.message.as_str())
        .collect();
    let expected = [
        "tiers.backend.calls: there is no service `nobody`",
        "tiers.backend.config.app: there is no ConfigMap `app`",
    ];
    assert_eq!(messages, expected);
}

#[test]
fn terraforms_output_is_recognised_and_nothing_of_it_is_shown() {
    let text = r#"{"services": {"sensitive": true, "type": "string", "value": "hunter2"}}"#;
    let problems = read(text).expect_err("no inventory");
    let codes: Vec<&str> = problems
        .iter()
        .map(|problem| problem.code.as_str())
        .collect();
    assert_eq!(codes, ["inventory/terraform-output"]);
    assert!(!problems.to_string().contains("hunter2"));
}

/// Given or made of the project's and the account's name, with settings of the account or without.
#[test]
fn a_role_that_iam_would_refuse_is_refused_once() {
    let long = "a-service-account-with-a-name-that-is-long-but-right-for-kubernetes";
    let service = format!("  web: {{tier: backend, service_account: {long}, aws: {{s3: read}}}}\n");
    let said = |accounts: &str| said(&(shop(&service) + accounts));
    let contradiction = |line| [("inventory/contradiction".to_owned(), line)];
    assert_eq!(said(""), contradiction(1));
    assert_eq!(
        said(&format!("service_accounts: {{{long}: {{}}}}\n")),
        contradiction(8)
    );
    for name in ["'a role'", "../admin", "team/web", "''", long] {
        let accounts = format!("service_accounts:\n  {long}: {{role_name: {name}}}\n");
        assert_eq!(said(&accounts), contradiction(9), "{name}");
    }
    assert_eq!(
        said(&format!(
            "service_accounts: {{{long}: {{role_name: web}}}}\n"
        )),
        []
    );
}

/// However many services there are, and whatever is wrong with each: soon, and no more than anybody reads.
#[test]
fn a_thousand_services_with_a_mistake_each() {
    let service = |n: usize| format!("  s{n}: {{tier: backend, port: 80, calls: [nobody-{n}]}}\n");
    let services: Vec<String> = (0..1000).map(service).collect();
    let problems = read(&shop(&services.concat())).expect_err("nobody");
    assert_eq!(problems.iter().count(), 101);
    assert_eq!(problems.iter().last().expect("one").code, "yaml/more");
    assert!(problems.to_string().len() < 50_000);
}
