//! `k8sgen.validate` and `k8sgen.Finding`.

use k8sgen_core::validate as core;
use k8sgen_core::validate::objects::PodSecurity;
use k8sgen_core::validate::{Files, Options, Prefix, Version};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::paths::Paths;
use crate::tree::Tree;
use crate::work;

/// One thing that a rule of the validator found.
#[pyclass(module = "k8sgen", frozen, get_all, eq, hash)]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Finding {
    /// The rule's code, such as `KG101`.
    rule: String,
    /// `error`, `warning` or `info`.
    severity: String,
    /// The file, as it was given.
    path: String,
    /// Line, counted from 1.
    line: usize,
    /// Column in characters, counted from 1.
    column: usize,
    /// What is wrong, with the field and the value.
    message: String,
    /// What to do; None where there is nothing to say.
    help: Option<String>,
}

#[pymethods]
impl Finding {
    #[new]
    #[pyo3(signature = (rule, severity, path, line, column, message, help=None))]
    fn new(
        rule: String,
        severity: String,
        path: String,
        line: usize,
        column: usize,
        message: String,
        help: Option<String>,
    ) -> Self {
        Self {
            rule,
            severity,
            path,
            line,
            column,
            message,
            help,
        }
    }

    /// For pickle.
    fn __getnewargs__(&self) -> (&str, &str, &str, usize, usize, &str, Option<&str>) {
        (
            &self.rule,
            &self.severity,
            &self.path,
            self.line,
            self.column,
            &self.message,
            self.help.as_deref(),
        )
    }

    fn __str__(&self) -> String {
        let Self {
            rule,
            severity,
            path,
            line,
            column,
            message,
            ..
        } = self;
        format!("{path}:{line}:{column}: {severity}[{rule}]: {message}")
    }

    fn __repr__(&self) -> String {
        format!("<Finding {}>", self.__str__())
    }
}

impl From<core::Finding> for Finding {
    fn from(finding: core::Finding) -> Self {
        Self {
            rule: finding.rule.into_owned(),
            severity: finding.severity.to_string(),
            path: finding.path,
            line: finding.line,
            column: finding.column,
            message: finding.message,
            help: finding.help,
        }
    }
}

/// What is looked at: a tree in memory, or files and folders that anyone wrote.
#[derive(FromPyObject)]
pub(crate) enum Target<'py> {
    /// What was generated.
    Tree(Bound<'py, Tree>),
    /// What is on a disk.
    Paths(Paths),
}

/// Say what is wrong in a Kubernetes repository, whoever wrote it, before it is applied.
///
/// `target` is a `Tree`, or a file or folder, or an iterable of them. By keyword:
///
/// - `kubernetes_version`: the cluster's version, such as `"1.36"`. Without it, the newest that is known.
/// - `crds`: files or folders with CustomResourceDefinitions that are not in the repository.
/// - `select`: the rules that count, by their codes or what those begin with. Without it, all of them.
/// - `ignore`: rules that do not count. The longer of two beginnings wins.
/// - `pod_security`: the level of the Pod Security Standards that all pods must be of: `"privileged"`, `"baseline"`
///   or `"restricted"`. Without it, what the labels of their namespaces say.
///
/// Returns a list of `Finding`, sorted by file, line and column. Raises `ValueError` for a version, a code
/// or a level that there is not.
///
///     >>> import k8sgen
///     >>> tree = k8sgen.Session.load("examples/demo-replica-agent/k8sgen.yaml").tree
///     >>> k8sgen.validate(tree)
///     []
#[pyfunction]
#[pyo3(
    signature = (target, *, kubernetes_version=None, crds=Paths::default(), select=Vec::new(), ignore=Vec::new(), pod_security=None),
    text_signature = "(target, *, kubernetes_version=None, crds=(), select=(), ignore=(), pod_security=None)"
)]
pub(crate) fn validate(
    py: Python<'_>,
    target: Target<'_>,
    kubernetes_version: Option<&str>,
    crds: Paths,
    select: Vec<String>,
    ignore: Vec<String>,
    pod_security: Option<&str>,
) -> PyResult<Vec<Finding>> {
    let wrong = |error: &dyn ToString| PyValueError::new_err(error.to_string());
    let kubernetes = kubernetes_version.map(str::parse::<Version>).transpose();
    let kubernetes = kubernetes.map_err(|error| wrong(&error))?;
    let prefixes = |codes: Vec<String>| -> PyResult<Vec<Prefix>> {
        let codes = codes.iter().map(|code| code.parse::<Prefix>());
        codes
            .map(|code| code.map_err(|error| wrong(&error)))
            .collect()
    };
    let pod_security = pod_security.map(str::parse::<PodSecurity>).transpose();
    let pod_security = pod_security.map_err(|error| wrong(&error))?;
    let (select, ignore) = (prefixes(select)?, prefixes(ignore)?);
    let tree = match &target {
        Target::Tree(tree) => Some(Files::from(tree.get().tree())),
        Target::Paths(_) => None,
    };
    let paths = match target {
        Target::Paths(Paths(paths)) => paths,
        Target::Tree(_) => Vec::new(),
    };
    work::detached(py, move || {
        let settings = Options::default();
        let options = Options {
            kubernetes: kubernetes.unwrap_or(settings.kubernetes),
            crds: core::load(&crds.0),
            select,
            ignore,
            pod_security,
            ..settings
        };
        let files = tree.unwrap_or_else(|| core::load(&paths));
        let report = core::files(&files, &options);
        Ok(report.findings.into_iter().map(Finding::from).collect())
    })
}
