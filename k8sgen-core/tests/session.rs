//! A session from the outside: whatever the order of its calls, wherever it is stopped and resumed, it ends in
//! the bytes of `generate`; and what is wrong with a call is said so that its caller can mend it.

use std::path::Path;
use std::sync::LazyLock;

use k8sgen_core::session::{Detail, Reply, Session};
use k8sgen_core::tree::Change;
use k8sgen_core::{Problem, Problems, Project, Sources, Tree, inventory, plan};
use k8sgen_templates::names::RepoPath;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

const DEMO: &str = "../examples/demo-replica-agent/k8sgen.yaml";

static PROJECT: LazyLock<Project> = LazyLock::new(|| {
    Project::load(Path::new(DEMO), &Sources::default(), None).expect("the example")
});
static TREE: LazyLock<Tree> = LazyLock::new(|| PROJECT.generate().expect("a tree"));

fn session() -> Session {
    Session::new(PROJECT.clone()).expect("a session")
}

fn object(args: Value) -> Map<String, Value> {
    match args {
        Value::Object(args) => args,
        other => panic!("{other}"),
    }
}

fn act(session: &mut Session, tool: &str, args: Value) -> Result<Reply, Problems> {
    session.act(tool, &object(args))
}

/// Makes what comes before it, and then the step itself.
fn reach(session: &mut Session, id: &str) -> Reply {
    let step = session.plan().steps().iter().find(|step| step.id == id);
    let step = step.expect(id).clone();
    for before in &step.after {
        if !session.is_made(before) {
            reach(session, before);
        }
    }
    session.act(&step.tool, &step.args).expect(id)
}

fn finish_plan(session: &mut Session) {
    while let Some(step) = session.next().cloned() {
        session.act(&step.tool, &step.args).expect(&step.id);
    }
}

fn only(problems: Problems) -> Problem {
    let problems: Vec<Problem> = problems.into_iter().collect();
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems.into_iter().next().expect("one")
}

#[test]
fn the_plan_step_by_step_is_what_generate_makes() {
    let mut session = session();
    let mut steps = 0;
    while let Some(step) = session.next().cloned() {
        let reply = session.act(&step.tool, &step.args).expect(&step.id);
        assert_eq!(reply.step.as_deref(), Some(step.id.as_str()));
        assert_eq!(reply.findings, [], "{}", step.id);
        steps += 1;
        assert_eq!(reply.left, Some(PROJECT.plan.steps().len() - steps));
    }
    assert!(session.is_done());
    assert_eq!(session.finish().expect("a tree"), *TREE);
}

/// A small project in the example's account.
fn small(rest: &str) -> Project {
    let text = format!(
        "project: demo-replica-agent\nenvironment: prod\nnamespace: shop\n\
         tiers: {{backend: {{}}}}\nservices:\n  web-ui: {{tier: backend, port: 3000, image_tag: 1.0.0}}\n{rest}"
    );
    let inventory = inventory::read("k8sgen.yaml", &text).expect("an inventory");
    let sources = Sources::from(vec![
        Path::new(DEMO).with_file_name("terraform").join("outputs"),
    ]);
    let facts = sources.facts_for(&inventory).expect("facts");
    Project::of(inventory, &facts, None).expect("a project")
}

#[test]
fn small_projects_end_in_what_generate_makes() {
    for rest in [
        "",
        "environments:\n  production: {namespace: shop-production}\n",
        "gitops: flux\nrepository: {url: 'https://github.com/acme/shop'}\n\
         environments:\n  dev: {namespace: shop-dev}\n",
        "gitops: none\nidentity: pod-identity\nconfigmaps: {app: {REGION: '${region}'}}\n",
    ] {
        let project = small(rest);
        let tree = project.generate().expect("a tree");
        let mut session = Session::new(project).expect("a session");
        // The last that can be made each time, so that files fill from their end.
        while let Some(step) = session.ready().last().cloned() {
            session.act(&step.tool, &step.args).expect(&step.id);
        }
        assert_eq!(session.finish().expect("a tree"), tree, "{rest}");
    }
}

#[test]
fn an_edited_plan_says_what_a_call_does_not() {
    let mut project = PROJECT.clone();
    let text = plan::to_yaml(&project.plan, &project.inventory);
    let edited = text.replace(
        "args: {name: health-checker}\n        path: base/deployments",
        "args: {name: health-checker, replicas: 7}\n        path: base/deployments",
    );
    assert_ne!(edited, text, "the step is there");
    project.plan = plan::read("plan.yaml", &edited).expect("a plan");
    let tree = project.generate().expect("a tree");
    let mut session = Session::new(project).expect("a session");
    while let Some(step) = session.next().cloned() {
        let mut args = step.args.clone();
        args.remove("replicas");
        let reply = session.act(&step.tool, &args).expect(&step.id);
        assert_eq!(reply.step.as_ref(), Some(&step.id));
    }
    assert_eq!(session.finish().expect("a tree"), tree);

    let args = json!({"name": "health-checker", "replicas": 2});
    let reply = act(&mut session, "generate_deployment", args).expect("an argument wins");
    assert!(reply.changes[0].text.contains("replicas: 2"));
    let restored = Session::from_json(&session.to_json()).expect("a session");
    assert_eq!(restored.tree(), session.tree());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Any order that the plan allows, stopped and resumed on the way, some calls made twice.
    #[test]
    fn the_order_of_calls_changes_no_byte(
        choices in prop::collection::vec(any::<prop::sample::Index>(), 400),
        stop in 0usize..120,
    ) {
        let mut session = session();
        let mut made = Vec::new();
        let mut choices = choices.into_iter().cycle();
        let mut choose = |of: usize| choices.next().expect("endless").index(of);
        while !session.is_done() {
            let ready: Vec<_> = session.ready().cloned().collect();
            let step = ready[choose(ready.len())].clone();
            session.act(&step.tool, &step.args).expect(&step.id);
            made.push(step);
            if made.len() % 17 == 0 {
                let again = made[choose(made.len())].clone();
                let reply = session.act(&again.tool, &again.args).expect(&again.id);
                prop_assert!(reply.changes.iter().all(|change| change.change == Change::Unchanged));
            }
            if made.len() == stop {
                let text = session.to_json();
                session = Session::from_json(&text).expect("a session");
                prop_assert_eq!(session.to_json(), text);
            }
        }
        // What `finish` says of these bytes, `the_plan_step_by_step_is_what_generate_makes` asks once.
        prop_assert_eq!(session.tree(), &*TREE);
    }
}

#[test]
fn what_comes_first_is_named() {
    let mut session = session();
    let problem = only(
        act(
            &mut session,
            "generate_deployment",
            json!({"name": "web-ui"}),
        )
        .expect_err("early"),
    );
    assert_eq!(problem.code, "session/too-early");
    let help = problem.help.expect("help");
    let call = help.strip_prefix("first call `").expect("a call");
    let (tool, args) = call.split_once("` with ").expect("arguments");
    let args: Value = serde_json::from_str(args).expect("JSON");
    act(&mut session, tool, args).expect("what was asked for");
}

#[test]
fn a_refused_call_changes_nothing() {
    let mut session = session();
    reach(&mut session, "deployment/web-ui");
    let before = session.to_json();
    for (tool, args) in [
        ("generate_deploymant", json!({})),
        ("generate_deployment", json!({"name": "web-iu"})),
        (
            "generate_deployment",
            json!({"name": "web-ui", "tier": "backend"}),
        ),
        (
            "generate_deployment",
            json!({"name": "web-ui", "replicas": 3}),
        ),
        ("generate_overlay", json!({"environment": "production"})),
    ] {
        act(&mut session, tool, args.clone()).expect_err(tool);
        assert_eq!(session.to_json(), before, "{tool} {args}");
    }
}

#[test]
fn an_error_says_field_given_expected_and_nearest() {
    let mut session = session();
    let mut wrong = |tool: &str, args: Value| {
        let problem = only(act(&mut session, tool, args).expect_err(tool));
        let correction = problem.correction;
        [
            correction.field,
            correction.given,
            correction.expected,
            correction.nearest,
        ]
        .map(Option::unwrap_or_default)
    };
    let tool = wrong("generate_deploymant", json!({}));
    assert_eq!(
        tool,
        [
            "tool",
            "generate_deploymant",
            "the name of a tool",
            "generate_deployment"
        ]
    );
    let [field, given, expected, nearest] =
        wrong("generate_hpa", json!({"name": "web-ui", "minimum": 2}));
    assert_eq!([field, given, nearest], ["minimum", "minimum", "min"]);
    assert!(expected.contains("cpu_percent"), "{expected}");
    let port = wrong("generate_service", json!({"name": "web-ui", "port": 65536}));
    assert_eq!(
        port,
        ["port", "65536", "integer, at least 1, at most 65535", ""]
    );
    let [field, given, _, nearest] = wrong("generate_service", json!({"name": "Web_UI"}));
    assert_eq!([field, given, nearest], ["name", "Web_UI", "web-ui"]);
    let [field, given, expected, _] = wrong("generate_service", json!({}));
    assert_eq!([field, given], ["name", ""]);
    assert!(expected.starts_with("string"), "{expected}");
    let folder = wrong("generate_kustomization", json!({"path": "bases"}));
    assert_eq!(
        folder,
        [
            "path",
            "bases",
            "one of: base, infrastructure, argocd-apps, flux",
            "base"
        ]
    );
    reach(&mut session, "namespace");
    let problem = only(
        act(&mut session, "generate_service", json!({"name": "web-iu"})).expect_err("unknown"),
    );
    assert_eq!(problem.correction.field.as_deref(), Some("name"));
    assert_eq!(problem.correction.nearest.as_deref(), Some("web-ui"));
}

#[test]
fn what_follows_from_the_tree_is_made_anew() {
    let mut session = session();
    finish_plan(&mut session);
    let secret = act(&mut session, "generate_secret", json!({"name": "late"})).expect("a secret");
    assert_eq!(secret.step, None);
    let base = secret
        .changes
        .iter()
        .find(|change| change.path.as_str() == "base/kustomization.yaml");
    assert!(
        base.expect("the base follows")
            .text
            .contains("secrets/late.yaml")
    );
    let project = secret
        .changes
        .iter()
        .find(|change| change.path.as_str() == "argocd-apps/project.yaml");
    assert!(
        project
            .expect("the project follows")
            .text
            .contains("kind: Secret")
    );
    let beside = session.observe().beside;
    assert_eq!(beside.len(), 1);
    assert_eq!(beside[0].tool, "generate_secret");
    session.finish().expect("nothing is wrong");
}

#[test]
fn a_custom_manifest_is_part_of_the_base() {
    let mut session = session();
    reach(&mut session, "kustomization/base");
    let limits = "# Ours.\napiVersion: v1\nkind: LimitRange\nmetadata:\n  name: defaults\nspec:\n  limits: []\n";
    let reply = act(
        &mut session,
        "write_custom_manifest",
        json!({"manifest": limits}),
    )
    .expect("taken");
    assert_eq!(
        reply.path.as_ref().map(RepoPath::as_str),
        Some("base/custom/limitrange-defaults.yaml")
    );
    assert_eq!(reply.changes[0].change, Change::Created);
    assert_eq!(reply.changes[0].text, limits);
    let list = &reply.changes[1];
    assert_eq!(list.path.as_str(), "base/kustomization.yaml");
    assert!(
        list.text.contains("- custom/limitrange-defaults.yaml"),
        "{}",
        list.text
    );

    let better = limits.replace("[]", "[{type: Container, default: {cpu: 100m}}]");
    let reply = act(
        &mut session,
        "write_custom_manifest",
        json!({"manifest": better}),
    )
    .expect("taken");
    assert_eq!(reply.changes[0].change, Change::Updated);
    assert_eq!(
        session.observe().beside.len(),
        1,
        "a better one replaces the first"
    );
    finish_plan(&mut session);
    session.finish().expect("nothing is wrong");
}

/// What an AppProject allows has to be read from what its caller wrote, however that is spelled.
#[test]
fn argo_cd_may_make_a_custom_kind() {
    let mut session = session();
    finish_plan(&mut session);
    let job = "{apiVersion: 'batch/v1', kind: Job, metadata: {name: once}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: once, image: 'once:1.0.0'}]}}}}";
    let reply = act(
        &mut session,
        "write_custom_manifest",
        json!({"manifest": job}),
    )
    .expect("taken");
    let mut projects = reply.changes.iter();
    let project = projects.find(|change| change.path.as_str() == "argocd-apps/project.yaml");
    let text = &project.expect("the project follows").text;
    assert!(text.contains("- group: batch\n      kind: Job"), "{text}");
}

#[test]
fn a_custom_manifest_may_refine_what_a_tool_made() {
    let mut session = session();
    let made = reach(&mut session, "hpa/web-ui");
    let path = made.path.expect("a path").to_string();
    let text = made.changes[0]
        .text
        .replace("minReplicas: 2", "minReplicas: 3");
    let args = json!({"manifest": text, "path": path});
    let reply = act(&mut session, "write_custom_manifest", args).expect("the same document");
    assert_eq!(reply.changes[0].change, Change::Updated);
    finish_plan(&mut session);
    let tree = session.finish().expect("nothing is wrong");
    let path = path.parse().expect("a path");
    assert_eq!(
        tree.documents(&path).map(<[_]>::len),
        TREE.documents(&path).map(<[_]>::len)
    );
}

#[test]
fn an_early_end_names_what_is_left() {
    let mut session = session();
    reach(&mut session, "namespace");
    let problem = only(session.finish().expect_err("an early end"));
    assert_eq!(problem.code, "session/unfinished");
    assert!(
        problem
            .message
            .contains("steps have not been made: readme, "),
        "{problem}"
    );
}

#[test]
fn a_short_reply_is_short() {
    let mut session = session();
    let steps = PROJECT.plan.steps().to_vec();
    for step in steps {
        let reply = session.act(&step.tool, &step.args).expect(&step.id);
        let context = &session.project().context;
        let short = reply.to_value(Detail::Short, context).to_string();
        assert!(
            short.len() < 1024,
            "{}: {} bytes: {short}",
            step.id,
            short.len()
        );
        let full = reply.to_value(Detail::Full, context);
        assert_eq!(
            full["changes"].as_array().map(Vec::len),
            Some(reply.changes.len())
        );
    }
}

#[test]
fn replies_and_observations_are_text_as_well() {
    let mut session = Session::new(small("")).expect("a session");
    let reply = act(&mut session, "generate_namespace", json!({})).expect("a namespace");
    insta::assert_snapshot!(reply, @r#"
    created Namespace shop in base/namespace/namespace.yaml
    next: generate_readme {} (16 left)
    "#);
    insta::assert_snapshot!(session.observe(), @r#"
    1 of 17 steps are made
    level 0 documentation: 0 of 5
    level 1 structure: 1 of 2
    level 2 rbac: 0 of 3
    level 4 services: 0 of 4
    level 5 workloads: 0 of 1
    level 7 scaling: 0 of 1
    level 8 kustomize: 0 of 1
    next: generate_readme {}
    next: generate_architecture_doc {}
    next: generate_deployment_guide {}
    next: generate_iam_setup {}
    next: generate_troubleshooting {}
    next: create_directory_structure {}
    next: generate_service_account {"name":"backend-sa"}
    next: generate_image_pull_policy {}
    and 5 more can be made now
    "#);
}

#[test]
fn what_is_no_checkpoint_is_said() {
    let mut session = session();
    reach(&mut session, "service/web-ui");
    let good: Value = serde_json::from_str(&session.to_json()).expect("JSON");
    let with = |pointer: &str, value: Value| {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).expect(pointer) = value;
        bad.to_string()
    };
    for (text, code) in [
        (String::new(), "session/checkpoint-damaged"),
        ("[]".to_owned(), "session/checkpoint-damaged"),
        ("{}".to_owned(), "session/checkpoint-damaged"),
        (with("/format", json!(2)), "session/checkpoint-format"),
        (
            with(
                "/context/fields",
                json!({"region": {"value": "nowhere at all"}}),
            ),
            "session/checkpoint-damaged",
        ),
        (
            with("/plan/0/path", json!("../out")),
            "session/checkpoint-damaged",
        ),
        (
            with("/plan/0/after", json!(["gone"])),
            "session/checkpoint-damaged",
        ),
        (
            with("/tree/files", json!({"../out.yaml": []})),
            "session/checkpoint-damaged",
        ),
        (with("/tree/files", json!({})), "session/checkpoint-damaged"),
        (
            with("/calls/0/step", json!("gone")),
            "session/checkpoint-damaged",
        ),
        (with("/calls/0/tool", json!("gone")), "tool/unknown-tool"),
        (with("/inventory/text", json!("a: [")), "yaml/syntax"),
    ] {
        let problems = Session::from_json(&text).expect_err(code);
        let codes: Vec<_> = problems
            .iter()
            .map(|problem| problem.code.as_str())
            .collect();
        assert_eq!(codes, [code], "{text:.80}");
    }
}
