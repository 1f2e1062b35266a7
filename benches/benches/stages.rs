//! What a run of `k8sgen generate` on the demo spends its time on, stage by stage, in the order of a run.

use std::path::{Path, PathBuf};

use divan::Bencher;
use k8sgen_benches::demo;
use k8sgen_core::context::{Mapping, allow_list};
use k8sgen_core::repo::{self, Changes, OnConflict, Origin};
use k8sgen_core::terraform::Environment;
use k8sgen_core::{Context, Inventory, Project, Sources, Tree, inventory, plan, terraform};
use tempfile::TempDir;

/// Why nothing here fails.
const GOOD: &str = "the demo is good, and the disk has space";

fn main() {
    divan::main();
}

#[divan::bench]
fn load_inventory() -> Inventory {
    inventory::load(&demo::config()).expect(GOOD)
}

#[divan::bench]
fn build_plan(bencher: Bencher<'_, '_>) {
    let inventory = project().inventory;
    bencher.bench(|| plan::build(&inventory));
}

#[divan::bench]
fn load_terraform(bencher: Bencher<'_, '_>) {
    let sources = sources();
    bencher.bench(|| terraform::load(&sources, &Environment::Unknown, &allow_list()).expect(GOOD));
}

#[divan::bench]
fn bridge(bencher: Bencher<'_, '_>) {
    let facts = terraform::load(&sources(), &Environment::Unknown, &allow_list()).expect(GOOD);
    let needs = project().plan.needs();
    bencher.bench(|| Context::bridge(&facts, &Mapping::default(), &needs).expect(GOOD));
}

#[divan::bench]
fn generate_tree(bencher: Bencher<'_, '_>) {
    let project = project();
    bencher.bench(|| project.generate().expect(GOOD));
}

#[divan::bench]
fn origin(bencher: Bencher<'_, '_>) {
    let project = project();
    bencher.bench(|| project.origin());
}

#[divan::bench]
fn compare_with_nothing(bencher: Bencher<'_, '_>) {
    let (tree, folder) = (tree(), folder());
    bencher.bench(|| compare(&tree, folder.path()));
}

#[divan::bench]
fn compare_with_the_same(bencher: Bencher<'_, '_>) {
    let (tree, folder) = (tree(), folder());
    repo::apply(&compare(&tree, folder.path())).expect(GOOD);
    bencher.bench(|| compare(&tree, folder.path()));
}

#[divan::bench]
fn apply_all(bencher: Bencher<'_, '_>) {
    let tree = tree();
    let ready = || {
        let folder = folder();
        let changes = compare(&tree, folder.path());
        (folder, changes)
    };
    // What is returned is dropped, and so the folder removed, after the clock has stopped.
    bencher
        .with_inputs(ready)
        .bench_values(|(folder, changes)| (folder, repo::apply(&changes).expect(GOOD)));
}

fn project() -> Project {
    Project::load(&demo::config(), &Sources::default(), None).expect(GOOD)
}

fn tree() -> Tree {
    project().generate().expect(GOOD)
}

fn sources() -> Vec<PathBuf> {
    project()
        .inventory
        .terraform
        .sources
        .iter()
        .map(|source| demo::config().with_file_name(source))
        .collect()
}

fn compare(tree: &Tree, folder: &Path) -> Changes {
    repo::compare(tree, &Origin::default(), folder, OnConflict::Refuse).expect(GOOD)
}

fn folder() -> TempDir {
    demo::scratch().expect(GOOD)
}
