variable "name" {
  description = "Begins the name of everything that has one, so that stacks lie side by side in one account."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "A name begins with a lower-case letter and has 2 to 31 letters, digits and hyphens."
  }
}

variable "tags" {
  description = "Tags of everything that can bear them."
  type        = map(string)
  default     = {}
}

variable "artifacts" {
  description = <<-EOT
    Where the zips are. `directory` holds them with `manifest.json`, as `npx pnpm bundle` writes them. With `bucket`, the
    functions take them from S3 under content-addressed keys, `<prefix><app>-<sha256>.zip`; `directory` then needs
    only the manifest.
  EOT
  type = object({
    directory = string
    bucket    = optional(string)
    prefix    = optional(string, "")
  })

  validation {
    condition     = fileexists("${var.artifacts.directory}/manifest.json")
    error_message = "There is no manifest.json in artifacts.directory. Build the zips with: npx pnpm bundle"
  }
}

variable "functions" {
  description = <<-EOT
    What differs from the defaults, by app (connect, message, disconnect, publisher, fanout, graphql): memory, timeout,
    concurrency (`reserved_concurrency = -1` reserves none), and the adopter's own variables and IAM statements. Keys of
    statements are IAM's own.
  EOT
  type = map(object({
    memory_mb               = optional(number)
    timeout_seconds         = optional(number)
    reserved_concurrency    = optional(number)
    provisioned_concurrency = optional(number)
    environment             = optional(map(string), {})
    statements = optional(list(object({
      Sid       = optional(string)
      Effect    = optional(string, "Allow")
      Action    = list(string)
      Resource  = list(string)
      Condition = optional(map(map(list(string))))
    })), [])
  }))
  default = {}

  validation {
    condition     = alltrue([for app in keys(var.functions) : contains(["connect", "message", "disconnect", "publisher", "fanout", "graphql"], app)])
    error_message = "Known apps are connect, message, disconnect, publisher, fanout and graphql."
  }

  validation {
    condition     = alltrue([for settings in values(var.functions) : settings.timeout_seconds == null || try(settings.timeout_seconds >= 5 && settings.timeout_seconds <= 900, false)])
    error_message = "timeout_seconds lies between 5 and 900: every wait of a function needs at least 5 seconds."
  }

  validation {
    condition     = alltrue([for app in ["connect", "message", "disconnect", "graphql"] : try(var.functions[app].timeout_seconds <= 29, true)])
    error_message = "API Gateway waits 29 seconds at most for connect, message, disconnect and graphql: set timeout_seconds to 29 or less."
  }
}

variable "runtime" {
  description = "The functions' runtime and architecture, X-Ray tracing, and the least level that is logged (debug, info, warn, error, silent)."
  type = object({
    name         = optional(string, "nodejs22.x")
    architecture = optional(string, "arm64")
    tracing      = optional(bool, false)
    log_level    = optional(string, "info")
  })
  default = {}

  validation {
    condition     = contains(["debug", "info", "warn", "error", "silent"], var.runtime.log_level)
    error_message = "log_level is debug, info, warn, error or silent."
  }

  validation {
    condition     = contains(["arm64", "x86_64"], var.runtime.architecture)
    error_message = "architecture is arm64 or x86_64."
  }
}

variable "iam" {
  description = "Path and permissions boundary of every role."
  type = object({
    role_path                = optional(string, "/")
    permissions_boundary_arn = optional(string)
  })
  default = {}
}

variable "vpc" {
  description = "Subnets and security groups of the functions; null runs them outside a VPC."
  type = object({
    subnet_ids         = list(string)
    security_group_ids = list(string)
  })
  default = null

  validation {
    condition     = try(length(var.vpc.subnet_ids) > 0 && length(var.vpc.security_group_ids) > 0, true)
    error_message = "vpc names at least one subnet and one security group; null runs the functions outside a VPC."
  }
}

variable "kms_key_arn" {
  description = "A customer key for the table, the SNS topic, the queues, variables and logs; null takes AWS's own."
  type        = string
  default     = null
}

variable "log_retention_days" {
  description = "How long every log is kept, access logs too."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "CloudWatch Logs keeps 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days."
  }
}

variable "websocket" {
  description = <<-EOT
    The WebSocket API: its stage, the origins whose pages may connect (`*`: any; none: programs alone, for only browsers
    send an origin), throttle (messages per second), access logs (they need the module account-logging once per account
    and region), a custom domain, a REQUEST authorizer of $connect, and `connections_url`, which names another data plane
    than API Gateway's (null: derived).
  EOT
  type = object({
    stage         = optional(string, "live")
    allow_origins = optional(list(string), ["*"])
    throttle = optional(object({
      rate  = number
      burst = number
    }), { rate = 2000, burst = 1000 })
    access_logs     = optional(bool, true)
    connections_url = optional(string)
    domain = optional(object({
      name            = string
      certificate_arn = string
      mapping_key     = optional(string)
    }))
    authorizer = optional(object({
      invoke_arn       = string
      function_name    = string
      identity_sources = list(string)
    }))
  })
  default = {}

  validation {
    condition     = var.websocket.connections_url == null || can(regex("^https?://[^/]+(/[^@]*)?[^/]$", var.websocket.connections_url))
    error_message = "connections_url is an http or https URL, up to and without /@connections, that ends without a slash."
  }

  validation {
    condition     = var.websocket.allow_origins == tolist(["*"]) || alltrue([for origin in var.websocket.allow_origins : can(regex("^https?://[^/*,\\s@]+$", origin))])
    error_message = "websocket.allow_origins is [\"*\"], or names origins in full, such as https://app.example.com: no path, no slash at the end, no pattern."
  }

  validation {
    condition     = alltrue([for source in try(var.websocket.authorizer.identity_sources, []) : can(regex("^(route\\.request\\.(header|querystring)|stageVariables|context)\\.", source))])
    error_message = "identity_sources of websocket.authorizer name where the credentials lie, such as route.request.querystring.ticket or route.request.header.Authorization."
  }
}

variable "http" {
  description = <<-EOT
    The HTTP API for queries and mutations: the origins whose pages may call it (`*`: any; none: no page), CORS, throttle
    (requests per second), access logs. Null makes none, and no function `graphql`.
  EOT
  type = object({
    allow_origins = optional(list(string), [])
    allow_headers = optional(list(string), ["authorization", "content-type"])
    max_age       = optional(number, 86400)
    access_logs   = optional(bool, true)
    throttle = optional(object({
      rate  = number
      burst = number
    }), { rate = 1000, burst = 500 })
  })
  default = {}

  validation {
    condition     = alltrue([for origin in try(var.http.allow_origins, []) : can(regex("^(\\*|https?://[^/,\\s@]+)$", origin))])
    error_message = "http.allow_origins names origins, such as https://app.example.com, without a path or a slash at the end; * admits any."
  }
}

variable "table" {
  description = "Deletion protection and point-in-time recovery of the table."
  type = object({
    deletion_protection    = optional(bool, true)
    point_in_time_recovery = optional(bool, true)
  })
  default = {}
}

variable "events" {
  description = <<-EOT
    Who may publish to the SNS topic beside this account's principals whose own policies allow it: other AWS accounts
    (ids), and AWS services (`events.amazonaws.com`, say) for this account; both need `kms_key_arn`, because AWS's own key
    is closed to them. `further_topic_arns`: SNS topics of yours, by a name of your choice, whose messages the publisher takes
    as well. `retries`: how often Lambda repeats a failed publisher (0 or 1).
  EOT
  type = object({
    publisher_account_ids = optional(list(string), [])
    publisher_services    = optional(list(string), [])
    further_topic_arns    = optional(map(string), {})
    retries               = optional(number, 1)
  })
  default = {}

  validation {
    condition     = contains([0, 1], var.events.retries)
    error_message = "retries is 0 or 1: a second repetition would come after the event's deadline."
  }

  validation {
    condition     = var.kms_key_arn != null || length(concat(var.events.publisher_account_ids, var.events.publisher_services)) == 0
    error_message = "Other accounts and AWS services can't use the key alias/aws/sns: give kms_key_arn, a key whose policy admits them."
  }

  validation {
    condition     = alltrue([for name in keys(var.events.further_topic_arns) : can(regex("^[A-Za-z0-9_-]{1,64}$", name))])
    error_message = "The names of further_topic_arns become part of statement ids: 1 to 64 letters, digits, hyphens and underscores."
  }
}

variable "fanout" {
  description = <<-EOT
    How deliveries are bounded. `posts_per_second`: what this stack may take of the account's 10,000 requests per second
    (2,500 in smaller regions), shared by publisher and fanout. `publisher_concurrency`, `fanout_concurrency`: how many
    environments share it; the former is reserved unless `functions.publisher.reserved_concurrency` says otherwise.
    `max_receives`: after how many tries a task goes to the dead-letter queue.
  EOT
  type = object({
    posts_per_second      = optional(number, 6000)
    publisher_concurrency = optional(number, 10)
    fanout_concurrency    = optional(number, 5)
    max_receives          = optional(number, 5)
  })
  default = {}

  validation {
    condition     = var.fanout.fanout_concurrency >= 2 && var.fanout.fanout_concurrency <= 1000
    error_message = "fanout_concurrency lies between 2 and 1,000: Lambda's bounds for an SQS source."
  }

  validation {
    condition     = var.fanout.posts_per_second >= var.fanout.publisher_concurrency + var.fanout.fanout_concurrency
    error_message = "posts_per_second must give each environment at least one post per second."
  }
}

variable "alarms" {
  description = <<-EOT
    Where alarms go (`action_arns`: SNS topics of the operators); null makes none. `messages_per_day`: an alarm on the
    cost, above so many messages. `oldest_fanout_seconds`: how long a fan-out task may wait.
  EOT
  type = object({
    action_arns           = optional(list(string), [])
    messages_per_day      = optional(number)
    oldest_fanout_seconds = optional(number, 60)
  })
  default = {}
}
