//! `write_custom_manifest`: what no other tool makes, as its caller writes it. So it is looked at from all sides
//! before it may stand beside what k8sgen makes.

use k8sgen_templates::kind::Kustomization;
use k8sgen_templates::names::{DnsSubdomain, RepoPath};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Error, Inputs, Made, Tool};
use crate::layout;
use crate::plan;
use crate::problem::{Correction, Place, Problem, Problems, shown};
use crate::tree::Document;
use crate::yaml::{self, Layer, Mark, Node, Value};

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

/// What begins a text that is a secret wherever it stands.
const SECRETS: [&str; 3] = ["PRIVATE KEY-----", "AKIA", "ASIA"];

impl Tool for WriteCustomManifest {
    const SUBJECT: &'static [&'static str] = &["manifest", "path"];

    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        if self.manifest.len() > MOST_BYTES {
            let why = format!("has {} bytes", self.manifest.len());
            return Err(refuse(why, &format!("write at most {MOST_BYTES}"), None));
        }
        let file = self.path.as_ref().map_or("manifest", RepoPath::as_str);
        let (root, problems) = yaml::load(file, &self.manifest, Layer::File)?;
        let mut check = Check {
            file,
            root: &root,
            problems,
        };
        let identity = check.identity();
        check.namespace(inputs);
        check.secrets(&self.manifest);
        let (kind, name) = Problems::check(identity, check.problems)?
            .ok_or_else(|| refuse("has no kind or no name".to_owned(), "give it both", None))?;
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

/// What a manifest says, gone through for all that is wrong with it.
struct Check<'a> {
    file: &'a str,
    root: &'a Node,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn refuse(&mut self, mark: Mark, why: String, help: &str, correction: Correction) {
        let problems = refuse(why, help, Some(correction));
        let place = |problem| Problem {
            place: Some(mark.place(self.file)),
            ..problem
        };
        self.problems.extend(problems.into_iter().map(place));
    }

    /// Kind and name; none if either is missing, which is then said.
    fn identity(&mut self) -> Option<(String, DnsSubdomain)> {
        self.text(&["apiVersion"], "`v1` or `group/version`", is_api_version);
        let is_kind = |text: &str| {
            let own = [Kustomization::KIND, "List"].contains(&text);
            let letters = text.chars().all(|c| c.is_ascii_alphanumeric());
            !own && letters && text.len() < 64 && text.starts_with(|c: char| c.is_ascii_uppercase())
        };
        let kind = self.text(&["kind"], "the kind of one resource", is_kind);
        let name = self.text(&["metadata", "name"], "an object name", |name| {
            name.parse::<DnsSubdomain>().is_ok()
        });
        kind.zip(name.and_then(|name| name.parse().ok()))
    }

    /// The text at `path`, if it is one that is wanted there.
    fn text(
        &mut self,
        path: &[&str],
        wanted: &str,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Option<String> {
        let found = self.root.at(path.iter().copied());
        let text = found.and_then(Node::text);
        if let Some(text) = text.filter(|text| is_wanted(text)) {
            return Some(text.to_owned());
        }
        let field = path.join(".");
        let mark = self.root.deepest(path.iter().copied()).mark;
        let why = match text {
            Some(text) => format!("says `{field}: {}`", shown(text)),
            None => format!("has no `{field}`"),
        };
        let meant = text.and_then(|text| text.parse::<DnsSubdomain>().err());
        let meant = meant.and_then(|error| error.nearest);
        let meant = meant.filter(|meant| is_wanted(meant));
        let correction = Correction {
            field: Some(field),
            given: text.map(shown),
            expected: Some(wanted.to_owned()),
            nearest: meant,
        };
        self.refuse(mark, why, &format!("write {wanted}"), correction);
        None
    }

    /// Everything of the base lives in one namespace; each environment gives it its own.
    fn namespace(&mut self, inputs: &Inputs<'_>) {
        let own = inputs.inventory.namespace.as_str();
        let Some(found) = self.root.at(["metadata", "namespace"]) else {
            return;
        };
        if found.text() == Some(own) {
            return;
        }
        let given = found.text().map(shown);
        let why = format!("is for another namespace than the base's, `{own}`");
        let correction = Correction {
            field: Some("metadata.namespace".to_owned()),
            given,
            expected: Some(own.to_owned()),
            nearest: Some(own.to_owned()),
        };
        let help = format!("write `namespace: {own}`, or leave it out");
        self.refuse(found.mark, why, &help, correction);
    }

    /// A value of a Secret never belongs into Git, nor does a key elsewhere. None of them is shown.
    fn secrets(&mut self, text: &str) {
        let is_secret = self.root.at(["kind"]).and_then(Node::text) == Some("Secret");
        for key in ["data", "stringData"] {
            let Some(entry) = self.root.entry(key).filter(|_| is_secret) else {
                continue;
            };
            if entry.value.value != Value::Null
                && !matches!(&entry.value.value, Value::Map(all) if all.is_empty())
            {
                let help = "copy it from AWS Secrets Manager: call `generate_external_secret`, or `generate_secret` for one that a controller fills";
                let correction = Correction {
                    field: Some(key.to_owned()),
                    ..Correction::default()
                };
                let why = format!("is a Secret with values, in `{key}`");
                self.refuse(entry.mark, why, help, correction);
            }
        }
        let line = |line: &str| SECRETS.iter().any(|start| holds_key(line, start));
        if let Some(at) = text.lines().position(line) {
            let mark = Mark {
                layer: Layer::File,
                line: at + 1,
                column: 1,
            };
            let help = "put it into AWS Secrets Manager, and call `generate_external_secret`";
            let why = "holds what looks like a private key or an AWS access key".to_owned();
            self.refuse(mark, why, help, Correction::default());
        }
    }
}

/// Whether a line holds the start of a key. That of an AWS access key has sixteen more letters and digits.
fn holds_key(line: &str, start: &str) -> bool {
    let ends = line
        .match_indices(start)
        .map(|(at, _)| &line[at + start.len()..]);
    let is_rest = |rest: &str| {
        let letters = rest
            .chars()
            .take_while(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        start.ends_with('-') || letters.count() >= 16
    };
    ends.into_iter().any(is_rest)
}

/// `v1` or `apps/v1`.
fn is_api_version(text: &str) -> bool {
    let (group, version) = text.split_once('/').unwrap_or(("core", text));
    let digits = version.strip_prefix('v').unwrap_or_default();
    group.parse::<DnsSubdomain>().is_ok()
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_alphanumeric())
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
