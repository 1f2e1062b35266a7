//! The Secrets that there will be, whoever makes them: most are never written down as such.

use indexmap::IndexMap;

use crate::validate::document::Document;
use crate::validate::scope::may_meet;
use crate::yaml::Node;

/// The keys of a ConfigMap or Secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keys<'a> {
    /// These.
    Known(Vec<&'a str>),
    /// Only who makes it knows.
    Unknown,
}

/// What makes a Secret.
#[derive(Debug, Clone)]
pub struct Source<'a> {
    /// The object that it comes from.
    pub by: &'a Document,
    /// The Secret's namespace; any, if it names none.
    pub namespace: Option<&'a str>,
    /// Its keys.
    pub keys: Keys<'a>,
}

/// The Secrets that there will be.
#[derive(Debug, Default)]
pub struct Secrets<'a> {
    by_name: IndexMap<&'a str, Vec<Source<'a>>>,
}

impl<'a> Secrets<'a> {
    /// Of these documents.
    #[must_use]
    pub fn of(documents: &[&'a Document]) -> Self {
        let mut secrets = Self::default();
        for document in documents {
            for (name, namespace, keys) in made_by(document) {
                secrets.by_name.entry(name).or_default().push(Source {
                    by: document,
                    namespace,
                    keys,
                });
            }
        }
        secrets
    }

    /// What makes the Secret of this name: several, if they are at odds.
    pub fn find(&self, namespace: Option<&str>, name: &str) -> impl Iterator<Item = &Source<'a>> {
        let named = self.by_name.get(name).map_or(&[][..], Vec::as_slice);
        named
            .iter()
            .filter(move |source| may_meet(source.namespace, namespace))
    }

    /// The names of all.
    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.by_name.keys().copied()
    }

    /// All of them, by name.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&'a str, &[Source<'a>])> {
        self.by_name
            .iter()
            .map(|(name, sources)| (*name, sources.as_slice()))
    }
}

/// A Secret's name, its namespace, its keys.
type Made<'a> = (&'a str, Option<&'a str>, Keys<'a>);

/// The Secrets that an object makes.
fn made_by(document: &Document) -> Vec<Made<'_>> {
    let text = |path: &[&'static str]| document.text_at(path.iter().copied());
    let own = (!document.name().is_empty()).then_some(document.name());
    let (name, keys) = match (document.group(), document.kind()) {
        ("", "Secret") => (own, keys_of(document)),
        ("external-secrets.io", "ExternalSecret") => {
            let name = text(&["spec", "target", "name"]).or(own);
            (name, external(document.at(["spec"])))
        }
        ("external-secrets.io", "ClusterExternalSecret") => {
            let spec = document.at(["spec", "externalSecretSpec"]);
            let name = text(&["spec", "externalSecretSpec", "target", "name"]);
            let name = name
                .or_else(|| text(&["spec", "externalSecretName"]))
                .or(own);
            (name, external(spec))
        }
        ("bitnami.com", "SealedSecret") => {
            let sealed = entries(document.at(["spec", "encryptedData"]));
            let plain = entries(document.at(["spec", "template", "data"]));
            let name = text(&["spec", "template", "metadata", "name"]).or(own);
            (name, Keys::Known(sealed.chain(plain).collect()))
        }
        ("cert-manager.io", "Certificate") => {
            let mut others = ["keystores", "additionalOutputFormats"].into_iter();
            let keys = if others.any(|field| document.at(["spec", field]).is_some()) {
                Keys::Unknown
            } else {
                Keys::Known(vec!["tls.crt", "tls.key", "ca.crt"])
            };
            (text(&["spec", "secretName"]), keys)
        }
        ("secrets-store.csi.x-k8s.io", "SecretProviderClass") => return synced(document),
        ("secrets.hashicorp.com", _) => (text(&["spec", "destination", "name"]), Keys::Unknown),
        ("secrets.infisical.com", _) => {
            let name = text(&["spec", "managedSecretReference", "secretName"]);
            (name, Keys::Unknown)
        }
        ("secrets.doppler.com", _) => (text(&["spec", "managedSecret", "name"]), Keys::Unknown),
        ("onepassword.com", "OnePasswordItem") => (own, Keys::Unknown),
        _ => return Vec::new(),
    };
    let made = name.map(|name| (name, document.namespace(), keys));
    made.into_iter().collect()
}

/// The Secrets that the CSI driver makes of what it mounts.
fn synced(document: &Document) -> Vec<Made<'_>> {
    let objects = document.at(["spec", "secretObjects"]);
    let mut made = Vec::new();
    for object in objects.map_or(&[][..], Node::items) {
        let data = object.at(["data"]).map_or(&[][..], Node::items);
        let keys = data.iter().filter_map(|item| item.at(["key"])?.text());
        if let Some(name) = object.at(["secretName"]).and_then(Node::text) {
            made.push((name, document.namespace(), Keys::Known(keys.collect())));
        }
    }
    made
}

/// The keys that an ExternalSecret writes.
fn external(spec: Option<&Node>) -> Keys<'_> {
    let Some(spec) = spec else {
        return Keys::Unknown;
    };
    let has = |path: &[&'static str]| spec.at(path.iter().copied()).is_some();
    let template = ["target", "template"];
    if has(&["dataFrom"]) || has(&["target", "template", "templateFrom"]) {
        return Keys::Unknown;
    }
    let templated = spec.at(template).and_then(|template| template.at(["data"]));
    let merges = spec
        .at(["target", "template", "mergePolicy"])
        .and_then(Node::text)
        == Some("Merge");
    let data = spec.at(["data"]).map_or(&[][..], Node::items);
    let fetched = data
        .iter()
        .filter_map(|item| item.at(["secretKey"])?.text());
    // A template's data takes the place of what was fetched, unless it is merged into it.
    Keys::Known(match templated {
        Some(templated) if merges => entries(Some(templated)).chain(fetched).collect(),
        Some(templated) => entries(Some(templated)).collect(),
        None => fetched.collect(),
    })
}

/// The keys that a ConfigMap or Secret holds as it is written.
#[must_use]
pub fn keys_of(document: &Document) -> Keys<'_> {
    let fields = ["data", "stringData", "binaryData"].into_iter();
    // What a controller fills in later is not written down.
    let is_token = document.text_at(["type"]) == Some("kubernetes.io/service-account-token");
    if is_token {
        return Keys::Unknown;
    }
    Keys::Known(
        fields
            .flat_map(|field| entries(document.at([field])))
            .collect(),
    )
}

fn entries(node: Option<&Node>) -> impl Iterator<Item = &str> {
    node.map_or(&[][..], Node::entries)
        .iter()
        .map(|entry| entry.key.as_str())
}
