//! Why some changes that break something are not found, and why nothing hits some rules.

/// What a sort does, and why not all of its changes are found.
pub(crate) const MISSED: &[(&str, &str)] = &[
    (
        "a call to addresses goes",
        "Which addresses a program calls stands in no file: those of a database are DNS's, and those of AWS its library's.",
    ),
    (
        "of a container, which everything asks for by its name",
        "On which port a program listens stands in no file, if nothing asks for it by its number.",
    ),
    (
        "to a Service that nothing makes",
        "Its name is like no other's, and a chart or another repository may make it in this namespace.",
    ),
    (
        "a workload",
        "It was the only one of its namespace, and what selects its pods may wait for those of another repository.",
    ),
    (
        "a role",
        "What the roles are called stands in Terraform's files alone, which the validator does not read.",
    ),
    (
        "a resource lies outside",
        "It would be a folder above the one that was given, and what is there is not known.",
    ),
    (
        "a GitRepository",
        "`flux bootstrap` makes the source of what it brings, and that one stands in no file of the repository.",
    ),
    (
        "a template's braces are left behind",
        "Such a file is taken for another program's template, of which no more is said than that; what referred to its object speaks up in other places, and here nothing does.",
    ),
    (
        "the namespace warns, and refuses nothing",
        "To warn first is how Kubernetes advises to begin; whether it is to stay so stands in no file.",
    ),
    (
        "the namespace warns, and allows everything",
        "To warn first is how Kubernetes advises to begin; whether it is to stay so stands in no file.",
    ),
    (
        "a token, asked for",
        "Who writes `true` has decided; whether the program speaks to the API, or logs in elsewhere with its token, stands in no file.",
    ),
    (
        "a certificate goes",
        "The controller finds a certificate by the hosts of the rules, which these have; KG454 speaks where there are none.",
    ),
];

/// Rules' codes, and why no change of these trees hits them.
pub(crate) const NEVER_HIT: &[(&str, &str)] = &[
    (
        "KG122",
        "it is about clusters that are older than an API, and the test asks about the newest, which serves all that the table knows",
    ),
    (
        "KG330",
        "it says what the program kustomize says with `--build`, and the validator that is tested here runs no other program",
    ),
];
