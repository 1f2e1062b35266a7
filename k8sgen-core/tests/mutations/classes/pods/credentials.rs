//! Credentials that stand in the repository.

use crate::class::{Class, Effect, document, on};
use crate::classes::WORKLOADS;
use crate::classes::added::is_free;
use crate::edit::Edit;

pub(in crate::classes) const CLASSES: &[Class] = &[Class {
    name: "plaintext-secret",
    effect: Effect::Breaks,
    sorts: &[
        on(
            "a password in a variable",
            WORKLOADS,
            "** containers * env",
            Edit::Inside("- name: DB_PASSWORD\n  value: 7mTq-Zw2x!Kd9v"),
        ),
        on(
            "a password in a ConfigMap",
            "ConfigMap",
            "data",
            Edit::Inside("DB_PASSWORD: 7mTq-Zw2x!Kd9v"),
        ),
        on(
            "a key of AWS in a ConfigMap",
            "ConfigMap",
            "data",
            Edit::Inside("ACCESS: AKIAQ3EGXMPL7ZRT5WVN"),
        ),
        on(
            "a token of GitHub in a variable",
            WORKLOADS,
            "** containers * env",
            Edit::Inside("- name: SOURCE\n  value: ghp_x7Kd93mQzPw2LrT8vYb5NcJ4hFgS6aEuR1oX"),
        ),
        on(
            "a URL with a password in a ConfigMap",
            "ConfigMap",
            "data",
            Edit::Inside("DATABASE: postgres://app:7mTqZw2xKd9v@db.example.com/app"),
        ),
        on(
            "a private key in a ConfigMap",
            "ConfigMap",
            "data",
            Edit::Inside(
                "tls.key: |\n  -----BEGIN PRIVATE KEY-----\n  MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n  -----END PRIVATE KEY-----",
            ),
        ),
        on(
            "a password in an argument",
            WORKLOADS,
            "** containers * image",
            Edit::After("args:\n  - --password=7mTq-Zw2x!Kd9v"),
        ),
        on(
            "a token in an annotation",
            "ServiceAccount Service Ingress",
            "metadata annotations",
            Edit::Inside("example.com/token: ghp_x7Kd93mQzPw2LrT8vYb5NcJ4hFgS6aEuR1oX"),
        ),
        on(
            "a long random word in a variable",
            WORKLOADS,
            "** containers * env",
            Edit::Inside("- name: SEED\n  value: pT7vKd93mQzPw2LrX8vYb5NcJ4hFgS6aEuR1oXzB"),
        ),
        on(
            "a long random word in a ConfigMap",
            "ConfigMap",
            "data",
            Edit::Inside("SEED: pT7vKd93mQzPw2LrX8vYb5NcJ4hFgS6aEuR1oXzB"),
        ),
        document(
            "a password in a custom resource",
            "ServiceAccount",
            Edit::Add(
                DATABASE,
                "passwordSecret: shop-admin",
                "password: 7mTq-Zw2x!Kd9v",
            ),
        )
        .only(is_free),
        document(
            "a password in a chart's values",
            "ServiceAccount",
            Edit::Add(CHART, "existingSecret: redis", "password: 7mTq-Zw2x!Kd9v"),
        )
        .only(is_free),
        document(
            "a Secret in the repository",
            "ServiceAccount",
            Edit::After(
                "---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: database\nstringData:\n  password: 7mTq-Zw2x!Kd9v",
            ),
        ),
    ],
}];

const DATABASE: &str = "\
apiVersion: db.example.com/v1
kind: Database
metadata:
  name: shop
spec:
  admin:
    passwordSecret: shop-admin
";

const CHART: &str = "\
apiVersion: helm.cattle.io/v1
kind: HelmChart
metadata:
  name: redis
spec:
  chart: oci://registry.example.com/charts/redis
  version: 20.1.0
  valuesContent: |-
    auth:
      existingSecret: redis
";
