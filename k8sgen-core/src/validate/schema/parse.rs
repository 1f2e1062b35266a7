//! What a line of the table says.

use super::{ApiKind, Field, Merge, Spread, Type};
use crate::validate::options::Version;

/// `namespaced apps.v1.Deployment 1.9 - - -`.
pub(super) fn kind(api: &str, kind: &str, line: &'static str) -> Option<ApiKind> {
    let mut words = line.split(' ').map(|word| (word != "-").then_some(word));
    let spread = match words.next()?? {
        "cluster" => Spread::Cluster,
        _ => Spread::Namespaced,
    };
    let of = words.next()?.map(Type::Named);
    let mut version = || words.next()?.and_then(|word| word.parse::<Version>().ok());
    let (introduced, deprecated, removed) = (version(), version(), version());
    Some(ApiKind {
        api: api.into(),
        kind: kind.into(),
        spread,
        introduced,
        deprecated,
        removed,
        successor: words.next()?.map(Into::into),
        of,
    })
}

/// `containers!:[@core.v1.Container]^name`.
pub(super) fn field(text: &'static str) -> Option<Field> {
    let (name, of) = text.split_once(':')?;
    let required = name.strip_suffix('!');
    Some(Field {
        name: required.unwrap_or(name).into(),
        is_required: required.is_some(),
        of: type_of(of),
    })
}

fn type_of(text: &'static str) -> Type {
    if let Some(name) = text.strip_prefix('@') {
        return Type::Named(name);
    }
    if let Some(list) = text.strip_prefix('[') {
        let Some((item, merge)) = list.rsplit_once(']') else {
            return Type::Any;
        };
        let merge = match merge.strip_prefix('^') {
            Some(key) => Merge::ByKey(key),
            None if merge == "+" => Merge::Add,
            None => Merge::Replace,
        };
        return Type::List(Box::new(type_of(item)), merge);
    }
    let inner = text.strip_suffix('}');
    if let Some(item) = inner.and_then(|text| text.strip_prefix('{')) {
        return Type::Map(Box::new(type_of(item)));
    }
    if let Some(item) = inner.and_then(|text| text.strip_prefix("data{")) {
        return Type::Data(Box::new(type_of(item)));
    }
    if let Some(texts) = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'))
    {
        return Type::OneOf(texts.split('|').map(Into::into).collect());
    }
    let (rest, most) = text.split_once("<=").unwrap_or((text, ""));
    let (word, least) = rest.split_once(">=").unwrap_or((rest, ""));
    let (least, most) = (least.parse::<i64>().ok(), most.parse::<i64>().ok());
    match word {
        "string" => Type::Text,
        "boolean" => Type::Boolean,
        "int" => Type::Integer(
            least.unwrap_or(i32::MIN.into()),
            most.unwrap_or(i32::MAX.into()),
        ),
        "long" => Type::Integer(least.unwrap_or(i64::MIN), most.unwrap_or(i64::MAX)),
        "number" => Type::Number,
        "int-or-string" => Type::IntOrText,
        "quantity" => Type::Quantity,
        "time" => Type::Time,
        "base64" => Type::Base64,
        "port" => Type::Port,
        "port-or-name" => Type::PortOrName,
        "port-name" => Type::PortName,
        "dns-label" => Type::DnsLabel,
        "network" => Type::Network,
        "resources" => Type::Resources,
        "labels" => Type::Labels,
        "annotations" => Type::Annotations,
        _ => Type::Any,
    }
}
