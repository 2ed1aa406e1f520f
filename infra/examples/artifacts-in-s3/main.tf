# Zips lie in a bucket, each under the hash of what is in it: an equal build makes no plan, and a rollback is a plan with an
# earlier manifest. `npx pnpm ship upload --bucket <bucket>` puts them there and keeps those of the last builds.
variable "bucket" {
  description = "The bucket that the zips were uploaded to."
  type        = string
}

variable "manifests" {
  description = "The folder with the manifest.json of the build that is to run."
  type        = string
  default     = "../../../dist"
}

module "skein" {
  source = "../../modules/skein"

  name      = "from-s3"
  artifacts = { directory = var.manifests, bucket = var.bucket, prefix = "skein/" }
  table     = { deletion_protection = false }
}

output "websocket_url" {
  description = "Where clients connect."
  value       = module.skein.websocket_url
}
