# Step 2: the database. The locals hold what terraform-aws-modules/rds would
# return, so that this applies without a cloud; the outputs have the module's
# names, but for the application's secret, which the module doesn't make.

locals {
  account     = "123456789012"
  project     = "demo-replica-agent"
  environment = "pre-prod"
  region      = "us-east-1"

  identifier = "${local.project}-${local.environment}-postgres"
  address    = "${local.identifier}.c9akciq32xyz.${local.region}.rds.amazonaws.com"
  port       = 5432
}

output "db_instance_identifier" {
  description = "The RDS instance identifier"
  value       = local.identifier
}

output "db_instance_arn" {
  description = "The ARN of the RDS instance"
  value       = "arn:aws:rds:${local.region}:${local.account}:db:${local.identifier}"
}

output "db_instance_address" {
  description = "The address of the RDS instance, without the port"
  value       = local.address
}

output "db_instance_endpoint" {
  description = "The connection endpoint, host:port"
  value       = "${local.address}:${local.port}"
}

output "db_instance_port" {
  description = "The database port"
  value       = local.port
}

output "db_instance_engine" {
  description = "The database engine"
  value       = "postgres"
}

output "db_instance_engine_version_actual" {
  description = "The running version of the database"
  value       = "16.10"
}

output "db_instance_name" {
  description = "The database name"
  value       = "appdb"
}

output "db_instance_username" {
  description = "The master username for the database"
  value       = "app_admin"
}

# A value that must not travel: `terraform output -json` prints it in the clear,
# and it stands here to prove that k8sgen drops it. It opens nothing.
output "db_instance_password" {
  description = "The master password; never read by k8sgen"
  value       = "not-a-real-password-8f3a1c"
  sensitive   = true
}

output "rds_secret_arn" {
  description = "The ARN of the Secrets Manager secret with the application's own credentials"
  value       = "arn:aws:secretsmanager:${local.region}:${local.account}:secret:${local.project}/${local.environment}/database-Qw7ErT"
}
