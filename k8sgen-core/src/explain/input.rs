//! What somebody or something put in, and where it can be changed.

use indexmap::IndexMap;
use serde::Serialize;

use super::shape::Shape;
use crate::context::{Field, How, Record, Recorded};
use crate::inventory::{Layers, Reference, Text};
use crate::plan::Plan;
use crate::problem::Place;
use crate::project::Project;
use crate::yaml::{Layer, Mark, Node, Segment, Value, path_text};

/// One value that a tree was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Input {
    /// An entry of k8sgen.yaml, or a name that is given there.
    Inventory {
        /// Its path, such as `services.web-ui.port`.
        key: String,
        /// Its value; none for a name.
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<String>,
        /// Where it stands, from the inventory's folder.
        place: Place,
        /// Terraform's values that it refers to.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        refers_to: Vec<Field>,
    },
    /// An argument of a plan's step.
    Argument {
        /// The step.
        step: String,
        /// The argument, such as `replicas`.
        argument: String,
        /// Its value.
        value: String,
        /// Where the step stands.
        #[serde(skip_serializing_if = "Option::is_none")]
        place: Option<Place>,
    },
    /// Terraform, by way of a field of the context.
    Terraform {
        /// The field.
        field: Field,
        /// Its value, and where that came from.
        #[serde(flatten)]
        recorded: Recorded,
        /// Where k8sgen.yaml says which output it is.
        #[serde(skip_serializing_if = "Option::is_none")]
        mapped: Option<Place>,
    },
    /// k8sgen's own defaults.
    BuiltIn {
        /// The setting of a service, such as `probes.readiness.period`.
        key: String,
        /// Its value.
        value: String,
    },
}

impl Input {
    /// What it is called: two inputs of one line have two names.
    pub(super) fn key(&self) -> (&'static str, &str) {
        match self {
            Self::Inventory { key, .. } => ("inventory", key),
            Self::Argument { argument, .. } => ("argument", argument),
            Self::Terraform { field, .. } => ("terraform", field.path()),
            Self::BuiltIn { key, .. } => ("built-in", key),
        }
    }
}

/// An input, and where it is changed to see what moves with it.
#[derive(Debug)]
pub(super) struct Lever {
    pub(super) input: Input,
    pub(super) at: At,
}

/// Where an input is changed.
#[derive(Debug)]
pub(super) enum At {
    /// A value of one of the inventory's layers, and all that it can be if that is known.
    Entry {
        layer: Layer,
        path: Vec<Segment>,
        text: String,
        choices: Vec<String>,
    },
    /// A name, wherever it stands.
    Name(String),
    /// An argument of the step with this number.
    Argument(usize, String),
    /// A field of the context.
    Field(Field),
}

/// Everything that a project was made from: the inventory in the order of its file, k8sgen's defaults, the arguments of
/// a plan that was given, and what Terraform made.
pub(super) fn all(project: &Project, record: &Record, layers: &Layers) -> Vec<Lever> {
    let mut walk = Walk {
        file: &project.inventory.file,
        shape: Shape::new(),
        levers: Vec::new(),
        names: IndexMap::new(),
    };
    walk.node(&layers.file, &mut Vec::new());
    walk.node(&layers.builtin, &mut Vec::new());
    let Walk {
        mut levers,
        names,
        file,
        ..
    } = walk;
    for (name, (path, mark)) in names {
        levers.push(Lever {
            input: Input::Inventory {
                key: path_text(&path),
                value: None,
                place: mark.place(file),
                refers_to: Vec::new(),
            },
            at: At::Name(name),
        });
    }
    if project.plan_file.is_some() {
        levers.extend(arguments(&project.plan));
    }
    let fields = record.iter().filter(|(_, recorded)| recorded.how.is_some());
    levers.extend(fields.map(|(field, recorded)| {
        let map = ["terraform", "map", field.path()];
        let mapped = recorded.how == Some(How::Mapped);
        let mapped = mapped.then(|| project.inventory.place(&map)).flatten();
        let input = Input::Terraform {
            field,
            recorded: recorded.clone(),
            mapped,
        };
        let at = At::Field(field);
        Lever { input, at }
    }));
    levers
}

/// The arguments of a plan that was given. Those that are lists or mappings are the tool's own to explain.
fn arguments(plan: &Plan) -> impl Iterator<Item = Lever> {
    plan.steps().iter().enumerate().flat_map(|(number, step)| {
        step.args.iter().filter_map(move |(argument, value)| {
            let value = match value {
                serde_json::Value::String(text) => text.clone(),
                serde_json::Value::Number(number) => number.to_string(),
                serde_json::Value::Bool(truth) => truth.to_string(),
                _ => return None,
            };
            let input = Input::Argument {
                step: step.id.clone(),
                argument: argument.clone(),
                value,
                place: step.place.clone(),
            };
            let at = At::Argument(number, argument.clone());
            Some(Lever { input, at })
        })
    })
}

struct Walk<'a> {
    file: &'a str,
    shape: Shape,
    levers: Vec<Lever>,
    /// Each name, and where it is given: at the shortest path that ends with it.
    names: IndexMap<String, (Vec<Segment>, Mark)>,
}

impl Walk<'_> {
    fn node(&mut self, node: &Node, path: &mut Vec<Segment>) {
        match &node.value {
            Value::Null => {}
            Value::Scalar { text, .. } => self.scalar(text, node.mark, path),
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    path.push(Segment::Index(index));
                    self.node(item, path);
                    path.pop();
                }
            }
            Value::Map(entries) => {
                for entry in entries {
                    path.push(Segment::Key(entry.key.to_string()));
                    if entry.mark.layer == Layer::File && self.shape.is_name(path) {
                        self.name(&entry.key, entry.mark, path);
                    }
                    // What is read from where moves nothing: its values have been read.
                    if path != &[Segment::Key("terraform".to_owned())] {
                        self.node(&entry.value, path);
                    }
                    path.pop();
                }
            }
        }
    }

    fn name(&mut self, name: &str, mark: Mark, path: &[Segment]) {
        match self.names.get(name) {
            Some((known, _)) if known.len() <= path.len() => {}
            _ => {
                self.names.insert(name.to_owned(), (path.to_vec(), mark));
            }
        }
    }

    fn scalar(&mut self, text: &str, mark: Mark, path: &[Segment]) {
        let key = path_text(path);
        let (input, choices) = match mark.layer {
            Layer::File | Layer::Source(_) => {
                let texts = text.parse::<Text>();
                let references = texts.iter().flat_map(Text::references);
                let refers_to = references.filter_map(|reference| match reference {
                    Reference::Field(field) => Some(field),
                    _ => None,
                });
                let input = Input::Inventory {
                    key,
                    value: Some(text.to_owned()),
                    place: mark.place(self.file),
                    refers_to: refers_to.collect(),
                };
                (input, self.shape.choices(path))
            }
            Layer::BuiltIn => {
                let value = text.to_owned();
                let defaults = [&[Segment::Key("defaults".to_owned())], path].concat();
                (Input::BuiltIn { key, value }, self.shape.choices(&defaults))
            }
        };
        let at = At::Entry {
            layer: mark.layer,
            path: path.to_vec(),
            text: text.to_owned(),
            choices,
        };
        self.levers.push(Lever { input, at });
    }
}
