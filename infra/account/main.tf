# Once per account and region: API Gateway writes the access logs of every stack with this one role.
module "account_logging" {
  source = "../modules/account-logging"
}
