# Step 3: the cache. The locals hold what terraform-aws-modules/elasticache would
# return, so that this applies without a cloud; the outputs have the module's
# names, but for the secret with the AUTH token, which the module doesn't make.

locals {
  account     = "123456789012"
  project     = "demo-replica-agent"
  environment = "pre-prod"
  region      = "us-east-1"

  replication_group_id = "${local.project}-${local.environment}-redis"

  # With encryption in transit, which an AUTH token asks for, ElastiCache puts the role first.
  domain = "${local.replication_group_id}.a1b2c3.use1.cache.amazonaws.com"
}

output "replication_group_id" {
  description = "The ID of the ElastiCache replication group"
  value       = local.replication_group_id
}

output "replication_group_arn" {
  description = "The ARN of the ElastiCache replication group"
  value       = "arn:aws:elasticache:${local.region}:${local.account}:replicationgroup:${local.replication_group_id}"
}

output "replication_group_primary_endpoint_address" {
  description = "The address of the primary node"
  value       = "master.${local.domain}"
}

output "replication_group_reader_endpoint_address" {
  description = "The address that spreads reads over the replicas"
  value       = "replica.${local.domain}"
}

output "replication_group_port" {
  description = "The port of the primary and of the reader"
  value       = 6379
}

output "replication_group_engine_version_actual" {
  description = "The running version of the cache engine"
  value       = "7.1.0"
}

output "redis_secret_arn" {
  description = "The ARN of the Secrets Manager secret with the AUTH token"
  value       = "arn:aws:secretsmanager:${local.region}:${local.account}:secret:${local.project}/${local.environment}/redis-Zx9cVb"
}
