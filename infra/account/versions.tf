terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }

  # State is local until you move it: fill this in, then `terraform init -migrate-state`.
  # backend "s3" {
  #   bucket       = "<your state bucket>"
  #   key          = "skein/account/terraform.tfstate"
  #   use_lockfile = true
  # }
}

# Region, credentials and endpoints come from the environment: AWS_REGION, AWS_PROFILE, AWS_ENDPOINT_URL.
provider "aws" {
  default_tags {
    tags = { application = "skein", environment = "account" }
  }
}
