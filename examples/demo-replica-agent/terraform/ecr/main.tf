# Step 5: the image repositories. The locals hold what terraform-aws-modules/ecr
# would return, one call a repository, so that this applies without a cloud.

locals {
  account = "123456789012"
  project = "demo-replica-agent"
  region  = "us-east-1"

  base_url = "${local.account}.dkr.ecr.${local.region}.amazonaws.com"

  # The load generator has an image but is no service of the cluster: it runs from a pipeline.
  images = {
    frontend = ["web-ui", "admin-dashboard"]
    gateway  = ["api-gateway"]
    backend = [
      "auth-service",
      "user-service",
      "product-service",
      "order-service",
      "payment-service",
      "notification-service",
    ]
    processing = [
      "event-processor",
      "analytics-service",
      "report-generator",
      "data-aggregator",
      "image-processor",
    ]
    infrastructure = [
      "db-proxy",
      "cache-manager",
      "config-service",
      "metrics-collector",
      "queue-monitor",
      "health-checker",
    ]
    testing = ["load-generator"]
  }

  repositories = toset([for image in flatten(values(local.images)) : "${local.project}-${image}"])
}

output "ecr_base_url" {
  description = "The registry's host, the part of every image name before the first slash"
  value       = local.base_url
}

output "repository_registry_id" {
  description = "The account that owns the registry"
  value       = local.account
}

output "repository_urls" {
  description = "The URL of each repository, by the repository's full name"
  value       = { for name in local.repositories : name => "${local.base_url}/${name}" }
}

output "repository_arns" {
  description = "The ARN of each repository, by the repository's full name"
  value       = { for name in local.repositories : name => "arn:aws:ecr:${local.region}:${local.account}:repository/${name}" }
}
