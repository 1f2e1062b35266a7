# Step 4: the bucket for images. The locals hold what terraform-aws-modules/s3-bucket
# would return, so that this applies without a cloud; the outputs have the module's
# names, but for the IAM policy that lets a workload use the bucket.

locals {
  account     = "123456789012"
  project     = "demo-replica-agent"
  environment = "pre-prod"
  region      = "us-east-1"

  bucket = "${local.project}-images-${local.environment}"
}

output "s3_bucket_id" {
  description = "The name of the bucket"
  value       = local.bucket
}

output "s3_bucket_arn" {
  description = "The ARN of the bucket"
  value       = "arn:aws:s3:::${local.bucket}"
}

output "s3_bucket_region" {
  description = "The AWS region this bucket resides in"
  value       = local.region
}

output "s3_bucket_bucket_regional_domain_name" {
  description = "The bucket's regional domain name"
  value       = "${local.bucket}.s3.${local.region}.amazonaws.com"
}

output "iam_policy_arn" {
  description = "The ARN of the policy that allows reading and writing the bucket's objects"
  value       = "arn:aws:iam::${local.account}:policy/${local.bucket}-access-policy"
}
