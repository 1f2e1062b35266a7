//! Kustomizations of any kind: a build ends, soon, and never panics; and what comes out knows its lines.

use k8sgen_core::validate::Files;
use k8sgen_core::validate::kustomize::{Built, Kustomize, What};
use proptest::prelude::*;

fn files(files: &[(&str, &str)]) -> Files {
    let mut all = Files::default();
    for (path, text) in files {
        all.put(*path, *text);
    }
    all
}

fn says(built: &Built, what: What) -> bool {
    built.notes.iter().any(|note| note.what == what)
}

const SERVICE: &str = "\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: ClusterIP
";

#[test]
fn every_value_of_a_result_stands_where_it_was_written() {
    let overlay = "\
resources:
  - ../base
patches:
  - patch: |-
      apiVersion: v1
      kind: Service
      metadata:
        name: web
      spec:
        type: NodePort
  - path: more.yaml
namespace: shop
";
    let more = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  clusterIP: None\n";
    let files = files(&[
        ("base/kustomization.yaml", "resources: [web.yaml]\n"),
        ("base/web.yaml", SERVICE),
        ("overlay/kustomization.yaml", overlay),
        ("overlay/more.yaml", more),
    ]);
    let built = Kustomize::new(&files).build("overlay");
    assert!(built.is_whole(), "{:?}", built.notes);
    let [service] = built.documents.as_slice() else {
        panic!("one Service: {:?}", built.documents);
    };
    let place = |keys: &[&str]| {
        let mark = service.at(keys.iter().copied()).expect("a value").mark;
        (files.path(mark).expect("a file"), mark.line, mark.column)
    };
    assert_eq!(place(&["metadata", "name"]), ("base/web.yaml", 4, 9));
    assert_eq!(
        place(&["spec", "type"]),
        ("overlay/kustomization.yaml", 10, 15)
    );
    assert_eq!(place(&["spec", "clusterIP"]), ("overlay/more.yaml", 6, 14));
    assert_eq!(
        place(&["metadata", "namespace"]),
        ("overlay/kustomization.yaml", 12, 12)
    );
}

/// Each level takes in the one below it twice: without a bound, 2^30 folders.
#[test]
fn kustomizations_that_double_at_each_level_end() {
    let mut all = files(&[
        ("l0/kustomization.yaml", "resources: [web.yaml]\n"),
        ("l0/web.yaml", SERVICE),
    ]);
    for level in 1..=30 {
        for side in ["a", "b"] {
            let below = level - 1;
            let text = format!("resources: [../../l{below}]\nnamePrefix: {side}-\n");
            all.put(format!("l{level}/{side}/kustomization.yaml"), text);
        }
        let text = "resources: [a, b]\n";
        all.put(format!("l{level}/kustomization.yaml"), text);
    }
    let built = Kustomize::new(&all).build("l30");
    assert!(says(&built, What::TooLarge), "{:?}", built.notes.first());
}

#[test]
fn nothing_is_missing_that_may_be_elsewhere() {
    let text = "\
resources: ['https://example.com/org/repo//base?ref=v1']
images:
  - name: nginx
    newTag: 1.29.0
replicas:
  - name: web
    count: 2
";
    let built = Kustomize::new(&files(&[("kustomization.yaml", text)])).build("");
    assert!(
        built.is_accepted() && !built.is_whole(),
        "{:?}",
        built.notes
    );
    assert!(says(&built, What::Unknowable));
    assert!(!says(&built, What::NoImage));
}

/// Words that kustomizations and their parts are made of.
const WORDS: [&str; 44] = [
    "resources",
    "patches",
    "patch",
    "path",
    "target",
    "kind",
    "name",
    "namespace",
    "images",
    "newTag",
    "replicas",
    "count",
    "replacements",
    "source",
    "targets",
    "select",
    "fieldPaths",
    "options",
    "create",
    "delimiter",
    "index",
    "labels",
    "pairs",
    "includeSelectors",
    "fields",
    "configMapGenerator",
    "literals",
    "behavior",
    "merge",
    "A=1",
    "web.yaml",
    ".",
    "..",
    "Service",
    "web",
    "v1",
    "true",
    "-1",
    "spec.type",
    "/spec/type",
    "op",
    "replace",
    "value",
    "[name=(]",
];

/// Paths that begin with `..` are those of files that were given so, and name no others.
#[test]
fn what_is_given_from_beside_is_found() {
    let files = files(&[
        (
            "kustomization.yaml",
            "resources: [../shared, ../elsewhere.yaml]\n",
        ),
        ("../shared/kustomization.yaml", "resources: [web.yaml]\n"),
        ("../shared/web.yaml", SERVICE),
    ]);
    let built = Kustomize::new(&files).build("");
    assert_eq!(built.documents.len(), 1, "{:?}", built.notes);
    assert!(says(&built, What::Outside), "{:?}", built.notes);
    assert!(!says(&built, What::NoSuchFile), "{:?}", built.notes);
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        9 => prop::sample::select(&WORDS[..]).prop_map(str::to_owned),
        1 => ".{0,12}",
    ]
}

fn value() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value;
    let leaf = prop_oneof![
        4 => word().prop_map(Value::from),
        1 => any::<i32>().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((word(), inner), 0..5)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_kustomization_is_built_or_refused(
        said in prop::collection::vec((word(), value()), 0..6),
        object in value(),
    ) {
        let said = serde_json::Value::Object(said.into_iter().collect());
        let object = serde_json::json!({
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": object,
        });
        let files = files(&[
            ("kustomization.yaml", &said.to_string()),
            ("web.yaml", &object.to_string()),
        ]);
        let _ = Kustomize::new(&files).build("");
    }

    #[test]
    fn any_text_is_built_or_refused(text in ".{0,200}") {
        let files = files(&[("kustomization.yaml", &text), ("web.yaml", &text)]);
        let _ = Kustomize::new(&files).build("");
    }

    /// Any patch on any object, with lists that merge by a key.
    #[test]
    fn any_patch_is_laid_or_refused(object in value(), patch in value()) {
        let pod = |spec: serde_json::Value| serde_json::json!({
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"},
            "spec": {"containers": [{"name": "a", "ports": [spec.clone()], "env": spec}, spec]},
        });
        let said = serde_json::json!({
            "resources": ["web.yaml"],
            "patches": [{"patch": pod(patch).to_string()}],
            "images": [{"name": "web", "newTag": "1"}],
            "labels": [{"pairs": {"a": "b"}, "includeSelectors": true}],
        });
        let files = files(&[
            ("kustomization.yaml", &said.to_string()),
            ("web.yaml", &pod(object).to_string()),
        ]);
        let _ = Kustomize::new(&files).build("");
    }
}
