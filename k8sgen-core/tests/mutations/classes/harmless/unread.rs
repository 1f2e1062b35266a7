//! What would break something if somebody read it, and nobody does. A finding here is a false alarm.

use crate::class::{Class, Effect, document, on};
use crate::classes::elsewhere;
use crate::edit::Edit;
use crate::readers;

pub(in crate::classes) const CLASSES: &[Class] = &[Class {
    name: "unread",
    effect: Effect::Harmless,
    sorts: &[
        document(
            "the policy for DNS goes where nobody calls by name",
            "NetworkPolicy",
            Edit::Whole(crate::classes::network::no_dns),
        )
        .only(readers::calls_nobody_by_name),
        on(
            "a call may go anywhere",
            "NetworkPolicy",
            "spec egress * to",
            Edit::Set("[]"),
        ),
        on(
            "a policy is for all pods",
            "NetworkPolicy",
            "spec podSelector matchLabels",
            Edit::Set("{}"),
        ),
        on(
            "CIDRs that an overlay gives, or a load balancer that is not on the internet",
            "Ingress",
            "metadata annotations alb.ingress.kubernetes.io/inbound-cidrs",
            Edit::Drop,
        ),
        on(
            "a load balancer for everyone, as it says",
            crate::classes::KUSTOMIZATION,
            "patches * patch * value",
            Edit::Text("203.0.113.0/24", "0.0.0.0/0"),
        ),
        document("a Service that nothing names goes", "Service", Edit::Drop)
            .only(readers::is_service_unnamed),
        on(
            "a port that no Ingress reads has another name",
            "Service",
            "spec ports * name",
            Edit::Set("web"),
        )
        .only(readers::has_no_ingress),
        on(
            "a Service picks everything, where there is one workload with its ports",
            "Service",
            "spec selector",
            Edit::Set("{app.kubernetes.io/managed-by: k8sgen}"),
        )
        .only(readers::has_no_others_of_its_ports),
        on(
            "a workload picks everything, where it is alone",
            "Deployment StatefulSet",
            "spec selector matchLabels",
            Edit::Set("{app.kubernetes.io/managed-by: k8sgen}"),
        )
        .only(readers::is_the_only_workload),
        on(
            "an overlay is in another namespace, and nobody else says in which",
            crate::classes::KUSTOMIZATION,
            "namespace",
            Edit::Change(elsewhere),
        )
        .only(readers::is_namespace_free),
        on(
            "an overlay is in the base's namespace, and nobody else says in which",
            crate::classes::KUSTOMIZATION,
            "namespace",
            Edit::Drop,
        )
        .only(readers::is_namespace_free),
    ],
}];
