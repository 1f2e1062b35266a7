//! Ingresses, gateways, and what watches Services.

use super::{is_free, keeps_ingresses};
use crate::class::{Class, Effect, Sort, document};
use crate::edit::Edit;

pub(super) const CLASSES: &[Class] = &[
    Class {
        name: "added-ingress",
        effect: Effect::Breaks,
        sorts: &[
            ingress(
                "its class",
                "ingressClassName: own\n",
                "ingressClassName: onw\n",
            ),
            ingress(
                "its TLS Secret",
                "secretName: own-tls\n",
                "secretName: onw-tls\n",
            ),
            ingress(
                "its Certificate's issuer",
                "    name: own-ca\n",
                "    name: onw-ca\n",
            ),
            ingress(
                "its path is claimed twice",
                "host: shop.example.com",
                "host: www.example.com",
            ),
            ingress(
                "a host of its TLS has no rule",
                "[www.example.com, shop.example.com]\n      secretName",
                "[www.example.com, shop.example.com, blog.example.com]\n      secretName",
            ),
            ingress(
                "a host has no TLS",
                "[www.example.com, shop.example.com]\n      secretName",
                "[www.example.com]\n      secretName",
            ),
            ingress(
                "a snippet of nginx's configuration",
                "proxy-body-size: 8m",
                "configuration-snippet: more_set_headers X-Shop;",
            ),
            ingress(
                "its Service",
                "name: own\n                port",
                "name: onw\n                port",
            ),
        ],
    },
    Class {
        name: "added-load-balancer",
        effect: Effect::Breaks,
        sorts: &[
            balancer(
                "its targets are nodes, of a Service without node ports",
                "target-type: ip",
                "target-type: instance",
            ),
            balancer(
                "it redirects to a port that it does not listen on",
                "'[{\"HTTP\": 80}, {\"HTTPS\": 443}]'",
                "'[{\"HTTP\": 80}]'",
            ),
            balancer(
                "it answers without TLS, too",
                "    alb.ingress.kubernetes.io/ssl-redirect: '443'\n",
                "",
            ),
        ],
    },
    Class {
        name: "added-load-balancer-for-everyone",
        effect: Effect::Advised,
        sorts: &[balancer(
            "it says nothing of who may call",
            "    alb.ingress.kubernetes.io/inbound-cidrs: 203.0.113.0/24\n",
            "",
        )],
    },
    Class {
        name: "added-gateway",
        effect: Effect::Breaks,
        sorts: &[
            gateway(
                "its route's gateway",
                "parentRefs:\n    - name: own",
                "parentRefs:\n    - name: onw",
            ),
            gateway(
                "its route's listener",
                "sectionName: http",
                "sectionName: https",
            ),
            gateway(
                "its route's Service",
                "backendRefs:\n        - name: $(metadata.name)",
                "backendRefs:\n        - name: $(metadata.name)-elsewhere",
            ),
            gateway(
                "its route's port",
                "port: $(spec.ports.0.port)\n---",
                "port: 9999\n---",
            ),
        ],
    },
    Class {
        name: "added-monitor",
        effect: Effect::Breaks,
        sorts: &[
            monitor(
                "its labels",
                "name: $(metadata.name)\n  end",
                "name: $(metadata.name)-elsewhere\n  end",
            ),
            monitor("its port", "port: $(spec.ports.0.name)", "port: nothing"),
        ],
    },
];

const fn ingress(what: &'static str, right: &'static str, wrong: &'static str) -> Sort {
    document(what, "Service", Edit::Add(INGRESS, right, wrong)).only(keeps_ingresses)
}

const fn balancer(what: &'static str, right: &'static str, wrong: &'static str) -> Sort {
    document(what, "Service", Edit::Add(BALANCER, right, wrong)).only(keeps_ingresses)
}

const fn gateway(what: &'static str, right: &'static str, wrong: &'static str) -> Sort {
    document(what, "Service", Edit::Add(GATEWAY, right, wrong)).only(is_free)
}

const fn monitor(what: &'static str, right: &'static str, wrong: &'static str) -> Sort {
    document(what, "Service", Edit::Add(MONITOR, right, wrong)).only(is_free)
}

const INGRESS: &str = "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: own
  namespace: $(metadata.namespace)
  annotations:
    nginx.ingress.kubernetes.io/proxy-body-size: 8m
spec:
  ingressClassName: own
  tls:
    - hosts: [www.example.com, shop.example.com]
      secretName: own-tls
  rules:
    - host: www.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: $(metadata.name)
                port:
                  name: $(spec.ports.0.name)
    - host: shop.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: own
                port:
                  name: own
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata:
  name: own
spec:
  controller: k8s.io/ingress-nginx
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: own
  namespace: $(metadata.namespace)
spec:
  secretName: own-tls
  dnsNames: [www.example.com, shop.example.com]
  issuerRef:
    name: own-ca
    kind: Issuer
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata:
  name: own-ca
  namespace: $(metadata.namespace)
spec:
  selfSigned: {}
---
apiVersion: v1
kind: Service
metadata:
  name: own
  namespace: $(metadata.namespace)
spec:
  selector:
    app.kubernetes.io/name: $(metadata.name)
  ports:
    - name: own
      port: 80
      targetPort: $(spec.ports.0.targetPort)
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: own
  namespace: $(metadata.namespace)
spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: $(metadata.name)
  policyTypes: [Ingress]
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: ingress-nginx
";

const BALANCER: &str = "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: own
  namespace: $(metadata.namespace)
  annotations:
    alb.ingress.kubernetes.io/scheme: internet-facing
    alb.ingress.kubernetes.io/target-type: ip
    alb.ingress.kubernetes.io/listen-ports: '[{\"HTTP\": 80}, {\"HTTPS\": 443}]'
    alb.ingress.kubernetes.io/ssl-redirect: '443'
    alb.ingress.kubernetes.io/certificate-arn: arn:aws:acm:us-east-1:123456789012:certificate/7d3f9c1e-5a42-4b8e-9f60-2c1d8e7b6a54
    alb.ingress.kubernetes.io/inbound-cidrs: 203.0.113.0/24
spec:
  ingressClassName: alb
  rules:
    - host: www.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: $(metadata.name)
                port:
                  name: $(spec.ports.0.name)
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: own
  namespace: $(metadata.namespace)
spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: $(metadata.name)
  policyTypes: [Ingress]
  ingress:
    - from:
        - ipBlock:
            cidr: 10.0.0.0/16
";

const GATEWAY: &str = "\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: own
  namespace: $(metadata.namespace)
spec:
  parentRefs:
    - name: own
      sectionName: http
  rules:
    - backendRefs:
        - name: $(metadata.name)
          port: $(spec.ports.0.port)
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: own
  namespace: $(metadata.namespace)
spec:
  gatewayClassName: own
  listeners:
    - name: http
      port: 80
      protocol: HTTP
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: own
  namespace: $(metadata.namespace)
spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: $(metadata.name)
  policyTypes: [Ingress]
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: gateways
";

const MONITOR: &str = "\
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: own
  namespace: $(metadata.namespace)
spec:
  selector:
    matchLabels:
      app.kubernetes.io/name: $(metadata.name)
  endpoints:
    - port: $(spec.ports.0.name)
";
