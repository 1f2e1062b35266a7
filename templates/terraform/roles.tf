# The IAM roles that the service accounts of this repository name. A role's two policies stand in the folder
# of its name, beside this file: read and review them there.
#
#   terraform -chdir=iam init
#   terraform -chdir=iam apply
#
# It is a module without a provider or a backend: add yours in a file beside it, or call it as a module of
# the Terraform that made the cluster.

terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.30"
    }
  }
}

locals {
  # Everything here is of this account; in another one, nothing is made.
  account_id = "{{ account }}"
{%- if let Some(cluster) = cluster %}

  cluster_name = "{{ cluster }}"
{%- endif %}
{%- if !roles.is_empty() %}

  # The folder of each role, and the role. The manifests name it, too: another name is given in k8sgen.yaml.
  roles = {
{%- for role in roles %}
    "{{ role.folder }}" = {
      name        = "{{ role.name }}"
      description = "{{ role.description }}"
    }
{%- endfor %}
  }
{%- endif %}
{%- if !associations.is_empty() %}

  # Who takes on which role by EKS Pod Identity.
{%- if mixed %} External Secrets Operator is not among them: a SecretStore that
  # reads as a service account needs IRSA, so its role is named on the account instead.
{%- endif %}
  associations = {
{%- for association in associations %}
    "{{ association.key }}" = {
      role            = "{{ association.role }}"
      namespace       = "{{ association.namespace }}"
      service_account = "{{ association.account }}"
    }
{%- endfor %}
  }
{%- endif %}
}

data "aws_caller_identity" "current" {
  lifecycle {
    postcondition {
      condition     = self.account_id == local.account_id
      error_message = "These roles belong to the account ${local.account_id}, not to ${self.account_id}."
    }
  }
}
{%- if !roles.is_empty() %}

resource "aws_iam_role" "this" {
  for_each = local.roles

  name               = each.value.name
  description        = each.value.description
  assume_role_policy = file("${path.module}/${each.key}/trust-policy.json")
}

resource "aws_iam_role_policy" "this" {
  for_each = local.roles

  name   = "permissions"
  role   = aws_iam_role.this[each.key].id
  policy = file("${path.module}/${each.key}/permissions-policy.json")
}
{%- endif %}
{%- if !associations.is_empty() %}

resource "aws_eks_pod_identity_association" "this" {
  for_each = local.associations

  cluster_name    = local.cluster_name
  namespace       = each.value.namespace
  service_account = each.value.service_account
  role_arn        = aws_iam_role.this[each.value.role].arn
}
{%- endif %}
{%- if let Some(name) = image_pull %}

# Pulling is the nodes' own business, not the pods'. Attach this to the nodes' role in place of
# AmazonEC2ContainerRegistryPullOnly, which allows every repository, where nodes pull nothing else: the images
# of EKS' own add-ons come from repositories of AWS, which this does not allow.
resource "aws_iam_policy" "image_pull" {
  name   = "{{ name }}"
  policy = file("${path.module}/image-pull/permissions-policy.json")
}
{%- endif %}
{%- if !roles.is_empty() %}

output "role_arns" {
  description = "ARN of each role, by its folder."
  value       = { for folder, role in aws_iam_role.this : folder => role.arn }
}
{%- endif %}
{%- if image_pull.is_some() %}

output "image_pull_policy_arn" {
  description = "ARN of the policy that allows pulling this project's images."
  value       = aws_iam_policy.image_pull.arn
}
{%- endif %}
