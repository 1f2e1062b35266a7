#!/usr/bin/env python3
"""Validates manifests that real clusters accept, and compares what is called an error with what was looked at.

    scripts/corpus.py [K8SGEN]          the binary; target/release/k8sgen if none is named
    scripts/corpus.py --bless [K8SGEN]  writes tests/corpus/errors.txt anew, and keeps the reasons in it

The manifests come inside of Go modules (tests/corpus/sources.txt), which `go mod download` keeps in its cache.
tests/corpus/errors.txt has each finding of severity error. Above those of a sort, comments say why they are right.
Exits with 1 if another error is found, or one of these is found no more.
"""

import collections
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "corpus"


def sources() -> list[tuple[str, list[str]]]:
    """The modules, and their folders."""
    lines = (CORPUS / "sources.txt").read_text().splitlines()
    parts = [line.split() for line in lines if line and not line.startswith("#")]
    return [(module, folders) for module, *folders in parts]


def fetch(modules: list[str]) -> dict[str, pathlib.Path]:
    """Downloads the modules. Where each is."""
    with tempfile.TemporaryDirectory() as nowhere:
        run = subprocess.run(
            ["go", "mod", "download", "-json", *modules], cwd=nowhere, capture_output=True, text=True, check=False
        )
    decoder, at, found = json.JSONDecoder(), 0, {}
    while at < len(run.stdout.rstrip()):
        module, at = decoder.raw_decode(run.stdout, at)
        at += 1
        if "Dir" not in module:
            sys.exit(f"{module['Path']}: {module.get('Error', 'it was not downloaded')}")
        found[f"{module['Path']}@{module['Version']}"] = pathlib.Path(module["Dir"])
    return found


def findings(k8sgen: str, module: pathlib.Path, folders: list[str]) -> dict:
    """What is found in the folders of a module."""
    run = subprocess.run(
        [k8sgen, "validate", "--format", "json", *folders], cwd=module, capture_output=True, text=True, check=False
    )
    if run.returncode not in (0, 1):
        sys.exit(f"{module}: {run.stderr}")
    return json.loads(run.stdout)


def main() -> int:
    """Everything."""
    arguments = sys.argv[1:]
    bless = "--bless" in arguments
    named = [argument for argument in arguments if argument != "--bless"]
    k8sgen = str(pathlib.Path(named[0] if named else ROOT / "target" / "release" / "k8sgen").resolve())
    where = fetch([module for module, _ in sources()])
    errors, rules, documents = [], collections.Counter(), 0
    for module, folders in sources():
        report = findings(k8sgen, where[module], folders)
        documents += report["summary"]["documents"]
        for finding in report["findings"]:
            rules[finding["rule"], finding["severity"]] += 1
            if finding["severity"] == "error":
                place = f"{module} {finding['path']}:{finding['line']}:{finding['column']}"
                errors.append(f"{finding['rule']} {place} {finding['message']}")
    for (rule, severity), count in sorted(rules.items()):
        print(f"{rule} {severity:8} {count}")
    print(f"{documents} documents of {len(where)} projects, {len(errors)} errors")
    return compare(sorted(set(errors)), bless)


def compare(errors: list[str], bless: bool) -> int:
    """Whether these are the errors that were looked at."""
    path = CORPUS / "errors.txt"
    known = path.read_text().splitlines() if path.exists() else []
    reasons: dict[str, list[str]] = {}
    above: list[str] = []
    for line in known:
        if line.startswith("#"):
            above.append(line)
        elif line:
            if above:
                reasons[line] = above
            above = []
    looked_at = {line for line in known if line and not line.startswith("#")}
    if bless:
        text = "".join("".join(f"{line}\n" for line in [*reasons.get(error, []), error]) for error in errors)
        path.write_text(text)
        return 0
    for error in sorted(set(errors) - looked_at):
        print(f"new: {error}")
    for error in sorted(looked_at - set(errors)):
        print(f"gone: {error}")
    return int(looked_at != set(errors))


if __name__ == "__main__":
    sys.exit(main())
