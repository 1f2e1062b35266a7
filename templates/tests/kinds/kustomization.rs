//! What belongs together, and how an environment differs.

use k8sgen_templates::kind::{
    ImageOverride, Kustomization, Op, Operation, Patch, PatchChange, PatchTarget, PatchValue,
    ReplicaCount,
};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestCaseResult;
use serde_json::{Value, json};

use super::container::{any_resources, expected_resources};
use super::ingress::{any_rules, expected_rules};
use super::names::{image_digest, image_tag, labels, namespace, subdomain};
use super::read_back::{as_written, has_comment, parse, unless_empty};
use super::strategies::{list, number, some, text};

pub(crate) fn any() -> impl Strategy<Value = Kustomization> {
    let image = (
        text(),
        prop::option::of(image_tag()),
        prop::option::of(image_digest()),
    )
        .prop_map(|(name, new_tag, digest)| ImageOverride {
            name,
            new_tag,
            digest,
        });
    let replicas = (subdomain(), number()).prop_map(|(name, count)| ReplicaCount { name, count });
    (
        text(),
        prop::option::of(namespace()),
        some(text()),
        labels(),
        list(image),
        list(replicas),
        list(any_patch()),
    )
        .prop_map(
            |(about, namespace, resources, labels, images, replicas, patches)| Kustomization {
                about,
                namespace,
                resources,
                labels,
                images,
                replicas,
                patches,
            },
        )
}

fn any_patch() -> impl Strategy<Value = Patch> {
    let value = prop_oneof![
        number().prop_map(PatchValue::Number),
        text().prop_map(PatchValue::Text),
        any_resources().prop_map(|resources| PatchValue::Resources(resources.into())),
        any_rules().prop_map(PatchValue::IngressRules),
    ];
    let operation = (select(&[Op::Add, Op::Replace]), text(), value)
        .prop_map(|(op, path, value)| Operation { op, path, value });
    let change = prop_oneof![
        1 => Just(PatchChange::Delete),
        3 => some(operation).prop_map(PatchChange::Set),
    ];
    let target =
        (text(), prop::option::of(text())).prop_map(|(kind, name)| PatchTarget { kind, name });
    (text(), target, change).prop_map(|(why, target, change)| Patch {
        why,
        target,
        change,
    })
}

pub(crate) fn check(given: &Kustomization) -> TestCaseResult {
    let Kustomization {
        about,
        namespace,
        resources,
        labels,
        images,
        replicas,
        patches,
    } = given;
    let yaml = given.to_yaml();
    // The text of a patch is YAML once more. Its place is known; what it says is compared below.
    let written: Value = parse(&yaml)?;
    let texts: Vec<&str> = (0..patches.len())
        .map(|index| written["patches"][index]["patch"].as_str().expect("text"))
        .collect();
    let pairs = (!labels.is_empty())
        .then(|| json!([{"includeSelectors": false, "includeTemplates": true, "pairs": labels}]));
    let replicas = replicas
        .iter()
        .map(|ReplicaCount { name, count }| json!({"name": name, "count": count}));
    let targets = patches.iter().zip(&texts).map(|(patch, text)| {
        let PatchTarget { kind, name } = &patch.target;
        json!({"target": {"kind": kind, "name": name}, "patch": text})
    });
    let expected = json!({
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "namespace": namespace,
        "resources": resources,
        "labels": pairs,
        "images": unless_empty(images.iter().map(image).collect::<Vec<_>>()),
        "replicas": unless_empty(replicas.collect::<Vec<_>>()),
        "patches": unless_empty(targets.collect::<Vec<_>>()),
    });
    as_written(&yaml, expected)?;
    has_comment(&yaml, about)?;
    for (patch, text) in patches.iter().zip(texts) {
        has_comment(&yaml, &patch.why)?;
        as_written(&format!("{text}\n"), change(patch))?;
    }
    Ok(())
}

/// An image with its digest, which wins over the tag.
fn image(given: &ImageOverride) -> Value {
    let ImageOverride {
        name,
        new_tag,
        digest,
    } = given;
    let tag = new_tag.as_ref().filter(|_| digest.is_none());
    json!({"name": name, "newTag": tag, "digest": digest})
}

fn change(patch: &Patch) -> Value {
    match &patch.change {
        PatchChange::Delete => json!({
            "apiVersion": "v1",
            "kind": patch.target.kind,
            "metadata": {"name": "every"},
            "$patch": "delete",
        }),
        PatchChange::Set(operations) => operations.iter().map(operation).collect(),
    }
}

fn operation(given: &Operation) -> Value {
    let Operation { op, path, value } = given;
    let op = match op {
        Op::Add => "add",
        Op::Replace => "replace",
    };
    let value = match value {
        PatchValue::Number(number) => json!(number),
        PatchValue::Text(text) => json!(text),
        PatchValue::Resources(resources) => expected_resources(resources),
        PatchValue::IngressRules(rules) => expected_rules(rules),
    };
    json!({"op": op, "path": path, "value": value})
}
