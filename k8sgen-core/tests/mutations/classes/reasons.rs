//! Why some changes that break something are not found, and why nothing hits some rules.

/// What a sort does, and why not all of its changes are found.
pub(crate) const MISSED: &[(&str, &str)] = &[
    (
        "all Secrets",
        "Not of the rule about Deployments, whose API group has no Secrets.",
    ),
    (
        "is another one than Argo CD's",
        "Where neither Argo CD nor Flux says which namespace it is, any is right.",
    ),
    (
        "is gone",
        "Where neither Argo CD nor Flux says which namespace it is, the base's is as right.",
    ),
    (
        "whom a network policy lets in",
        "Whoever calls may be in another repository; a selector of pods in other namespaces can select anything.",
    ),
    (
        "a store's ServiceAccount",
        "The rules know references of pods and of bindings; those inside of a SecretStore's provider they do not follow.",
    ),
    (
        "a Service that an Ingress or a StatefulSet needs",
        "Of these Services, nothing in the tree says who calls them.",
    ),
    (
        "a workload",
        "Where a workload is alone, what selected it may wait for one from elsewhere.",
    ),
    (
        "a path",
        "A folder of nothing but objects, without a kustomization, can be applied as well, and one that is not there may be made by a branch or a tag.",
    ),
    (
        "a kind that the project loses",
        "No object of this kind is in the overlays that the project allows.",
    ),
    (
        "a cluster's kind that the project loses",
        "Charts bring objects of these kinds, which nobody sees here.",
    ),
    (
        "a ServiceAccount's name",
        "Of a chart's ServiceAccount, the chart knows the name.",
    ),
    (
        "a ServiceAccount's namespace",
        "Of a chart's ServiceAccount, the chart knows the namespace.",
    ),
    (
        "a role",
        "A role of AWS is mostly made elsewhere: that it is not in the repository says nothing.",
    ),
    (
        "a file is not listed any more",
        "An Application without its namespace's objects in the repository is as whole without it.",
    ),
    (
        "all resources go",
        "A kustomization that says nothing but a namespace is built, and makes nothing; the base then counts as an overlay of its own.",
    ),
    (
        "a resource lies outside",
        "What is above the folder that was given is not known; only a file's name tells that it is no folder.",
    ),
    (
        "a patch's value",
        "kustomize takes an operation without `value` as one with null, and builds it.",
    ),
    (
        "of a container",
        "A changed number is as good where everything asks for the port by its name.",
    ),
    (
        "of a Service, by name, which an Ingress reads",
        "No Ingress reads the port of these Services: they are called by number.",
    ),
    (
        "of a container that a network policy lets in",
        "What lets in on a port that no container declares may be meant for one that is not declared.",
    ),
    (
        "of a call that a network policy lets out",
        "Nothing in the tree shows that this call is made.",
    ),
    (
        "of a call in a variable",
        "A name without a Service in the tree may be in another repository.",
    ),
    (
        "a budget's, by key",
        "Where the key is no label of any pod, but the value is no other's either, the budget may wait for pods from elsewhere.",
    ),
    (
        "a Service's picks everything",
        "Where there is one workload, it is everything.",
    ),
    (
        "a workload's picks everything",
        "Where there is one workload, it is everything.",
    ),
    (
        "the policy for DNS goes",
        "Where no pod may call anybody, nobody looks up names.",
    ),
    (
        "what lets a load balancer or a caller in goes",
        "Nothing in the tree shows that this caller calls.",
    ),
    (
        "all that lets anybody in goes",
        "Nothing in the tree shows that this caller calls.",
    ),
    (
        "a call out goes",
        "Nothing in the tree shows that this call is made.",
    ),
    (
        "everybody is let in",
        "An internal load balancer's pods may be open to its network.",
    ),
    (
        "everybody is let in, by a selector",
        "An internal load balancer's pods may be open to its network.",
    ),
    (
        "everything is let out",
        "To let everything out is common, and no rule is against it.",
    ),
    (
        "a selector is empty",
        "A policy for all pods of its namespace is a policy that many write.",
    ),
    (
        "an exception lies outside",
        "This network holds the exception, since it holds everything.",
    ),
    (
        "a Service becomes a load balancer",
        "An internal one, in a tree whose Ingress is internal, may have its limits in annotations of a controller.",
    ),
    (
        "a GitRepository",
        "A source of Flux is often made by `flux bootstrap`, elsewhere.",
    ),
    (
        "of a ConfigMap",
        "Read as a whole, a ConfigMap may have any keys.",
    ),
    (
        "of a ConfigMap, misspelt",
        "Read as a whole, a ConfigMap may have any keys.",
    ),
    (
        "of an ExternalSecret",
        "Read as a whole, a Secret may have any keys.",
    ),
    (
        "a role of no account",
        "Open: that an account has twelve digits is not looked at here.",
    ),
    (
        "an Ingress without CIDRs",
        "That an Ingress on the internet is open to it is what most of them are for: KG571 only says so.",
    ),
    (
        "an overlay's CIDRs are the world's",
        "That an Ingress on the internet is open to it is what most of them are for: KG571 only says so.",
    ),
    (
        "an Ingress without a class",
        "The cluster may have a default class.",
    ),
    (
        "a wave that is no number",
        "Open: only waves of what a workload needs are read.",
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
        "a policy allows every action",
        "On the named resources alone, every action is what some policies mean.",
    ),
    (
        "a trust policy trusts everybody",
        "Its conditions still tell who may take the role.",
    ),
    (
        "a trust policy has no conditions",
        "Pod Identity's trust policies need none.",
    ),
    (
        "a resource that is none",
        "Roles may name resources of kinds that are not in the repository.",
    ),
    (
        "a chart of any version",
        "Open: nothing is against versions that are not pinned.",
    ),
    (
        "a certificate goes",
        "Open: that the other annotations speak of TLS is not looked at.",
    ),
];

/// The beginning of rules' codes, and why no change of these trees hits them. The longest one counts.
pub(crate) const NEVER_HIT: &[(&str, &str)] = &[
    (
        "KG122",
        "it is about clusters that are older than an API, and the test asks about the newest, which serves all that the table knows",
    ),
    ("KG2", "it is about objects that these trees do not have"),
    (
        "KG3",
        "it is about fields of kustomizations that these trees do not use",
    ),
    (
        "KG4",
        "it is about settings that these trees do not have, and that no class of changes brings yet",
    ),
    (
        "KG5",
        "it is about settings that these trees do not have, and that no class of changes brings yet",
    ),
];
