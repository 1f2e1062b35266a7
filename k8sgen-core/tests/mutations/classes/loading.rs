//! Files that can't be read, or not as they are meant.

use super::WORKLOADS;
use crate::class::{Class, Effect, file, on};
use crate::edit::Edit;

pub(super) const CLASSES: &[Class] = &[
    Class {
        name: "unreadable",
        effect: Effect::Breaks,
        sorts: &[
            file("Latin-1", ".yaml", Edit::Bytes(latin1)),
            file("UTF-16", "kustomization.yaml", Edit::Bytes(utf16)),
            file("aliases without end", ".yaml", Edit::Whole(bomb)),
        ],
    },
    Class {
        name: "unknown-tag",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "another file is to come in",
                "ConfigMap",
                "data",
                Edit::Set("!include settings.yaml"),
            ),
            on(
                "CloudFormation's references",
                WORKLOADS,
                "** serviceAccountName|image",
                Edit::Set("!Ref Name"),
            ),
            on(
                "variables of another program",
                "Service Deployment ConfigMap",
                "metadata name|namespace",
                Edit::Set("!env NAME"),
            ),
        ],
    },
    Class {
        name: "ignore-comment",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "without a reason",
                "Service Deployment ConfigMap",
                "metadata name",
                Edit::Line(no_reason),
            ),
            on(
                "of no rule",
                "Service Deployment ConfigMap",
                "metadata name",
                Edit::Line(no_rule),
            ),
            on(
                "of what is not there any more",
                "Service Deployment ConfigMap",
                "metadata name",
                Edit::Line(unused),
            ),
            on(
                "of what is not there any more, above an object",
                "Service Deployment ConfigMap",
                "apiVersion",
                Edit::Line(unused_above),
            ),
        ],
    },
];

fn latin1(text: &str) -> Vec<u8> {
    [b"# Von M\xfcller\n", text.as_bytes()].concat()
}

fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

/// Seven lists, each of ten times the one before.
fn bomb(text: &str) -> Option<String> {
    let lists = (1..7).map(|number| {
        let all = vec![format!("*a{}", number - 1); 10].join(", ");
        format!("a{number}: &a{number} [{all}]\n")
    });
    let lists: String = lists.collect();
    Some(format!(
        "{text}a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n{lists}"
    ))
}

fn no_reason(line: &str) -> Option<String> {
    Some(format!("{line} # k8sgen: ignore KG107"))
}

fn no_rule(line: &str) -> Option<String> {
    Some(format!(
        "{line} # k8sgen: ignore KG999 because it is well known"
    ))
}

fn unused(line: &str) -> Option<String> {
    Some(format!(
        "{line} # k8sgen: ignore KG107 because it had another name once"
    ))
}

fn unused_above(line: &str) -> Option<String> {
    Some(format!(
        "# k8sgen: ignore KG107 because it had another name once\n{line}"
    ))
}
