//! kube-score: every default check, and that containers have a seccomp profile.

use serde::Deserialize;

use super::waivers::settle;
use super::{Case, Finding, KUBERNETES, file};
use crate::harness::tools;

/// The grade of a check that found nothing.
const ALL_OK: u32 = 10;

#[derive(Debug, Deserialize)]
struct Object {
    #[serde(rename = "type_meta")]
    of: TypeMeta,
    #[serde(rename = "object_meta")]
    data: ObjectMeta,
    checks: Vec<Scored>,
}

#[derive(Debug, Deserialize)]
struct TypeMeta {
    kind: String,
}

#[derive(Debug, Deserialize)]
struct ObjectMeta {
    name: String,
}

#[derive(Debug, Deserialize)]
struct Scored {
    check: Check,
    grade: u32,
    skipped: bool,
    comments: Option<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
struct Check {
    id: String,
}

/// What it needs.
pub(super) const NEEDS: [&str; 2] = ["kube-score", "kustomize"];

/// What it found.
pub(super) struct Found {
    pub(super) found: Vec<Finding>,
    /// How many workloads the optional check ran on.
    seccomp: usize,
}

#[test]
fn kube_score() {
    let Some(case) = Case::open("kube-score", &NEEDS) else {
        return;
    };
    let Found { found, seccomp } = findings(&case);
    assert_eq!(
        seccomp,
        case.builds.len() * 20,
        "the optional check ran on every Deployment"
    );
    settle("kube-score", &found);
}

/// What it finds in a case.
pub(super) fn findings(case: &Case) -> Found {
    let mut found = Vec::new();
    let mut seccomp = 0;
    for build in case.builds {
        let version = format!("v{KUBERNETES}");
        let args = [
            "score",
            "--kubernetes-version",
            &version,
            "--enable-optional-test",
            "container-seccomp-profile",
            "--output-format",
            "json",
            &file(build),
        ];
        let output = case.judge.run(case.folder.path(), &args);
        let objects: Vec<Object> = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", tools::text(&output.stderr)));
        for object in objects {
            for scored in object.checks {
                seccomp += usize::from(scored.check.id == "container-seccomp-profile");
                if scored.grade < ALL_OK && !scored.skipped {
                    found.push(Finding {
                        build: build.name.clone(),
                        check: scored.check.id,
                        resource: format!("{}/{}", object.of.kind, object.data.name),
                        message: format!("{:?}", scored.comments),
                    });
                }
            }
        }
    }
    Found { found, seccomp }
}
