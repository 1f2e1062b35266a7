"""What the pipeline is asked, step by step: one query each, in words, as a person or another agent would put it."""

from dataclasses import dataclass

PROJECT_NAME = "demo-replica-agent"
ENVIRONMENT = "pre-prod"


@dataclass(frozen=True)
class Step:
    """One step of the pipeline."""

    name: str
    """What it is routed by."""
    query: str


STEPS: dict[int, Step] = {
    1: Step("VPC", f"Create a VPC with private subnets for '{PROJECT_NAME}' ({ENVIRONMENT})."),
    2: Step(
        "RDS", "Create a PostgreSQL database in the private subnets, its secret in Secrets Manager."
    ),
    3: Step("ElastiCache", "Create a Redis replication group in the private subnets."),
    4: Step("S3", "Create a private bucket for images, and the IAM policy for whoever uses it."),
    5: Step("ECR", "Create one image repository for each service."),
    6: Step(
        "EKS",
        "Create an EKS cluster with an OIDC provider, and VPC endpoints for private AWS access.",
    ),
    7: Step(
        "Context_Bridge",
        f"""\
Collect and structure all infrastructure outputs for K8s generation.

From the project '{PROJECT_NAME}', gather:
1. Networking: vpc_id, vpc_cidr, private_subnet_ids
2. Database: endpoint, port, database_name, and the name of its secret
3. Cache: primary_endpoint, port, and the name of its secret
4. Storage: bucket_name, bucket_arn, iam_policy_arn
5. Container registry: ecr_base_url, all repository URLs
6. Kubernetes: cluster_name, cluster_endpoint, oidc_provider_arn, oidc_issuer_url

Generate outputs-summary.yaml, k8s-generation-plan.yaml, template-variables.yaml and service-inventory.yaml.
Output location: {{workspace}}/k8s-context/""",
    ),
    8: Step(
        "K8s_Generation",
        f"""\
Generate Kubernetes manifests for the project '{PROJECT_NAME}'.

Use the context from Step 7.
1. Generate documentation FIRST.
2. Follow the generation order of k8s-generation-plan.yaml.
3. Use the tools, fill parameters from the context.
4. For complex files (ingress, network policies), reason first, then generate.

Output location: {{workspace}}/k8s-manifests/""",
    ),
}
