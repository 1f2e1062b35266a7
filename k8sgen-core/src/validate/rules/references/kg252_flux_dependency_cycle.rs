//! Flux objects that wait for each other.

use std::collections::{HashMap, VecDeque};

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::{DEPENDENTS, dependencies};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Mark;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG252",
    name: "flux-dependency-cycle",
    severity: Severity::Error,
    finds: "Flux Kustomizations or HelmReleases that depend on each other in a circle.",
    why: "Each waits for the next one to be ready: none of them is ever applied.",
    wrong: "\
# file: flux.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: shop
  namespace: flux-system
spec:
  interval: 10m
  path: ./overlays/dev
  prune: true
  sourceRef:
    kind: GitRepository
    name: shop
  dependsOn:
    - name: database
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: database
  namespace: flux-system
spec:
  interval: 10m
  path: ./overlays/dev
  prune: true
  sourceRef:
    kind: GitRepository
    name: shop
  dependsOn:
    - name: shop
",
    right: "\
# file: flux.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: shop
  namespace: flux-system
spec:
  interval: 10m
  path: ./overlays/dev
  prune: true
  sourceRef:
    kind: GitRepository
    name: shop
  dependsOn:
    - name: database
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: database
  namespace: flux-system
spec:
  interval: 10m
  path: ./overlays/dev
  prune: true
  sourceRef:
    kind: GitRepository
    name: shop
",
    help: "take one of the dependencies away",
    check: Check::Applied(check),
};

fn check<'a>(_: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    for kind in DEPENDENTS {
        let documents = scope.of_kind(kind);
        let numbers: HashMap<(Option<&str>, &str), usize> = documents
            .iter()
            .enumerate()
            .map(|(number, document)| ((document.namespace(), document.name()), number))
            .collect();
        let next: Vec<Vec<(usize, Mark)>> = documents
            .iter()
            .map(|document| {
                let dependencies = dependencies(document).into_iter();
                dependencies
                    .filter_map(|one| Some((*numbers.get(&(one.namespace, one.name))?, one.mark)))
                    .collect()
            })
            .collect();
        for (number, mark) in circles(&next) {
            let names = circle_names(documents, &next, number);
            let message = format!("these wait for each other: {names}");
            found.at(mark, message);
        }
    }
}

/// One dependency of each circle: that by which a walk comes back to where it has been.
fn circles(next: &[Vec<(usize, Mark)>]) -> Vec<(usize, Mark)> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut states = vec![State::New; next.len()];
    let mut circles = Vec::new();
    for start in 0..next.len() {
        if states[start] != State::New {
            continue;
        }
        states[start] = State::Open;
        let mut walk = vec![(start, 0)];
        while let Some((number, at)) = walk.last_mut() {
            let Some(&(below, mark)) = next[*number].get(*at) else {
                states[*number] = State::Done;
                walk.pop();
                continue;
            };
            *at += 1;
            match states[below] {
                State::New => {
                    states[below] = State::Open;
                    walk.push((below, 0));
                }
                State::Open => circles.push((below, mark)),
                State::Done => {}
            }
        }
    }
    circles
}

/// The names along the shortest circle that an object is in, beginning and ending with its own.
fn circle_names(documents: &[&Document], next: &[Vec<(usize, Mark)>], start: usize) -> String {
    let mut came_from: HashMap<usize, usize> = HashMap::new();
    let mut waiting = VecDeque::from([start]);
    while let Some(number) = waiting.pop_front() {
        for (below, _) in &next[number] {
            if !came_from.contains_key(below) {
                came_from.insert(*below, number);
                waiting.push_back(*below);
            }
        }
        if came_from.contains_key(&start) {
            break;
        }
    }
    let mut path = vec![start];
    let mut at = start;
    while let Some(before) = came_from.get(&at) {
        path.push(*before);
        at = *before;
        if at == start {
            break;
        }
    }
    let names = path
        .iter()
        .rev()
        .map(|number| format!("`{}`", shown(documents[*number].name())));
    names.collect::<Vec<_>>().join(", ")
}
