//! The inventory to begin with comes back from YAML as what was put in, whatever that is.

use k8sgen_templates::names::Port;
use k8sgen_templates::starter::{
    Starter, StarterConfigMap, StarterEnvironment, StarterSecret, StarterService,
};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Text as people and machines write it, and as neither should.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("no".to_owned()),
        Just("1.10".to_owned()),
        Just("${database.endpoint}".to_owned()),
        Just("a: b # c\n- d".to_owned()),
        "[a-z][a-z0-9-]{0,8}",
        any::<String>(),
    ]
}

fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    let names = prop::collection::btree_set(text(), 1..4);
    names.prop_flat_map(|names| {
        let names: Vec<String> = names.into_iter().collect();
        vec(text(), names.len())
            .prop_map(move |values| names.clone().into_iter().zip(values).collect())
    })
}

fn starter() -> impl Strategy<Value = Starter> {
    let services = (pairs(), prop::option::of(1..=u16::MAX)).prop_map(|(names, port)| {
        let service = |(name, tier): (String, String)| StarterService {
            repository: Some(tier.clone()),
            name,
            tier,
            port: port.map(|port| Port::try_from(port).expect("a port")),
        };
        names.into_iter().map(service).collect::<Vec<_>>()
    });
    let environments = pairs().prop_map(|pairs| {
        let environment = |(name, namespace)| StarterEnvironment { name, namespace };
        pairs.into_iter().map(environment).collect::<Vec<_>>()
    });
    let about = (text(), text(), text(), text());
    let lists = (
        vec(text(), 1..3),
        vec(text(), 0..3),
        prop::collection::btree_set(text(), 1..3),
    );
    let maps = (pairs(), text(), text(), text());
    (about, lists, maps, services, environments).prop_map(
        |(
            (project, environment, namespace, image_tag),
            (sources, left_out, tiers),
            (data, name, remote, connects_to),
            services,
            environments,
        )| Starter {
            project,
            environment,
            namespace,
            sources,
            configmaps: vec![StarterConfigMap {
                name: name.clone(),
                data: data.clone(),
            }],
            secrets: vec![StarterSecret {
                name,
                remote,
                keys: data,
                connects_to,
            }],
            left_out,
            image_tag,
            tiers: tiers.into_iter().collect(),
            services,
            environments,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn it_comes_back_as_it_was(starter in starter()) {
        let yaml = starter.to_yaml();
        let read: Value = serde_saphyr::from_str(&yaml).map_err(|why| TestCaseError::fail(format!("{why}\n{yaml}")))?;
        let map = |pairs: &[(String, String)]| -> Value {
            pairs.iter().map(|(key, value)| (key.clone(), json!(value))).collect::<serde_json::Map<_, _>>().into()
        };
        prop_assert_eq!(&read["project"], &json!(starter.project));
        prop_assert_eq!(&read["environment"], &json!(starter.environment));
        prop_assert_eq!(&read["namespace"], &json!(starter.namespace));
        prop_assert_eq!(&read["terraform"]["sources"], &json!(starter.sources));
        prop_assert_eq!(&read["defaults"]["image_tag"], &json!(starter.image_tag));
        let configmap = &starter.configmaps[0];
        prop_assert_eq!(&read["configmaps"][&configmap.name], &map(&configmap.data));
        let secret = &starter.secrets[0];
        prop_assert_eq!(&read["secrets"][&secret.name]["keys"], &map(&secret.keys));
        prop_assert_eq!(&read["secrets"][&secret.name]["remote"], &json!(secret.remote));
        let tiers = read["tiers"].as_object().expect("tiers");
        prop_assert!(tiers.keys().eq(&starter.tiers));
        let services = read["services"].as_object().expect("services");
        prop_assert_eq!(services.len(), starter.services.len());
        for service in &starter.services {
            let read = &services[&service.name];
            prop_assert_eq!(&read["tier"], &json!(service.tier));
            prop_assert_eq!(&read["ecr_repository"], &json!(service.repository));
            prop_assert_eq!(read.get("port").cloned(), service.port.map(|port| json!(port.get())));
        }
        let environments = read["environments"].as_object().expect("environments");
        prop_assert_eq!(environments.len(), starter.environments.len());
    }
}
