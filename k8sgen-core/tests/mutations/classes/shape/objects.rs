//! Objects and fields that the trees do not have, each right but for one thing.

use crate::class::{Class, Effect, document, on};
use crate::classes::WORKLOADS;
use crate::classes::added::is_free;
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
                Edit::Add(
                    MIGRATION,
                    "storagemigration.k8s.io/v1\n",
                    "storagemigration.k8s.io/v1beta1\n",
                ),
            )
            .only(is_free),
            document(
                "an API of certificates' bundles",
                "Namespace",
                Edit::Add(
                    BUNDLE,
                    "certificates.k8s.io/v1\n",
                    "certificates.k8s.io/v1beta1\n",
                ),
            )
            .only(is_free),
        ],
    },
    Class {
        name: "removed",
        effect: Effect::Breaks,
        sorts: &[
            document(
                "an EndpointSlice of an old version",
                "Service",
                Edit::Add(SLICE, "discovery.k8s.io/v1\n", "discovery.k8s.io/v1beta1\n"),
            )
            .only(is_free),
            document(
                "a PodSecurityPolicy",
                "Namespace",
                Edit::After(
                    "---\napiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: restricted\nspec:\n  privileged: false",
                ),
            ),
        ],
    },
    Class {
        name: "invalid-network",
        effect: Effect::Breaks,
        sorts: &[
            document(
                "an address that is too large",
                "NetworkPolicy",
                Edit::Add(OFFICE, "192.0.2.0/24", "192.0.2.300/32"),
            ),
            document(
                "a prefix that is too long",
                "NetworkPolicy",
                Edit::Add(OFFICE, "192.0.2.0/24", "192.0.2.0/33"),
            ),
            document(
                "an address without a prefix",
                "NetworkPolicy",
                Edit::Add(OFFICE, "192.0.2.0/24", "192.0.2.7"),
            ),
            document(
                "an exception of another network",
                "NetworkPolicy",
                Edit::Add(OFFICE, "[192.0.2.64/26]", "[198.51.100.0/26]"),
            ),
        ],
    },
];

const MIGRATION: &str = "\
apiVersion: storagemigration.k8s.io/v1
kind: StorageVersionMigration
metadata:
  name: secrets
spec:
  resource:
    group: ''
    resource: secrets
";

const BUNDLE: &str = "\
apiVersion: certificates.k8s.io/v1
kind: ClusterTrustBundle
metadata:
  name: shop
spec:
  trustBundle: ''
";

const SLICE: &str = "\
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: legacy
addressType: IPv4
endpoints: []
";

/// Who sits in the office may call.
const OFFICE: &str = "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: office
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress:
    - from:
        - ipBlock:
            cidr: 192.0.2.0/24
            except: [192.0.2.64/26]
";

fn service_account(_: &str) -> Option<String> {
    Some("serviceAccount".to_owned())
}
