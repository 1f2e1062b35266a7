//! Custom resources: what a CustomResourceDefinition says of its kind.

use super::limits::{End, Limits, Pattern};
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
    let mut of = bare(schema);
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

/// The type of a value, and its limits.
fn type_of(schema: &Node) -> Type {
    let of = bare(schema);
    let limits = limits(schema, &of);
    if limits == Limits::default() {
        of
    } else {
        Type::Within(Box::new(of), Box::new(limits))
    }
}

/// The type of a value.
fn bare(schema: &Node) -> Type {
    let text = |key: &str| schema.at([key]).and_then(Node::text);
    if is_text(schema, "x-kubernetes-int-or-string", "true") {
        return Type::IntOrText;
    }
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
            let number = |key: &str| text(key)?.parse::<i64>().ok();
            let excluded = |key: &str| i64::from(is_text(schema, key, "true"));
            let from = number("minimum").map(|it| it.saturating_add(excluded("exclusiveMinimum")));
            let to = number("maximum").map(|it| it.saturating_sub(excluded("exclusiveMaximum")));
            Type::Integer(from.unwrap_or(least), to.unwrap_or(most))
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

/// What a schema says of values of a type beyond it. What stands below `allOf` and its like is left alone.
fn limits(schema: &Node, of: &Type) -> Limits {
    let text = |key: &str| schema.at([key]).and_then(Node::text);
    let size = |key: &str| text(key)?.parse::<usize>().ok();
    let end = |key: &str, excluded: &str| {
        let number = text(key)?.parse::<f64>().ok()?;
        let is_excluded = is_text(schema, excluded, "true");
        Some(if is_excluded {
            End::Without(number)
        } else {
            End::With(number)
        })
    };
    let mut limits = Limits::default();
    let [fewest, most] = match of {
        Type::Text | Type::OneOf(_) => ["minLength", "maxLength"],
        Type::List(..) => ["minItems", "maxItems"],
        Type::Map(_) | Type::Own(_) => ["minProperties", "maxProperties"],
        Type::Number => {
            limits.from = end("minimum", "exclusiveMinimum");
            limits.to = end("maximum", "exclusiveMaximum");
            return limits;
        }
        Type::Integer(..) => {
            let numbers = schema.at(["enum"]).map_or(&[][..], Node::items);
            limits.numbers = numbers
                .iter()
                .filter_map(|number| number.text()?.parse().ok())
                .collect();
            return limits;
        }
        Type::IntOrText => {
            limits.pattern = text("pattern").map(Pattern::new);
            return limits;
        }
        _ => return limits,
    };
    limits.fewest = size(fewest).filter(|fewest| *fewest > 0);
    limits.most = size(most);
    if matches!(of, Type::Text | Type::OneOf(_)) {
        limits.pattern = text("pattern").map(Pattern::new);
    }
    limits
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
