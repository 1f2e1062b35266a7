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
use crate::yaml::{Layer, Node, Segment, Value};

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
            At::Entry {
                layer,
                path,
                text,
                choices,
            } => {
                let others = vary::texts(text, choices).into_iter().map(Some);
                let mut others = others.chain([None]);
                others.find_map(|other| attempt(&self.entry(*layer, path, other)?))
            }
            At::Name(name) => attempt(&self.renamed(name)?),
            At::Argument(step, argument) => {
                let mut plans = self.arguments(*step, argument).into_iter();
                plans.find_map(|plan| attempt(&self.planned(plan)))
            }
            At::Field(field) => {
                let value = self.project.context.value(*field)?;
                let mut values = vary::values(*field, &value).into_iter();
                values.find_map(|value| attempt(&self.varied(*field, &value)?))
            }
        }
    }

    /// The project with this value of a field, all else being as it was.
    pub(super) fn with(&self, field: Field, value: &FieldValue) -> Option<Project> {
        let context = self.project.context.with(field, value).ok()?;
        Some(self.changed(self.project.inventory.clone(), context))
    }

    /// The project with a made-up value of a field. A repository that the inventory names is called so there, too.
    fn varied(&self, field: Field, value: &FieldValue) -> Option<Project> {
        let (Field::Repositories, FieldValue::List(new)) = (field, value) else {
            return self.with(field, value);
        };
        let mut layers = self.layers.clone();
        let old = &self.project.context.container_registry.repositories;
        for (old, new) in old.iter().zip(new) {
            layers.file.rename(old, new);
        }
        let inventory = self.project.inventory.made_of(&layers).ok()?;
        let context = self.project.context.with(field, value).ok()?;
        Some(self.changed(inventory, context))
    }

    /// The project with another text at a place of the inventory, or with nothing there.
    fn entry(&self, layer: Layer, path: &[Segment], other: Option<String>) -> Option<Project> {
        let mut layers = self.layers.clone();
        let root = match layer {
            Layer::BuiltIn => &mut layers.builtin,
            Layer::File | Layer::Source(_) => &mut layers.file,
        };
        match (other, &mut root.at_mut(path)?.value) {
            (Some(other), Value::Scalar { text, .. }) => *text = other.into(),
            (Some(_), _) => return None,
            (None, _) => {
                root.prune(path);
            }
        }
        let inventory = self.project.inventory.made_of(&layers).ok()?;
        Some(self.changed(inventory, self.project.context.clone()))
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
                step.path = renamed_path(&step.path, name, &new);
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

/// A path in which a folder or a file of that name, without what is behind its dot, has another one.
fn renamed_path(path: &str, old: &str, new: &str) -> String {
    let part = |part: &str| match part.strip_prefix(old) {
        Some(end) if end.is_empty() || end.starts_with('.') => format!("{new}{end}"),
        _ => part.to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn collect(node: &Node, taken: &mut BTreeSet<String>) {
    taken.extend(node.text().map(str::to_owned));
    node.items().iter().for_each(|item| collect(item, taken));
    for entry in node.entries() {
        taken.insert(entry.key.to_string());
        collect(&entry.value, taken);
    }
}
