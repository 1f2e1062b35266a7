//! A container of a pod.

use k8sgen_templates::pod::{
    Access, Container, ContainerPort, EnvVar, EnvVarSource, Probe, ProbeAction, ResourceList,
    Resources, VolumeMount,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::names::{
    config_key, dns_label, env_var_name, http_path, image, mount_path, port, port_name, quantity,
    subdomain,
};
use super::read_back::unless_empty;
use super::strategies::{list, number, some, text};

pub(crate) fn any() -> impl Strategy<Value = Container> {
    let ports = (port_name(), port()).prop_map(|(name, port)| ContainerPort { name, port });
    let env = (env_var_name(), any_source()).prop_map(|(name, source)| EnvVar { name, source });
    let probe = || prop::option::of(any_probe());
    (
        (dns_label(), image()),
        (list(text()), list(text())),
        list(ports),
        list(env),
        any_resources(),
        (probe(), probe(), probe()),
        prop::option::of(number()),
        list(any_mount()),
    )
        .prop_map(
            |(
                (name, image),
                (command, args),
                ports,
                env,
                resources,
                probes,
                pre_stop_sleep_seconds,
                mounts,
            )| {
                let (startup_probe, readiness_probe, liveness_probe) = probes;
                Container {
                    name,
                    image,
                    command,
                    args,
                    ports,
                    env,
                    resources,
                    startup_probe,
                    readiness_probe,
                    liveness_probe,
                    pre_stop_sleep_seconds,
                    mounts,
                }
            },
        )
}

fn any_mount() -> impl Strategy<Value = VolumeMount> {
    let access = prop_oneof![Just(Access::ReadOnly), Just(Access::ReadWrite)];
    (dns_label(), mount_path(), access).prop_map(|(volume, path, access)| VolumeMount {
        volume,
        path,
        access,
    })
}

fn any_source() -> impl Strategy<Value = EnvVarSource> {
    prop_oneof![
        2 => text().prop_map(EnvVarSource::Value),
        1 => (subdomain(), config_key())
            .prop_map(|(name, key)| EnvVarSource::ConfigMapKey { name, key }),
        1 => (subdomain(), config_key())
            .prop_map(|(name, key)| EnvVarSource::SecretKey { name, key }),
    ]
}

/// Amounts, which a Kustomization's patch may hold too.
pub(crate) fn any_resources() -> impl Strategy<Value = Resources> {
    (any_amounts(), any_amounts()).prop_map(|(requests, limits)| Resources { requests, limits })
}

fn any_amounts() -> impl Strategy<Value = ResourceList> {
    (quantity(), quantity(), quantity()).prop_map(|(cpu, memory, ephemeral_storage)| ResourceList {
        cpu,
        memory,
        ephemeral_storage,
    })
}

fn any_probe() -> impl Strategy<Value = Probe> {
    let action = prop_oneof![
        (http_path(), port_name()).prop_map(|(path, port)| ProbeAction::HttpByName { path, port }),
        (http_path(), port()).prop_map(|(path, port)| ProbeAction::HttpByNumber { path, port }),
        (port(), prop::option::of(text()))
            .prop_map(|(port, service)| ProbeAction::Grpc { port, service }),
        port_name().prop_map(|port| ProbeAction::TcpByName { port }),
        port().prop_map(|port| ProbeAction::TcpByNumber { port }),
        some(text()).prop_map(|command| ProbeAction::Exec { command }),
    ];
    (action, number(), number(), number(), number()).prop_map(
        |(action, initial_delay_seconds, period_seconds, timeout_seconds, failure_threshold)| {
            Probe {
                action,
                initial_delay_seconds,
                period_seconds,
                timeout_seconds,
                failure_threshold,
            }
        },
    )
}

pub(crate) fn expected(given: &Container) -> Value {
    let Container {
        name,
        image,
        command,
        args,
        ports,
        env,
        resources,
        startup_probe,
        readiness_probe,
        liveness_probe,
        pre_stop_sleep_seconds,
        mounts,
    } = given;
    let mounts = mounts.iter().map(|mount| {
        let VolumeMount {
            volume,
            path,
            access,
        } = mount;
        let read_only = (*access == Access::ReadOnly).then_some(true);
        json!({"name": volume, "mountPath": path, "readOnly": read_only})
    });
    let ports = ports.iter().map(|ContainerPort { name, port }| {
        json!({"name": name, "containerPort": port.get(), "protocol": "TCP"})
    });
    json!({
        "name": name,
        "image": image,
        "imagePullPolicy": "Always",
        "command": unless_empty(command),
        "args": unless_empty(args),
        "ports": unless_empty(ports.collect::<Vec<_>>()),
        "env": unless_empty(env.iter().map(variable).collect::<Vec<_>>()),
        "resources": expected_resources(resources),
        "startupProbe": startup_probe.as_ref().map(probe),
        "readinessProbe": readiness_probe.as_ref().map(probe),
        "livenessProbe": liveness_probe.as_ref().map(probe),
        "lifecycle": pre_stop_sleep_seconds
            .map(|seconds| json!({"preStop": {"sleep": {"seconds": seconds}}})),
        "securityContext": {
            "allowPrivilegeEscalation": false,
            "readOnlyRootFilesystem": true,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": unless_empty(mounts.collect::<Vec<_>>()),
    })
}

fn variable(EnvVar { name, source }: &EnvVar) -> Value {
    let from = |kind: &str, name, key| {
        let reference = json!({"name": name, "key": key});
        json!({kind: reference})
    };
    match source {
        EnvVarSource::Value(value) => json!({"name": name, "value": value}),
        EnvVarSource::ConfigMapKey { name: map, key } => {
            json!({"name": name, "valueFrom": from("configMapKeyRef", map, key)})
        }
        EnvVarSource::SecretKey { name: secret, key } => {
            json!({"name": name, "valueFrom": from("secretKeyRef", secret, key)})
        }
    }
}

pub(crate) fn expected_resources(given: &Resources) -> Value {
    let Resources { requests, limits } = given;
    json!({"requests": amounts(requests), "limits": amounts(limits)})
}

fn amounts(given: &ResourceList) -> Value {
    let ResourceList {
        cpu,
        memory,
        ephemeral_storage,
    } = given;
    json!({"cpu": cpu, "memory": memory, "ephemeral-storage": ephemeral_storage})
}

fn probe(given: &Probe) -> Value {
    let Probe {
        action,
        initial_delay_seconds,
        period_seconds,
        timeout_seconds,
        failure_threshold,
    } = given;
    let http = |path, port: Value| json!({"path": path, "port": port});
    let (how, action) = match action {
        ProbeAction::HttpByName { path, port } => ("httpGet", http(path, json!(port))),
        ProbeAction::HttpByNumber { path, port } => ("httpGet", http(path, json!(port.get()))),
        ProbeAction::Grpc { port, service } => {
            ("grpc", json!({"port": port.get(), "service": service}))
        }
        ProbeAction::TcpByName { port } => ("tcpSocket", json!({"port": port})),
        ProbeAction::TcpByNumber { port } => ("tcpSocket", json!({"port": port.get()})),
        ProbeAction::Exec { command } => ("exec", json!({"command": command})),
    };
    json!({
        how: action,
        "initialDelaySeconds": initial_delay_seconds,
        "periodSeconds": period_seconds,
        "timeoutSeconds": timeout_seconds,
        "failureThreshold": failure_threshold,
    })
}
