//! What the commands of a page are about.

/// The shell that a page's commands are run in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shell {
    /// The region, if Terraform names it.
    pub region: Option<String>,
    /// The cluster, if Terraform names it.
    pub cluster: Option<String>,
    /// Where the application runs: its environments, or the base where there are none. The first one is
    /// what `$NAMESPACE` stands for until the reader says otherwise.
    pub places: Vec<Place>,
}

/// Somewhere that the application runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The environment's name.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
}
