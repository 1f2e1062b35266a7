//! kube-score: every default check, and that containers have a seccomp profile.

use serde::Deserialize;

use super::waivers::settle;
use super::{Case, Finding, KUBERNETES, file};
use crate::harness::tools;

/// The grade of a check that found nothing.
const ALL_OK: u32 = 10;

#[derive(Debug, Deserialize)]
struct Object {
    type_meta: TypeMeta,
    object_meta: ObjectMeta,
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

#[test]
fn kube_score() {
    let Some(case) = Case::open("kube-score", &["kube-score", "kustomize"]) else { return };
    let mut findings = Vec::new();
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
                    findings.push(Finding {
                        build: build.name.clone(),
                        check: scored.check.id,
                        resource: format!("{}/{}", object.type_meta.kind, object.object_meta.name),
                        message: format!("{:?}", scored.comments),
                    });
                }
            }
        }
    }
    assert_eq!(seccomp, case.builds.len() * 20, "the optional check ran on every Deployment");
    settle("kube-score", &findings);
}
