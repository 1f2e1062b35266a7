//! `write_custom_manifest`: what no other tool makes, as its caller writes it. So it is looked at from all sides
//! before it may stand beside what k8sgen makes.

use k8sgen_templates::names::{DnsSubdomain, RepoPath};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Error, Inputs, Made, Tool};
use crate::layout;
use crate::manifest::{self, Fault, has_key};
use crate::plan;
use crate::problem::{Correction, Place, Problem, Problems};
use crate::tree::Document;
use crate::yaml::{self, Layer, Mark};

/// Writes one Kubernetes manifest as you give it, for what no other tool makes, such as a `ResourceQuota`.
///
/// Call it only where no `generate_` tool fits. The manifest is parsed, checked and added to the base. A Secret with
/// values is refused: call `generate_external_secret`. Fills in the path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteCustomManifest {
    /// The YAML of one resource, with `apiVersion`, `kind` and `metadata.name`.
    #[schemars(
        length(min = 1, max = 65536),
        example = &"apiVersion: v1\nkind: LimitRange\nmetadata:\n  name: defaults\nspec:\n  limits: []\n"
    )]
    pub manifest: String,
    /// The file, below `base/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"base/custom/limits.yaml")]
    pub path: Option<RepoPath>,
}

/// The longest manifest, in bytes.
const MOST_BYTES: usize = 65_536;

/// What is done with a secret instead.
const INSTEAD: &str =
    "call `generate_external_secret`, or `generate_secret` for one that a controller fills";

impl Tool for WriteCustomManifest {
    const SUBJECT: &'static [&'static str] = &["manifest", "path"];

    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        if self.manifest.len() > MOST_BYTES {
            let why = format!("has {} bytes", self.manifest.len());
            return Err(refuse(why, &format!("write at most {MOST_BYTES}"), None));
        }
        let file = self.path.as_ref().map_or("manifest", RepoPath::as_str);
        let (root, mut problems) = yaml::load(file, &self.manifest, Layer::File)?;
        let own = &inputs.inventory.namespace;
        let in_comment = key_in_comment(&self.manifest);
        let (kind, name) = match manifest::identity(&root, Some(own), INSTEAD) {
            Ok(identity) if problems.is_empty() && in_comment.is_none() => identity,
            other => {
                let faults = other.err().into_iter().flatten().chain(in_comment);
                problems.extend(faults.flat_map(|fault| refused(fault, file)));
                return Err(Problems::from(problems));
            }
        };
        let path = match &self.path {
            Some(path) => path.clone(),
            None => layout::custom_manifest(&kind, &name),
        };
        let document = Document::new(kind, name.as_str(), self.manifest.clone());
        check_place(&path, &document, inputs)?;
        Ok(Made::document(path, document, Vec::new()))
    }
}

/// One problem of a manifest.
fn refuse(why: String, help: &str, correction: Option<Correction>) -> Problems {
    let help = help.to_owned();
    let correction = Box::new(correction.unwrap_or_default());
    super::refuse(&Error::Manifest {
        why,
        help,
        correction,
    })
}

/// The same of what is wrong with any manifest.
fn refused(fault: Fault, file: &str) -> impl Iterator<Item = Problem> {
    let place = fault.mark.place(file);
    let problems = refuse(fault.why, &fault.help, Some(fault.correction)).into_iter();
    problems.map(move |problem| Problem {
        place: Some(place.clone()),
        ..problem
    })
}

/// A key in a comment, which is written like the rest.
fn key_in_comment(text: &str) -> Option<Fault> {
    let comments = text.lines().map(|line| match line.split_once(" #") {
        Some((_, comment)) => comment,
        None => line.strip_prefix('#').unwrap_or_default(),
    });
    let (_, line) = comments.zip(1..).find(|(comment, _)| has_key(comment))?;
    let mark = Mark {
        layer: Layer::File,
        line,
        column: 1,
    };
    Some(manifest::key(mark, INSTEAD))
}

/// It stands below the base, in no file that another tool makes, and nowhere else as well.
fn check_place(path: &RepoPath, document: &Document, inputs: &Inputs<'_>) -> Result<(), Problems> {
    let is_it = |other: &Document| other.kind == document.kind && other.name == document.name;
    let elsewhere = |why: String, nearest: String| {
        let help = format!("write it to `{nearest}`");
        let correction = Correction {
            field: Some("path".to_owned()),
            given: Some(path.to_string()),
            expected: Some("a YAML file below base/ that no other tool writes".to_owned()),
            nearest: Some(nearest),
        };
        let problems = refuse(why, &help, Some(correction)).into_iter();
        let place = |problem| Problem {
            place: Some(Place::file(path.as_str())),
            ..problem
        };
        Err(Problems::from(problems.map(place).collect::<Vec<_>>()))
    };
    let own = || {
        let name = document.name.parse::<DnsSubdomain>();
        name.map_or_else(
            |_| path.to_string(),
            |name| layout::custom_manifest(&document.kind, &name).to_string(),
        )
    };
    let is_yaml = [".yaml", ".yml"]
        .iter()
        .any(|end| path.as_str().ends_with(end));
    let is_list = path.file_name() == layout::kustomization().file_name();
    if !path.as_str().starts_with("base/") || !is_yaml || is_list {
        let why = format!("can't stand at `{path}`, which is not built");
        return elsewhere(why, own());
    }
    let documents = inputs.tree.documents(path).unwrap_or_default();
    let mut others = inputs.tree.iter().filter(|(other, documents)| {
        *other != path && other.as_str().starts_with("base/") && documents.iter().any(is_it)
    });
    if let Some((other, _)) = others.next() {
        let why = format!("is there already, at `{other}`");
        return elsewhere(why, other.to_string());
    }
    let steps = plan::build(inputs.inventory);
    let planned = steps.steps().iter().find(|step| step.path == path.as_str());
    if let Some(step) = planned
        && !documents.iter().any(is_it)
    {
        let why = format!("can't stand at `{path}`, which `{}` makes", step.tool);
        return elsewhere(why, own());
    }
    Ok(())
}
