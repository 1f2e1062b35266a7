//! What k8sgen.yaml's own schema says of a place in it: whether a key there is a name that the user chose, and
//! which words a value can be.

use serde_json::Value;

use crate::inventory;
use crate::yaml::Segment;

/// The schema.
pub(super) struct Shape(Value);

impl Shape {
    pub(super) fn new() -> Self {
        Self(inventory::schema())
    }

    /// Whether the last key of `path` is the user's own: a service, a variable, an annotation.
    pub(super) fn is_name(&self, path: &[Segment]) -> bool {
        let Some((Segment::Key(key), folder)) = path.split_last() else {
            return false;
        };
        let folder = self.at(folder);
        folder.is_some_and(|schema| {
            schema["properties"].get(key).is_none() && of_any_name(schema).is_some()
        })
    }

    /// All words that a value at `path` can be; none where it can be anything.
    pub(super) fn choices(&self, path: &[Segment]) -> Vec<String> {
        let Some(schema) = self.at(path) else {
            return Vec::new();
        };
        let words = schema["enum"].as_array().into_iter().flatten();
        let described = schema["oneOf"].as_array().into_iter().flatten();
        let described = described.map(|one| &one["const"]);
        let words = words.chain(described).filter_map(Value::as_str);
        words.map(str::to_owned).collect()
    }

    fn at(&self, path: &[Segment]) -> Option<&Value> {
        path.iter()
            .try_fold(self.resolved(&self.0), |schema, segment| {
                let below = match segment {
                    Segment::Key(key) => schema["properties"]
                        .get(key)
                        .or_else(|| of_any_name(schema)),
                    Segment::Index(_) => schema.get("items"),
                };
                below.map(|below| self.resolved(below))
            })
    }

    /// The schema that is meant by a reference, or by one that can be null.
    fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        if let Some(name) = schema["$ref"].as_str() {
            let meant = name.strip_prefix('#').and_then(|at| self.0.pointer(at));
            return meant.map_or(schema, |meant| self.resolved(meant));
        }
        let any = schema["anyOf"].as_array().into_iter().flatten();
        let mut any = any.filter(|one| one["type"] != "null");
        any.next().map_or(schema, |one| self.resolved(one))
    }
}

/// What stands behind the keys of a mapping whose keys the user chooses.
fn of_any_name(schema: &Value) -> Option<&Value> {
    let patterns = schema["patternProperties"].as_object();
    let of_a_pattern = patterns.and_then(|patterns| patterns.values().next());
    of_a_pattern.or_else(|| {
        schema
            .get("additionalProperties")
            .filter(|of| of.is_object())
    })
}
