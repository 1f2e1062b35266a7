//! What somebody else's manifest must have to be part of the base, and what it must not: whether it stands in the
//! inventory or comes in a call.

use k8sgen_templates::names::{DnsSubdomain, Namespace};

use crate::problem::{Correction, shown};
use crate::yaml::{Mark, Node, Value};

/// One thing that is wrong with a manifest.
#[derive(Debug)]
pub(crate) struct Fault {
    /// Where.
    pub(crate) mark: Mark,
    /// What: it follows "the manifest".
    pub(crate) why: String,
    /// What to do.
    pub(crate) help: String,
    /// The same for a program.
    pub(crate) correction: Correction,
}

/// What begins a text that is a secret wherever it stands.
const SECRETS: [&str; 3] = ["PRIVATE KEY-----", "AKIA", "ASIA"];

/// Kind and name of a manifest that can be part of the base.
///
/// # Errors
/// Everything that is wrong with it. `secret` says what is done with a secret instead of writing it here.
pub(crate) fn identity(
    root: &Node,
    namespace: Option<&Namespace>,
    secret: &str,
) -> Result<(String, DnsSubdomain), Vec<Fault>> {
    let mut check = Check {
        root,
        faults: Vec::new(),
    };
    let kind = check.kind();
    let name = check.name();
    check.namespace(namespace);
    check.secrets(secret);
    match (kind, name) {
        (Some(kind), Some(name)) if check.faults.is_empty() => Ok((kind.to_owned(), name)),
        _ => Err(check.faults),
    }
}

/// Whether a text has a private key in it, or an AWS access key.
pub(crate) fn has_key(text: &str) -> bool {
    text.lines()
        .any(|line| SECRETS.iter().any(|start| is_key(line, start)))
}

/// That a manifest has one, at `mark`.
pub(crate) fn key(mark: Mark, secret: &str) -> Fault {
    Fault {
        mark,
        why: "holds what looks like a private key or an AWS access key".to_owned(),
        help: format!("keep it in AWS Secrets Manager, and {secret}"),
        correction: Correction::default(),
    }
}

/// A manifest, gone through for all that is wrong with it.
struct Check<'a> {
    root: &'a Node,
    faults: Vec<Fault>,
}

impl<'a> Check<'a> {
    fn add(&mut self, mark: Mark, why: String, help: &str, correction: Correction) {
        let help = help.to_owned();
        self.faults.push(Fault {
            mark,
            why,
            help,
            correction,
        });
    }

    /// The text at `path`; that there is none is said.
    fn text(&mut self, path: &[&str], wanted: &str) -> Option<&'a str> {
        let found = self.root.at(path.iter().copied()).and_then(Node::text);
        if let Some(text) = found.filter(|text| !text.is_empty()) {
            return Some(text);
        }
        let mark = self.root.deepest(path.iter().copied()).mark;
        let field = path.join(".");
        let why = format!("has no `{field}`");
        let correction = Correction {
            field: Some(field),
            expected: Some(wanted.to_owned()),
            ..Correction::default()
        };
        self.add(mark, why, &format!("write {wanted}"), correction);
        None
    }

    /// That another text is wanted at `path`.
    fn wrong(
        &mut self,
        path: &[&str],
        text: &str,
        wanted: &str,
        help: &str,
        nearest: Option<String>,
    ) {
        let mark = self.root.deepest(path.iter().copied()).mark;
        let field = path.join(".");
        let why = format!("says `{field}: {}`", shown(text));
        let correction = Correction {
            field: Some(field),
            given: Some(shown(text)),
            expected: Some(wanted.to_owned()),
            nearest,
        };
        self.add(mark, why, help, correction);
    }

    /// The kind, if it is one that a manifest can be of. With it goes the API's version.
    fn kind(&mut self) -> Option<&'a str> {
        let wanted = "`v1` or `group/version`";
        let api = self.text(&["apiVersion"], wanted);
        if let Some(text) = api.filter(|text| !is_api_version(text)) {
            let help = format!("write {wanted}");
            self.wrong(&["apiVersion"], text, wanted, &help, None);
        }
        let wanted = "the kind of one resource";
        let kind = self.text(&["kind"], wanted)?;
        let is_kustomize = api.is_some_and(|api| api.starts_with("kustomize.config.k8s.io/"));
        let is_word = kind.len() < 64
            && kind.starts_with(|c: char| c.is_ascii_uppercase())
            && kind.chars().all(|c| c.is_ascii_alphanumeric());
        let help = match kind {
            "Namespace" => {
                "namespaces are made by k8sgen: name it as the `namespace` of an environment"
            }
            _ if self.is_list() => "write each of its items by itself",
            _ if is_kustomize => "kustomizations are made by k8sgen",
            _ if !is_word => "write a word such as `ResourceQuota`",
            _ => return Some(kind),
        };
        self.wrong(&["kind"], kind, wanted, help, None);
        None
    }

    /// Whether this holds several objects, and is none itself.
    fn is_list(&self) -> bool {
        let kind = self
            .root
            .at(["kind"])
            .and_then(Node::text)
            .unwrap_or_default();
        kind == "List" || kind.ends_with("List") && self.root.entry("items").is_some()
    }

    fn name(&mut self) -> Option<DnsSubdomain> {
        if self.is_list() {
            return None;
        }
        let path = ["metadata", "name"];
        let text = self.text(&path, "an object name")?;
        match text.parse::<DnsSubdomain>() {
            Ok(name) => Some(name),
            Err(error) => {
                let help = error.to_string();
                self.wrong(&path, text, "an object name", &help, error.nearest);
                None
            }
        }
    }

    /// Everything of the base lives in one namespace; each environment gives it its own.
    fn namespace(&mut self, own: Option<&Namespace>) {
        let (Some(found), Some(own)) = (self.root.at(["metadata", "namespace"]), own) else {
            return;
        };
        let own = own.as_str();
        if found.text() == Some(own) {
            return;
        }
        let why = match found.text() {
            Some(text) => format!(
                "is for the namespace `{}`, and the base's is `{own}`",
                shown(text)
            ),
            None => format!("is for no namespace, and the base's is `{own}`"),
        };
        let correction = Correction {
            field: Some("metadata.namespace".to_owned()),
            given: found.text().map(shown),
            expected: Some(own.to_owned()),
            nearest: Some(own.to_owned()),
        };
        let help = "leave the line out: each environment puts it into its own";
        self.add(found.mark, why, help, correction);
    }

    /// A value of a Secret never belongs into Git, nor does a key elsewhere. None of them is shown.
    fn secrets(&mut self, secret: &str) {
        let is_secret = self.root.at(["kind"]).and_then(Node::text) == Some("Secret");
        for values in ["data", "stringData"] {
            let Some(entry) = self.root.entry(values).filter(|_| is_secret) else {
                continue;
            };
            let is_empty = match &entry.value.value {
                Value::Null => true,
                Value::Map(entries) => entries.is_empty(),
                _ => false,
            };
            if !is_empty {
                let why = format!("is a Secret with values, in `{values}`");
                let help = format!("keep them in AWS Secrets Manager, and {secret}");
                let correction = Correction {
                    field: Some(values.to_owned()),
                    ..Correction::default()
                };
                self.add(entry.mark, why, &help, correction);
            }
        }
        let mut waiting = vec![self.root];
        while let Some(node) = waiting.pop() {
            waiting.extend(node.items().iter().rev());
            waiting.extend(node.entries().iter().rev().map(|entry| &entry.value));
            if node.text().is_some_and(has_key) {
                self.faults.push(key(node.mark, secret));
            }
            let mut keys = node.entries().iter();
            if let Some(entry) = keys.find(|entry| has_key(&entry.key)) {
                self.faults.push(key(entry.mark, secret));
            }
        }
    }
}

/// Whether a line holds the start of a key. That of an AWS access key has sixteen more letters and digits.
fn is_key(line: &str, start: &str) -> bool {
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
