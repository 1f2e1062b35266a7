//! Which objects a patch or a replacement means: names by pattern, labels by expression.

use regex_lite::Regex;

use super::note::{Note, Step, What};
use super::resource::{Id, Resource};
use crate::yaml::{Mark, Node};

/// What a target asks for.
#[derive(Debug)]
pub(super) struct Selector {
    group: Option<Pattern>,
    version: Option<Pattern>,
    kind: Option<Pattern>,
    name: Option<Pattern>,
    namespace: Option<Pattern>,
    labels: Vec<Requirement>,
    annotations: Vec<Requirement>,
    pub(super) mark: Mark,
}

impl Selector {
    pub(super) fn read(node: &Node) -> Step<Self> {
        let pattern = |key: &str| -> Step<Option<Pattern>> {
            let value = node.at([key]);
            let Some(text) = value.and_then(Node::text).filter(|text| !text.is_empty()) else {
                return Ok(None);
            };
            let mark = value.map_or(node.mark, |value| value.mark);
            let invalid = |_| Note::new(mark, What::Invalid, format!("`{text}` is no pattern"));
            Pattern::read(text).map(Some).map_err(invalid)
        };
        let expression = |key: &str| -> Step<Vec<Requirement>> {
            let value = node.at([key]);
            let text = value.and_then(Node::text).unwrap_or_default();
            let mark = value.map_or(node.mark, |value| value.mark);
            let message = || format!("`{text}` is no selector of labels");
            requirements(text).ok_or_else(|| Note::new(mark, What::Invalid, message()))
        };
        Ok(Self {
            group: pattern("group")?,
            version: pattern("version")?,
            kind: pattern("kind")?,
            name: pattern("name")?,
            namespace: pattern("namespace")?,
            labels: expression("labelSelector")?,
            annotations: expression("annotationSelector")?,
            mark: node.mark,
        })
    }

    /// Whether it asks for nothing but labels and annotations.
    pub(super) fn has_no_id(&self) -> bool {
        let asked = [
            &self.group,
            &self.version,
            &self.kind,
            &self.name,
            &self.namespace,
        ];
        asked.iter().all(|asked| asked.is_none())
    }

    /// Whether it asks for no labels and annotations.
    pub(super) fn has_no_labels(&self) -> bool {
        self.labels.is_empty() && self.annotations.is_empty()
    }

    fn matches_kind(&self, id: &Id) -> bool {
        fits(self.group.as_ref(), &id.group)
            && fits(self.version.as_ref(), &id.version)
            && fits(self.kind.as_ref(), &id.kind)
    }

    /// As the target of a patch: by the first or the present name.
    pub(super) fn selects(&self, resource: &Resource) -> bool {
        if !fits(self.kind.as_ref(), resource.kind()) {
            return false;
        }
        let (first, now) = (resource.first_id(), resource.id());
        let any = |asked: Option<&Pattern>, one: &str, other: &str| {
            fits(asked, one) || fits(asked, other)
        };
        let (one, other) = (first.effective_namespace(), now.effective_namespace());
        any(self.namespace.as_ref(), one, other)
            && any(self.name.as_ref(), &first.name, &now.name)
            && self.matches_kind(&now)
            && self.matches_labels(resource)
    }

    /// As the target of a replacement: by any name, and the namespace as it is written.
    pub(super) fn selects_id(&self, id: &Id) -> bool {
        self.matches_kind(id)
            && fits(self.name.as_ref(), &id.name)
            && fits(self.namespace.as_ref(), &id.namespace)
    }

    pub(super) fn matches_labels(&self, resource: &Resource) -> bool {
        let fits = |requirements: &[Requirement], field: &str| {
            if requirements.is_empty() {
                return true;
            }
            let texts = resource.texts(field);
            requirements
                .iter()
                .all(|one| one.holds(texts.get(one.key.as_str()).copied()))
        };
        fits(&self.labels, "labels") && fits(&self.annotations, "annotations")
    }
}

/// What a whole name must be. Most are names themselves, which need no engine.
#[derive(Debug)]
enum Pattern {
    Plain(String),
    Regex(Box<Regex>),
}

impl Pattern {
    fn read(text: &str) -> Result<Self, regex_lite::Error> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_/ ".contains(c);
        if text.chars().all(is_plain) {
            return Ok(Self::Plain(text.to_owned()));
        }
        let regex = Regex::new(&format!("^(?:{text})$"))?;
        Ok(Self::Regex(Box::new(regex)))
    }

    fn fits(&self, text: &str) -> bool {
        match self {
            Self::Plain(plain) => plain == text,
            Self::Regex(regex) => regex.is_match(text),
        }
    }
}

fn fits(asked: Option<&Pattern>, is: &str) -> bool {
    asked.is_none_or(|asked| asked.fits(is))
}

/// One part of `app=web,tier in (a, b),!old`.
#[derive(Debug)]
struct Requirement {
    key: String,
    test: Test,
}

#[derive(Debug)]
enum Test {
    Exists,
    Missing,
    In(Vec<String>),
    NotIn(Vec<String>),
    Greater(i64),
    Less(i64),
}

impl Requirement {
    fn holds(&self, value: Option<&str>) -> bool {
        let number = || value.and_then(|value| value.parse::<i64>().ok());
        match &self.test {
            Test::Exists => value.is_some(),
            Test::Missing => value.is_none(),
            Test::In(values) => value.is_some_and(|value| values.iter().any(|one| one == value)),
            Test::NotIn(values) => value.is_none_or(|value| values.iter().all(|one| one != value)),
            Test::Greater(than) => number().is_some_and(|number| number > *than),
            Test::Less(than) => number().is_some_and(|number| number < *than),
        }
    }
}

fn requirements(text: &str) -> Option<Vec<Requirement>> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0usize, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    if text.trim().is_empty() {
        return Some(Vec::new());
    }
    parts
        .into_iter()
        .map(|part| requirement(part.trim()))
        .collect()
}

fn requirement(text: &str) -> Option<Requirement> {
    let one = |key: &str, test: Test| {
        let key = key.trim();
        let is_key = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
        (!key.is_empty() && key.chars().all(is_key)).then(|| Requirement {
            key: key.to_owned(),
            test,
        })
    };
    let value = |text: &str| vec![text.trim().to_owned()];
    if let Some(key) = text.strip_prefix('!') {
        return one(key, Test::Missing);
    }
    if let Some((key, is)) = text.split_once("!=") {
        return one(key, Test::NotIn(value(is)));
    }
    if let Some((key, is)) = text.split_once("==").or_else(|| text.split_once('=')) {
        return one(key, Test::In(value(is)));
    }
    if let Some((key, than)) = text.split_once('>') {
        return one(key, Test::Greater(than.trim().parse().ok()?));
    }
    if let Some((key, than)) = text.split_once('<') {
        return one(key, Test::Less(than.trim().parse().ok()?));
    }
    if let Some((head, list)) = text.strip_suffix(')').and_then(|text| text.split_once('(')) {
        let values = list.split(',').map(|one| one.trim().to_owned()).collect();
        let (key, word) = head.trim().split_once(char::is_whitespace)?;
        return match word.trim() {
            "in" => one(key, Test::In(values)),
            "notin" => one(key, Test::NotIn(values)),
            _ => None,
        };
    }
    one(text, Test::Exists)
}
