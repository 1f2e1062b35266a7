#!/usr/bin/env bash
# Builds the source distribution of the Python package, installs from it as `pip install` does, and looks whether
# what was installed works. It runs after wheel.sh, in whose .venv maturin is.
#
# The target folder is shared, so that only the crates of this repository are compiled again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=.venv/bin/python
if ! "$python" -c 'import maturin' 2>/dev/null; then
  echo "sdist.sh: run scripts/wheel.sh first" >&2
  exit 1
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

rm -f dist/k8sgen-*.tar.gz
.venv/bin/maturin sdist --manifest-path k8sgen-py/Cargo.toml --out dist
sdist=(dist/k8sgen-*.tar.gz)

# Without build isolation nothing but the source distribution is taken from anywhere.
PATH="$PWD/.venv/bin:$PATH" CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}" \
  "$python" -m pip install --quiet --disable-pip-version-check \
  --no-build-isolation --no-index --no-deps --target "$work" "${sdist[0]}"

cd "$work"
PYTHONPATH="$work" "$OLDPWD/$python" - "$work" "$OLDPWD/examples/demo-replica-agent/k8sgen.yaml" <<'PYTHON'
import sys

import k8sgen

folder, config = sys.argv[1:]
assert k8sgen.__file__.startswith(folder), k8sgen.__file__
assert "base/kustomization.yaml" in k8sgen.generate(config)
print("installed from the source distribution:", k8sgen.__version__)
PYTHON
