//! The walk: a value, its type, and the path to both.

mod parts;

use k8sgen_templates::names::Quantity;

use super::scalar::{Plain, plain};
use super::{Mend, Misfit, Wrong, is_of_the_whole, limits, values};
use crate::problem::{choices, nearest, shown, slip_of};
use crate::validate::document::{Document, Role};
use crate::validate::objects::is_placeholder;
use crate::validate::schema::{Limits, Object, Type};
use crate::yaml::{Entry, Mark, Node, Segment, Value, path_text};

/// Checks a document against its type.
pub(super) fn check(document: &Document, of: &Type, misfits: &mut Vec<Misfit>) {
    let mut walk = Walk {
        is_patch: document.role == Role::Patch,
        is_secret: document.is_secret(),
        path: Vec::new(),
        misfits,
    };
    walk.value(&document.node, document.mark(), of);
}

/// Checks the labels and annotations of a document of which no more is known.
pub(super) fn check_metadata(document: &Document, misfits: &mut Vec<Misfit>) {
    let mut walk = Walk {
        is_patch: document.role == Role::Patch,
        is_secret: document.is_secret(),
        path: vec![Step::Key("metadata")],
        misfits,
    };
    let metadata = document.node.at(["metadata"]);
    for (key, of) in [
        ("name", &Type::Text),
        ("labels", &Type::Labels),
        ("annotations", &Type::Annotations),
    ] {
        if let Some(entry) = metadata.and_then(|metadata| metadata.entry(key)) {
            walk.below(entry, of);
        }
    }
}

struct Walk<'a, 'm> {
    /// A part of an object: what is missing in it is in the whole one.
    is_patch: bool,
    /// Its values are not to be printed.
    is_secret: bool,
    path: Vec<Step<'a>>,
    misfits: &'m mut Vec<Misfit>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Walk<'a, '_> {
    fn value(&mut self, node: &'a Node, mark: Mark, of: &'a Type) {
        match (&node.value, of) {
            // What is set to nothing is not set; whether it must be is asked of the mapping that it is in.
            (Value::Null, _) | (_, Type::Any) => {}
            (Value::Scalar { text, .. }, _) if is_placeholder(text) => {}
            (_, Type::Within(of, limits)) => {
                let before = self.misfits.len();
                self.value(node, mark, of);
                if self.misfits.len() == before {
                    self.limits(node, limits);
                }
            }
            (Value::Map(entries), Type::Map(item)) => {
                for entry in entries {
                    self.below(entry, item);
                }
            }
            (Value::Map(entries), Type::Labels) => {
                for entry in entries {
                    self.label_key(entry);
                    self.below(entry, &Type::Text);
                    self.label_value(entry);
                }
            }
            (Value::Map(entries), Type::Data(item)) => {
                for entry in entries {
                    self.data_key(entry);
                    self.below(entry, item);
                }
            }
            (Value::Map(entries), Type::Resources) => {
                for entry in entries {
                    self.resource(entry);
                    self.below(entry, &Type::Quantity);
                }
            }
            (Value::Map(entries), Type::Annotations) => {
                for entry in entries {
                    self.label_key(entry);
                    self.below(entry, &Type::Text);
                }
            }
            (Value::Map(entries), Type::Named(_) | Type::Own(_)) => {
                if let Some(object) = of.object() {
                    self.object(entries, mark, object);
                    match of {
                        Type::Named("meta.v1.LabelSelectorRequirement") => self.requirement(node),
                        Type::Named("networking.v1.IPBlock") => self.exceptions(node),
                        Type::Named("networking.v1.IngressBackend") => self.backend(node, mark),
                        _ => {}
                    }
                }
            }
            (Value::List(items), Type::List(item, _)) => {
                for (index, node) in items.iter().enumerate() {
                    self.path.push(Step::Index(index));
                    self.value(node, node.mark, item);
                    self.path.pop();
                }
            }
            (
                Value::Scalar {
                    text,
                    plain: is_plain,
                },
                of,
            ) => {
                let read = if *is_plain { plain(text) } else { Plain::Text };
                self.scalar(node, text, read, of);
            }
            (_, of) => self.wrong_type(node, of),
        }
    }

    /// A value of the right type may still be too large, or of another form.
    fn limits(&mut self, node: &'a Node, limits: &Limits) {
        let broken = match &node.value {
            Value::Scalar { text, plain: false } => {
                limits::of_one(limits, text, Plain::Text, &self.shown(text))
            }
            Value::Scalar { text, .. } => {
                limits::of_one(limits, text, plain(text), &self.shown(text))
            }
            _ => limits::of_many(limits, node),
        };
        let Some((wrong, why, help)) = broken else {
            return;
        };
        if !(self.is_patch && is_of_the_whole(wrong)) {
            let message = format!("`{}`: {why}", self.text());
            self.misfit(node.mark, wrong, message, help);
        }
    }

    fn below(&mut self, entry: &'a Entry, of: &'a Type) {
        self.path.push(Step::Key(&entry.key));
        self.value(&entry.value, entry.mark, of);
        self.path.pop();
    }

    fn object(&mut self, entries: &'a [Entry], mark: Mark, object: &'a Object) {
        for entry in entries {
            match (object.field(&entry.key), &object.others) {
                (Some(field), _) => self.below(entry, &field.of),
                (None, Some(others)) => self.below(entry, others),
                (None, None) if self.is_patch && entry.key.starts_with('$') => {}
                (None, None) => self.unknown(entry, entries, object),
            }
        }
        if self.is_patch {
            return;
        }
        for field in object.fields.iter().filter(|field| field.is_required) {
            let entry = entries.iter().find(|entry| *entry.key == *field.name);
            let at = match entry {
                None => mark,
                Some(entry) if entry.value.value == Value::Null => entry.mark,
                Some(_) => continue,
            };
            self.path.push(Step::Key(&field.name));
            let message = format!("`{}` is missing", self.text());
            self.path.pop();
            self.misfit(at, Wrong::Missing, message, None);
        }
    }

    fn unknown(&mut self, entry: &'a Entry, entries: &'a [Entry], object: &'a Object) {
        let names = || object.fields.iter().map(|field| &*field.name);
        self.path.push(Step::Key(&entry.key));
        let message = format!("unknown field `{}`", self.text());
        self.path.pop();
        let known = || names().map(str::to_owned).collect::<Vec<_>>();
        let help = match nearest(&entry.key, names()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("known here: {}", choices(&known())),
        };
        self.misfit(entry.mark, Wrong::UnknownField, message, Some(help));
        if let Some(meant) = slip_of(&entry.key, names())
            && !entries.iter().any(|other| other.key == meant)
            && let Some(field) = object.field(meant)
            && self.fits(&entry.value, &field.of)
        {
            let (old, new) = (entry.key.to_string(), meant.to_owned());
            self.mend(Mend::Spell { old, new });
        }
    }

    fn scalar(&mut self, node: &'a Node, text: &'a str, read: Plain, of: &'a Type) {
        match of {
            Type::Text => self.is_text(node, text, read),
            Type::OneOf(texts) => {
                if !texts.iter().any(|known| **known == *text) {
                    let names: Vec<String> = texts.iter().map(|text| format!("`{text}`")).collect();
                    let help = match nearest(text, texts.iter().map(|text| &**text)) {
                        Some(meant) => format!("did you mean `{meant}`?"),
                        None => format!("it is one of {}", choices(&names)),
                    };
                    let message =
                        format!("`{}`: {} may not stand here", self.text(), self.shown(text));
                    self.misfit(node.mark, Wrong::Choice, message, Some(help));
                    if let Some(meant) = slip_of(text, texts.iter().map(|text| &**text)) {
                        let (old, new) = (text.to_owned(), meant.to_owned());
                        self.mend(Mend::Spell { old, new });
                    }
                } else if matches!(read, Plain::Boolean) {
                    self.is_text(node, text, read);
                }
            }
            Type::Boolean if read != Plain::Boolean => self.wrong_type(node, of),
            Type::Integer(least, most) => match read {
                Plain::Integer(number)
                    if number < i128::from(*least) || number > i128::from(*most) =>
                {
                    let why = if number < i128::from(*least) {
                        format!("is less than {least}")
                    } else {
                        format!("is more than {most}")
                    };
                    let message = format!("`{}`: {} {why}", self.text(), self.shown(text));
                    self.misfit(node.mark, Wrong::Range, message, None);
                }
                Plain::Integer(_) => {}
                _ => self.wrong_type(node, of),
            },
            Type::Number if !matches!(read, Plain::Integer(_) | Plain::Float) => {
                self.wrong_type(node, of);
            }
            Type::IntOrText if matches!(read, Plain::Boolean | Plain::Float) => {
                self.wrong_type(node, of);
            }
            Type::Quantity => {
                let amount = text.strip_prefix(['-', '+']).unwrap_or(text);
                if matches!(read, Plain::Boolean) || amount.parse::<Quantity>().is_err() {
                    let message = format!("`{}`: {} is no quantity", self.text(), self.shown(text));
                    self.misfit(node.mark, Wrong::Quantity, message, None);
                }
            }
            Type::Base64 => {
                self.is_text(node, text, read);
                if !is_base64(text) {
                    let message = format!("`{}` is not base64", self.text());
                    self.misfit(node.mark, Wrong::Encoding, message, None);
                }
            }
            Type::Port => match read {
                Plain::Integer(1..=65535) => {}
                Plain::Integer(_) => self.bad_port(node, text, "is no port: those are 1 to 65535"),
                _ => self.wrong_type(node, of),
            },
            Type::PortOrName => self.port_or_name(node, text, read),
            Type::PortName | Type::DnsLabel | Type::Network => {
                self.is_text(node, text, read);
                if let Some((wrong, why)) = values::refused(of, text) {
                    let message = format!("`{}`: {why}", self.text());
                    self.misfit(node.mark, wrong, message, None);
                }
            }
            Type::Map(_)
            | Type::Data(_)
            | Type::Resources
            | Type::Labels
            | Type::Annotations
            | Type::Named(_)
            | Type::Own(_)
            | Type::List(..) => {
                self.wrong_type(node, of);
            }
            _ => {}
        }
    }

    fn is_text(&mut self, node: &'a Node, text: &'a str, read: Plain) {
        let what = match read {
            Plain::Text => return,
            Plain::Boolean => "a boolean",
            Plain::Integer(_) | Plain::Float => "a number",
        };
        let message = format!(
            "`{}`: {} is {what} to YAML; text belongs here",
            self.text(),
            self.shown(text)
        );
        let help = (!self.is_secret).then(|| format!("write \"{}\"", shown(text)));
        self.misfit(node.mark, Wrong::NotText, message, help);
        self.mend(Mend::Quote(text.to_owned()));
    }

    /// The path to a key of what the walk is at.
    fn text_of(&mut self, key: &'a str) -> String {
        self.path.push(Step::Key(key));
        let text = self.text();
        self.path.pop();
        text
    }

    fn wrong_type(&mut self, node: &'a Node, of: &Type) {
        let wanted = match of {
            Type::Within(of, _) => return self.wrong_type(node, of),
            Type::Any
            | Type::Text
            | Type::OneOf(_)
            | Type::Time
            | Type::Base64
            | Type::PortName
            | Type::DnsLabel
            | Type::Network => "text",
            Type::Boolean => "true or false",
            Type::Integer(..) | Type::Port => "a whole number",
            Type::Number => "a number",
            Type::IntOrText | Type::PortOrName => "a whole number or text",
            Type::Quantity => "a quantity",
            Type::List(..) => "a list",
            Type::Labels
            | Type::Annotations
            | Type::Map(_)
            | Type::Data(_)
            | Type::Resources
            | Type::Named(_)
            | Type::Own(_) => "a mapping",
        };
        let (found, help) = match &node.value {
            Value::Null => return,
            Value::List(_) => ("a list".to_owned(), None),
            Value::Map(_) => ("a mapping".to_owned(), None),
            Value::Scalar {
                text,
                plain: is_plain,
            } => {
                let quoted = !is_plain && plain(text) != Plain::Text;
                let help = quoted.then(|| "take away the quotes".to_owned());
                let what = if quoted { "the text " } else { "" };
                (format!("{what}{}", self.shown(text)), help)
            }
        };
        let message = if self.path.is_empty() {
            format!("{found} stands where {wanted} belongs")
        } else {
            format!("`{}`: {found} stands where {wanted} belongs", self.text())
        };
        self.misfit(node.mark, Wrong::Type, message, help);
        if let Value::Scalar { text, plain: false } = &node.value
            && is_canonical(text)
            && self.fits(&unquoted(node, text), of)
        {
            self.mend(Mend::Unquote(text.to_string()));
        }
    }

    /// A value, unless it might be a secret.
    fn shown(&self, text: &str) -> String {
        if self.is_secret {
            "the value".to_owned()
        } else {
            format!("`{}`", shown(text))
        }
    }

    /// The path to where the walk is.
    fn text(&self) -> String {
        let segments = self.path.iter().map(|step| match step {
            Step::Key(key) => Segment::Key((*key).to_owned()),
            Step::Index(index) => Segment::Index(*index),
        });
        path_text(&segments.collect::<Vec<_>>())
    }

    fn misfit(&mut self, mark: Mark, wrong: Wrong, message: String, help: Option<String>) {
        self.misfits.push(Misfit {
            mark,
            wrong,
            message,
            help,
            mend: None,
        });
    }

    /// What mends the misfit that was found last.
    fn mend(&mut self, mend: Mend) {
        if let Some(misfit) = self.misfits.last_mut() {
            misfit.mend = Some(mend);
        }
    }

    /// Whether a value would fit a type.
    fn fits(&self, node: &Node, of: &Type) -> bool {
        let mut misfits = Vec::new();
        let mut walk = Walk {
            is_patch: self.is_patch,
            is_secret: self.is_secret,
            path: Vec::new(),
            misfits: &mut misfits,
        };
        walk.value(node, node.mark, of);
        misfits.is_empty()
    }
}

/// Whether a text without quotes is one and the same number or boolean to whoever reads it.
fn is_canonical(text: &str) -> bool {
    let is_number = text
        .parse::<i64>()
        .is_ok_and(|number| number.to_string() == text);
    is_number || matches!(text, "true" | "false")
}

/// The same value, without its quotes.
fn unquoted(node: &Node, text: &str) -> Node {
    let text = text.into();
    let value = Value::Scalar { text, plain: true };
    Node {
        value,
        mark: node.mark,
    }
}

/// Base64 as Go's standard encoding reads it: line breaks are passed over, the end is padded.
fn is_base64(text: &str) -> bool {
    let digits: Vec<u8> = text
        .bytes()
        .filter(|byte| !matches!(byte, b'\n' | b'\r'))
        .collect();
    let padding = digits
        .iter()
        .rev()
        .take_while(|byte| **byte == b'=')
        .count();
    let (data, _) = digits.split_at(digits.len() - padding);
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    digits.len().is_multiple_of(4) && padding <= 2 && data.iter().all(is_digit)
}
