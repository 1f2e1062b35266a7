//! A plan that somebody may have edited, read back.

use std::path::Path;

use super::document::FileIn;
use super::order::arrange;
use super::{Error, Level, Plan, Step};
use crate::problem::{Place, Problem, Problems};
use crate::yaml::{self, Layer};

/// Reads the plan at `path`.
///
/// # Errors
/// Everything that is wrong with it.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads a plan's file"
)]
pub fn load(path: &Path) -> Result<Plan, Problems> {
    let file = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Problem::at(Place::file(&file), &Error::Unreadable(error.to_string())))?;
    read(&file, &text)
}

/// Reads the plan in `text`; `file` is its name in messages.
///
/// # Errors
/// What is not a plan, a step that comes after one that is gone, and steps that wait for each other.
pub fn read(file: &str, text: &str) -> Result<Plan, Problems> {
    let root = yaml::load(file, text, Layer::File)?;
    let (decoded, mut problems) = yaml::decode::<FileIn>(file, &root);
    let mut steps = Vec::new();
    for (key, level) in decoded
        .into_iter()
        .flat_map(|decoded| decoded.generation_order)
    {
        let node = root.deepest(["generation_order", key.as_str(), "steps"]);
        let number = key
            .strip_prefix("level_")
            .and_then(|number| number.parse::<u8>().ok());
        let Some(number) = number.and_then(|number| Level::try_from(number).ok()) else {
            let mark = root.deepest(["generation_order", key.as_str()]).mark;
            problems.push(Problem::at(mark.place(file), &Error::Level(key)));
            continue;
        };
        for (at, step) in level.steps.into_iter().enumerate() {
            let mark = node.items().get(at).unwrap_or(node).mark;
            steps.push(Step {
                id: step.id,
                level: number,
                tool: step.tool,
                args: step.args,
                path: step.path,
                requires: step.requires,
                after: step.after,
                place: Some(mark.place(file)),
            });
        }
    }
    let places: Vec<Option<Place>> = steps.iter().map(|step| step.place.clone()).collect();
    match arrange(steps) {
        Ok(plan) => Problems::check(plan, problems),
        Err(errors) => {
            problems.extend(errors.into_iter().map(|(step, error)| match &places[step] {
                Some(place) => Problem::at(place.clone(), &error),
                None => Problem::new(&error),
            }));
            Err(Problems::from(problems))
        }
    }
}
