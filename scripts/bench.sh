#!/usr/bin/env bash
# Measures how fast k8sgen is, and prints it: its templates beside the same template in Jinja2, the whole
# process, a state of 100 MB in time and memory, the validator beside kubeconform, and every stage of it. Exits with 1 if one of the promises in it is broken.
#
#   scripts/bench.sh
#
# Jinja2 is pinned in benches/jinja2/requirements.txt, and installed into
# ${K8SGEN_CACHE:-${XDG_CACHE_HOME:-~/.cache}/k8sgen}/bench-venv-<hash of the pins>, which all clones share.
# What else runs on the machine shows in the numbers: compare runs of a quiet one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

sha256() {
  if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi
}

requirements=benches/jinja2/requirements.txt
pins=$(sha256 <"$requirements")
venv=${K8SGEN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/k8sgen}/bench-venv-${pins:0:12}
if [[ ! -e $venv/ready ]]; then
  python3 -m venv --clear "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$requirements"
  : >"$venv/ready"
fi

# The validator is measured beside what can be installed of these.
scripts/install-tools.sh python-packages kubernetes-schemas kubeconform kube-linter >/dev/null
tools=$(scripts/install-tools.sh --print-dir)

# Both packages each time, so that what they share is built once.
packages=(--locked -p k8sgen-cli -p k8sgen-benches)
cargo build --quiet --release "${packages[@]}"
# The wheel is measured where scripts/wheel.sh has installed it.
wheel=()
if .venv/bin/python -c 'import k8sgen' 2>/dev/null; then wheel=("$PWD/.venv/bin/python"); fi
status=0
"${CARGO_TARGET_DIR:-target}/release/k8sgen-benches" "$venv/bin/python" "$tools" "${wheel[@]}" || status=$?
echo
echo "Stages: what a run spends its time on"
cargo bench --quiet "${packages[@]}" --bench stages -- --sort location
exit "$status"
