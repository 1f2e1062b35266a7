//! Parts of objects with rules that no type says: ports, keys of data, labels, resources, backends, networks.

use k8sgen_templates::names::{LabelKey, LabelValue};

use super::Walk;
use crate::problem::{nearest, shown};
use crate::validate::objects::is_placeholder;
use crate::validate::schema::Type;
use crate::validate::shape::scalar::Plain;
use crate::validate::shape::{Wrong, values};
use crate::yaml::{Entry, Mark, Node, Value};

impl<'a> Walk<'a, '_> {
    pub(super) fn port_or_name(&mut self, node: &'a Node, text: &'a str, read: Plain) {
        match read {
            Plain::Integer(1..=65535) => {}
            Plain::Integer(_) => self.bad_port(node, text, "is no port: those are 1 to 65535"),
            Plain::Text if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.bad_port(
                    node,
                    text,
                    "is a number in quotes, which is read as a port's name",
                );
            }
            Plain::Text if !values::is_port_name(text) => {
                self.bad_port(node, text, values::NO_PORT_NAME);
            }
            Plain::Text => {}
            Plain::Boolean | Plain::Float => self.wrong_type(node, &Type::PortOrName),
        }
    }

    pub(super) fn data_key(&mut self, entry: &'a Entry) {
        let is_directive = self.is_patch && entry.key.starts_with('$');
        if !values::is_data_key(&entry.key) && !is_placeholder(&entry.key) && !is_directive {
            let message = format!("`{}` is no key of data", self.text_of(&entry.key));
            let help = "a key has letters, digits, `-`, `_` and `.`, and at most 253 of them";
            self.misfit(entry.mark, Wrong::Name, message, Some(help.to_owned()));
        }
    }

    /// The name of something that a container uses, and memory in thousandths of a byte.
    pub(super) fn resource(&mut self, entry: &'a Entry) {
        let is_directive = self.is_patch && entry.key.starts_with('$');
        if !values::is_resource(&entry.key) && !is_placeholder(&entry.key) && !is_directive {
            let message = format!(
                "`{}`: a container uses no `{}`",
                self.text_of(&entry.key),
                shown(&entry.key)
            );
            let help = match nearest(&entry.key, values::RESOURCES) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "what is not Kubernetes' own has a domain: `nvidia.com/gpu`".to_owned(),
            };
            self.misfit(entry.mark, Wrong::UnknownField, message, Some(help));
        }
        let text = entry.value.text().unwrap_or_default();
        let is_bytes = matches!(&*entry.key, "memory" | "ephemeral-storage");
        if is_bytes && let Some(amount) = text.strip_suffix('m') {
            let message = format!(
                "`{}`: `{}` is in thousandths of a byte",
                self.text_of(&entry.key),
                shown(text)
            );
            let help = format!("write `{}Mi`, if megabytes are meant", shown(amount));
            self.misfit(entry.value.mark, Wrong::Fraction, message, Some(help));
        }
    }

    /// What is left out of a network must be in it.
    pub(super) fn exceptions(&mut self, node: &'a Node) {
        let network = node.at(["cidr"]).and_then(Node::text);
        let exceptions = node.at(["except"]).map_or(&[][..], Node::items);
        for (index, exception) in exceptions.iter().enumerate() {
            let (Some(network), Some(text)) = (network, exception.text()) else {
                continue;
            };
            if values::is_inside(text, network) == Some(false) {
                let message = format!(
                    "`{}[{index}]`: `{}` is not a part of `{}`",
                    self.text_of("except"),
                    shown(text),
                    shown(network)
                );
                self.misfit(exception.mark, Wrong::Network, message, None);
            }
        }
    }

    /// A backend of an Ingress is a resource, or a Service with a port.
    pub(super) fn backend(&mut self, node: &'a Node, mark: Mark) {
        if self.is_patch || node.entry("resource").is_some() {
            return;
        }
        let port = node.at(["service", "port"]).map(|port| &port.value);
        let (lacking, at) = match (node.entry("service"), port) {
            (None, _) => ("service", mark),
            (Some(service), None | Some(Value::Null)) => ("service.port", service.mark),
            (Some(service), Some(Value::Map(entries))) if entries.is_empty() => {
                ("service.port", service.mark)
            }
            (Some(_), Some(_)) => return,
        };
        let message = format!("`{}` is missing", self.text_of(lacking));
        self.misfit(at, Wrong::Missing, message, None);
    }

    pub(super) fn bad_port(&mut self, node: &'a Node, text: &'a str, why: &str) {
        let message = format!("`{}`: {} {why}", self.text(), self.shown(text));
        self.misfit(node.mark, Wrong::Port, message, None);
    }

    pub(super) fn label_key(&mut self, entry: &'a Entry) {
        if let Err(error) = entry.key.parse::<LabelKey>()
            && !entry.key.contains("${")
            && !(self.is_patch && entry.key.starts_with('$'))
        {
            let message = format!("`{}`: {error}", self.text());
            self.misfit(entry.mark, Wrong::Label, message, None);
        }
    }

    pub(super) fn label_value(&mut self, entry: &'a Entry) {
        if let Some(text) = entry.value.text()
            && let Err(error) = text.parse::<LabelValue>()
            && !is_placeholder(text)
        {
            let message = format!("`{}`: {error}", self.text());
            self.misfit(entry.value.mark, Wrong::Label, message, None);
        }
    }

    /// `In` and `NotIn` have values, `Exists` and `DoesNotExist` have none.
    pub(super) fn requirement(&mut self, node: &'a Node) {
        let values = node.at(["values"]).map_or(0, |values| values.items().len());
        let why = match (node.at(["operator"]).and_then(Node::text), values) {
            (Some(operator @ ("In" | "NotIn")), 0) => format!("`{operator}` needs `values`"),
            (Some(operator @ ("Exists" | "DoesNotExist")), 1..) => {
                format!("`{operator}` takes no `values`")
            }
            _ => return,
        };
        let message = format!("`{}`: {why}", self.text());
        self.misfit(node.mark, Wrong::Selector, message, None);
    }
}
