//! From Terraform's files to the context, case by case.
//!
//! A new case is a new folder in `fixtures/terraform/cases`: its files, and, if it needs one, a `case.txt` with lines
//! `environment NAME` (as if chosen), `usual NAME` (as if the inventory's), `needs FIELD FILE` and `map FIELD ADDRESS`.
//! The snapshot of a case is its context with all sources; that of an `err_...` is what is said.
//!
//! The cases `real_...` were written by Terraform and OpenTofu themselves, from the configuration in
//! `fixtures/terraform/real`. The others follow the same format by hand.
#![expect(clippy::disallowed_methods, reason = "the tests read their fixtures")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use k8sgen_core::context::{Context, Field, Mapping, Needs, allow_list};
use k8sgen_core::terraform::{self, Address, Environment, Source};
use k8sgen_core::{Place, Problems};
use proptest::prelude::*;
use serde_json::Value;

/// Stands in the cases wherever a secret may be.
const SECRET: &str = "hunter2";

const CASES: &str = "tests/fixtures/terraform/cases";

/// What a `case.txt` says.
#[derive(Default)]
struct Script {
    environment: Environment,
    needs: Needs,
    map: Vec<(String, String, Option<Place>)>,
}

impl Script {
    fn of(case: &Path) -> Self {
        let mut script = Self {
            needs: Needs::summary(),
            ..Self::default()
        };
        let text = fs::read_to_string(case.join("case.txt")).unwrap_or_default();
        for (n, line) in text.lines().enumerate() {
            let (word, rest) = line.split_once(' ').expect("a word and more");
            let pair = rest.split_once(' ');
            match (word, pair) {
                ("environment", None) => script.environment = Environment::Chosen(rest.to_owned()),
                ("usual", None) => script.environment = Environment::Usual(rest.to_owned()),
                ("needs", Some((field, file))) => {
                    script.needs.add(field.parse().expect("a field"), file);
                }
                ("map", Some((field, address))) => {
                    let place = Some(Place::line("k8sgen.yaml", n + 1));
                    script
                        .map
                        .push((field.to_owned(), address.to_owned(), place));
                }
                _ => panic!("{}: {line}", case.display()),
            }
        }
        script
    }

    fn run(&self, paths: &[PathBuf]) -> Result<Context, Problems> {
        let facts = terraform::load(paths, &self.environment, &allow_list())?;
        let pairs = self.map.iter();
        let mapping = Mapping::read(
            pairs.map(|(field, address, place)| (field.as_str(), address.as_str(), place.clone())),
        )?;
        Context::bridge(&facts, &mapping, &self.needs)
    }
}

fn cases() -> Vec<(String, PathBuf)> {
    let mut cases: Vec<(String, PathBuf)> = fs::read_dir(CASES)
        .expect("the cases")
        .map(|entry| entry.expect("a case"))
        .map(|entry| {
            (
                entry.file_name().to_string_lossy().into_owned(),
                entry.path(),
            )
        })
        .collect();
    cases.sort();
    cases
}

/// The whole context, its sources and its notes.
fn shown(context: &Context) -> String {
    let mut text = serde_json::to_string_pretty(context).expect("JSON");
    text.push_str("\n\n");
    for field in Field::ALL.iter().copied() {
        if let Some(origin) = context.origin(field) {
            writeln!(text, "{field}: {origin}").expect("memory");
        }
    }
    for note in context.notes() {
        writeln!(text, "note: {note}").expect("memory");
    }
    text
}

#[test]
fn every_case_is_understood_or_explained() {
    for (name, path) in cases() {
        let result = Script::of(&path).run(std::slice::from_ref(&path));
        assert_eq!(
            result.is_err(),
            name.starts_with("err_"),
            "{name}: {result:?}"
        );
        assert!(!format!("{result:?}").contains(SECRET), "{name}: a secret");
        let text = match result {
            Ok(context) => shown(&context),
            Err(problems) => problems.to_string(),
        };
        assert!(!text.contains(SECRET), "{name}: a secret is in\n{text}");
        let text = text
            .replace(&format!("{CASES}/{name}/"), "")
            .replace(&format!("{CASES}/"), "");
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("snapshots/cases");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, text));
    }
}

/// What is written in three formats, by two programs, and compressed, is the same context.
#[test]
fn formats_and_programs_make_no_difference() {
    let values = |name: &str| {
        let path = Path::new(CASES).join(name);
        values(&Script::of(&path).run(&[path]).expect(name))
    };
    for real in [
        "terraform_state",
        "terraform_show",
        "tofu_output",
        "tofu_state",
        "tofu_show",
    ] {
        assert_eq!(
            values(&format!("real_{real}")),
            values("real_terraform_output"),
            "{real}"
        );
    }
    for resources in ["resources_show", "resources_gzip"] {
        assert_eq!(values(resources), values("resources"), "{resources}");
    }
}

/// A context without the files and lines of its sources.
fn values(context: &Context) -> (Value, BTreeMap<Field, Vec<String>>) {
    let addresses = |field: Field| {
        let sources = &context.origin(field)?.sources;
        let mut addresses: Vec<String> = sources
            .iter()
            .map(|source| source.address.to_string())
            .collect();
        addresses.sort();
        addresses.dedup();
        Some((field, addresses))
    };
    (
        serde_json::to_value(context).expect("JSON"),
        Field::ALL.iter().copied().filter_map(addresses).collect(),
    )
}

/// A text of a JSON object whose keys stand in another order at every floor.
fn shuffled(value: &Value, seed: u64) -> String {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(key, _)| {
                let sum = key.bytes().fold(seed, |sum, byte| {
                    sum.wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(u64::from(byte))
                });
                sum.rotate_left(23)
            });
            let members: Vec<String> = members
                .into_iter()
                .map(|(key, value)| {
                    format!("{}: {}", Value::from(key.as_str()), shuffled(value, seed))
                })
                .collect();
            format!("{{{}}}", members.join(",\n"))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| shuffled(item, seed)).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}

/// Everything in the states of a case: outputs by name, and resources one instance each.
fn pieces(case: &str) -> (Vec<(String, Value)>, Vec<Value>) {
    let text = fs::read_to_string(Path::new(CASES).join(case).join("terraform.tfstate"));
    let state: Value = serde_json::from_str(&text.expect("a state")).expect("JSON");
    let outputs = state["outputs"].as_object().expect("outputs").clone();
    let mut resources = Vec::new();
    for block in state["resources"].as_array().expect("resources") {
        for instance in block["instances"].as_array().expect("instances") {
            let mut one = block.clone();
            one["instances"] = Value::Array(vec![instance.clone()]);
            resources.push(one);
        }
    }
    (outputs.into_iter().collect(), resources)
}

/// Cases of one `terraform.tfstate` each, the errors among them.
fn states() -> Vec<String> {
    let is_state = |(_, path): &(String, PathBuf)| path.join("terraform.tfstate").is_file();
    let names = cases().into_iter().filter(is_state).map(|(name, _)| name);
    names.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]

    /// However a state's outputs and instances are dealt out to states, and in whatever order, the outcome is the same.
    #[test]
    fn splitting_merging_and_shuffling_change_nothing(
        case in prop::sample::select(states()),
        hands in prop::collection::vec(0usize..3, 64),
        order in any::<u64>(),
        seed in any::<u64>(),
    ) {
        let (outputs, resources) = pieces(&case);
        let folder = tempfile::tempdir().expect("a folder");
        let mut dealt: Vec<(serde_json::Map<String, Value>, Vec<Value>)> = vec![Default::default(); 3];
        let hand = |n: usize| hands[n % hands.len()];
        for (n, (name, output)) in outputs.into_iter().enumerate() {
            dealt[hand(n)].0.insert(name, output);
        }
        let mut resources: Vec<(usize, Value)> = resources.into_iter().enumerate().collect();
        resources.sort_by_key(|(n, _)| (order.rotate_left(u32::try_from(n % 64).expect("small")), *n));
        for (n, resource) in resources {
            dealt[hand(n + 7)].1.push(resource);
        }
        for (n, (outputs, resources)) in dealt.into_iter().enumerate() {
            if outputs.is_empty() && resources.is_empty() {
                continue;
            }
            let state = serde_json::json!({"version": 4, "outputs": outputs, "resources": resources});
            fs::write(folder.path().join(format!("{n}.tfstate")), shuffled(&state, seed)).expect("a state");
        }
        let path = Path::new(CASES).join(&case);
        let script = Script::of(&path);
        let whole = script.run(&[path]);
        let split = script.run(&[folder.path().to_owned()]);
        match (whole, split) {
            (Ok(whole), Ok(split)) => prop_assert_eq!(values(&split), values(&whole), "{}", case),
            (Err(whole), Err(split)) => {
                let codes = |problems: &Problems| {
                    let mut codes: Vec<String> = problems.iter().map(|problem| problem.code.clone()).collect();
                    codes.sort();
                    codes
                };
                prop_assert_eq!(codes(&split), codes(&whole), "{}", case);
            }
            (whole, split) => prop_assert!(false, "{case}: {whole:?} but {split:?}"),
        }
    }

    /// What an address is printed as is read back as the same address.
    #[test]
    fn addresses_are_read_back(address in address()) {
        let text = address.to_string();
        prop_assert_eq!(text.parse::<Address>(), Ok(address.clone()), "{}", text);
        let source = Source { address, file: "a.tfstate".into(), line: 3 };
        let json = serde_json::to_string(&source).expect("JSON");
        prop_assert_eq!(serde_json::from_str::<Source>(&json).expect(&json), source);
    }

    /// Any text at all is an address or none, and one that is read is printed as the same address.
    #[test]
    fn any_text_is_an_address_or_none(text in r#"(outputs|module|data|aws_vpc|[a-z]|\.|\[|\]|"|[0-9]|\\|\PC){0,12}"#) {
        if let Ok(address) = text.parse::<Address>() {
            prop_assert_eq!(address.to_string().parse::<Address>(), Ok(address));
        }
    }
}

/// What only looks like an address is none: each of these would be printed as something else.
#[test]
fn a_number_behind_a_resource_is_no_attribute() {
    for text in [
        "a.b.0",
        "a.b.0.id",
        "data.a.b.00",
        "a.b[1].2",
        "].outputs.0.outputs",
    ] {
        assert!(text.parse::<Address>().is_err(), "{text}");
    }
}

/// Addresses as Terraform makes them, with keys of any text.
fn address() -> impl Strategy<Value = Address> {
    use k8sgen_core::terraform::{Index, Mode, Resource};
    let name = "[a-z_][a-zA-Z0-9_-]{0,8}";
    let index = || {
        prop::option::of(prop_oneof![
            any::<u32>().prop_map(|number| Index::Number(number.into())),
            ".{0,8}".prop_map(Index::Key),
        ])
    };
    let module = prop::collection::vec((name, index()), 0..3).prop_map(|calls| {
        let call = |(name, index): (String, Option<Index>)| {
            let index = index.map(|index| index.to_string()).unwrap_or_default();
            format!("module.{name}{index}")
        };
        calls.into_iter().map(call).collect::<Vec<_>>().join(".")
    });
    let resource = ("aws_[a-z_]{1,8}", any::<bool>(), module, name, index()).prop_map(
        |(kind, data, module, name, index)| Resource {
            kind,
            mode: if data { Mode::Data } else { Mode::Managed },
            module,
            name,
            index,
        },
    );
    prop_oneof![
        ".{1,8}".prop_map(Address::Output),
        (".{1,8}", prop::collection::vec(".{0,8}", 1..3))
            .prop_map(|(output, keys)| Address::Member { output, keys }),
        (resource, "[a-z_]{1,8}(\\.[0-9]\\.[a-z_]{1,8}){0,2}").prop_map(|(resource, attribute)| {
            Address::Attribute {
                resource: resource.into(),
                attribute,
            }
        }),
    ]
}
