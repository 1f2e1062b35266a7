//! Projects that look otherwise than the demo: they are generated, build without a warning, and fit their
//! schemas.

mod names;
mod sizes;

use crate::harness::builds::{self, Build};
use crate::harness::manifest::{self, Manifest};
use crate::harness::workspace::Workspace;
use crate::judges::schemas;

/// The builds of a project's repository, checked; nothing where kustomize is missing.
#[track_caller]
fn built(workspace: &Workspace) -> Option<Vec<Build>> {
    let builds = builds::of(&workspace.generate("out"))?;
    schemas::check(&builds);
    Some(builds)
}

/// A build.
#[track_caller]
fn build<'a>(builds: &'a [Build], name: &str) -> &'a [Manifest] {
    let build = builds.iter().find(|build| build.name == name);
    &build.expect("a build of this name").manifests
}

/// The image of a Deployment.
fn image(all: &[Manifest], name: &str) -> String {
    let deployment = manifest::find(all, "Deployment", name).expect("a Deployment");
    let image = &deployment["spec"]["template"]["spec"]["containers"][0]["image"];
    image.as_str().expect("an image").to_owned()
}

const IMAGES: &str = "\
project: shop
environment: prod
namespace: shop
terraform: {sources: [terraform/outputs]}
tiers: {backend: {}}
services:
  # In Terraform's registry, by tag and by digest.
  web-ui: {tier: backend, port: 8080, image_tag: 1.0.0, ecr_repository: demo-replica-agent-web-ui}
  order-service:
    tier: backend
    port: 8081
    image_digest: sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
    ecr_repository: demo-replica-agent-order-service
  # In others, with a port and without.
  proxy: {tier: backend, port: 8082, image: 'registry.example.com:5000/edge/proxy:2.1'}
  pinned:
    tier: backend
    port: 8083
    image: public.ecr.aws/nginx/nginx@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
environments:
  staging:
    namespace: shop-staging
    image_tag: 2.0.0-rc.1
  production:
    namespace: shop-production
    services:
      web-ui: {image_digest: 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'}
      order-service: {image_tag: 1.9.0}
      proxy: {image_tag: '2.2'}
";

#[test]
fn images_by_tag_by_digest_and_of_other_registries() {
    const EMPTY: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    const TEST: &str = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let Some(builds) = built(&Workspace::with(IMAGES)) else { return };
    let ecr = |name: &str| {
        format!("123456789012.dkr.ecr.us-east-1.amazonaws.com/demo-replica-agent-{name}")
    };
    let (web, order) = (ecr("web-ui"), ecr("order-service"));
    let proxy = "registry.example.com:5000/edge/proxy";
    let pinned = format!("public.ecr.aws/nginx/nginx@{EMPTY}");
    for (name, images) in [
        ("base", [format!("{web}:1.0.0"), format!("{order}@{EMPTY}"), format!("{proxy}:2.1")]),
        // A tag for all that the project builds; a digest that was given for the base is of another version.
        ("staging", [format!("{web}:2.0.0-rc.1"), format!("{order}:2.0.0-rc.1"), format!("{proxy}:2.1")]),
        ("production", [format!("{web}@{TEST}"), format!("{order}:1.9.0"), format!("{proxy}:2.2")]),
    ] {
        let all = build(&builds, name);
        let services = ["web-ui", "order-service", "proxy"];
        assert_eq!(services.map(|service| image(all, service)), images, "{name}");
        assert_eq!(image(all, "pinned"), pinned, "{name}");
    }
}

const WORKER: &str = "\
project: shop
environment: prod
namespace: shop
terraform: {sources: [terraform/outputs]}
tiers: {workers: {image_tag: 1.0.0}}
services:
  stock: {tier: workers, port: 8080, image: registry.example.com/shop/stock}
  mailer: {tier: workers, calls: [stock], image: registry.example.com/shop/mailer}
environments:
  production: {namespace: shop-production}
";

#[test]
fn a_worker_without_a_port() {
    let workspace = Workspace::with(WORKER);
    let Some(builds) = built(&workspace) else { return };
    for Build { name, manifests, .. } in &builds {
        assert!(manifest::find(manifests, "Service", "mailer").is_none(), "{name}");
        let deployment = manifest::find(manifests, "Deployment", "mailer").expect("it");
        let container = &deployment["spec"]["template"]["spec"]["containers"][0];
        for of_a_port in ["ports", "startupProbe", "readinessProbe", "livenessProbe"] {
            assert_eq!(container.get(of_a_port), None, "{name}");
        }
        let policy = manifest::find(manifests, "NetworkPolicy", "mailer").expect("it");
        assert_eq!(policy["spec"].get("ingress"), None, "{name}: nobody can call it");
        assert_eq!(policy["spec"]["egress"][0]["ports"][0]["port"], 8080, "{name}");
    }
    // Nobody can call it, so nobody may list it.
    workspace.edit("k8sgen.yaml", "port: 8080,", "port: 8080, calls: [mailer],");
    let problems = workspace.project().expect_err("a call to a worker");
    let said = crate::harness::workspace::said(&problems);
    assert!(said.contains("mailer") && said.contains("port"), "{said}");
}

#[test]
fn the_smallest_inventory_of_the_readme() {
    let readme = std::fs::read_to_string(crate::harness::demo::root().join("README.md"));
    let readme = readme.expect("the README");
    let (_, block) = readme.split_once("The smallest `k8sgen.yaml`:").expect("its example");
    let (_, block) = block.split_once("```yaml\n").expect("a block");
    let (inventory, _) = block.split_once("```").expect("the block's end");
    let inventory = inventory.replace("sources: [outputs]", "sources: [terraform/outputs]");
    let workspace = Workspace::with(&inventory);
    workspace.write(
        "terraform/outputs/ecr.json",
        r#"{"repository_urls": {"sensitive": false, "type": "any",
            "value": {"cart": "123456789012.dkr.ecr.us-east-1.amazonaws.com/cart"}}}"#,
    );
    let Some(builds) = built(&workspace) else { return };
    let all = build(&builds, "production");
    assert_eq!(image(all, "cart"), "123456789012.dkr.ecr.us-east-1.amazonaws.com/cart:1.0.0");
}
