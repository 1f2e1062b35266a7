//! Calls, policies and Services.

use super::super::SERVERS;
use super::is_free;
use crate::class::{Class, Effect, document, on};
use crate::edit::{Edit, Site};
use crate::places;

pub(super) const CLASSES: &[Class] = &[
    Class {
        name: "added-call",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "to a port that its Service does not have",
                SERVERS,
                "** containers * image",
                Edit::Add(CALL, ":$(Called.spec.ports.0.port)", ":9999"),
            )
            .only(has_no_variables),
            on(
                "to a Service that is misspelt",
                SERVERS,
                "** containers * image",
                Edit::Add(CALL, "http://$(Called.metadata.name)", "http://$(Called.metadata.name)s"),
            )
            .only(has_no_variables),
            on(
                "to a Service that nothing makes",
                SERVERS,
                "** containers * image",
                Edit::Add(CALL, "http://$(Called.metadata.name)", "http://elsewhere"),
            )
            .only(has_no_variables),
            on(
                "that no policy lets through",
                SERVERS,
                "** containers * image",
                Edit::Add(
                    CALL_OF_FIRST,
                    "OTHER_NAME\n    value: $(Service.metadata.name)",
                    "OTHER_URL\n    value: http://$(Service.metadata.name):$(Service.spec.ports.0.port)",
                ),
            )
            .only(may_not_call_first),
        ],
    },
    Class {
        name: "added-variable",
        effect: Effect::Breaks,
        sorts: &[on(
            "of a container that its pod does not have",
            SERVERS,
            "** containers * image",
            Edit::Add(MEMORY, "containerName: $(spec.template.spec.containers.0.name)", "containerName: another"),
        )
        .only(has_no_variables)],
    },
    Class {
        name: "added-policy",
        effect: Effect::Breaks,
        sorts: &[
            document(
                "its port has no such name",
                "Service",
                Edit::Add(POLICY, "port: $(spec.ports.0.targetPort)", "port: nothing"),
            ),
        ],
    },
    Class {
        name: "added-policy-of-some-other-effect",
        effect: Effect::Advised,
        sorts: &[
            document(
                "its namespace is asked for by a label that none has",
                "Service",
                Edit::Add(POLICY, "kubernetes.io/metadata.name", "name"),
            ),
            document(
                "it undoes what is denied",
                "NetworkPolicy",
                Edit::Add(OUT, "  egress:\n    - to:\n        - podSelector: {}\n", "  egress:\n    - {}\n"),
            ),
            document(
                "it opens the machine's metadata",
                "Service",
                Edit::Add(FAR, "\n            except: [169.254.0.0/16]", ""),
            ),
        ],
    },
    Class {
        name: "added-service",
        effect: Effect::Breaks,
        sorts: &[
            document(
                "another name is an address",
                "Service",
                Edit::Add(ALIAS, "externalName: db.example.com", "externalName: 10.0.4.7"),
            ),
            document(
                "another name is a URL",
                "Service",
                Edit::Add(ALIAS, "externalName: db.example.com", "externalName: https://db.example.com"),
            ),
            on(
                "addresses of its own",
                "Service",
                "spec selector",
                Edit::After("externalIPs: [203.0.113.10]"),
            ),
        ],
    },
    Class {
        name: "added-webhook",
        effect: Effect::Breaks,
        sorts: &[
            document(
                "its Service is misspelt",
                "Service",
                Edit::Add(
                    HOOKED,
                    "name: $(metadata.name)\n        namespace",
                    "name: $(metadata.name)-elsewhere\n        namespace",
                ),
            )
            .only(has_one_overlay),
            document(
                "it is asked about its own pods",
                "Service",
                Edit::Add(WEBHOOK, "apiGroups: [apps]\n        apiVersions: [v1]\n        operations: [CREATE]\n        resources: [deployments]", "apiGroups: ['']\n        apiVersions: [v1]\n        operations: [CREATE]\n        resources: [pods]"),
            )
            .only(is_free),
        ],
    },
];

fn has_no_variables(site: &Site<'_>) -> bool {
    let document = site.document();
    document.is_some_and(|document| document.texts("** containers * env").next().is_none())
}

fn may_not_call_first(site: &Site<'_>) -> bool {
    has_no_variables(site) && places::may_not_call_first(site)
}

/// Whether the namespace in which everything will be is known, since there is one.
fn has_one_overlay(site: &Site<'_>) -> bool {
    is_free(site) && !site.tree.is_golden
}

const CALL: &str = "\
env:
  - name: NEXT_URL
    value: http://$(Called.metadata.name):$(Called.spec.ports.0.port)
";

const CALL_OF_FIRST: &str = "\
env:
  - name: OTHER_NAME
    value: $(Service.metadata.name)
";

const POLICY: &str = "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: own
  namespace: $(metadata.namespace)
spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: $(metadata.name)
  policyTypes: [Ingress]
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: tools
      ports:
        - port: $(spec.ports.0.targetPort)
";

const OUT: &str = "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: own
  namespace: $(metadata.namespace)
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to:
        - podSelector: {}
";

const FAR: &str = "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: own
  namespace: $(metadata.namespace)
spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: $(metadata.name)
  policyTypes: [Egress]
  egress:
    - to:
        - ipBlock:
            cidr: 0.0.0.0/0
            except: [169.254.0.0/16]
";

const ALIAS: &str = "\
apiVersion: v1
kind: Service
metadata:
  name: own
  namespace: $(metadata.namespace)
spec:
  type: ExternalName
  externalName: db.example.com
";

const WEBHOOK: &str = "\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  name: own
webhooks:
  - name: own.example.com
    admissionReviewVersions: [v1]
    sideEffects: None
    failurePolicy: Fail
    timeoutSeconds: 5
    clientConfig:
      service:
        name: $(metadata.name)
        namespace: $(metadata.namespace)
        path: /validate
        port: $(spec.ports.0.port)
    rules:
      - apiGroups: [apps]
        apiVersions: [v1]
        operations: [CREATE]
        resources: [deployments]
";

/// The same, of the Service as it will be in the overlay.
const HOOKED: &str = "\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  name: own
webhooks:
  - name: own.example.com
    admissionReviewVersions: [v1]
    sideEffects: None
    failurePolicy: Fail
    timeoutSeconds: 5
    clientConfig:
      service:
        name: $(metadata.name)
        namespace: $(Kustomization.namespace)
        path: /validate
        port: $(spec.ports.0.port)
    rules:
      - apiGroups: [apps]
        apiVersions: [v1]
        operations: [CREATE]
        resources: [deployments]
";

const MEMORY: &str = "\
env:
  - name: MEMORY
    valueFrom:
      resourceFieldRef:
        containerName: $(spec.template.spec.containers.0.name)
        resource: limits.memory
";
