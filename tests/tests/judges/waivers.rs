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
    std::iter::once("base".to_owned())
        .chain(environments)
        .collect()
}

fn waivers() -> Vec<Waiver> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        waiver: Vec<Waiver>,
    }
    let file: File =
        toml::from_str(include_str!("../../waivers.toml")).expect("tests/waivers.toml");
    file.waiver
}

/// What of a judge's findings is not waived, and which of its waivers match nothing.
fn unsettled(tool: &str, findings: &[Finding], waivers: &[Waiver]) -> Vec<String> {
    let waivers: Vec<&Waiver> = waivers
        .iter()
        .filter(|waiver| waiver.tool == tool)
        .collect();
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
            unsettled.push(format!(
                "a waiver matches nothing: {} of {resource} in {build}",
                waiver.check
            ));
        }
    }
    unsettled
}

/// Everything that a judge found in some other form of the demo is waived for the demo.
#[track_caller]
pub(super) fn waived(tool: &str, findings: &[Finding]) {
    let waivers = waivers();
    let of = |waiver: &&Waiver| waiver.tool == tool;
    let is_waived = |finding: &&Finding| {
        let mut waivers = waivers.iter().filter(of);
        waivers.any(|one| one.check == finding.check && one.part_for(finding).is_some())
    };
    let rest: Vec<&Finding> = findings.iter().filter(|one| !is_waived(one)).collect();
    assert!(
        rest.is_empty(),
        "{tool}, beyond tests/waivers.toml: {rest:#?}"
    );
}

/// Everything that a judge found is waived, and every waiver is needed.
#[track_caller]
pub(super) fn settle(tool: &str, findings: &[Finding]) {
    let unsettled = unsettled(tool, findings, &waivers());
    assert!(
        unsettled.is_empty(),
        "{tool}, beyond tests/waivers.toml:\n{}",
        unsettled.join("\n")
    );
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
        assert!(
            !waiver.builds.is_empty() && !waiver.resources.is_empty(),
            "{waiver:?}"
        );
    }
}

/// The generated README says what is waived here, and nothing else.
#[test]
fn the_readme_of_the_demo_says_what_is_waived() {
    let waived: BTreeSet<(String, String, String)> = waivers()
        .iter()
        .flat_map(|waiver| {
            let of = |build: &String| (waiver.tool.clone(), waiver.check.clone(), build.clone());
            waiver.builds.iter().map(of).collect::<Vec<_>>()
        })
        .collect();
    let readme = demo::golden_files().get("README.md").expect("it");
    let (_, section) = readme.split_once("## What linters say").expect("a section");
    let mut said = BTreeSet::new();
    for row in section
        .lines()
        .filter(|line| line.starts_with("| kube-score") || line.starts_with("| checkov"))
    {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [tool, check, place, why] = cells.as_slice() else {
            panic!("{row}");
        };
        assert!(why.len() > 20, "{row}");
        let check = check.trim_matches('`');
        let (services, builds) = match place.split_once(" in ") {
            Some((services, builds)) => (services, builds.split(", ").map(str::to_owned).collect()),
            None => (*place, every_build()),
        };
        for build in builds {
            let of = |waiver: &&Waiver| waiver.tool == *tool && waiver.check == check;
            for service in services.split(", ").filter(|one| *one != "every service") {
                let finding = Finding {
                    build: build.clone(),
                    check: check.to_owned(),
                    resource: format!("Deployment/{service}"),
                    message: String::new(),
                };
                let waivers = waivers();
                let is_waived = waivers
                    .iter()
                    .filter(of)
                    .any(|one| one.part_for(&finding).is_some());
                assert!(is_waived, "{finding:?}");
            }
            said.insert(((*tool).to_owned(), check.to_owned(), build));
        }
    }
    assert_eq!(said, waived);
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
    let waivers = waivers
        .iter()
        .filter(|waiver| waiver.check == "deployment-replicas");
    let mut waived = BTreeSet::new();
    for (build, resource) in waivers.flat_map(Waiver::parts) {
        let all = inventory
            .services
            .keys()
            .map(|name| format!("Deployment/{name}"));
        let all = all.filter(|id| resource == "Deployment/*" || resource == id);
        waived.extend(all.map(|id| (build.to_owned(), id)));
    }
    assert_eq!(waived, expected);
}
