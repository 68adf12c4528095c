//! What an environment says.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::identity::Identity;
use crate::options::Options;
use aws::regions;
use aws::tags::Tags;
use language::value::{Object, Value};

/// An environment as its file says it, with every expression evaluated.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Environment {
    /// Files in `environments/shared/`, without `.yaml`, whose settings this one has too: a name, or a list of which the
    /// later count for more. Maps, such as `tags` and `variables`, are merged; of anything else, the environment's own
    /// counts.
    #[serde(default, skip_serializing)]
    pub extends: Option<Extends>,
    /// The name of the environment, which is the name of its file.
    #[serde(default)]
    pub name: String,
    /// The AWS account, twelve digits in quotes. Any other is refused before the first read.
    ///
    /// Such as `123456789012`.
    #[schemars(regex(pattern = "^[0-9]{12}$"))]
    pub account: String,
    /// The AWS region, such as `us-east-2`.
    #[schemars(extend("title" = "AWS region", "anyOf" = regions::schema()))]
    pub region: String,
    /// The project; with the environment's name it names the stack.
    ///
    /// Such as `shop`.
    ///
    /// Letters, digits, `-` and `_`.
    #[schemars(regex(pattern = "^[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?$"))]
    pub project: String,
    /// What physical names start with. Default: `${env.project}-${env.name}`.
    #[serde(default)]
    pub name_prefix: Option<String>,
    /// Where the state is kept: `file:<folder>` or `s3://<bucket>/<prefix>`. Default:
    /// `file:.diatonic/<env>`.
    #[schemars(regex(pattern = "^(file:.+|s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?)$"))]
    #[serde(default)]
    pub state: Option<String>,
    /// Tags that every resource gets.
    #[serde(default)]
    pub tags: Tags,
    /// Values of the variables that specs declare.
    #[serde(default)]
    pub variables: BTreeMap<String, Value>,
    /// An endpoint that stands in for AWS, for every service: `http` or `https`, a host, and a port.
    #[serde(default)]
    pub endpoint_url: Option<String>,
    /// Whether objects that hold data are protected from delete and replace. Default: true.
    #[serde(default = "protected")]
    pub protect_data: bool,
    /// Calls a second by service (or `service/Operation`) instead of AWS's published rates, or
    /// `unlimited` for an endpoint that is not AWS.
    #[serde(default)]
    pub rate_limits: RateLimitSetting,
    /// Seconds that one attempt of a call to AWS may take until it counts as failed, and one more for each
    /// 64 KiB that it sends. Default: 60.
    #[schemars(range(min = 1, max = 3600))]
    #[serde(default)]
    pub attempt_timeout: Option<u16>,
}

/// The names of shared files. They are resolved before an environment has any setting.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Extends {
    One(String),
    Several(Vec<String>),
}

fn protected() -> bool {
    true
}

/// How fast AWS may be called.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RateLimitSetting {
    Word(RateLimitWord),
    PerSecond(BTreeMap<String, f64>),
}

/// The two settings that are no numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RateLimitWord {
    /// AWS's published control-plane rates.
    #[default]
    Published,
    /// No limit, for endpoints that are not AWS.
    Unlimited,
}

impl Default for RateLimitSetting {
    fn default() -> Self {
        Self::Word(RateLimitWord::Published)
    }
}

impl Environment {
    /// What the stack is known by.
    pub fn identity(&self) -> Identity {
        Identity::new(&self.project, &self.name)
    }

    /// `<project>/<name>`, the value of the tag by which we know our objects.
    pub fn stack(&self) -> String {
        self.identity().to_string()
    }

    /// What physical names start with.
    pub fn prefix(&self) -> &str {
        self.name_prefix.as_deref().unwrap_or_default()
    }

    /// Takes what the command line gives in place of its own.
    pub(crate) fn override_with(&mut self, options: &Options) {
        self.endpoint_url = options.endpoint_url.clone().or(self.endpoint_url.take());
        self.state = options.state.clone().or(self.state.take());
    }

    /// What `env.<name>` can refer to.
    pub fn references(&self) -> Object {
        let mut object = Object::new();
        object.insert("name".to_owned(), self.name.clone().into());
        object.insert("account".to_owned(), self.account.clone().into());
        object.insert("region".to_owned(), self.region.clone().into());
        object.insert("project".to_owned(), self.project.clone().into());
        object.insert("name_prefix".to_owned(), self.prefix().into());
        object.insert("tags".to_owned(), serde_json::json!(self.tags));
        object
    }
}
