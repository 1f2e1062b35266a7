# Step 1: the network. The locals hold what terraform-aws-modules/vpc and
# terraform-aws-modules/acm would return, so that this applies without a cloud;
# the outputs have the modules' names.

locals {
  account = "123456789012"
  region  = "us-east-1"

  availability_zones = ["${local.region}a", "${local.region}b", "${local.region}c"]
  cidr_block         = "10.0.0.0/16"

  subnets = {
    private  = ["subnet-0a1b2c3d4e5f60718", "subnet-0b2c3d4e5f6071829", "subnet-0c3d4e5f60718293a"]
    public   = ["subnet-0d4e5f60718293a4b", "subnet-0e5f60718293a4b5c", "subnet-0f60718293a4b5c6d"]
    database = ["subnet-018293a4b5c6d7e8f", "subnet-0293a4b5c6d7e8f90", "subnet-03a4b5c6d7e8f9012"]
  }

  # /20 for pods, /24 for load balancers and for databases: one of each in every zone.
  cidr_blocks = {
    private  = [for zone in range(3) : cidrsubnet(local.cidr_block, 4, zone)]
    public   = [for zone in range(3) : cidrsubnet(local.cidr_block, 8, 101 + zone)]
    database = [for zone in range(3) : cidrsubnet(local.cidr_block, 8, 201 + zone)]
  }

  certificate_id = "7d3f9c1e-5a42-4b8e-9f60-2c1d8e7b6a54"
}

output "vpc_id" {
  description = "The ID of the VPC"
  value       = "vpc-0abc12345def67890"
}

output "vpc_cidr_block" {
  description = "The CIDR block of the VPC"
  value       = local.cidr_block
}

output "azs" {
  description = "A list of availability zones, in the order of the subnets"
  value       = local.availability_zones
}

output "private_subnets" {
  description = "List of IDs of private subnets"
  value       = local.subnets.private
}

output "private_subnets_cidr_blocks" {
  description = "List of CIDR blocks of private subnets"
  value       = local.cidr_blocks.private
}

output "public_subnets" {
  description = "List of IDs of public subnets"
  value       = local.subnets.public
}

output "public_subnets_cidr_blocks" {
  description = "List of CIDR blocks of public subnets"
  value       = local.cidr_blocks.public
}

output "database_subnets" {
  description = "List of IDs of database subnets; RDS and ElastiCache live in them"
  value       = local.subnets.database
}

output "database_subnets_cidr_blocks" {
  description = "List of CIDR blocks of database subnets"
  value       = local.cidr_blocks.database
}

output "nat_public_ips" {
  description = "List of public Elastic IPs of the NAT gateways"
  value       = ["203.0.113.10", "203.0.113.11", "203.0.113.12"]
}

output "acm_certificate_arn" {
  description = "The ARN of the certificate that the load balancer serves"
  value       = "arn:aws:acm:${local.region}:${local.account}:certificate/${local.certificate_id}"
}
