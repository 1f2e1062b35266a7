#!/usr/bin/env python3
"""Makes the table of Kubernetes' own kinds that `k8sgen validate` checks manifests against.

    make-kubernetes-table.py [VERSION]    writes k8sgen-core/src/validate/schema/kubernetes.txt,
                                          for another version of Kubernetes (1.38) if one is named
    make-kubernetes-table.py --check      exits with 1 if it is not what would be written

It takes what it says from

- the Python package kubernetes-validate, so run it with the Python of the judges:
  `$(scripts/install-tools.sh --print-dir)/venv/bin/python`. Fields, their types, which are
  required, and how lists merge
- the Go module k8s.io/api of the same version, which `go mod download` fetches: what a string
  may be (`+enum`), the least a number may be (`+k8s:minimum`), which kinds have no namespace,
  and the releases in which an API came, was deprecated, and went

Both are Kubernetes', under the Apache License 2.0. The table is text, one line a kind or a type,
so that a change of it can be read, and so that a reader finds a line without parsing the others.
`k8sgen-core/src/validate/schema/table.rs` says what a line means.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

TABLE = Path(__file__).resolve().parent.parent / "k8sgen-core/src/validate/schema/kubernetes.txt"

PREFIXES = (
    "io.k8s.api.",
    "io.k8s.apimachinery.pkg.apis.",
    "io.k8s.apimachinery.pkg.",
    "io.k8s.apiextensions-apiserver.pkg.apis.",
    "io.k8s.kube-aggregator.pkg.apis.",
)

# Types that are not what their schema says, or that it says nothing about.
OWN = {
    "util.intstr.IntOrString": "int-or-string",
    "api.resource.Quantity": "quantity",
    "meta.v1.Time": "time",
    "meta.v1.MicroTime": "time",
    "meta.v1.FieldsV1": "any",
    "runtime.RawExtension": "any",
}

# What only prose says in both sources: the field, and its type.
SAID = {
    "meta.v1.ObjectMeta.labels": "labels",
    "meta.v1.ObjectMeta.annotations": "annotations",
    "meta.v1.LabelSelector.matchLabels": "labels",
    "core.v1.PodSpec.nodeSelector": "labels",
    "core.v1.ServiceSpec.selector": "labels",
    "core.v1.ContainerPort.containerPort": "port",
    "core.v1.ContainerPort.hostPort": "port",
    "core.v1.ServicePort.port": "port",
    "core.v1.ServicePort.nodePort": "port",
    "core.v1.ServicePort.targetPort": "port-or-name",
    "core.v1.HTTPGetAction.port": "port-or-name",
    "core.v1.TCPSocketAction.port": "port-or-name",
    "core.v1.GRPCAction.port": "port",
    "core.v1.EndpointPort.port": "port",
    "networking.v1.ServiceBackendPort.number": "port",
    "networking.v1.NetworkPolicyPort.port": "port-or-name",
    "networking.v1.NetworkPolicyPort.endPort": "port",
    "apps.v1.DeploymentSpec.replicas": "int>=0",
    "apps.v1.StatefulSetSpec.replicas": "int>=0",
    "apps.v1.ReplicaSetSpec.replicas": "int>=0",
    "apps.v1.DeploymentSpec.minReadySeconds": "int>=0",
    "apps.v1.DeploymentSpec.revisionHistoryLimit": "int>=0",
    "autoscaling.v2.HorizontalPodAutoscalerSpec.maxReplicas": "int>=1",
    "autoscaling.v2.HorizontalPodAutoscalerSpec.minReplicas": "int>=0",
    "autoscaling.v1.HorizontalPodAutoscalerSpec.maxReplicas": "int>=1",
    "autoscaling.v1.HorizontalPodAutoscalerSpec.minReplicas": "int>=0",
    "batch.v1.JobSpec.backoffLimit": "int>=0",
    "batch.v1.JobSpec.completions": "int>=0",
    "batch.v1.JobSpec.parallelism": "int>=0",
    "core.v1.PodSpec.terminationGracePeriodSeconds": "int>=0",
    "core.v1.Probe.initialDelaySeconds": "int>=0",
    "core.v1.Probe.periodSeconds": "int>=0",
    "core.v1.Probe.timeoutSeconds": "int>=0",
    "core.v1.Probe.failureThreshold": "int>=0",
    "core.v1.Probe.successThreshold": "int>=0",
    "core.v1.Container.name": "dns-label",
    "core.v1.EphemeralContainer.name": "dns-label",
    "core.v1.Volume.name": "dns-label",
    "core.v1.ContainerPort.name": "port-name",
    "core.v1.ServicePort.name": "dns-label",
    "core.v1.ConfigMap.data": "data{string}",
    "core.v1.ConfigMap.binaryData": "data{base64}",
    "core.v1.Secret.data": "data{base64}",
    "core.v1.Secret.stringData": "data{string}",
    "core.v1.ResourceRequirements.limits": "resources",
    "core.v1.ResourceRequirements.requests": "resources",
    "core.v1.WeightedPodAffinityTerm.weight": "int>=1<=100",
    "core.v1.PreferredSchedulingTerm.weight": "int>=1<=100",
    "core.v1.TopologySpreadConstraint.maxSkew": "int>=1",
    "core.v1.TopologySpreadConstraint.minDomains": "int>=1",
    "core.v1.SecurityContext.runAsUser": "long>=0<=2147483647",
    "core.v1.SecurityContext.runAsGroup": "long>=0<=2147483647",
    "core.v1.PodSecurityContext.runAsUser": "long>=0<=2147483647",
    "core.v1.PodSecurityContext.runAsGroup": "long>=0<=2147483647",
    "core.v1.PodSecurityContext.fsGroup": "long>=0<=2147483647",
    "core.v1.PodSpec.activeDeadlineSeconds": "long>=1",
    "apps.v1.DeploymentSpec.progressDeadlineSeconds": "int>=0",
    "apps.v1.StatefulSetSpec.minReadySeconds": "int>=0",
    "apps.v1.StatefulSetSpec.revisionHistoryLimit": "int>=0",
    "apps.v1.DaemonSetSpec.minReadySeconds": "int>=0",
    "apps.v1.DaemonSetSpec.revisionHistoryLimit": "int>=0",
    "autoscaling.v2.MetricTarget.averageUtilization": "int>=1",
    "autoscaling.v2.MetricTarget.type": "(AverageValue|Utilization|Value)",
    "autoscaling.v2.MetricSpec.type": "(ContainerResource|External|Object|Pods|Resource)",
    "autoscaling.v2.HPAScalingPolicy.type": "(Percent|Pods)",
    "autoscaling.v2.HPAScalingPolicy.value": "int>=1",
    "autoscaling.v2.HPAScalingPolicy.periodSeconds": "int>=1<=1800",
    "autoscaling.v2.HPAScalingRules.selectPolicy": "(Disabled|Max|Min)",
    "autoscaling.v2.HPAScalingRules.stabilizationWindowSeconds": "int>=0<=3600",
    "batch.v1.CronJobSpec.startingDeadlineSeconds": "long>=0",
    "batch.v1.CronJobSpec.successfulJobsHistoryLimit": "int>=0",
    "batch.v1.CronJobSpec.failedJobsHistoryLimit": "int>=0",
    "batch.v1.JobSpec.activeDeadlineSeconds": "long>=0",
    "batch.v1.JobSpec.ttlSecondsAfterFinished": "int>=0",
    "networking.v1.HTTPIngressPath.pathType": "(Exact|ImplementationSpecific|Prefix)",
    "networking.v1.NetworkPolicyPort.protocol": "(SCTP|TCP|UDP)",
    "networking.v1.IPBlock.cidr": "network",
    "networking.v1.IPBlock.except": "[network]",
    "rbac.v1.RoleRef.kind": "(ClusterRole|Role)",
    "rbac.v1.Subject.kind": "(Group|ServiceAccount|User)",
}

# Fields that must be there, which the schemas call optional.
REQUIRED = {
    "apps.v1.DaemonSet.spec",
    "apps.v1.Deployment.spec",
    "apps.v1.ReplicaSet.spec",
    "apps.v1.StatefulSet.spec",
    "autoscaling.v2.HorizontalPodAutoscaler.spec",
    "batch.v1.CronJob.spec",
    "batch.v1.Job.spec",
    "batch.v1.JobTemplateSpec.spec",
    "core.v1.Container.image",
    "core.v1.EphemeralContainer.image",
    "core.v1.Pod.spec",
    "core.v1.PodTemplateSpec.spec",
    "core.v1.Service.spec",
    "networking.v1.Ingress.spec",
}

# Kinds without a namespace whose types are not in k8s.io/api, and APIs that went before it was said there.
CLUSTER = {"CustomResourceDefinition", "APIService"}
GONE = [
    "kind apiextensions.k8s.io/v1beta1 CustomResourceDefinition cluster - 1.7 1.16 1.22 apiextensions.k8s.io/v1",
    "kind apiregistration.k8s.io/v1beta1 APIService cluster - 1.7 1.19 1.22 apiregistration.k8s.io/v1",
    "kind batch/v2alpha1 CronJob namespaced - 1.4 1.8 1.21 batch/v1",
    "kind autoscaling/v2beta1 HorizontalPodAutoscaler namespaced - 1.8 1.22 1.25 autoscaling/v2",
    "kind autoscaling/v2beta2 HorizontalPodAutoscaler namespaced - 1.12 1.23 1.26 autoscaling/v2",
    "kind policy/v1beta1 PodSecurityPolicy cluster - 1.10 1.21 1.25 -",
    "kind extensions/v1beta1 PodSecurityPolicy cluster - 1.2 1.11 1.16 -",
]


def short(name: str) -> str:
    for prefix in PREFIXES:
        if name.startswith(prefix):
            return name[len(prefix) :]
    return name


class Go:
    """What the Go sources say beyond the schemas."""

    def __init__(self, folder: Path) -> None:
        self.enums: dict[str, list[str]] = {}
        self.fields: dict[str, str] = {}
        self.least: dict[str, str] = {}
        self.cluster: set[tuple[str, str]] = set()
        self.lifecycle: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for file in sorted(folder.glob("*/*/types.go")):
            self.read(file, ".".join(file.parts[-3:-1]))

    def read(self, file: Path, package: str) -> None:
        above: list[str] = []
        struct = None
        enums: dict[str, list[str]] = {}
        constants: list[tuple[str, str]] = []
        for line in file.read_text().splitlines():
            line = line.strip()
            if line.startswith("//"):
                above.append(line[2:].strip())
                continue
            if match := re.match(r"type (\w+) string$", line):
                if "+enum" in above:
                    enums[match[1]] = []
            elif match := re.match(r"type (\w+) struct {", line):
                struct = match[1]
                self.kind(package, struct, above)
            elif line == "}":
                struct = None
            elif match := re.match(r'\w+\s+(\w+)\s*=\s*"([^"]*)"', line):
                constants.append((match[1], match[2]))
            elif struct and (match := re.match(r'\w+\s+(\S+)\s+`json:"(\w+)', line)):
                field = f"{package}.{struct}.{match[2]}"
                self.fields[field] = f"{package}.{match[1].lstrip('*').removeprefix('[]')}"
                for note in above:
                    if found := re.match(r"\+k8s:minimum=(-?\d+)$", note):
                        self.least[field] = found[1]
            if line:
                above = []
        for name, value in constants:
            if name in enums and value not in enums[name]:
                enums[name].append(value)
        self.enums.update({f"{package}.{name}": sorted(values) for name, values in enums.items() if values})

    def kind(self, package: str, name: str, above: list[str]) -> None:
        if "+genclient:nonNamespaced" in above:
            self.cluster.add((package, name))
        for note in above:
            if found := re.match(r"\+k8s:prerelease-lifecycle-gen:(\w+)=(.+)", note):
                self.lifecycle[package, name][found[1]] = found[2]


class Table:
    def __init__(self, schemas: Path, go: Go) -> None:
        definitions = json.loads((schemas / "_definitions.json").read_text())["$defs"]
        self.definitions = {short(name): schema for name, schema in definitions.items()}
        self.go = go

    def type_of(self, schema: dict[str, Any], field: str) -> str:
        if field in SAID:
            return SAID[field]
        if "$ref" in schema:
            name = short(schema["$ref"].rsplit("/", 1)[1])
            if name in OWN:
                return OWN[name]
            return f"@{name}" if self.definitions[name].get("properties") else "any"
        types = schema.get("type", "any")
        kind = types if isinstance(types, str) else types[0]
        match kind:
            case "array":
                inner = self.type_of(schema["items"], field)
                return f"[{inner}]{self.merge(schema)}"
            case "object" if isinstance(schema.get("additionalProperties"), dict):
                return f"{{{self.type_of(schema['additionalProperties'], field)}}}"
            case "string":
                enum = self.go.enums.get(self.go.fields.get(field, ""))
                if enum:
                    return f"({'|'.join(enum)})"
                return "base64" if schema.get("format") == "byte" else "string"
            case "integer":
                name = "int" if schema.get("format") == "int32" else "long"
                least = self.go.least.get(field)
                return f"{name}>={least}" if least is not None else name
            case "number" | "boolean":
                return kind
        return "any"

    @staticmethod
    def merge(schema: dict[str, Any]) -> str:
        """How a patch merges a list: by a key, as a set, or not at all."""
        if "merge" not in schema.get("x-kubernetes-patch-strategy", ""):
            return ""
        key = schema.get("x-kubernetes-patch-merge-key")
        return f"^{key}" if key else "+"

    def types(self) -> list[str]:
        lines = []
        for name, schema in sorted(self.definitions.items()):
            properties = schema.get("properties")
            if not properties or name in OWN:
                continue
            required = schema.get("required", [])
            fields = [
                f"{field}{'!' if field in required or f'{name}.{field}' in REQUIRED else ''}:{self.type_of(inner, f'{name}.{field}')}"
                for field, inner in sorted(properties.items())
            ]
            lines.append("\t".join([f"type {name}", *fields]))
        return lines

    def kinds(self) -> list[str]:
        lines, known = [], set()
        for name, schema in sorted(self.definitions.items()):
            kinds = schema.get("x-kubernetes-group-version-kind", [])
            if len(kinds) != 1 or not schema.get("properties"):
                continue
            kind = kinds[0]["kind"]
            api = "/".join(part for part in (kinds[0]["group"], kinds[0]["version"]) if part)
            package = name.rsplit(".", 1)[0]
            known.add((package, kind))
            lines.append(self.kind(api, kind, package, name))
        # What the schemas no longer have: it went.
        groups = {
            "apps": "apps", "batch": "batch", "extensions": "extensions", "policy": "policy",
            "autoscaling": "autoscaling", "rbac": "rbac.authorization.k8s.io",
        }
        for (package, kind), life in sorted(self.go.lifecycle.items()):
            if (package, kind) in known or kind.endswith("List") or "deprecated" not in life and "removed" not in life:
                continue
            group, version = package.split(".")
            group = groups.get(group, f"{'flowcontrol.apiserver' if group == 'flowcontrol' else group}.k8s.io")
            lines.append(self.kind(f"{group}/{version}", kind, package, "-"))
        have = {tuple(line.split()[1:3]) for line in lines}
        return lines + [line for line in GONE if tuple(line.split()[1:3]) not in have]

    def kind(self, api: str, kind: str, package: str, name: str) -> str:
        base = kind.removesuffix("List") if kind != "List" else kind
        cluster = (package, base) in self.go.cluster or base in CLUSTER
        life = self.go.lifecycle.get((package, kind), {})
        deprecated = life.get("deprecated")
        removed = life.get("removed")
        if deprecated and not removed:
            removed = plus_three(deprecated)
        replacement = "-"
        if said := life.get("replacement"):
            group, version, _ = said.split(",")
            replacement = "/".join(part for part in (group, version) if part)
        scope = "cluster" if cluster else "namespaced"
        words = (api, kind, scope, name, life.get("introduced"), deprecated, removed, replacement)
        return "kind " + " ".join(word or "-" for word in words)


def plus_three(version: str) -> str:
    major, minor = version.split(".")
    return f"{major}.{int(minor) + 3}"


def schemas(version: str) -> Path:
    """The folder of the schemas of this version, as kubernetes-validate bundles them."""
    import kubernetes_validate

    bundled = Path(kubernetes_validate.__file__).parent / "kubernetes-json-schema"
    folder = bundled / f"v{version}.0-local-strict"
    if not folder.is_dir():
        sys.exit(f"make-kubernetes-table.py: kubernetes-validate has no schemas of Kubernetes {version}")
    return folder


def go_types(version: str) -> Path:
    """The folder of the Go types of this version."""
    module = f"k8s.io/api@v0.{version.removeprefix('1.')}.0"
    with tempfile.TemporaryDirectory() as nowhere:
        command = ["go", "mod", "download", "-json", module]
        run = subprocess.run(command, cwd=nowhere, capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(f"make-kubernetes-table.py: {module}: {run.stdout}{run.stderr}")
    return Path(json.loads(run.stdout)["Dir"])


def made(version: str) -> str:
    """The whole table."""
    table = Table(schemas(version), Go(go_types(version)))
    head = [
        f"# Kubernetes {version}: kinds and types, made by scripts/make-kubernetes-table.py from Kubernetes' own",
        "# schemas and Go types. Copyright The Kubernetes Authors, Apache License 2.0.",
        f"version {version}",
    ]
    return "\n".join([*head, *sorted(table.kinds()), *table.types()]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes the table of Kubernetes' own kinds.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if something would change")
    parser.add_argument("version", nargs="?", metavar="VERSION", help="that of the table, if none is named")
    arguments = parser.parse_args()
    written = TABLE.read_text()
    text = made(arguments.version or written.split("\nversion ", 1)[1].split("\n", 1)[0])
    if not arguments.check:
        TABLE.write_text(text)
    elif text != written:
        sys.exit(f"{TABLE.name} is not what make-kubernetes-table.py makes: change the script, and run it")


if __name__ == "__main__":
    main()
