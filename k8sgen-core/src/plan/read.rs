//! A plan that somebody may have edited, read back.

use std::path::Path;

use k8sgen_templates::names::RepoPath;

use super::document::FileIn;
use super::order::arrange;
use super::{Error, Level, Plan, Step};
use crate::problem::{Place, Problem, Problems, shown};
use crate::yaml::{self, Layer, Node, Segment, Value};

/// The key that all levels stand under.
const ORDER: &str = "generation_order";

/// Reads the plan at `path`. `check` says what only later stages know: whether a step's call can be made.
///
/// # Errors
/// Everything that is wrong with it.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads a plan's file"
)]
pub fn load(path: &Path, check: impl Fn(&Step) -> Vec<Problem>) -> Result<Plan, Problems> {
    let file = path.display().to_string();
    let at_file = |problem: Problem| Problem {
        place: Some(Place::file(&file)),
        ..problem
    };
    let bytes = std::fs::read(path)
        .map_err(|error| at_file(Problem::new(&Error::Unreadable(error.kind()))))?;
    let text = yaml::text(bytes).map_err(|error| at_file(Problem::new(&error)))?;
    read_and_check(&file, &text, check)
}

/// Reads the plan in `text`; `file` is its name in messages.
///
/// # Errors
/// What is not a plan, a step that comes after one that is gone, and steps that wait for each other.
pub fn read(file: &str, text: &str) -> Result<Plan, Problems> {
    read_and_check(file, text, |_| Vec::new())
}

fn read_and_check(
    file: &str,
    text: &str,
    check: impl Fn(&Step) -> Vec<Problem>,
) -> Result<Plan, Problems> {
    let (root, mut problems) = yaml::load(file, text, Layer::File)?;
    if root.entry(ORDER).is_none() {
        problems.push(Problem::at(root.mark.place(file), &Error::NotAPlan));
        return Err(Problems::from(problems));
    }
    let decoded = yaml::decode::<FileIn>(&root);
    problems.extend(decoded.problems(file));
    let (mut steps, mut dropped) = (Vec::new(), Vec::new());
    for (key, level) in decoded
        .value
        .into_iter()
        .flat_map(|file| file.generation_order)
    {
        let number = key
            .strip_prefix("level_")
            .and_then(|number| number.parse::<u8>().ok());
        let Some(number) = number.and_then(|number| Level::try_from(number).ok()) else {
            let order = root.deepest([ORDER]);
            let mark = order.entry(&key).map_or(order.mark, |entry| entry.mark);
            problems.push(Problem::at(mark.place(file), &Error::Level(shown(&key))));
            continue;
        };
        let written = root.deepest([ORDER, key.as_str(), "steps"]).items();
        let is_refused = |at: usize| {
            let path = [ORDER, key.as_str(), "steps"].map(|key| Segment::Key(key.to_owned()));
            decoded
                .refused
                .contains(&[&path[..], &[Segment::Index(at)]].concat())
        };
        let (gone, kept): (Vec<_>, Vec<_>) = written
            .iter()
            .enumerate()
            .partition(|(at, _)| is_refused(*at));
        dropped.extend(gone.into_iter().filter_map(|(_, node)| id(node)));
        for (step, (_, node)) in level.steps.into_iter().zip(kept) {
            steps.push(Step {
                id: step.id,
                level: number,
                tool: step.tool,
                args: step.args,
                path: step.path,
                requires: step.requires,
                after: step.after,
                place: Some(node.mark.place(file)),
            });
        }
    }
    for step in &steps {
        if let Some(error) = bad_path(step) {
            problems.extend(step.place.clone().map(|place| Problem::at(place, &error)));
        }
        problems.extend(check(step).into_iter().map(|problem| Problem {
            place: step.place.clone(),
            ..problem
        }));
    }
    let places: Vec<Option<Place>> = steps.iter().map(|step| step.place.clone()).collect();
    match arrange(steps) {
        Ok(plan) => Problems::check(plan, problems),
        Err(errors) => {
            // A step that was refused is not gone.
            let errors = errors.into_iter().filter(|(_, error)| {
                !matches!(error, Error::Gone { after, .. } if dropped.contains(&after.as_str()))
            });
            problems.extend(errors.map(|(step, error)| Problem {
                place: places[step].clone(),
                ..Problem::new(&error)
            }));
            Err(Problems::from(problems))
        }
    }
}

/// A path that leads out of the repository. Folders alone have none: `.`.
pub(super) fn bad_path(step: &Step) -> Option<Error> {
    let error = step.path.parse::<RepoPath>().err()?;
    (step.path != ".").then(|| Error::Path {
        step: step.id.clone(),
        why: error.to_string(),
    })
}

/// What a step that was refused calls itself.
fn id(step: &Node) -> Option<&str> {
    match &step.entry("id")?.value.value {
        Value::Scalar { text, .. } => Some(text),
        _ => None,
    }
}
