//! What is far larger than anybody's repository, or built to be slow: it is looked at all the same, or refused.
//!
//! There are no clocks here: what grows with more than the files' size has no end at these sizes, or no memory.

use std::fmt::Write as _;

use k8sgen_core::validate::{self, Files, Options, Report};

use crate::{codes, found_in};

/// So many of everything.
const MANY: usize = 200;

fn judged(files: &[(&str, String)]) -> Report {
    let mut all = Files::default();
    for (path, text) in files {
        all.put(*path, text.as_bytes());
    }
    validate::files(&all, &Options::default())
}

/// Everything that a service has, `count` times, with `label` as what tells them apart, or not.
fn services(count: usize, label: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0..count {
        let label = label(number);
        let _ = write!(
            text,
            "---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web-{number}, namespace: shop}}
spec:
  replicas: 2
  selector: {{matchLabels: {{app: {label}, number: '{number}'}}}}
  template:
    metadata: {{labels: {{app: {label}, number: '{number}'}}}}
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.2.0
          env: [{{name: NEXT, value: http://web-{number}:8080}}]
          ports: [{{name: http, containerPort: 8080}}]
---
apiVersion: v1
kind: Service
metadata: {{name: web-{number}, namespace: shop}}
spec:
  selector: {{app: {label}}}
  ports: [{{name: http, port: 8080, targetPort: http}}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{name: web-{number}, namespace: shop}}
spec:
  podSelector: {{matchLabels: {{app: {label}}}}}
  policyTypes: [Ingress, Egress]
  ingress: [{{from: [{{podSelector: {{matchLabels: {{app: {label}}}}}}}], ports: [{{port: http}}]}}]
  egress: [{{to: [{{podSelector: {{matchLabels: {{app: {label}}}}}}}], ports: [{{port: 8080}}]}}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {{name: web-{number}, namespace: shop}}
spec:
  maxUnavailable: 1
  selector: {{matchLabels: {{app: {label}}}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{name: web-{number}, namespace: shop}}
spec:
  scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: web-{number}}}
  minReplicas: 2
  maxReplicas: 4
"
        );
    }
    text
}

#[test]
fn everything_is_looked_at_of_hundreds_of_services() {
    let one = |text| {
        let kustomization = "resources: [a.yaml]\n".to_owned();
        judged(&[("kustomization.yaml", kustomization), ("a.yaml", text)])
    };
    let apart = one(services(MANY, |number| format!("web-{number}")));
    // Here every policy, budget and Service is about all pods.
    let alike = one(services(MANY / 2, |_| "web".to_owned()));
    for (report, count) in [(apart, MANY), (alike, MANY / 2)] {
        let mut said = report.findings.iter();
        assert_eq!(report.summary.documents, count * 5 + 1);
        assert!(
            said.any(|finding| finding.rule == "KG405"),
            "{:?}",
            report.summary
        );
    }
}

/// A selector that fits thousands of pods is not followed to each of them: thousands of such selectors would have no end.
#[test]
fn of_all_pods_behind_one_service_the_first_hundreds_are_looked_at() {
    let mut text = "\
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{port: 80}]
"
    .to_owned();
    for number in 0..MANY * 6 {
        let _ = write!(
            text,
            "---
apiVersion: v1
kind: Pod
metadata: {{name: web-{number}, namespace: shop, labels: {{app: web}}}}
spec:
  containers: [{{name: web, image: registry.example.com/web:1.2.0, ports: [{{containerPort: 80}}]}}]
"
        );
    }
    let report = judged(&[("pods.yaml", text)]);
    let without_probe = report.findings.iter();
    let without_probe = without_probe.filter(|finding| finding.rule == "KG530");
    assert_eq!(without_probe.count(), 500);
}

#[test]
fn what_unfolds_to_more_than_anybody_would_write_is_not_unfolded() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let below = format!("*a{}", level - 1);
        let _ = writeln!(
            text,
            "a{level}: &a{level} [{}]",
            [below.as_str(); 9].join(", ")
        );
    }
    let bomb = format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\n{text}");
    let report = judged(&[
        ("a.yaml", bomb.clone()),
        ("kustomization.yaml", "resources: [a.yaml]\n".to_owned()),
        (
            "overlay/kustomization.yaml",
            format!("resources: [..]\n{bomb}"),
        ),
        (
            "z.yaml",
            "apiVersion: v1\nkind: Servce\nmetadata: {name: z}\n".to_owned(),
        ),
    ]);
    let said = codes(&report.findings);
    assert!(
        said.contains(&"KG005") && said.contains(&"KG123"),
        "{said:?}"
    );
}

#[test]
fn what_nests_deeper_than_anybody_reads_is_refused() {
    for (open, close) in [
        ("[", "]"),
        ("{a: ", "}"),
        ("- ", ""),
        ("? ", ""),
        ("a:\n", ""),
    ] {
        let text = format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\nb: {}{}",
            open.repeat(100_000),
            close.repeat(100_000)
        );
        assert!(!found_in(&text).is_empty());
    }
    let mut text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n".to_owned();
    for level in 0..3_000 {
        let _ = writeln!(text, "{:level$}a:", "");
    }
    assert!(!found_in(&text).is_empty());
    assert!(!found_in(&text.replace("ConfigMap", "List").replace(" a:", " items:")).is_empty());
}

#[test]
fn one_base_of_thousands_of_overlays_is_said_once() {
    let mut files = vec![
        ("base/kustomization.yaml".to_owned(), "resources: [a.yaml]\n".to_owned()),
        ("base/a.yaml".to_owned(), "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {type: Loadbalancer, ports: [{port: 80}]}\n".to_owned()),
    ];
    for number in 0..1_000 {
        files.push((
            format!("overlays/{number}/kustomization.yaml"),
            format!("namespace: shop-{number}\nresources: [../../base]\n"),
        ));
    }
    let files: Vec<(&str, String)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.clone()))
        .collect();
    let report = judged(&files);
    let of_choice = report
        .findings
        .iter()
        .filter(|finding| finding.rule == "KG104");
    assert_eq!(of_choice.count(), 1);
}

#[test]
fn targets_that_are_slow_to_match_and_patches_that_grow_end() {
    let name = "a".repeat(200);
    let mut resources = String::new();
    for number in 0..40 {
        let _ = write!(
            resources,
            "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}-{number}}}\ndata: {{a: b}}\n"
        );
    }
    let mut patches = "resources: [a.yaml]\npatches:\n".to_owned();
    for number in 0..20 {
        let _ = write!(
            patches,
            "  - target: {{kind: ConfigMap, name: \"(a*)*(a|aa)+(a|b|ab)*{number}\"}}\n    patch: '[{{op: copy, from: /data, path: /data/a}}]'\n"
        );
    }
    // Each copies all of the data into the data: they double fifty times.
    let doubling = "  - target: {kind: ConfigMap}\n    patch: '[{op: copy, from: /data, path: /data/b}, {op: copy, from: /data, path: /data/c}]'\n".repeat(50);
    let report = judged(&[
        ("kustomization.yaml", patches.clone()),
        ("a.yaml", resources.clone()),
    ]);
    assert!(report.summary.documents > 40);
    let report = judged(&[
        (
            "kustomization.yaml",
            format!("resources: [a.yaml]\npatches:\n{doubling}"),
        ),
        ("a.yaml", resources),
    ]);
    assert!(report.summary.documents > 40);
}
