//! Placeholders of `ApplicationSet`s that no element fills.

use crate::problem::{nearest, shown};
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG244",
    name: "unknown-template-key",
    severity: Severity::Error,
    finds: "A placeholder in the template of an ApplicationSet that an element of its list does not have.",
    why: "The placeholder stays what it is, or becomes `<no value>`: the Application is refused, or applies another folder.",
    wrong: "\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: shop
  namespace: argocd
spec:
  generators:
    - list:
        elements:
          - env: dev
          - env: production
  template:
    metadata:
      name: shop-{{env}}
    spec:
      project: default
      source:
        repoURL: https://example.com/shop.git
        targetRevision: main
        path: overlays/{{environment}}
      destination:
        server: https://kubernetes.default.svc
        namespace: shop-{{env}}
",
    right: "\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: shop
  namespace: argocd
spec:
  generators:
    - list:
        elements:
          - env: dev
          - env: production
  template:
    metadata:
      name: shop-{{env}}
    spec:
      project: default
      source:
        repoURL: https://example.com/shop.git
        targetRevision: main
        path: overlays/{{env}}
      destination:
        server: https://kubernetes.default.svc
        namespace: shop-{{env}}
",
    help: "give each element of the list this key, or name one that all have",
    check: Check::Applied(check),
};

/// The fields of a template that must be filled, from the template on.
const FIELDS: [&[&str]; 9] = [
    &["metadata", "name"],
    &["spec", "project"],
    &["spec", "source", "repoURL"],
    &["spec", "source", "path"],
    &["spec", "source", "targetRevision"],
    &["spec", "source", "chart"],
    &["spec", "destination", "server"],
    &["spec", "destination", "name"],
    &["spec", "destination", "namespace"],
];

fn check<'a>(_: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    for document in scope.of_kind("ApplicationSet.argoproj.io") {
        let Some(elements) = elements(document) else {
            continue;
        };
        let is_go = document.text_at(["spec", "goTemplate"]) == Some("true");
        for field in FIELDS {
            let keys = ["spec", "template"]
                .into_iter()
                .chain(field.iter().copied());
            let Some((node, text)) = document
                .at(keys)
                .and_then(|node| Some((node, node.text()?)))
            else {
                continue;
            };
            for key in keys_in(text, is_go) {
                let lacks = |element: &&&Node| element.at([key]).is_none();
                let Some(element) = elements.iter().find(lacks) else {
                    continue;
                };
                let names = element.entries().iter().map(|entry| entry.key.as_str());
                let near = nearest(key, names);
                let help = near.map(|near| format!("did you mean `{}`?", shown(near)));
                let message = format!(
                    "the element in line {} of the list has no `{}`",
                    element.mark.line,
                    shown(key)
                );
                found.with_help(node.mark, message, help.as_deref());
            }
        }
    }
}

/// The elements of the lists, if there are no other generators.
fn elements(document: &Document) -> Option<Vec<&Node>> {
    let generators = document.at(["spec", "generators"])?.items();
    let mut all = Vec::new();
    for generator in generators {
        // A generator can have a template of its own, and a list can be made by a template, too.
        let list = generator.at(["list"])?;
        if generator.entries().len() > 1 || list.entries().len() > 1 {
            return None;
        }
        all.extend(list.at(["elements"])?.items());
    }
    let is_plain = |element: &&Node| element.entries().iter().all(|entry| entry.key != "<<");
    all.iter().all(is_plain).then_some(all)
}

/// The keys of elements that the placeholders of a text ask for. A placeholder that does more than that is passed
/// over: it may know what to do without the key.
fn keys_in(text: &str, is_go: bool) -> impl Iterator<Item = &str> {
    let inside = text
        .split("{{")
        .skip(1)
        .filter_map(|part| part.split_once("}}"));
    inside.filter_map(move |(inside, _)| {
        let inside = inside.trim().trim_matches('-').trim();
        let key = if is_go {
            inside.strip_prefix('.')?
        } else {
            inside
        };
        let key = if is_go { key.split('.').next()? } else { key };
        let is_key = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-' && !is_go;
        (!key.is_empty() && key.chars().all(is_key)).then_some(key)
    })
}
