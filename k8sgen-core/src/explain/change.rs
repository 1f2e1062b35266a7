//! A project with one of its inputs changed: the question that all explanations are the answer to. What moves
//! when this moves?

use std::collections::BTreeSet;

use super::input::At;
use super::vary;
use crate::context::{Context, Field, FieldValue};
use crate::inventory::{Inventory, Layers};
use crate::plan::{self, Plan};
use crate::problem::Problems;
use crate::project::Project;
use crate::yaml::{Layer, Node, Value};

/// A project, and what it is made of.
#[derive(Debug)]
pub(super) struct Base {
    pub(super) project: Project,
    pub(super) layers: Layers,
    /// Every key and every value of the inventory: what no new name may be.
    taken: BTreeSet<String>,
}

impl Base {
    pub(super) fn new(project: Project) -> Result<Self, Problems> {
        let layers = project.inventory.layers()?;
        let mut taken = BTreeSet::new();
        collect(&layers.file, &mut taken);
        Ok(Self {
            project,
            layers,
            taken,
        })
    }

    /// What `attempt` makes of the first change at `at` that it can do something with. A value that is only another one
    /// comes first; then that there is none.
    pub(super) fn first<T>(
        &self,
        at: &At,
        mut attempt: impl FnMut(&Project) -> Option<T>,
    ) -> Option<T> {
        match at {
            At::Entry { .. } => self.entries(at).find_map(|changed| attempt(&changed)),
            At::Name(name) => attempt(&self.renamed(name)?),
            At::Argument(step, argument) => {
                let plans = self.arguments(*step, argument);
                plans
                    .into_iter()
                    .find_map(|plan| attempt(&self.planned(plan)))
            }
            At::Field(field) => {
                let value = self.project.context.value(*field)?;
                let mut values = vary::values(*field, &value).into_iter();
                values.find_map(|value| attempt(&self.with(*field, &value)?))
            }
        }
    }

    /// The project with this value of a field.
    pub(super) fn with(&self, field: Field, value: &FieldValue) -> Option<Project> {
        let context = self.project.context.with(field, value).ok()?;
        let mut inventory = self.project.inventory.clone();
        // A repository that the inventory names is called so there, too.
        if let (Field::Repositories, FieldValue::List(new)) = (field, value) {
            let mut layers = self.layers.clone();
            let old = &self.project.context.container_registry.repositories;
            for (old, new) in old.iter().zip(new).filter(|(old, new)| old != new) {
                layers.file.rename(old, new);
            }
            inventory = inventory.made_of(&layers).unwrap_or(inventory);
        }
        Some(self.changed(inventory, context))
    }

    fn entries<'a>(&'a self, at: &'a At) -> impl Iterator<Item = Project> + 'a {
        let At::Entry {
            layer,
            path,
            choices,
        } = at
        else {
            return None.into_iter().flatten();
        };
        let root = |layers: &'a Layers| match layer {
            Layer::BuiltIn => &layers.builtin,
            Layer::File => &layers.file,
        };
        let mut whole = root(&self.layers).clone();
        let text = whole
            .at_mut(path)
            .and_then(|node| node.text())
            .unwrap_or_default();
        let others = vary::texts(text, choices).into_iter().map(Some);
        let changed = others.chain([None]).filter_map(move |other| {
            let mut layers = self.layers.clone();
            let root = match layer {
                Layer::BuiltIn => &mut layers.builtin,
                Layer::File => &mut layers.file,
            };
            match other {
                Some(other) => match &mut root.at_mut(path)?.value {
                    Value::Scalar { text, .. } => *text = other,
                    _ => return None,
                },
                None => {
                    root.prune(path);
                }
            }
            let inventory = self.project.inventory.made_of(&layers).ok()?;
            Some(self.changed(inventory, self.project.context.clone()))
        });
        Some(changed).into_iter().flatten()
    }

    fn renamed(&self, name: &str) -> Option<Project> {
        let new = vary::name(name, |other| self.taken.contains(other))?;
        let mut layers = self.layers.clone();
        layers.file.rename(name, &new);
        let inventory = self.project.inventory.made_of(&layers).ok()?;
        let mut context = self.project.context.clone();
        let repositories = &mut context.container_registry.repositories;
        // The image of a service that has another name.
        let of_that_name = repositories.iter().filter_map(|old| old.strip_suffix(name));
        let more: Vec<String> = of_that_name.map(|lead| format!("{lead}{new}")).collect();
        repositories.extend(more);
        let mut changed = self.changed(inventory, context);
        if self.project.plan_file.is_some() {
            for step in changed.plan.steps_mut() {
                step.path = step.path.replace(name, &new);
                for value in step.args.values_mut().filter(|value| **value == *name) {
                    *value = serde_json::Value::String(new.clone());
                }
            }
        }
        Some(changed)
    }

    fn arguments(&self, step: usize, argument: &str) -> Vec<Plan> {
        use serde_json::Value;

        let Some(value) = self.project.plan.steps()[step].args.get(argument) else {
            return Vec::new();
        };
        let others: Vec<Value> = match value {
            Value::String(text) => {
                let others = vary::texts(text, &[]).into_iter();
                others.map(Value::String).collect()
            }
            other => {
                let others = vary::texts(&other.to_string(), &[]).into_iter();
                others.filter_map(|other| other.parse().ok()).collect()
            }
        };
        let plan = |other: Value| {
            let mut plan = self.project.plan.clone();
            plan.steps_mut()[step]
                .args
                .insert(argument.to_owned(), other);
            plan
        };
        others.into_iter().map(plan).collect()
    }

    fn planned(&self, plan: Plan) -> Project {
        Project {
            plan,
            ..self.project.clone()
        }
    }

    /// Where a file of the project stands in one that is made of something else: a name in its path may be another one.
    pub(super) fn path_in(&self, changed: &Project, path: &str) -> String {
        let (old, new) = (self.project.plan.steps(), changed.plan.steps());
        let is_alike = old.len() == new.len();
        let step = old.iter().position(|step| step.path == path);
        let step = step.filter(|at| is_alike && old[*at].tool == new[*at].tool);
        step.map_or_else(|| path.to_owned(), |at| new[at].path.clone())
    }

    fn changed(&self, inventory: Inventory, mut context: Context) -> Project {
        context.project_name = Some(inventory.project.to_string());
        context.environment = Some(inventory.environment.to_string());
        let plan = match &self.project.plan_file {
            Some(_) => self.project.plan.clone(),
            None => plan::build(&inventory),
        };
        Project {
            inventory,
            context,
            plan,
            plan_file: None,
        }
    }
}

fn collect(node: &Node, taken: &mut BTreeSet<String>) {
    taken.extend(node.text().map(str::to_owned));
    node.items().iter().for_each(|item| collect(item, taken));
    for entry in node.entries() {
        taken.insert(entry.key.clone());
        collect(&entry.value, taken);
    }
}
