# Two commands: `make demo` makes the demo's repository, `make test` runs everything that CI runs.

.PHONY: demo test fmt lint tools rust wheel sdist package bless bench

demo: ## Build, and write out/k8s-context and out/k8s-manifests from examples/demo-replica-agent.
	@cargo build --quiet --release -p k8sgen-cli
	@target/release/k8sgen context -c examples/demo-replica-agent/k8sgen.yaml -o out/k8s-context
	@target/release/k8sgen generate -c examples/demo-replica-agent/k8sgen.yaml -o out/k8s-manifests
	@echo "Look at out/k8s-manifests/README.md first."

test: fmt lint tools rust wheel sdist package ## Everything that CI runs.

# The rules' files are named in a macro, where cargo fmt does not look.
RULES = $(wildcard k8sgen-core/src/validate/rules/*/*.rs)

fmt:
	cargo fmt --all --check
	rustfmt --check --edition 2024 $(RULES)

lint:
	cargo clippy --workspace --all-targets --locked -- --deny warnings
	RUSTDOCFLAGS="--deny warnings" cargo doc --workspace --no-deps --locked --quiet

tools: ## The external judges, pinned, in a cache folder outside of the clone.
	scripts/install-tools.sh

rust: ## Unit, property, golden and end-to-end tests, the judges, and the doc tests.
	cargo test --workspace --locked --quiet

wheel: ## Build the wheel into .venv, and test it there.
	scripts/wheel.sh

sdist: ## Build the source distribution, and install from it.
	scripts/sdist.sh

bless: ## Write tests/golden, tests/variants and what the guide shows anew. Look at the diff.
	K8SGEN_BLESS=1 cargo test -p k8sgen-tests --quiet golden
	K8SGEN_BLESS=1 cargo test -p k8sgen-tests --quiet every_variant_is_as_expected
	K8SGEN_BLESS=1 cargo test -p k8sgen-cli --quiet --test docs

bench: ## Print the figures that the README shows.
	scripts/bench.sh

# In a folder of its own each time: cargo keeps what it unpacked from a folder's packages, by their version, for good.
package: ## What `cargo add k8sgen-core` brings holds its templates.
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	cargo package --locked --allow-dirty --quiet --target-dir "$$folder" -p k8sgen-templates -p k8sgen-core
