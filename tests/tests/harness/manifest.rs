//! Kubernetes documents as plain values.

use serde_json::Value;

/// One document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Manifest(pub(crate) Value);

impl Manifest {
    /// A string in it; empty if there is none.
    fn text(&self, pointer: &str) -> &str {
        self.0.pointer(pointer).and_then(Value::as_str).unwrap_or("")
    }

    /// Such as `apps/v1`.
    pub(crate) fn api_version(&self) -> &str {
        self.text("/apiVersion")
    }

    /// Such as `Deployment`.
    pub(crate) fn kind(&self) -> &str {
        self.text("/kind")
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        self.text("/metadata/name")
    }

    /// Its namespace; empty if it has none.
    pub(crate) fn namespace(&self) -> &str {
        self.text("/metadata/namespace")
    }

    /// Such as `Deployment/web-ui`.
    pub(crate) fn id(&self) -> String {
        format!("{}/{}", self.kind(), self.name())
    }
}

/// The documents of a YAML stream.
pub(crate) fn of_text(text: &str) -> Vec<Manifest> {
    let values: Vec<Value> = serde_saphyr::from_multiple(text).expect("YAML");
    values.into_iter().map(Manifest).collect()
}

/// Those of a kind.
pub(crate) fn of_kind<'a>(all: &'a [Manifest], kind: &str) -> Vec<&'a Manifest> {
    all.iter()
        .filter(|manifest| manifest.kind() == kind)
        .collect()
}

/// The one of a kind and name.
pub(crate) fn find<'a>(all: &'a [Manifest], kind: &str, name: &str) -> Option<&'a Value> {
    all.iter()
        .find(|manifest| manifest.kind() == kind && manifest.name() == name)
        .map(|manifest| &manifest.0)
}
