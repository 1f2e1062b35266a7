//! The JSON Schema of k8sgen.yaml, as an editor completes by it and a validator takes it.
//!
//! schemars writes down what the types are; what the reader takes beyond that is added here, so that an editor never
//! complains of what k8sgen reads.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform as _};
use serde_json::{Value, json};

use super::file::File;
use super::gitops::Addon;
use crate::context::Field;

/// The JSON Schema (2020-12) of `k8sgen.yaml`.
#[must_use]
pub fn schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let addons = generator.subschema_for::<Addon>();
    let mut schema = generator.into_root_schema_for::<File>();
    RecursiveTransform(as_read).transform(&mut schema);
    let mut schema = schema.to_value();
    schema["properties"]["infrastructure"]["propertyNames"] = addons.to_value();
    let fields: Vec<&str> = Field::ALL.iter().map(|field| field.path()).collect();
    schema["$defs"]["TerraformSettings"]["properties"]["map"]["propertyNames"] =
        json!({ "enum": fields });
    // Each is optional to the reader, so that it can say all that is missing at once.
    schema["required"] = json!(["project", "environment", "namespace"]);
    schema["$defs"]["EnvironmentSettings"]["required"] = json!(["namespace"]);
    schema
}

/// What counts for every part.
fn as_read(schema: &mut Schema) {
    // That nothing is there where nobody says something goes without saying.
    if schema.get("default").is_some_and(Value::is_null) {
        schema.remove("default");
    }
    // Text is what is written, so a number without quotes is one, too: `cpu: 1`, `image_tag: 1.10`.
    let is_closed = schema.get("enum").is_some() || schema.get("const").is_some();
    let is_free = schema.get("pattern").is_none();
    let Some(types) = schema.get_mut("type").filter(|_| !is_closed) else {
        return;
    };
    let mut all: Vec<Value> = match &*types {
        Value::Array(types) => types.clone(),
        one => vec![one.clone()],
    };
    if all.contains(&json!("string")) {
        let more = if is_free {
            &["number", "boolean"][..]
        } else {
            &["number"]
        };
        let more = more.iter().map(|more| json!(more));
        let more: Vec<Value> = more.filter(|more| !all.contains(more)).collect();
        all.extend(more);
        *types = Value::Array(all);
    }
}
