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
  account_id = "123456789012"

  cluster_name = "shop"

  # The folder of each role, and the role. The manifests name it, too: another name is given in k8sgen.yaml.
  roles = {
    "backend" = {
      name        = "pod-identity-backend-role"
      description = "What the service account backend-sa needs of AWS"
    }
  }

  # Who takes on which role by EKS Pod Identity.
  associations = {
    "pod-identity-production/backend-sa" = {
      role            = "backend"
      namespace       = "pod-identity-production"
      service_account = "backend-sa"
    }
  }
}

data "aws_caller_identity" "current" {
  lifecycle {
    postcondition {
      condition     = self.account_id == local.account_id
      error_message = "These roles belong to the account ${local.account_id}, not to ${self.account_id}."
    }
  }
}

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

resource "aws_eks_pod_identity_association" "this" {
  for_each = local.associations

  cluster_name    = local.cluster_name
  namespace       = each.value.namespace
  service_account = each.value.service_account
  role_arn        = aws_iam_role.this[each.value.role].arn
}

output "role_arns" {
  description = "ARN of each role, by its folder."
  value       = { for folder, role in aws_iam_role.this : folder => role.arn }
}
