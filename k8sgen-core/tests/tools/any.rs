//! Any arguments, and any names that an inventory may have.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

/// Any JSON value, a few floors deep, with the words of arguments in it.
fn value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        Just("web-ui".to_owned()),
        Just("database-config".to_owned()),
        Just("database-credentials".to_owned()),
        Just("production".to_owned()),
        Just("viewer".to_owned()),
        Just("backend-sa".to_owned()),
        Just("base".to_owned()),
        "\\PC{0,12}",
        "[a-z.-]{60,260}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        (0u32..70_000).prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        text.clone().prop_map(Into::into),
    ];
    leaf.prop_recursive(2, 12, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::vec((text.clone(), inner), 0..4)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// A tool and arguments of its own names.
fn call() -> impl Strategy<Value = (&'static str, Map<String, Value>)> {
    prop::sample::select(tool::NAMES).prop_flat_map(|tool| {
        let schema = tool::schema(tool).expect("a schema");
        let names: Vec<String> = schema["properties"]
            .as_object()
            .map(|properties| properties.keys().cloned().collect())
            .unwrap_or_default();
        let names = [names, vec!["unknown".to_owned()]].concat();
        let member = (prop::sample::select(names), value());
        prop::collection::vec(member, 0..4)
            .prop_map(move |members| (tool, members.into_iter().collect()))
    })
}

/// Labels, some as long as they may be.
fn label() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z][a-z0-9-]{0,8}[a-z0-9]", "[a-z][a-z0-9-]{61}[a-z0-9]"]
}

/// Names of objects, some as long as they may be.
fn subdomain() -> impl Strategy<Value = String> {
    prop_oneof![
        label(),
        prop::collection::vec("[a-z][a-z0-9-]{30,58}[a-z0-9]", 2..4)
            .prop_map(|labels| labels.join("."))
    ]
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Z_][A-Z0-9_.-]{0,12}", "[A-Z_][A-Z0-9_.-]{240,252}"]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn any_arguments_make_documents_or_problems((tool, args) in call()) {
        let tree = Tree::default();
        let inputs = Inputs::new(&CONTEXT, &DEMO, &tree);
        let made = Call::read(tool, &args).and_then(|call| call.run(&inputs));
        if let Err(problems) = made {
            prop_assert!(problems.iter().next().is_some());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    /// Names that an inventory is taken with never stop a tool.
    #[test]
    fn any_names_make_a_repository_or_problems(
        [project, tier, service, environment] in prop::array::uniform4(label()),
        [config, secret, account, role] in prop::array::uniform4(subdomain()),
        keys in prop::array::uniform2(key()),
        files in any::<bool>()
    ) {
        let mut text = format!("project: {project}\nenvironment: prod\nnamespace: {project}\n");
        let [config_key, secret_key] = keys;
        let secrets_as = if files { "files" } else { "variables" };
        let _ = write!(
            text,
            "configmaps: {{{config}: {{{config_key}: 'x'}}}}\n\
             secrets: {{{secret}: {{remote: a/b, keys: {{{secret_key}: k}}}}}}\n\
             roles: {{{role}: {{service_accounts: [{account}], rules: []}}}}\n\
             tiers: {{{tier}: {{}}}}\n\
             services:\n  {service}:\n    tier: {tier}\n    port: 80\n    image: nginx:1.29\n    \
             config: {{{config}: [{config_key}]}}\n    secrets: {{{secret}: [{secret_key}]}}\n    \
             secrets_as: {secrets_as}\n    service_account: {account}\n    ingress_path: /\n    \
             autoscaling: {{min: 2, max: 3, cpu_percent: 70}}\n\
             environments: {{{environment}: {{namespace: {environment}, domain: example.com, log_level: debug}}}}\n"
        );
        let Ok(inventory) = inventory::read("k8sgen.yaml", &text) else {
            return Ok(());
        };
        let plan = plan::build(&inventory);
        let context = Context::bridge(&FACTS, &Mapping::default(), &plan.needs());
        let context = context.expect("the example's outputs have it all");
        let back = plan::read("plan.yaml", &plan::to_yaml(&plan, &inventory)).expect("the plan");
        prop_assert_eq!(plan::to_json(&back), plan::to_json(&plan));
        if let Err(problems) = k8sgen_core::generate(&plan, &context, &inventory) {
            prop_assert!(problems.iter().next().is_some());
        }
    }
}
