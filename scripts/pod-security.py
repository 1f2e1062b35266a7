#!/usr/bin/env python3
"""Compares the validator with the pods by which Kubernetes tests its own admission of pods.

    scripts/pod-security.py [K8SGEN]    the binary; target/release/k8sgen if none is named

The module `k8s.io/pod-security-admission` has thousands of them, for each level and version: those that must be
admitted, and those that must be refused. Exits with 1 if the validator judges one of them otherwise.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODULE = "k8s.io/pod-security-admission@v0.37.2"
# What Kubernetes itself demands stands in the rules from KG501 to KG518.
RULES = ",".join(f"KG{code}" for code in range(501, 519))
# Before this version there was no admission of pods by these levels.
OLDEST = 22


def fetch() -> pathlib.Path:
    """Downloads the module. Where its pods are."""
    with tempfile.TemporaryDirectory() as nowhere:
        command = ["go", "mod", "download", "-json", MODULE]
        run = subprocess.run(command, cwd=nowhere, capture_output=True, text=True, check=True)
    return pathlib.Path(json.loads(run.stdout)["Dir"]) / "test" / "testdata"


def refused(k8sgen: str, folder: pathlib.Path, level: str) -> set[str]:
    """The files of a folder that are not of a level, as the folder's version understands it."""
    version = folder.name.removeprefix("v")
    asked = ["--pod-security", level, "--kubernetes-version", version, "--select", RULES]
    command = [k8sgen, "validate", "--format", "json", *asked, "pass", "fail"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1):
        sys.exit(f"{folder}: {run.stderr}")
    findings = json.loads(run.stdout)["findings"]
    return {finding["path"] for finding in findings if finding["severity"] == "error"}


def main() -> int:
    """Everything."""
    k8sgen = sys.argv[1] if len(sys.argv) > 1 else ROOT / "target" / "release" / "k8sgen"
    k8sgen = str(pathlib.Path(k8sgen).resolve())
    pods = fetch()
    judged, others = 0, []
    for level in ("baseline", "restricted"):
        for folder in sorted((pods / level).glob("v1.*")):
            if int(folder.name.removeprefix("v1.")) < OLDEST:
                continue
            found = refused(k8sgen, folder, level)
            for path in sorted(folder.glob("*/*.yaml")):
                file = str(path.relative_to(folder))
                judged += 1
                if (file in found) != file.startswith("fail/"):
                    others.append(f"{level}/{folder.name}/{file}")
    for other in others:
        print(f"judged otherwise: {other}")
    print(f"{judged} pods, {len(others)} judged otherwise than by Kubernetes")
    return int(bool(others))


if __name__ == "__main__":
    sys.exit(main())
