//! Objects that fit their types, and that the API server refuses.

use super::is_free;
use crate::class::{Class, Effect, Sort, file};
use crate::edit::Edit;

pub(super) const CLASSES: &[Class] = &[Class {
    name: "added-refused",
    effect: Effect::Breaks,
    sorts: &[
        refused(
            "a variable has a value and is read",
            "- name: POD_NAME\n",
            "- name: POD_NAME\n          value: export\n",
        ),
        refused(
            "a variable is read from nowhere",
            "fieldPath: metadata.name",
            "fieldPath: metadata.pod",
        ),
        refused(
            "no name server",
            "dnsPolicy: ClusterFirst",
            "dnsPolicy: None",
        ),
        refused(
            "a name for what is no address",
            "ip: 192.0.2.10",
            "ip: archive",
        ),
        refused(
            "a toleration of any value has one",
            "operator: Equal",
            "operator: Exists",
        ),
        refused(
            "an operator without values",
            "operator: Exists\n",
            "operator: In\n",
        ),
        refused(
            "a claim without modes",
            "  accessModes: [ReadWriteOnce]\n",
            "",
        ),
        refused("a claim for nothing", "storage: 10Gi", "storage: 0"),
        refused(
            "a token of nobody",
            "kubernetes.io/service-account.name",
            "example.com/service-account.name",
        ),
        refused("less at the most", "cpu: 4", "cpu: 100m"),
        refused("a file twice", "logo.png: aVZCT1J3", "index.html: aVZCT1J3"),
        refused("a rule without groups", "apiGroups: ['']\n    ", ""),
        refused("a peer that is nobody", "- podSelector: {}", "- {}"),
    ],
}];

const fn refused(what: &'static str, right: &'static str, wrong: &'static str) -> Sort {
    file(
        what,
        "base/kustomization.yaml",
        Edit::AddFiles(&[("cluster/export.yaml", EXPORT)], right, wrong),
    )
    .only(is_free)
}

const EXPORT: &str = "\
apiVersion: v1
kind: Pod
metadata:
  name: export
  namespace: tools
  labels:
    app: export
spec:
  serviceAccountName: export
  dnsPolicy: ClusterFirst
  hostAliases:
    - ip: 192.0.2.10
      hostnames: [archive]
  tolerations:
    - key: dedicated
      operator: Equal
      value: tools
      effect: NoSchedule
  affinity:
    nodeAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        nodeSelectorTerms:
          - matchExpressions:
              - key: dedicated
                operator: Exists
  containers:
    - name: export
      image: registry.example.com/tools/export:1.4.2
      env:
        - name: POD_NAME
          valueFrom:
            fieldRef:
              fieldPath: metadata.name
      resources:
        requests:
          cpu: 100m
          memory: 64Mi
        limits:
          memory: 64Mi
      volumeMounts:
        - name: data
          mountPath: /data
        - name: pages
          mountPath: /pages
  volumes:
    - name: data
      persistentVolumeClaim:
        claimName: export
    - name: pages
      configMap:
        name: export
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: export
  namespace: tools
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: export
  namespace: tools
spec:
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: 10Gi
---
apiVersion: v1
kind: Secret
metadata:
  name: export
  namespace: tools
  annotations:
    kubernetes.io/service-account.name: export
type: kubernetes.io/service-account-token
---
apiVersion: v1
kind: LimitRange
metadata:
  name: export
  namespace: tools
spec:
  limits:
    - type: Container
      default:
        cpu: 500m
      max:
        cpu: 4
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: export
  namespace: tools
data:
  index.html: export
binaryData:
  logo.png: aVZCT1J3
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: export
  namespace: tools
rules:
  - apiGroups: ['']
    resources: [configmaps]
    verbs: [get]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: export
  namespace: tools
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: export
subjects:
  - kind: ServiceAccount
    name: export
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: export
  namespace: tools
spec:
  podSelector:
    matchLabels:
      app: export
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector: {}
";
