//! Why some changes that break something are not found, and why nothing hits some rules.

/// What a sort does, and why not all of its changes are found.
pub(crate) const MISSED: &[(&str, &str)] = &[
    (
        "replicas are fixed, too",
        "Where no autoscaler is, the number may stand there.",
    ),
    (
        "the request that it measures goes",
        "Where no autoscaler is, nothing measures it; and a limit is the request, too.",
    ),
    (
        "killed before it is up",
        "How long a program takes to start stands in no file.",
    ),
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
        "no requests",
        "Limits are requests, too, where these are not given.",
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
        "more at the least than at the most",
        "The overlay sets another number.",
    ),
    (
        "longer before the end than the end takes",
        "Where nothing happens before the end, a second is time enough for some.",
    ),
    (
        "a time zone that is none",
        "The list of time zones is not here; the control plane's own may differ.",
    ),
    (
        "a Namespace after what is in it",
        "Argo CD makes the namespace of its destination itself, if it is told to.",
    ),
    (
        "nowhere to write",
        "Whether a program writes to `/tmp` stands in no file.",
    ),
    ("a read-only root", "No level of Pod Security asks for it."),
    (
        "a token",
        "A pod may talk to the API: whether it does stands in no file.",
    ),
    (
        "the namespace asks for nothing",
        "Its other labels still say that it is looked at, and the cluster may have a default.",
    ),
    (
        "the namespace asks for less",
        "Who writes `privileged` has decided.",
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
        "no limits",
        "Without limits, a job may take what is free: that is common.",
    ),
    (
        "a ServiceAccount after its pods",
        "The store of secrets that uses it is no pod.",
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
        "a resource that is none",
        "Roles may name resources of kinds that are not in the repository.",
    ),
    (
        "a certificate goes",
        "The controller finds a certificate by the hosts of the rules, which these have; KG454 speaks where there are none.",
    ),
];

/// The beginning of rules' codes, and why no change of these trees hits them. The longest one counts.
pub(crate) const NEVER_HIT: &[(&str, &str)] = &[
    ("KG0", "it is about files that no change of a text makes"),
    (
        "KG1",
        "it is about kinds and versions that these trees do not have",
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
