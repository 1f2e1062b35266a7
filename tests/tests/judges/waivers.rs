//! `waivers.toml`: what judges may find, and why.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::Finding;
use crate::harness::demo;

/// Findings that are accepted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Waiver {
    tool: String,
    check: String,
    /// Names of builds; all of them if there are none.
    #[serde(default = "every_build")]
    builds: Vec<String>,
    /// Such as `Deployment/web-ui`, or `Deployment/*`.
    resources: Vec<String>,
    reason: String,
}

/// A waiver, taken apart: one build and one resource.
type Part<'a> = (&'a str, &'a str);

impl Waiver {
    fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let resources = |build| self.resources.iter().map(move |one| (build, one.as_str()));
        self.builds.iter().map(String::as_str).flat_map(resources)
    }

    fn part_for(&self, finding: &Finding) -> Option<Part<'_>> {
        self.parts().find(|(build, resource)| {
            *build == finding.build
                && match resource.strip_suffix('*') {
                    Some(kind) => finding.resource.starts_with(kind),
                    None => *resource == finding.resource,
                }
        })
    }
}

/// The base and every environment.
fn every_build() -> Vec<String> {
    let environments = demo::project().inventory.environments.keys();
    let environments = environments.map(ToString::to_string);
    std::iter::once("base".to_owned()).chain(environments).collect()
}

fn waivers() -> Vec<Waiver> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        waiver: Vec<Waiver>,
    }
    let file: File = toml::from_str(include_str!("../../waivers.toml")).expect("tests/waivers.toml");
    file.waiver
}

/// What of a judge's findings is not waived, and which of its waivers match nothing.
fn unsettled(tool: &str, findings: &[Finding], waivers: &[Waiver]) -> Vec<String> {
    let waivers: Vec<&Waiver> = waivers.iter().filter(|waiver| waiver.tool == tool).collect();
    let mut used = BTreeSet::new();
    let mut unsettled = Vec::new();
    for finding in findings {
        let waiver = waivers.iter().enumerate().find_map(|(at, waiver)| {
            let is_it = waiver.check == finding.check;
            Some((at, waiver.part_for(finding).filter(|_| is_it)?))
        });
        match waiver {
            Some(waiver) => {
                used.insert(waiver);
            }
            None => unsettled.push(format!("{finding:?}")),
        }
    }
    for (at, waiver) in waivers.iter().enumerate() {
        for part in waiver.parts().filter(|part| !used.contains(&(at, *part))) {
            let (build, resource) = part;
            unsettled.push(format!("a waiver matches nothing: {} of {resource} in {build}", waiver.check));
        }
    }
    unsettled
}

/// Everything that a judge found is waived, and every waiver is needed.
#[track_caller]
pub(super) fn settle(tool: &str, findings: &[Finding]) {
    let unsettled = unsettled(tool, findings, &waivers());
    assert!(unsettled.is_empty(), "{tool}, beyond tests/waivers.toml:\n{}", unsettled.join("\n"));
}

#[test]
fn a_finding_too_many_and_a_waiver_too_many_are_both_unsettled() {
    let finding = |resource: &str| Finding {
        build: "base".to_owned(),
        check: "tags".to_owned(),
        resource: resource.to_owned(),
        message: String::new(),
    };
    let waiver = Waiver {
        tool: "judge".to_owned(),
        check: "tags".to_owned(),
        builds: vec!["base".to_owned(), "production".to_owned()],
        resources: vec!["Deployment/*".to_owned()],
        reason: String::new(),
    };
    let findings = [finding("Deployment/web-ui"), finding("Pod/web-ui")];
    let unsettled = unsettled("judge", &findings, &[waiver]);
    assert_eq!(unsettled.len(), 2, "{unsettled:?}");
    assert!(unsettled[0].contains("Pod/web-ui"), "{unsettled:?}");
    assert!(unsettled[1].contains("production"), "{unsettled:?}");
}

#[test]
fn every_waiver_has_a_reason() {
    for waiver in waivers() {
        assert!(waiver.reason.len() > 20, "{waiver:?}");
        assert!(!waiver.builds.is_empty() && !waiver.resources.is_empty(), "{waiver:?}");
    }
}

/// A single pod is waived only where the inventory asks for it.
#[test]
fn waivers_of_single_pods_are_the_inventorys() {
    let inventory = &demo::project().inventory;
    let mut expected = BTreeSet::new();
    for (name, service) in &inventory.services {
        if service.replicas == 1 {
            expected.insert(("base".to_owned(), format!("Deployment/{name}")));
        }
        for environment in inventory.environments.values() {
            if environment.fewest_pods(service) == 1 {
                expected.insert((environment.name.to_string(), format!("Deployment/{name}")));
            }
        }
    }
    let waivers = waivers();
    let waivers = waivers.iter().filter(|waiver| waiver.check == "deployment-replicas");
    let mut waived = BTreeSet::new();
    for (build, resource) in waivers.flat_map(Waiver::parts) {
        let all = inventory.services.keys().map(|name| format!("Deployment/{name}"));
        let all = all.filter(|id| resource == "Deployment/*" || resource == id);
        waived.extend(all.map(|id| (build.to_owned(), id)));
    }
    assert_eq!(waived, expected);
}
