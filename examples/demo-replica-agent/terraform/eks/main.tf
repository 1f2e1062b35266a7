# Step 6: the cluster. The locals hold what terraform-aws-modules/eks would return,
# so that this applies without a cloud; the outputs have the module's names.

locals {
  account     = "123456789012"
  project     = "demo-replica-agent"
  environment = "pre-prod"
  region      = "us-east-1"

  cluster_name  = "${local.project}-${local.environment}-cluster"
  cluster_id    = "8F4C2A6E1B9D3057A2C4E6F8091B3D5F"
  oidc_provider = "oidc.eks.${local.region}.amazonaws.com/id/${local.cluster_id}"
}

output "cluster_name" {
  description = "The name of the EKS cluster"
  value       = local.cluster_name
}

output "cluster_arn" {
  description = "The Amazon Resource Name (ARN) of the cluster"
  value       = "arn:aws:eks:${local.region}:${local.account}:cluster/${local.cluster_name}"
}

output "cluster_endpoint" {
  description = "Endpoint of the Kubernetes API server"
  value       = "https://${local.cluster_id}.gr7.${local.region}.eks.amazonaws.com"
}

output "cluster_version" {
  description = "The Kubernetes version of the cluster"
  value       = "1.36"
}

output "cluster_certificate_authority_data" {
  description = "Base64 encoded certificate data required to communicate with the cluster"
  value       = base64encode("-----BEGIN CERTIFICATE-----\nan example, not a certificate\n-----END CERTIFICATE-----\n")
}

output "cluster_oidc_issuer_url" {
  description = "The URL on the EKS cluster for the OpenID Connect identity provider"
  value       = "https://${local.oidc_provider}"
}

output "oidc_provider" {
  description = "The OpenID Connect identity provider (issuer URL without leading `https://`)"
  value       = local.oidc_provider
}

output "oidc_provider_arn" {
  description = "The ARN of the OIDC provider"
  value       = "arn:aws:iam::${local.account}:oidc-provider/${local.oidc_provider}"
}

output "cluster_primary_security_group_id" {
  description = "The security group that EKS puts on the control plane and on managed nodes"
  value       = "sg-0c1d2e3f405162738"
}

output "node_security_group_id" {
  description = "ID of the node shared security group"
  value       = "sg-0d2e3f40516273849"
}
