#!/usr/bin/env python3
"""Makes the strict JSON Schemas that kubeconform checks manifests against, without a network.

    make-schemas.py kubernetes VERSION OUT     every kind of Kubernetes VERSION (1.36.0)
    make-schemas.py crds VERSION OUT CRD...    every served version of the CRDs in these files

`kubernetes` writes OUT/deployment-apps-v1.json and the like: kubeconform's template
`{{ .ResourceKind }}{{ .KindSuffix }}.json`. `crds` writes
OUT/external-secrets.io/externalsecret_v1.json and the like:
`{{ .Group }}/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json`.

Kubernetes' own schemas come from the Python package kubernetes-validate; `crds` takes from
them what `metadata` may hold, which a CRD doesn't say. Each file stands alone: all that it
refers to is in its `$defs`. Descriptions are left out, since nobody reads them there.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Schema = dict[str, Any]

OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"

# Where a schema holds other schemas: by name, in a list, or one (or true, or false).
KEYED = ("properties", "patternProperties", "$defs")
LISTED = ("allOf", "anyOf", "oneOf")
SINGLE = ("items", "additionalProperties", "not")

# What a CRD adds to JSON Schema, and what says nothing about validity.
DROPPED = ("description", "default", "example", "externalDocs", "nullable", "$id", "$schema")


class Kubernetes:
    """The schemas of one Kubernetes version, as kubernetes-validate bundles them."""

    def __init__(self, version: str) -> None:
        import kubernetes_validate

        bundled = Path(kubernetes_validate.__file__).parent / "kubernetes-json-schema"
        self.folder = bundled / f"v{version}-local-strict"
        if not self.folder.is_dir():
            have = sorted(f.name.split("-")[0][1:] for f in bundled.glob("*-local-strict"))
            sys.exit(f"make-schemas.py: no schemas of Kubernetes {version}; there are {', '.join(have)}")
        definitions = json.loads((self.folder / "_definitions.json").read_text())["$defs"]
        self.definitions = {name: without_clutter(schema) for name, schema in definitions.items()}

    def kinds(self) -> Iterator[tuple[str, Schema]]:
        """File name and schema of each kind that can stand as a document."""
        for file in sorted(self.folder.glob("*.json")):
            if file.name in ("_definitions.json", "all.json"):
                continue
            schema = json.loads(file.read_text())
            properties = schema.get("properties", {})
            kinds = properties.get("kind", {}).get("enum", [])
            versions = properties.get("apiVersion", {}).get("enum", [])
            # More than one: what an API server is sent (DeleteOptions), not what it stores.
            if len(kinds) == len(versions) == 1:
                yield kubernetes_file_name(kinds[0], versions[0]), self.standing_alone(without_clutter(schema))

    def standing_alone(self, schema: Schema) -> Schema:
        """The schema with every definition that it needs, and theirs."""
        needed: dict[str, Schema] = {}
        waiting = list(references(schema))
        while waiting:
            name = waiting.pop()
            if name not in needed:
                needed[name] = self.definitions[name]
                waiting.extend(references(self.definitions[name]))
        return {**schema, "$defs": dict(sorted(needed.items()))} if needed else schema


def kubernetes_file_name(kind: str, api_version: str) -> str:
    """kubeconform's name for the schema of a kind: deployment-apps-v1.json, service-v1.json."""
    group, _, version = api_version.rpartition("/")
    parts = [kind, group.split(".")[0], version] if group else [kind, version]
    return "-".join(parts).lower() + ".json"


def without_clutter(schema: Any) -> Any:
    """The schema without texts and defaults, its references pointing into its own `$defs`."""
    if not isinstance(schema, dict):
        return schema
    clean: Schema = {}
    for key, value in schema.items():
        if key in KEYED:
            # Here a key is somebody's field name, and `description` may be one.
            clean[key] = {name: without_clutter(part) for name, part in value.items()}
        elif key in LISTED:
            clean[key] = [without_clutter(part) for part in value]
        elif key in SINGLE:
            clean[key] = without_clutter(value)
        elif key == "$ref":
            clean[key] = "#/$defs/" + value.rsplit("/", 1)[1]
        elif key not in DROPPED and not key.startswith("x-kubernetes-"):
            clean[key] = value
    return clean


def references(schema: Any) -> Iterator[str]:
    """Names of the definitions that a clean schema refers to."""
    if not isinstance(schema, dict):
        return
    if "$ref" in schema:
        yield schema["$ref"].rsplit("/", 1)[1]
    for key in KEYED:
        for part in schema.get(key, {}).values():
            yield from references(part)
    for key in LISTED:
        for part in schema.get(key, []):
            yield from references(part)
    for key in SINGLE:
        yield from references(schema.get(key))


def strict(schema: Any) -> Any:
    """A CRD's structural schema as strict JSON Schema: an unknown field is an error.

    Fields are forbidden only where the API server would drop them. It keeps them under
    `x-kubernetes-preserve-unknown-fields`; and the branches of `anyOf` and its like only add
    conditions to what the schema around them declares, so they are taken as they are.
    """
    if not isinstance(schema, dict):
        return schema
    clean = {key: value for key, value in without_clutter(schema).items() if key not in (*KEYED, *SINGLE)}
    for key in SINGLE:
        if key in schema:
            clean[key] = strict(schema[key]) if key != "not" else without_clutter(schema[key])
    if "properties" in schema:
        clean["properties"] = {name: strict(part) for name, part in schema["properties"].items()}
        if schema.get("x-kubernetes-embedded-resource"):
            for name in ("apiVersion", "kind", "metadata"):
                clean["properties"].setdefault(name, {})
        if not schema.get("x-kubernetes-preserve-unknown-fields"):
            clean.setdefault("additionalProperties", False)
    if schema.get("nullable"):
        allow_null(clean)
    return clean


def allow_null(schema: Schema) -> None:
    """What `nullable: true` means, in JSON Schema's words."""
    if "type" in schema:
        schema["type"] = [schema["type"], "null"]
    if "enum" in schema and None not in schema["enum"]:
        schema["enum"] = [*schema["enum"], None]


def custom_resources(crd: Schema) -> Iterator[tuple[str, str, Schema]]:
    """Group, file name and strict schema of each version that the API server serves."""
    group, kind = crd["spec"]["group"], crd["spec"]["names"]["kind"]
    for version in crd["spec"]["versions"]:
        if not version["served"]:
            continue
        schema = strict(version["schema"]["openAPIV3Schema"])
        schema["properties"] |= {
            "apiVersion": {"type": "string", "enum": [f"{group}/{version['name']}"]},
            "kind": {"type": "string", "enum": [kind]},
            "metadata": {"$ref": f"#/$defs/{OBJECT_META}"},
        }
        schema["required"] = sorted({"apiVersion", "kind", "metadata", *schema.get("required", [])})
        yield group, f"{kind}_{version['name']}.json".lower(), schema


def write(file: Path, schema: Schema) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(schema, separators=(",", ":")) + "\n")


def make_kubernetes(version: str, out: Path) -> int:
    count = 0
    for name, schema in Kubernetes(version).kinds():
        write(out / name, schema)
        count += 1
    return count


def make_crds(version: str, out: Path, files: list[Path]) -> int:
    import yaml

    kubernetes = Kubernetes(version)
    count = 0
    for file in files:
        for document in yaml.load_all(file.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(document, dict) and document.get("kind") == "CustomResourceDefinition":
                for group, name, schema in custom_resources(document):
                    write(out / group / name, kubernetes.standing_alone(schema))
                    count += 1
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for command in ("kubernetes", "crds"):
        sub = commands.add_parser(command)
        sub.add_argument("version", help="version of Kubernetes, as 1.36.0")
        sub.add_argument("out", type=Path, help="folder to write to")
        if command == "crds":
            sub.add_argument("files", type=Path, nargs="+", help="YAML files with CRDs")
    given = parser.parse_args()
    if given.command == "kubernetes":
        count = make_kubernetes(given.version, given.out)
    else:
        count = make_crds(given.version, given.out, given.files)
    if not count:
        sys.exit("make-schemas.py: nothing to make a schema of was found")
    print(f"{count} schemas")


if __name__ == "__main__":
    main()
