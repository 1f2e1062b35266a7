//! Paths to fields, by kind: which of them a transformer changes.

use std::sync::LazyLock;

use super::edit;
use super::note::{Note, Step, What};
use super::resource::{Resource, group_version};
use crate::yaml::{Mark, Node, Value};

/// A group, a version and a kind; one that is not given is any.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Selects {
    pub(super) group: Option<String>,
    pub(super) version: Option<String>,
    pub(super) kind: Option<String>,
}

impl Selects {
    pub(super) fn matches(&self, api_version: &str, kind: &str) -> bool {
        let (group, version) = group_version(api_version);
        self.matches_parts(group, version, kind)
    }

    /// The kind is looked at first: it is what most fields differ in.
    pub(super) fn matches_parts(&self, group: &str, version: &str, kind: &str) -> bool {
        let fits =
            |asked: &Option<String>, is: &str| asked.as_deref().is_none_or(|asked| asked == is);
        fits(&self.kind, kind) && fits(&self.group, group) && fits(&self.version, version)
    }
}

/// What becomes of a path that leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// It stays so.
    Leave,
    /// It is made.
    Create,
}

/// A field of some kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FieldSpec {
    pub(super) selects: Selects,
    pub(super) path: Vec<String>,
    pub(super) missing: Missing,
}

/// What stands at the end of a path that is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaf {
    Map,
    Scalar,
}

/// No object is deeper than this.
const MOST_STEPS: usize = 128;

impl FieldSpec {
    pub(super) fn new(selects: Selects, path: &str, missing: Missing) -> Self {
        let mut parts: Vec<String> = Vec::new();
        for part in path.trim_start_matches('/').split('/').take(MOST_STEPS) {
            match parts.last_mut().filter(|last| last.ends_with('\\')) {
                Some(last) => {
                    last.pop();
                    last.push('/');
                    last.push_str(part);
                }
                None => parts.push(part.to_owned()),
            }
        }
        Self {
            selects,
            path: parts,
            missing,
        }
    }

    /// Calls `change` with every value at the end of the path.
    pub(super) fn apply(
        &self,
        resource: &mut Resource,
        leaf: Option<Leaf>,
        change: &mut dyn FnMut(&mut Node) -> Step,
    ) -> Step {
        if self
            .selects
            .matches(resource.api_version(), resource.kind())
        {
            self.walk(&mut resource.node, &self.path, leaf, change)?;
        }
        Ok(())
    }

    /// Calls `change` with every value at the end of the path, whatever kind the object is of by now.
    pub(super) fn apply_to_any(
        &self,
        resource: &mut Resource,
        change: &mut dyn FnMut(&mut Node) -> Step,
    ) -> Step {
        self.walk(&mut resource.node, &self.path, None, change)
    }

    fn walk(
        &self,
        node: &mut Node,
        path: &[String],
        leaf: Option<Leaf>,
        change: &mut dyn FnMut(&mut Node) -> Step,
    ) -> Step {
        let Some((first, rest)) = path.split_first() else {
            return change(node);
        };
        let mark = node.mark;
        match &mut node.value {
            Value::Null => Ok(()),
            Value::List(items) => items
                .iter_mut()
                .try_for_each(|item| self.walk(item, path, leaf, change)),
            Value::Map(_) => {
                let name = first.strip_suffix("[]").unwrap_or(first);
                let creates = self.missing == Missing::Create && name == first;
                if let Some(leaf) = leaf.filter(|_| creates)
                    && node.at([name]).is_none_or(edit::is_null)
                {
                    let is_map = leaf == Leaf::Map || !rest.is_empty();
                    let made = if is_map {
                        edit::empty_map(mark)
                    } else {
                        edit::text("", mark)
                    };
                    edit::set(node, name, made);
                }
                match edit::get_mut(node, name) {
                    Some(value) => self.walk(value, rest, leaf, change),
                    None => Ok(()),
                }
            }
            Value::Scalar { .. } => {
                let path = self.path.join("/");
                Err(not_a_container(mark, &path))
            }
        }
    }
}

fn not_a_container(mark: Mark, path: &str) -> Note {
    let message =
        format!("kustomize looks for `{path}` here, and this is neither list nor mapping");
    Note::new(mark, What::Unfit, message)
}

/// The fields that transformers change, unless a kustomization's `configurations` add to them.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    pub(super) labels: Vec<FieldSpec>,
    pub(super) template_labels: Vec<FieldSpec>,
    pub(super) claim_labels: Vec<FieldSpec>,
    pub(super) annotations: Vec<FieldSpec>,
    pub(super) namespaces: Vec<FieldSpec>,
    pub(super) images: Vec<FieldSpec>,
    pub(super) replicas: Vec<FieldSpec>,
    pub(super) references: Vec<Reference>,
    pub(super) variables: Vec<FieldSpec>,
}

/// Where objects hold the name of another one.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    /// The one that is named.
    pub(super) target: Selects,
    /// The fields that name it.
    pub(super) fields: Vec<FieldSpec>,
}

/// The defaults of kustomize 5.8.
pub(super) static DEFAULTS: LazyLock<Fields> = LazyLock::new(|| Fields {
    labels: [SELECTORS, TEMPLATES, CLAIMS]
        .into_iter()
        .flat_map(read)
        .collect(),
    template_labels: read(TEMPLATES),
    claim_labels: read(CLAIMS),
    annotations: read(TEMPLATES)
        .into_iter()
        .map(|mut field| {
            if let Some(last) = field.path.last_mut() {
                "annotations".clone_into(last);
            }
            // Every StatefulSet's annotations, but only those of `apps` have labels.
            if field.selects.kind.as_deref() == Some("StatefulSet") {
                field.selects.group = None;
            }
            field
        })
        .collect(),
    namespaces: read(NAMESPACES),
    images: read(IMAGES),
    replicas: read(REPLICAS),
    references: references(include_str!("references.txt")),
    variables: variables(),
});

/// Lines of path, kind, version, group and, where it is made, `create`. `*` is any.
fn read(lines: &str) -> Vec<FieldSpec> {
    lines.lines().filter_map(read_line).collect()
}

fn read_line(line: &str) -> Option<FieldSpec> {
    let mut words = line.split_whitespace();
    let path = words.next()?;
    let selects = read_selects(&mut words);
    let missing = match words.next() {
        Some(_) => Missing::Create,
        None => Missing::Leave,
    };
    Some(FieldSpec::new(selects, path, missing))
}

fn read_selects<'a>(words: &mut impl Iterator<Item = &'a str>) -> Selects {
    let mut word = || {
        let word = words.next().filter(|word| *word != "*");
        word.map(str::to_owned)
    };
    let (kind, version, group) = (word(), word(), word());
    Selects {
        group,
        version,
        kind,
    }
}

fn references(text: &str) -> Vec<Reference> {
    let mut all: Vec<Reference> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some(line) = line.strip_prefix("  ") {
            if let Some(last) = all.last_mut() {
                last.fields.extend(read_line(line));
            }
        } else {
            let target = read_selects(&mut line.split_whitespace());
            let fields = Vec::new();
            all.push(Reference { target, fields });
        }
    }
    all
}

/// Where `$(NAME)` is read: in what containers are told, and some addresses.
fn variables() -> Vec<FieldSpec> {
    let pods = [
        ("spec/jobTemplate/spec/template/spec", "CronJob"),
        ("spec/template/spec", "DaemonSet"),
        ("spec/template/spec", "Deployment"),
        ("spec/template/spec", "Job"),
        ("spec", "Pod"),
        ("spec/template/spec", "ReplicaSet"),
        ("spec/template/spec", "StatefulSet"),
    ];
    let parts = ["args", "command", "env/value", "volumeMounts/mountPath"];
    let mut all = read(VARIABLES);
    for (pod, kind) in pods {
        for containers in ["containers", "initContainers"] {
            for part in parts {
                let line = format!("{pod}/{containers}/{part} {kind}");
                all.extend(read_line(&line));
            }
        }
    }
    all
}

const SELECTORS: &str = "\
spec/selector Service v1 * create
spec/selector ReplicationController v1 * create
spec/selector/matchLabels Deployment * * create
spec/template/spec/affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels Deployment * apps
spec/template/spec/affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels Deployment * apps
spec/template/spec/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels Deployment * apps
spec/template/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels Deployment * apps
spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels Deployment * apps
spec/selector/matchLabels ReplicaSet * * create
spec/selector/matchLabels DaemonSet * * create
spec/selector/matchLabels StatefulSet * apps create
spec/template/spec/affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels StatefulSet * apps
spec/template/spec/affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels StatefulSet * apps
spec/template/spec/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels StatefulSet * apps
spec/template/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels StatefulSet * apps
spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels StatefulSet * apps
spec/selector/matchLabels Job * batch
spec/jobTemplate/spec/selector/matchLabels CronJob * batch
spec/selector/matchLabels PodDisruptionBudget * policy
spec/podSelector/matchLabels NetworkPolicy * networking.k8s.io
spec/ingress/from/podSelector/matchLabels NetworkPolicy * networking.k8s.io
spec/egress/to/podSelector/matchLabels NetworkPolicy * networking.k8s.io
";

const TEMPLATES: &str = "\
metadata/labels * * * create
spec/template/metadata/labels ReplicationController v1 * create
spec/template/metadata/labels Deployment * * create
spec/template/metadata/labels ReplicaSet * * create
spec/template/metadata/labels DaemonSet * * create
spec/template/metadata/labels StatefulSet * apps create
spec/template/metadata/labels Job * batch create
spec/jobTemplate/metadata/labels CronJob * batch create
spec/jobTemplate/spec/template/metadata/labels CronJob * batch create
";

const CLAIMS: &str = "spec/volumeClaimTemplates[]/metadata/labels StatefulSet * apps create";

const NAMESPACES: &str = "\
metadata/name Namespace * * create
spec/service/namespace APIService * apiregistration.k8s.io create
spec/conversion/webhook/clientConfig/service/namespace CustomResourceDefinition * apiextensions.k8s.io
";

const IMAGES: &str = "\
spec/containers[]/image
spec/initContainers[]/image
spec/volumes[]/image/reference
spec/template/spec/containers[]/image
spec/template/spec/initContainers[]/image
spec/template/spec/volumes[]/image/reference
spec/jobTemplate/spec/template/spec/volumes[]/image/reference
";

const REPLICAS: &str = "\
spec/replicas Deployment * * create
spec/replicas ReplicationController * * create
spec/replicas ReplicaSet * * create
spec/replicas StatefulSet * * create
";

const VARIABLES: &str = "\
spec/jobTemplate/spec/template/volumes/nfs/server CronJob
spec/template/spec/volumes/nfs/server DaemonSet
spec/template/spec/volumes/nfs/server Deployment
spec/template/metadata/annotations Deployment
spec/rules/host Ingress
spec/tls/hosts Ingress
spec/tls/secretName Ingress
spec/template/spec/volumes/nfs/server Job
spec/volumes/nfs/server Pod
spec/template/spec/volumes/nfs/server ReplicaSet
spec/ports/port Service
spec/ports/targetPort Service
spec/volumeClaimTemplates/spec/nfs/server StatefulSet
spec/nfs/server PersistentVolume
metadata/labels
metadata/annotations
";
