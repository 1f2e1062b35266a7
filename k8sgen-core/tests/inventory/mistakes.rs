//! One mistake, one problem: the example with one thing changed in it.

use super::*;

const VALUE: &str = "yaml/invalid-value";
const KEY: &str = "yaml/unknown-key";
const NAME: &str = "inventory/unknown-name";
const CONTRADICTION: &str = "inventory/contradiction";
const SYNTAX: &str = "yaml/syntax";

/// What is changed, into what, and the code of the one problem at that line.
const MISTAKES: [(&str, &str, &str); 44] = [
    ("project: demo-replica-agent\n", "project: Demo\n", VALUE),
    ("environment: pre-prod", "enviroment: pre-prod", KEY),
    (
        "namespace: devops-agent-demo\n",
        "namespaces: devops-agent-demo\n",
        KEY,
    ),
    (
        "  sources: [terraform/outputs]",
        "  sources: terraform/outputs",
        VALUE,
    ),
    (
        "    DB_HOST: ${database.endpoint}",
        "    DB_HOST: ${databse.endpoint}",
        VALUE,
    ),
    (
        "    DB_PORT: ${database.port}",
        "    DB_PORT: ${database.port",
        VALUE,
    ),
    (
        "    JWT_ALGORITHM: HS256",
        "    'JWT ALGORITHM': HS256",
        VALUE,
    ),
    (
        "    remote: ${database.secret_name}",
        "    remote: ${database.secret}",
        VALUE,
    ),
    (
        "    remote: ${cache.secret_name}",
        "    remot: ${cache.secret_name}",
        KEY,
    ),
    ("    connects_to: cache", "    connects_to: cash", VALUE),
    ("ports: [5671]", "ports: [0]", VALUE),
    (
        "resources: [configmaps, pods,",
        "resources: [[configmaps], pods,",
        VALUE,
    ),
    (
        "  image_tag: 1.4.2\n  config",
        "  image_tag: v1/2\n  config",
        VALUE,
    ),
    (
        "[ENVIRONMENT, LOG_LEVEL, METRICS_ENABLED]}\n  min",
        "[ENVIRONMENT, LOG_LEVL]}\n  min",
        NAME,
    ),
    (
        "    limits: {cpu: 300m, memory: 256Mi}\n\ntiers",
        "    limits: {cpu: ~, memory: 256Mi}\n\ntiers",
        "inventory/missing",
    ),
    ("    calls: [api-gateway]", "    calls: [api-gatewy]", NAME),
    (
        "    min_ready_seconds: null",
        "    min_ready_second: null",
        KEY,
    ),
    (
        "    secrets: {rabbitmq-credentials: [RABBITMQ_URL]}\n  processing",
        "    secrets: {rabbitmq: [RABBITMQ_URL]}\n  processing",
        NAME,
    ),
    (
        "  infrastructure:\n    calls: [metrics-collector]",
        "  infrastructure:\n    calls: metrics-collector",
        VALUE,
    ),
    ("    port: 3000\n", "    port: 65536\n", VALUE),
    ("    port: 8080\n", "    port: http\n", VALUE),
    ("    port: 8001\n", "    prot: 8001\n", KEY),
    (
        "  auth-service:\n    tier: backend",
        "  auth-service:\n    tier: backnd",
        NAME,
    ),
    (
        "  db-proxy:\n    tier: infrastructure",
        "  db-proxy:\n    tier: Infrastructure!",
        VALUE,
    ),
    (
        "  queue-monitor:\n    tier: infrastructure",
        "  queue-monitor:\n    teir: infrastructure",
        KEY,
    ),
    (
        "    autoscaling: {min: 2, max: 8, cpu_percent: 75}",
        "    autoscaling: {min: 9, max: 8, cpu_percent: 75}",
        CONTRADICTION,
    ),
    (
        "    autoscaling: {min: 3, max: 10,",
        "    autoscaling: {min: three, max: 10,",
        VALUE,
    ),
    (
        "    ingress_path: /admin",
        "    ingress_path: /",
        "inventory/path-taken",
    ),
    (
        "    ingress_host: admin",
        "    ingress_host: app",
        "inventory/host-taken",
    ),
    ("    ingress_path: /api", "    ingress_path: api", VALUE),
    (
        "    pre_stop_sleep: 10",
        "    pre_stop_sleep: 30",
        CONTRADICTION,
    ),
    (
        "    min_available: 2",
        "    min_available: 3",
        CONTRADICTION,
    ),
    (
        "    replicas: 3\n    calls",
        "    replicas: -3\n    calls",
        VALUE,
    ),
    (
        "    strategy: {max_surge: 1, max_unavailable: 1}",
        "    strategy: {max_surge: 0, max_unavailable: 0}",
        CONTRADICTION,
    ),
    (
        "    env: {PAYMENT_SUCCESS_RATE: '0.95'}",
        "    env: {2ND: '0.95'}",
        VALUE,
    ),
    (
        "    env: {PAYMENT_SUCCESS_RATE: '0.95'}",
        "    env: {LOG_LEVEL: '0.95'}",
        "inventory/variable-twice",
    ),
    (
        "    limits: {cpu: 800m, memory: 1Gi}",
        "      limits: {cpu: 800m, memory: 1MB}",
        SYNTAX,
    ),
    (
        "      limits: {cpu: 800m, memory: 1Gi}",
        "      limits: {cpu: 100m, memory: 1Gi}",
        CONTRADICTION,
    ),
    ("    aws: {s3: read-write}", "    aws: {s3: write}", VALUE),
    ("    probes: *slow", "    probes: *fast", SYNTAX),
    (
        "  config-service:",
        "  cache-manager:",
        "yaml/duplicate-key",
    ),
    (
        "    namespace: demo-replica-agent-production",
        "    namespace: demo-replica-agent-dev",
        "inventory/namespace-taken",
    ),
    (
        "    resources_factor: 0.5",
        "    resources_factor: -0.5",
        CONTRADICTION,
    ),
    (
        "      web-ui: {replicas: 3}",
        "      web-iu: {replicas: 3}",
        NAME,
    ),
];

#[test]
fn each_mistake_is_one_problem_at_its_line() {
    let text = example();
    for (from, to, code) in MISTAKES {
        let (before, after) = text.split_once(from).expect(from);
        // The first line that differs.
        let differs = from.lines().zip(to.lines()).position(|(a, b)| a != b);
        let line = before.matches('\n').count() + 1 + differs.expect(to);
        let problems = read(&format!("{before}{to}{after}")).expect_err(to);
        let found: Vec<_> = problems
            .iter()
            .map(|problem| {
                (
                    problem.code.as_str(),
                    problem.place.as_ref().and_then(|p| p.line),
                )
            })
            .collect();
        assert_eq!(found, [(code, Some(line))], "{to}\n{problems}");
    }
}

/// A misspelled key says which one it may have meant, wherever it stands.
#[test]
fn a_misspelled_key_is_named() {
    for (from, to, meant) in [
        ("environments:\n", "enviroments:\n", "environments"),
        (
            "  image_tag: 1.4.2\n  config",
            "  imagetag: 1.4.2\n  config",
            "image_tag",
        ),
        (
            "    ingress_host: app",
            "    ingres_host: app",
            "ingress_host",
        ),
        (
            "{initial_delay: 10, timeout: 5}",
            "{inital_delay: 10, timeout: 5}",
            "initial_delay",
        ),
        (
            "    resources_factor: 0.5",
            "    resource_factor: 0.5",
            "resources_factor",
        ),
        ("    groups: [", "    group: [", "groups"),
    ] {
        let text = example().replacen(from, to, 1);
        let problems = read(&text).expect_err(to);
        let unknown = problems
            .iter()
            .find(|problem| problem.code == "yaml/unknown-key")
            .expect(to);
        let help = format!("did you mean `{meant}`?");
        assert_eq!(unknown.help.as_deref(), Some(help.as_str()), "{to}");
    }
}
