//! Paths: of URLs, in containers, and in the generated repository.

use super::InvalidName;
use super::dns::bounded;
use super::error::Refusal;

/// The longest path, in characters.
const MAX: usize = 1024;

text_name! {
    /// The path of a URL, as Kubernetes takes it in an [Ingress] and a probe, without a query.
    ///
    /// It starts with `/`, and has no blanks, control characters, `?` or `#`, no empty, `.` or
    /// `..` part, and no escaped slash (`ValidateIngress` in Kubernetes).
    ///
    /// ```
    /// use k8sgen_templates::names::HttpPath;
    ///
    /// assert_eq!("/health".parse::<HttpPath>()?.as_str(), "/health");
    /// assert!("health".parse::<HttpPath>().is_err());
    /// # Ok::<(), k8sgen_templates::names::InvalidName>(())
    /// ```
    ///
    /// [Ingress]: https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types
    HttpPath is "a path of a URL", checked by http, schema {
        "type": "string",
        "pattern": "^/[^\\s?#]*$",
        "maxLength": 1024,
        "description": "URL path, starting with `/`.",
        "examples": ["/health"]
    }
}

text_name! {
    /// Where a volume is mounted in a container: an absolute path, not `/`, without `:` (which
    /// Kubernetes refuses) and `..` parts.
    ///
    /// It is kept without doubled and trailing slashes and `.` parts.
    ///
    /// ```
    /// use k8sgen_templates::names::MountPath;
    ///
    /// assert_eq!("/var//cache/".parse::<MountPath>()?.as_str(), "/var/cache");
    /// assert!("/var/../etc".parse::<MountPath>().is_err());
    /// # Ok::<(), k8sgen_templates::names::InvalidName>(())
    /// ```
    MountPath is "a mount path", checked by mount, schema {
        "type": "string",
        "pattern": "^/[^:]+$",
        "maxLength": 1024,
        "description": "Absolute path in the container.",
        "examples": ["/var/cache/app"]
    }
}

text_name! {
    /// A file or folder of the generated repository, by its path from the root.
    ///
    /// Parts joined by `/`. None is empty, `.`, `..` or `.git`, and none holds a backslash, a
    /// colon or a control character, so that a path stays inside the repository on every system
    /// and writes no hook.
    ///
    /// ```
    /// use k8sgen_templates::names::RepoPath;
    ///
    /// let path: RepoPath = "base/services/services.yaml".parse()?;
    /// assert_eq!(path.file_name(), "services.yaml");
    /// assert_eq!(path.parent().map(String::from).as_deref(), Some("base/services"));
    /// assert!("../outside.yaml".parse::<RepoPath>().is_err());
    /// # Ok::<(), k8sgen_templates::names::InvalidName>(())
    /// ```
    RepoPath is "a path in the repository", checked by repo, schema {
        "type": "string",
        "pattern": "^[^/\\\\:][^\\\\:]*$",
        "maxLength": 1024,
        "description": "Path from the repository's root.",
        "examples": ["base/services/services.yaml"]
    }
}

impl RepoPath {
    /// The folder that it is in; nothing at the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.0.rsplit_once('/')?;
        Some(Self(parent.to_owned()))
    }

    /// The last part.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// What `below` is in this folder.
    ///
    /// # Errors
    /// When `below` is not a path in a repository, or the whole is too long.
    pub fn join(&self, below: &str) -> Result<Self, InvalidName> {
        format!("{self}/{below}").parse()
    }
}

fn http(text: &str) -> Result<&str, Refusal> {
    bounded(text, MAX)?;
    let Some(inside) = text.strip_prefix('/') else {
        return Err(Refusal::nearest(
            "it starts with a slash",
            Some(format!("/{text}")),
        ));
    };
    if text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '?' || c == '#') {
        return Err("no blanks, control characters, `?` or `#`".into());
    }
    let parts = inside.strip_suffix('/').unwrap_or(inside);
    let stray = |part: &str| matches!(part, "" | "." | "..");
    if text == "//" || (!parts.is_empty() && parts.split('/').any(stray)) {
        return Err("no part between its slashes is empty, `.` or `..`".into());
    }
    if text.to_ascii_lowercase().contains("%2f") {
        return Err("no escaped slash, `%2f`".into());
    }
    Ok(text)
}

fn mount(text: &str) -> Result<String, Refusal> {
    bounded(text, MAX)?;
    if !text.starts_with('/') {
        return Err(Refusal::nearest(
            "it starts with a slash",
            Some(format!("/{text}")),
        ));
    }
    if text.contains(|c: char| c.is_control() || c == ':') {
        return Err("no `:` and no control characters".into());
    }
    let parts: Vec<&str> = text
        .split('/')
        .filter(|part| !matches!(*part, "" | "."))
        .collect();
    if parts.contains(&"..") {
        return Err("no part between its slashes is `..`".into());
    }
    if parts.is_empty() {
        return Err("a volume over `/` would hide the image; name a folder".into());
    }
    Ok(format!("/{}", parts.join("/")))
}

fn repo(text: &str) -> Result<&str, Refusal> {
    bounded(text, MAX)?;
    if text.contains(|c: char| c.is_control() || c == '\\' || c == ':') {
        return Err("no backslash, `:` or control character; parts are joined by `/`".into());
    }
    if text.starts_with('/') {
        return Err(Refusal::nearest(
            "it is from the repository's root, not from `/`",
            Some(text.trim_start_matches('/').to_owned()),
        ));
    }
    for part in text.split('/') {
        if matches!(part, "" | "." | "..") || part.eq_ignore_ascii_case(".git") {
            return Err("no part between its slashes is empty, `.`, `..` or `.git`".into());
        }
    }
    Ok(text)
}
