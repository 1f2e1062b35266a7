//! Objects and fields that the trees do not have, each right but for one thing.

use crate::class::{Class, Effect, document, on};
use crate::classes::WORKLOADS;
use crate::edit::Edit;

const SELECTORS: &str = "** podSelector|labelSelector";
const SELECTING: &str = "NetworkPolicy Deployment StatefulSet";

pub(in crate::classes) const CLASSES: &[Class] = &[
    Class {
        name: "invalid-selector",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "one of several values, without values",
                SELECTING,
                SELECTORS,
                Edit::Set("{matchExpressions: [{key: app.kubernetes.io/part-of, operator: In}]}"),
            ),
            on(
                "none of several values, of which there are none",
                SELECTING,
                SELECTORS,
                Edit::Set(
                    "{matchExpressions: [{key: app.kubernetes.io/part-of, operator: NotIn, values: []}]}",
                ),
            ),
            on(
                "that it is there, with a value",
                SELECTING,
                SELECTORS,
                Edit::Set(
                    "{matchExpressions: [{key: app.kubernetes.io/part-of, operator: Exists, values: [shop]}]}",
                ),
            ),
        ],
    },
    Class {
        name: "invalid-encoding",
        effect: Effect::Breaks,
        sorts: &[
            document(
                "plain text where base64 belongs",
                "ServiceAccount",
                Edit::After(
                    "---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: session\ndata:\n  key: not-base64!",
                ),
            ),
            document(
                "base64 that is cut off",
                "ServiceAccount",
                Edit::After(
                    "---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: session\ndata:\n  key: c2Vzc2lvbg=",
                ),
            ),
            on(
                "plain text for bytes",
                "ConfigMap",
                "data",
                Edit::After("binaryData:\n  logo.png: what a logo!"),
            ),
        ],
    },
    Class {
        name: "deprecated",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "the pod's account",
                WORKLOADS,
                "** serviceAccountName",
                Edit::Key(service_account),
            ),
            document(
                "an API of the storage's migrations",
                "Namespace",
                Edit::After(
                    "---\napiVersion: storagemigration.k8s.io/v1beta1\nkind: StorageVersionMigration\nmetadata:\n  name: secrets\nspec:\n  resource:\n    group: ''\n    resource: secrets",
                ),
            ),
            document(
                "an API of certificates' bundles",
                "Namespace",
                Edit::After(
                    "---\napiVersion: certificates.k8s.io/v1beta1\nkind: ClusterTrustBundle\nmetadata:\n  name: shop\nspec:\n  trustBundle: ''",
                ),
            ),
        ],
    },
    Class {
        name: "removed",
        effect: Effect::Breaks,
        sorts: &[
            document(
                "a PodSecurityPolicy",
                "Namespace",
                Edit::After(
                    "---\napiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: restricted\nspec:\n  privileged: false",
                ),
            ),
            document(
                "an EndpointSlice of an old version",
                "Service",
                Edit::After(
                    "---\napiVersion: discovery.k8s.io/v1beta1\nkind: EndpointSlice\nmetadata:\n  name: legacy\naddressType: IPv4\nendpoints: []",
                ),
            ),
        ],
    },
    Class {
        name: "invalid-network",
        effect: Effect::Breaks,
        sorts: &[
            document(
                "an address that is too large, in slices",
                "Service",
                Edit::After(
                    "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: office\nspec:\n  podSelector: {}\n  policyTypes: [Egress]\n  egress:\n    - to:\n        - ipBlock:\n            cidr: 192.0.2.300/32",
                ),
            ),
            document(
                "a prefix that is too long",
                "NetworkPolicy",
                Edit::After(
                    "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: office\nspec:\n  podSelector: {}\n  policyTypes: [Egress]\n  egress:\n    - to:\n        - ipBlock:\n            cidr: 192.0.2.0/33",
                ),
            ),
        ],
    },
];

fn service_account(_: &str) -> Option<String> {
    Some("serviceAccount".to_owned())
}
