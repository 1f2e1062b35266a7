//! `iam/` from the outside: what the manifests name is what Terraform makes, for exactly the service accounts of
//! exactly the environments, on exactly the resources, in every partition, by both ways to take on a role.
#![expect(
    clippy::disallowed_methods,
    reason = "the tests read the demo, and write what an external judge reads"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use hcl::eval::{Context as Scope, Evaluate};
use k8sgen_core::context::{Context, Mapping, allow_list};
use k8sgen_core::{Facts, Problems, Tree, generate, inventory, plan};
use serde_json::Value;

const DEMO: &str = "../examples/demo-replica-agent";

/// The demo in a partition, its inventory changed by `change`.
fn try_demo(partition: &str, change: impl Fn(String) -> String) -> Result<Tree, Problems> {
    let text = fs::read_to_string(Path::new(DEMO).join("k8sgen.yaml")).expect("the inventory");
    let inventory = inventory::read("k8sgen.yaml", &change(text))?;
    let outputs = fs::read_dir(Path::new(DEMO).join("terraform/outputs")).expect("outputs");
    let outputs: Vec<(String, String)> = outputs
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let text = fs::read_to_string(&path).expect("outputs");
            (path.display().to_string(), moved(&text, partition))
        })
        .collect();
    let facts = Facts::read(
        outputs
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str())),
        &allow_list(),
    )?;
    let plan = plan::build(&inventory);
    let context = Context::bridge(&facts, &Mapping::default(), &plan.needs())?;
    generate(&plan, &context, &inventory)
}

fn demo(partition: &str, change: impl Fn(String) -> String) -> Tree {
    try_demo(partition, change).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Terraform's outputs, as they would be in another partition.
fn moved(text: &str, partition: &str) -> String {
    let text = text.replace("arn:aws:", &format!("arn:{partition}:"));
    match partition {
        "aws-cn" => text
            .replace("us-east-1", "cn-north-1")
            .replace(".use1.", ".cnn1.")
            .replace("amazonaws.com", "amazonaws.com.cn"),
        "aws-us-gov" => text
            .replace("us-east-1", "us-gov-west-1")
            .replace(".use1.", ".usgw1."),
        _ => text,
    }
}

fn as_it_is(text: String) -> String {
    text
}

fn by_pod_identity(text: String) -> String {
    text + "\nidentity: pod-identity\n"
}

fn file(tree: &Tree, path: &str) -> String {
    tree.file(&path.parse().expect("a path"))
        .unwrap_or_else(|| panic!("no {path}"))
}

fn json(tree: &Tree, path: &str) -> Value {
    serde_json::from_str(&file(tree, path)).expect("JSON")
}

/// The files below `iam/`.
fn iam_files(tree: &Tree) -> Vec<String> {
    let paths = tree.files().map(|(path, _)| path.to_string());
    paths.filter(|path| path.starts_with("iam/")).collect()
}

/// The folders of roles, by their trust policies.
fn folders(tree: &Tree) -> BTreeSet<String> {
    let files = iam_files(tree);
    let folder = |path: &String| {
        let folder = path
            .strip_prefix("iam/")?
            .strip_suffix("/trust-policy.json")?;
        Some(folder.to_owned())
    };
    files.iter().filter_map(folder).collect()
}

/// Service accounts of the manifests, each with the ARN in its annotation.
fn annotations(tree: &Tree) -> BTreeMap<String, Option<String>> {
    let path = "base/rbac/service-accounts.yaml".parse().expect("a path");
    let accounts = tree.documents(&path).expect("service accounts").iter();
    let annotation = |text: &str| {
        let line = text
            .lines()
            .find(|line| line.contains("eks.amazonaws.com/role-arn: "))?;
        Some(line.split_once(": ")?.1.to_owned())
    };
    accounts
        .map(|account| (account.name.clone(), annotation(&account.text)))
        .collect()
}

/// `locals` of `iam/roles.tf`, as an HCL reader understands them.
fn locals(tree: &Tree) -> hcl::Map<String, hcl::Value> {
    let body = hcl::parse(&file(tree, "iam/roles.tf")).expect("HCL");
    let locals = body.blocks().find(|block| block.identifier() == "locals");
    let locals = locals.expect("locals").body().attributes();
    locals
        .map(|local| {
            let value = local.expr().evaluate(&Scope::new()).expect("plain values");
            (local.key().to_owned(), value)
        })
        .collect()
}

fn text(value: &hcl::Value, key: &str) -> String {
    let value = value.as_object().and_then(|object| object.get(key));
    value.and_then(hcl::Value::as_str).expect(key).to_owned()
}

/// Folder and name of each role that Terraform makes.
fn roles(tree: &Tree) -> BTreeMap<String, String> {
    let roles = locals(tree).shift_remove("roles").expect("roles");
    let roles = roles.as_object().expect("an object").iter();
    roles
        .map(|(folder, role)| (folder.clone(), text(role, "name")))
        .collect()
}

/// Namespace, account and role of each association.
fn associations(tree: &Tree) -> BTreeSet<[String; 3]> {
    let associations = locals(tree).shift_remove("associations");
    let associations = associations
        .iter()
        .flat_map(|all| all.as_object().expect("an object"));
    associations
        .map(|(key, one)| {
            let (namespace, account) = (text(one, "namespace"), text(one, "service_account"));
            assert_eq!(*key, format!("{namespace}/{account}"));
            [namespace, account, text(one, "role")]
        })
        .collect()
}

fn texts(value: &Value) -> Vec<&str> {
    let items = value.as_array().expect("a list").iter();
    items.map(|item| item.as_str().expect("text")).collect()
}

/// The namespaces of the demo's environments, in the order of its inventory.
fn namespaces() -> Vec<String> {
    let text = fs::read_to_string(Path::new(DEMO).join("k8sgen.yaml")).expect("the inventory");
    let inventory = inventory::read("k8sgen.yaml", &text).expect("an inventory");
    let environments = inventory.environments.values();
    let namespaces: Vec<String> = environments
        .map(|environment| environment.namespace.to_string())
        .collect();
    assert!(namespaces.len() > 1, "more than one environment shows more");
    namespaces
}

const ACCOUNTS: [(&str, &str); 2] = [
    ("external-secrets", "external-secrets-sa"),
    ("image-processor", "image-processor-sa"),
];

/// The add-on that needs a role: its folder and its account have its name.
const ADDON: &str = "aws-load-balancer-controller";

/// Role ARNs that anything but IAM itself names.
fn named_roles(tree: &Tree) -> BTreeSet<String> {
    let files = tree
        .files()
        .filter(|(path, _)| !path.as_str().starts_with("iam/"));
    files
        .flat_map(|(_, text)| {
            let lines = text.lines().map(str::to_owned).collect::<Vec<_>>();
            lines.into_iter()
        })
        .filter_map(|line| {
            Some(
                line.split_once("eks.amazonaws.com/role-arn: ")?
                    .1
                    .to_owned(),
            )
        })
        .collect()
}

#[test]
fn every_role_of_the_manifests_is_made_and_no_other() {
    for partition in ["aws", "aws-cn", "aws-us-gov"] {
        let tree = demo(partition, as_it_is);
        let roles = roles(&tree);
        let made: BTreeSet<String> = roles
            .values()
            .map(|name| format!("arn:{partition}:iam::123456789012:role/{name}"))
            .collect();
        assert_eq!(made, named_roles(&tree));
        assert_eq!(roles.into_keys().collect::<BTreeSet<_>>(), folders(&tree));
        assert_eq!(associations(&tree), BTreeSet::new());
    }
}

#[test]
fn each_role_has_both_policies_and_the_folder_holds_nothing_else() {
    let mut expected: Vec<String> = ACCOUNTS
        .iter()
        .flat_map(|(folder, _)| {
            ["permissions", "trust"].map(|what| format!("iam/{folder}/{what}-policy.json"))
        })
        .chain(["permissions", "trust"].map(|what| format!("iam/{ADDON}/{what}-policy.json")))
        .chain([
            "iam/image-pull/permissions-policy.json".to_owned(),
            "iam/roles.tf".to_owned(),
        ])
        .collect();
    expected.sort();
    assert_eq!(iam_files(&demo("aws", as_it_is)), expected);
    assert_eq!(iam_files(&demo("aws", by_pod_identity)), expected);
}

#[test]
fn a_role_is_taken_on_by_its_account_in_each_environment_alone() {
    for (partition, host) in [
        ("aws", "oidc.eks.us-east-1.amazonaws.com"),
        ("aws-cn", "oidc.eks.cn-north-1.amazonaws.com.cn"),
        ("aws-us-gov", "oidc.eks.us-gov-west-1.amazonaws.com"),
    ] {
        let tree = demo(partition, as_it_is);
        for (folder, account) in ACCOUNTS {
            let policy = json(&tree, &format!("iam/{folder}/trust-policy.json"));
            let [statement] = policy["Statement"].as_array().expect("a list").as_slice() else {
                panic!("one statement: {policy}");
            };
            let issuer = format!("{host}/id/8F4C2A6E1B9D3057A2C4E6F8091B3D5F");
            assert_eq!(
                statement["Principal"]["Federated"],
                format!("arn:{partition}:iam::123456789012:oidc-provider/{issuer}")
            );
            assert_eq!(
                texts(&statement["Action"]),
                ["sts:AssumeRoleWithWebIdentity"]
            );
            let equals = &statement["Condition"]["StringEquals"];
            assert_eq!(equals.as_object().expect("an object").len(), 2);
            assert_eq!(
                texts(&equals[format!("{issuer}:aud")]),
                ["sts.amazonaws.com"]
            );
            let subjects = namespaces().into_iter();
            let subjects: Vec<String> = subjects
                .map(|namespace| format!("system:serviceaccount:{namespace}:{account}"))
                .collect();
            assert_eq!(texts(&equals[format!("{issuer}:sub")]), subjects);
        }
    }
}

#[test]
fn without_environments_the_base_is_what_runs() {
    let tree = demo("aws", |text| {
        text.split("\nenvironments:")
            .next()
            .expect("the rest")
            .to_owned()
            + "\n"
    });
    let policy = file(&tree, "iam/image-processor/trust-policy.json");
    assert!(
        policy.contains("\"system:serviceaccount:devops-agent-demo:image-processor-sa\""),
        "{policy}"
    );
}

#[test]
fn by_pod_identity_an_association_stands_for_the_annotation() {
    for (partition, region) in [("aws", "us-east-1"), ("aws-cn", "cn-north-1")] {
        let tree = demo(partition, by_pod_identity);
        let annotated = annotations(&tree)
            .into_iter()
            .filter(|(_, arn)| arn.is_some());
        let annotated: Vec<String> = annotated.map(|(account, _)| account).collect();
        assert_eq!(
            annotated,
            ["external-secrets-sa"],
            "a SecretStore needs IRSA"
        );
        let secrets = file(&tree, "iam/external-secrets/trust-policy.json");
        assert!(
            secrets.contains("sts:AssumeRoleWithWebIdentity"),
            "{secrets}"
        );

        let policy = json(&tree, "iam/image-processor/trust-policy.json");
        let statement = &policy["Statement"][0];
        assert_eq!(statement["Principal"]["Service"], "pods.eks.amazonaws.com");
        assert_eq!(
            texts(&statement["Action"]),
            ["sts:AssumeRole", "sts:TagSession"]
        );
        let equals = &statement["Condition"]["StringEquals"];
        let tag = |name: &str| texts(&equals[format!("aws:RequestTag/{name}")]);
        assert_eq!(tag("kubernetes-namespace"), namespaces());
        assert_eq!(tag("kubernetes-service-account"), ["image-processor-sa"]);
        let cluster = "demo-replica-agent-pre-prod-cluster";
        let cluster_arn = format!("arn:{partition}:eks:{region}:123456789012:cluster/{cluster}");
        assert_eq!(tag("eks-cluster-arn"), [cluster_arn]);

        let expected = namespaces().into_iter().map(|namespace| {
            let [account, role] = ["image-processor-sa", "image-processor"].map(str::to_owned);
            [namespace, account, role]
        });
        let addon = ["kube-system", ADDON, ADDON].map(str::to_owned);
        assert_eq!(associations(&tree), expected.chain([addon]).collect());
        assert_eq!(locals(&tree)["cluster_name"].as_str(), Some(cluster));
        let policies = file(&tree, "base/networkpolicies/network-policies.yaml");
        assert_eq!(
            policies.matches("169.254.170.23/32").count(),
            1,
            "the node's agent"
        );
    }
}

#[test]
fn a_policy_names_what_it_is_about() {
    for partition in ["aws", "aws-cn", "aws-us-gov"] {
        for change in [as_it_is, by_pod_identity] {
            let tree = demo(partition, change);
            let policies = iam_files(&tree).into_iter();
            let of_ours =
                |path: &String| path.ends_with("permissions-policy.json") && !path.contains(ADDON);
            for path in policies.filter(of_ours) {
                for statement in json(&tree, &path)["Statement"].as_array().expect("a list") {
                    let (actions, resources) =
                        (texts(&statement["Action"]), texts(&statement["Resource"]));
                    assert!(!resources.is_empty() && !actions.is_empty(), "{path}");
                    assert!(
                        actions.iter().all(|action| !action.contains('*')),
                        "{actions:?}"
                    );
                    if actions == ["ecr:GetAuthorizationToken"] {
                        assert_eq!(resources, ["*"], "AWS takes nothing else");
                        continue;
                    }
                    for resource in resources {
                        assert!(
                            resource.starts_with(&format!("arn:{partition}:")),
                            "{resource}"
                        );
                        let name = match resource.split(':').nth(2) {
                            Some("s3") => resource.strip_suffix("/*").unwrap_or(resource),
                            Some("secretsmanager") => {
                                resource.strip_suffix("-??????").unwrap_or(resource)
                            }
                            _ => resource,
                        };
                        assert!(!name.contains(['*', '?', '$']), "{resource}");
                    }
                }
            }
        }
    }
}

#[test]
fn the_load_balancer_controller_has_its_own_policy_in_its_partition() {
    for partition in ["aws", "aws-cn", "aws-us-gov"] {
        let tree = demo(partition, as_it_is);
        let policy = file(&tree, &format!("iam/{ADDON}/permissions-policy.json"));
        assert!(
            policy.contains("elasticloadbalancing:CreateLoadBalancer"),
            "{policy}"
        );
        let arns: Vec<&str> = policy
            .split('"')
            .filter(|text| text.starts_with("arn:"))
            .collect();
        assert!(!arns.is_empty());
        for arn in arns {
            assert!(arn.starts_with(&format!("arn:{partition}:")), "{arn}");
        }
        let trust = file(&tree, &format!("iam/{ADDON}/trust-policy.json"));
        let subject = format!("system:serviceaccount:kube-system:{ADDON}");
        assert!(trust.contains(&subject), "{trust}");
    }
}

#[test]
fn an_arn_of_terraform_is_used_and_a_name_is_completed() {
    let policy = json(
        &demo("aws", as_it_is),
        "iam/external-secrets/permissions-policy.json",
    );
    let secret = |name: &str| {
        format!(
            "arn:aws:secretsmanager:us-east-1:123456789012:secret:demo-replica-agent/pre-prod/{name}"
        )
    };
    assert_eq!(
        texts(&policy["Statement"][0]["Resource"]),
        [
            secret("database-Qw7ErT"),
            secret("redis-Zx9cVb"),
            secret("jwt-??????"),
            secret("rabbitmq-??????")
        ]
    );
}

#[test]
fn reading_a_bucket_is_not_writing_it() {
    let read = demo("aws", |text| {
        text.replace("aws: {s3: read-write}", "aws: {s3: read}")
    });
    let policy = file(&read, "iam/image-processor/permissions-policy.json");
    assert!(
        policy.contains("\"s3:GetObject\"")
            && !policy.contains("Put")
            && !policy.contains("Delete"),
        "{policy}"
    );
}

#[test]
fn a_role_name_that_aws_refuses_or_that_is_taken_is_said_where_it_stands() {
    let named = |name: &'static str| {
        move |text: String| {
            format!("{text}\nservice_accounts:\n  image-processor-sa: {{role_name: {name}}}\n")
        }
    };
    for (name, why) in [
        ("'über'", "`über` is not the name of an IAM role"),
        ("'a b'", "`a b` is not the name of an IAM role"),
        ("''", "`` is not the name of an IAM role"),
        (
            "Demo-Replica-Agent-External-Secrets-Role",
            "is already the IAM role of",
        ),
    ] {
        let problems = try_demo("aws", named(name));
        let said = problems.err().map(|problems| problems.to_string());
        assert!(
            said.as_ref().is_some_and(|said| said.contains(why)),
            "{name}: {said:?}"
        );
    }
    let tree = demo("aws", named("legacy+role@shop"));
    assert_eq!(roles(&tree)["image-processor"], "legacy+role@shop");
    let arn = annotations(&tree)["image-processor-sa"].clone();
    assert_eq!(
        arn.as_deref(),
        Some("arn:aws:iam::123456789012:role/legacy+role@shop")
    );
}

#[test]
fn two_accounts_do_not_share_a_folder() {
    let problems = try_demo("aws", |text| {
        text.replace(
            "service_account: api-gateway-sa",
            "service_account: image-processor\n    aws: {s3: read}",
        )
    });
    let said = problems
        .expect_err("two accounts of one purpose")
        .to_string();
    assert!(
        said.contains("`iam/image-processor` is already the folder of"),
        "{said}"
    );
}

/// `tofu`, where it is installed. Where it isn't, says so, and fails if it must be there.
fn tofu() -> Option<PathBuf> {
    let script = Path::new("../scripts/install-tools.sh");
    let folder = Command::new(script)
        .arg("--print-dir")
        .output()
        .expect("the script");
    let folder = String::from_utf8(folder.stdout).expect("a path");
    let tofu = Path::new(folder.trim()).join("bin/tofu");
    if tofu.exists() {
        return Some(tofu);
    }
    let waived = std::env::var("K8SGEN_WAIVE_TOOLS").unwrap_or_default();
    let required = std::env::var("K8SGEN_REQUIRE_TOOLS").is_ok_and(|set| set == "1");
    assert!(
        !required || waived.split(',').any(|tool| tool == "tofu"),
        "tofu is missing: {}",
        tofu.display()
    );
    // Not by `eprintln!`, which is kept back while tests pass.
    let said = "SKIPPED: tofu is missing, so only hcl-rs has read iam/roles.tf";
    writeln!(std::io::stderr(), "{said}: {}", tofu.display()).expect("standard error");
    None
}

#[test]
fn tofu_would_format_it_no_other_way() {
    let Some(tofu) = tofu() else { return };
    for change in [as_it_is, by_pod_identity, |text: String| {
        text.replace("aws: {s3: read-write}", "aws: {}")
    }] {
        let folder = tempfile::tempdir().expect("a folder");
        let text = file(&demo("aws", change), "iam/roles.tf");
        fs::write(folder.path().join("roles.tf"), &text).expect("a file");
        let judged = Command::new(&tofu)
            .args(["fmt", "-check", "-diff"])
            .current_dir(&folder)
            .output()
            .expect("tofu");
        assert!(
            judged.status.success(),
            "{}{text}",
            String::from_utf8_lossy(&judged.stdout)
        );
    }
}
