//! Fields of kustomizations that the overlays do not use, and kustomizations beside them.

use crate::class::{Class, Effect, file, on};
use crate::edit::{Edit, Site};

use super::super::KUSTOMIZATION;

pub(super) const CLASSES: &[Class] = &[
    Class {
        name: "added-to-an-overlay",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "a patch for what is not there",
                KUSTOMIZATION,
                "resources",
                Edit::Add(
                    PATCH,
                    "name: $(Service.metadata.name)",
                    "name: $(Service.metadata.name)-elsewhere",
                ),
            )
            .only(has_no_patches),
            on(
                "a replacement of what is not there",
                KUSTOMIZATION,
                "resources",
                Edit::Add(
                    REPLACEMENT,
                    "name: $(Service.metadata.name)\n    t",
                    "name: $(Service.metadata.name)-elsewhere\n    t",
                ),
            )
            .only(takes_the_base_in),
            on(
                "a replacement of a field that is not there",
                KUSTOMIZATION,
                "resources",
                Edit::Add(
                    REPLACEMENT,
                    "fieldPath: metadata.name",
                    "fieldPath: metadata.nothing",
                ),
            )
            .only(takes_the_base_in),
            on(
                "a generator that merges with nothing",
                KUSTOMIZATION,
                "resources",
                Edit::Add(GENERATOR, "name: own\n", "name: own\n    behavior: merge\n"),
            )
            .only(takes_the_base_in),
            on(
                "a generator that makes a key twice",
                KUSTOMIZATION,
                "resources",
                Edit::Add(
                    GENERATOR,
                    "literals: [LEVEL=info]",
                    "literals: [LEVEL=info, LEVEL=debug]",
                ),
            )
            .only(takes_the_base_in),
        ],
    },
    Class {
        name: "added-overlay",
        effect: Effect::Breaks,
        sorts: &[
            file(
                "its Namespace is another one than its objects'",
                "overlays/production/kustomization.yaml",
                Edit::AddFiles(
                    &[("overlays/own/kustomization.yaml", NAMESPACE)],
                    "value: $(Kustomization.namespace)",
                    "value: $(Kustomization.namespace)-too",
                ),
            )
            .only(|site| !site.tree.is_golden),
            file(
                "a host in a ConfigMap keeps its old name",
                "base/kustomization.yaml",
                Edit::AddFiles(
                    &[("overlays/own/kustomization.yaml", HOST)],
                    "namespace: own",
                    "namespace: own\nnamePrefix: own-",
                ),
            )
            .only(has_no_roles),
            file(
                "an argument keeps a ConfigMap's old name",
                "base/kustomization.yaml",
                Edit::AddFiles(
                    &[("overlays/own/kustomization.yaml", ARGUMENT)],
                    "    options:\n      disableNameSuffixHash: true\n",
                    "",
                ),
            )
            .only(has_no_roles),
            file(
                "a custom resource keeps a Secret's old name",
                "base/kustomization.yaml",
                Edit::AddFiles(
                    &[
                        ("overlays/own/kustomization.yaml", MEASURED),
                        ("overlays/own/metric.yaml", METRIC),
                    ],
                    "namespace: own\n",
                    "namespace: own\nnamePrefix: own-\n",
                ),
            )
            .only(has_no_roles),
        ],
    },
    Class {
        name: "added-component",
        effect: Effect::Advised,
        sorts: &[file(
            "nothing takes it in",
            "base/kustomization.yaml",
            Edit::AddFiles(
                &[("components/public/kustomization.yaml", COMPONENT)],
                "",
                "",
            ),
        )],
    },
];

fn takes_the_base_in(site: &Site<'_>) -> bool {
    site.path.starts_with("overlays/")
}

/// Whether the tree has Deployments, and no role of AWS says in which namespaces its accounts are.
fn has_no_roles(site: &Site<'_>) -> bool {
    let mut sources = site.tree.sources.iter();
    site.tree.of_kinds("Deployment").next().is_some()
        && sources.all(|source| !source.path.starts_with("iam/"))
}

fn has_no_patches(site: &Site<'_>) -> bool {
    let mut documents = site.document().into_iter();
    takes_the_base_in(site) && documents.all(|document| document.texts("patches").next().is_none())
}

const PATCH: &str = "\
patches:
  - patch: |-
      apiVersion: v1
      kind: Service
      metadata:
        name: $(Service.metadata.name)
        namespace: $(Service.metadata.namespace)
        annotations:
          example.com/owner: shop
";

const REPLACEMENT: &str = "\
replacements:
  - source:
      kind: Service
      fieldPath: metadata.name
      name: $(Service.metadata.name)
    targets:
      - select:
          kind: Service
        fieldPaths: [metadata.annotations.from]
        options:
          create: true
";

const GENERATOR: &str = "\
configMapGenerator:
  - name: own
    literals: [LEVEL=info]
";

const NAMESPACE: &str = "\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - ../production
patches:
  - target:
      kind: Namespace
    patch: |-
      - op: replace
        path: /metadata/name
        value: $(Kustomization.namespace)
";

const HOST: &str = "\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: own
resources:
  - ../../base
configMapGenerator:
  - name: own
    literals:
      - NEXT_URL=http://$(Service.metadata.name):$(Service.spec.ports.0.port)
";

const ARGUMENT: &str = "\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: own
resources:
  - ../../base
configMapGenerator:
  - name: routes
    literals: [DEFAULT=web]
    options:
      disableNameSuffixHash: true
patches:
  - target:
      kind: Deployment
    patch: |-
      - op: add
        path: /spec/template/spec/containers/0/args
        value: [--configmap=routes]
";

const MEASURED: &str = "\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: own
resources:
  - ../../base
  - metric.yaml
";

const METRIC: &str = "\
apiVersion: flagger.app/v1beta1
kind: MetricTemplate
metadata:
  name: own
spec:
  provider:
    type: prometheus
    address: http://prometheus.monitoring:9090
    secretRef:
      name: own
  query: up
---
apiVersion: v1
kind: Secret
metadata:
  name: own
stringData:
  username: ${USERNAME}
";

const COMPONENT: &str = "\
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
labels:
  - pairs:
      example.com/exposure: public
";
