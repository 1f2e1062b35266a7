//! Images that can't be pulled, or may be another tomorrow.

use crate::class::{Class, Effect, on};
use crate::classes::{KUSTOMIZATION, WORKLOADS};
use crate::edit::Edit;

pub(in crate::classes) const CLASSES: &[Class] = &[Class {
    name: "image",
    effect: Effect::Breaks,
    sorts: &[
        on(
            "latest",
            WORKLOADS,
            "** containers * image",
            Edit::Change(latest),
        ),
        on(
            "no tag",
            WORKLOADS,
            "** containers * image",
            Edit::Change(no_tag),
        ),
        on(
            "no name",
            WORKLOADS,
            "** containers * image",
            Edit::Change(no_name),
        ),
        on(
            "a tag that is none",
            WORKLOADS,
            "** containers * image",
            Edit::Change(bad_tag),
        ),
        on(
            "capitals",
            WORKLOADS,
            "** containers * image",
            Edit::Change(capitals),
        ),
        on(
            "latest in an overlay",
            KUSTOMIZATION,
            "images * newTag",
            Edit::Set("latest"),
        ),
    ],
}];

/// An image without its tag; none of those whose tag the overlays set.
fn untagged(image: &str) -> Option<&str> {
    let name = image.split('@').next()?.rsplit_once(':')?.0;
    (!name.contains(".ecr.")).then_some(name)
}

fn latest(image: &str) -> Option<String> {
    Some(format!("{}:latest", untagged(image)?))
}

fn no_tag(image: &str) -> Option<String> {
    untagged(image).map(str::to_owned)
}

fn no_name(image: &str) -> Option<String> {
    untagged(image).map(|_| "''".to_owned())
}

fn bad_tag(image: &str) -> Option<String> {
    Some(format!("{}:v1 final", untagged(image)?))
}

fn capitals(image: &str) -> Option<String> {
    Some(format!(
        "{}:1.4.2",
        untagged(image)?.replace("shop", "Shop")
    ))
}
