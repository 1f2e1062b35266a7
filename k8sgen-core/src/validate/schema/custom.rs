//! Custom resources: what a CustomResourceDefinition says of its kind.

use super::{ApiKind, Field, Merge, Object, Spread, Type};
use crate::validate::document::Document;
use crate::yaml::Node;

/// The type of every object's metadata.
const METADATA: Type = Type::Named("meta.v1.ObjectMeta");

/// The kind that a definition defines, in each version that it serves.
pub(super) fn kinds(definition: &Document) -> Vec<ApiKind> {
    let text = |path: [&str; 2]| definition.text_at(path);
    let kind = definition.text_at(["spec", "names", "kind"]);
    let (Some(group), Some(kind)) = (text(["spec", "group"]), kind) else {
        return Vec::new();
    };
    let spread = match text(["spec", "scope"]) {
        Some("Cluster") => Spread::Cluster,
        _ => Spread::Namespaced,
    };
    let versions = definition
        .at(["spec", "versions"])
        .map_or(&[][..], Node::items);
    let served = versions
        .iter()
        .filter(|version| !is_text(version, "served", "false"));
    let kind = |version: &Node| {
        let name = version.at(["name"])?.text()?;
        let schema = version.at(["schema", "openAPIV3Schema"]);
        Some(ApiKind {
            api: format!("{group}/{name}").into(),
            kind: kind.into(),
            spread,
            introduced: None,
            deprecated: None,
            removed: None,
            successor: None,
            of: schema.map(root),
        })
    };
    served.filter_map(kind).collect()
}

fn is_text(node: &Node, key: &str, text: &str) -> bool {
    node.at([key]).and_then(Node::text) == Some(text)
}

/// The type of a whole object: what its schema says, and what every object has.
fn root(schema: &Node) -> Type {
    let mut of = type_of(schema);
    if let Type::Own(object) = &mut of {
        for (name, of) in [
            ("apiVersion", Type::Text),
            ("kind", Type::Text),
            ("metadata", METADATA),
        ] {
            object.fields.retain(|field| &*field.name != name);
            object.fields.push(Field {
                name: name.into(),
                is_required: false,
                of,
            });
        }
        object.fields.sort_by(|a, b| a.name.cmp(&b.name));
    }
    of
}

fn type_of(schema: &Node) -> Type {
    let text = |key: &str| schema.at([key]).and_then(Node::text);
    let is_true = |key: &str| text(key) == Some("true");
    if is_true("x-kubernetes-int-or-string") {
        return Type::IntOrText;
    }
    let number = |key: &str| text(key).and_then(|text| text.parse::<i64>().ok());
    match text("type") {
        Some("string") => match schema.at(["enum"]).map_or(&[][..], Node::items) {
            [] => Type::Text,
            texts => Type::OneOf(
                texts
                    .iter()
                    .filter_map(Node::text)
                    .map(Into::into)
                    .collect(),
            ),
        },
        Some("boolean") => Type::Boolean,
        Some("integer") => {
            let (least, most) = match text("format") {
                Some("int32") => (i32::MIN.into(), i32::MAX.into()),
                _ => (i64::MIN, i64::MAX),
            };
            Type::Integer(
                number("minimum").unwrap_or(least),
                number("maximum").unwrap_or(most),
            )
        }
        Some("number") => Type::Number,
        Some("array") => {
            let item = schema.at(["items"]).map_or(Type::Any, type_of);
            Type::List(Box::new(item), Merge::Replace)
        }
        Some("object") => object(schema),
        _ => Type::Any,
    }
}

fn object(schema: &Node) -> Type {
    let is_true = |key: &str| schema.at([key]).and_then(Node::text) == Some("true");
    let keeps = is_true("x-kubernetes-preserve-unknown-fields");
    let properties = schema.at(["properties"]).map_or(&[][..], Node::entries);
    let others = match schema.at(["additionalProperties"]) {
        _ if keeps => Some(Type::Any),
        Some(node) if node.text() == Some("true") => Some(Type::Any),
        Some(node) if node.text().is_none() => Some(type_of(node)),
        // An object that says nothing of its fields takes none; then it is a placeholder, or a mistake.
        _ if properties.is_empty() => Some(Type::Any),
        _ => None,
    };
    if let (true, Some(others)) = (properties.is_empty(), &others) {
        return Type::Map(Box::new(others.clone()));
    }
    let required = schema.at(["required"]).map_or(&[][..], Node::items);
    let mut fields: Vec<Field> = properties
        .iter()
        .map(|property| Field {
            name: property.key.as_str().into(),
            is_required: required
                .iter()
                .any(|name| name.text() == Some(&property.key)),
            of: match property.key.as_str() {
                "metadata" if is_true("x-kubernetes-embedded-resource") => METADATA,
                _ => type_of(&property.value),
            },
        })
        .collect();
    fields.sort_by(|a, b| a.name.cmp(&b.name));
    Type::Own(Box::new(Object {
        fields,
        others: others.map(Box::new),
    }))
}
