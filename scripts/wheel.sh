#!/usr/bin/env bash
# Builds the Python wheel, installs it in .venv and runs its tests, and those of `k8sgen mcp`, whose client is
# Python, too. Arguments go to pytest.
#
#   scripts/wheel.sh               everything
#   scripts/wheel.sh -k generate   some of the tests
#
# It needs cargo and Python 3.10 or later; maturin, pytest, mypy and others come from the package index, in the
# versions of k8sgen-py/requirements-dev.txt. Where those are installed already, and nothing else
# changed, the network is not used. The wheel is left in dist/, and installed in .venv.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=.venv/bin/python
pins=k8sgen-py/requirements-dev.txt
pip=("$python" -m pip --quiet --disable-pip-version-check)

# Python may have been upgraded or removed since, or the making of .venv interrupted.
if ! "$python" -c 'import pip' 2>/dev/null; then
  python3 -c 'import sys; sys.exit("wheel.sh: needs Python 3.10 or later" if sys.version_info < (3, 10) else 0)'
  python3 -m venv --clear .venv
fi

# The stamps are copies of what was installed last.
if ! cmp -s "$pins" .venv/installed-pins; then
  "${pip[@]}" install --requirement "$pins"
  cp "$pins" .venv/installed-pins
fi

rm -f dist/k8sgen-*.whl
.venv/bin/maturin build --release --manifest-path k8sgen-py/Cargo.toml --interpreter "$python" --out dist
wheel=(dist/k8sgen-*.whl)
if ! cmp -s "${wheel[0]}" .venv/installed-wheel || ! "$python" -c 'import k8sgen' 2>/dev/null; then
  "${pip[@]}" install --no-index --no-deps --force-reinstall "${wheel[0]}"
  cp "${wheel[0]}" .venv/installed-wheel
fi

cargo build --quiet --locked -p k8sgen-cli
export K8SGEN_BINARY=${CARGO_TARGET_DIR:-$PWD/target}/debug/k8sgen

exec "$python" -m pytest --quiet k8sgen-py/tests "$@"
