//! Where the API can be called: stages, each showing one deployment.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_apigateway::types as sdk;
use aws_sdk_apigateway::types::CacheClusterStatus;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::log_format::LogFormat;
use super::routes::sorted;
use crate::apigateway::patch::{Patch, escaped, unescaped};
use crate::fields::{is_default, present};
use aws::tags::{self, Tags};
use language::schema::known_words;

/// A stage: an address at which the API can be called, with settings of its own.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Stage {
    /// What the stage is for. Absent: nothing is said.
    #[schemars(length(min = 1))]
    pub description: Option<String>,
    /// Variables by name, which integrations and templates use as `stageVariables.<name>`. Names have up to
    /// 64 letters, digits and `_`, and values up to 512 letters, digits and `-._~:/?#&=,`.
    #[serde(skip_serializing_if = "is_default")]
    pub variables: BTreeMap<String, String>,
    /// Whether X-Ray records requests.
    #[serde(skip_serializing_if = "is_default")]
    pub tracing: bool,
    /// A line in a log for every request. Absent: none.
    pub access_log: Option<AccessLog>,
    /// GB of the cache, which is paid by the hour. Absent: there is no cache.
    #[schemars(extend("anyOf" = known_words(&["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"])))]
    pub cache_cluster_size: Option<String>,
    /// Id of the certificate by which API Gateway identifies itself to servers. Absent: none.
    #[schemars(length(min = 1))]
    pub client_certificate_id: Option<String>,
    /// The version of the API's documentation that belongs to the stage. Absent: none.
    #[schemars(length(min = 1))]
    pub documentation_version: Option<String>,
    /// Limits, logs and caching of methods: of all by `*`, of one by its HTTP method and path, such as
    /// `POST /users`. What is said of one method holds for it as a whole, and nothing of `*` then does.
    #[serde(skip_serializing_if = "is_default")]
    pub methods: BTreeMap<String, MethodSettings>,
    /// Tags of the stage.
    #[serde(skip_serializing_if = "is_default")]
    pub tags: Tags,
    /// What the stage shows: the hash of all that was deployed to it.
    #[schemars(skip)]
    pub deployment: Option<String>,
}

/// A line in a log for every request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessLog {
    /// ARN of the log group, or of a Firehose stream whose name begins with `amazon-apigateway-`. A log
    /// group needs a role of the account that API Gateway may write logs with
    /// (`apigateway.account`).
    #[schemars(regex(
        pattern = r"^arn:aws[a-z-]*:(logs:[a-z0-9-]+:\d{12}:log-group:[^:*]+(:\*)?|firehose:[a-z0-9-]+:\d{12}:deliverystream/amazon-apigateway-.+)$"
    ))]
    pub destination: String,
    /// What a line says, as text or as a map that becomes JSON. `$context.<variable>` and
    /// `$stageVariables.<name>` stand for their values; one must be `$context.requestId` or
    /// `$context.extendedRequestId`.
    pub format: LogFormat,
}

/// Limits, logs and caching of methods.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MethodSettings {
    /// Requests a second beyond which callers get a 429. Absent: only the account's own limit holds.
    #[schemars(range(min = 0.0))]
    pub throttling_rate_limit: Option<f64>,
    /// Requests that may come at once. Absent: only the account's own limit holds.
    #[schemars(range(min = 0))]
    pub throttling_burst_limit: Option<i32>,
    /// How much API Gateway logs of what it does: `ERROR` or `INFO`. It needs a role of the account
    /// (`apigateway.account`). Absent: nothing.
    #[schemars(extend("anyOf" = known_words(&["ERROR", "INFO"])))]
    pub logging_level: Option<String>,
    /// Whether these logs hold whole requests and answers, with everything secret in them.
    #[serde(skip_serializing_if = "is_default")]
    pub data_trace: bool,
    /// Whether CloudWatch counts each method by itself, which is paid for.
    #[serde(skip_serializing_if = "is_default")]
    pub metrics: bool,
    /// Whether answers come from the stage's cache.
    #[serde(skip_serializing_if = "is_default")]
    pub caching: bool,
    /// Seconds for which an answer stays in the cache, up to 3,600. Absent: 300.
    #[schemars(range(min = 0, max = 3600))]
    pub cache_ttl_seconds: Option<i32>,
    /// Whether cached answers are encrypted.
    #[serde(skip_serializing_if = "is_default")]
    pub cache_data_encrypted: bool,
    /// Whether everybody, and not only who is allowed `execute-api:InvalidateCache`, may have an answer
    /// made anew with `Cache-Control: max-age=0`.
    #[serde(skip_serializing_if = "is_default")]
    pub cache_control_for_everybody: bool,
    /// What becomes of such a request of others: `FAIL_WITH_403`, or an answer from the cache with a
    /// warning in a header (`SUCCEED_WITH_RESPONSE_HEADER`) or without
    /// (`SUCCEED_WITHOUT_RESPONSE_HEADER`). Absent: with.
    #[schemars(extend("anyOf" = known_words(&["FAIL_WITH_403", "SUCCEED_WITH_RESPONSE_HEADER", "SUCCEED_WITHOUT_RESPONSE_HEADER"])))]
    pub unauthorized_cache_control: Option<String>,
}

const DEFAULT_TTL: i32 = 300;
const DEFAULT_STRATEGY: &str = "SUCCEED_WITH_RESPONSE_HEADER";
/// The limit of what has none of its own.
const NO_LIMIT: i32 = -1;

impl Stage {
    /// The stage as it is, without what it shows.
    pub(super) fn of(live: &sdk::Stage) -> Self {
        let settings = live.method_settings().into_iter().flatten();
        let size = live.cache_cluster_size().map(|size| size.as_str().to_owned());
        let log = live.access_log_settings();
        // One that was taken away is still there for minutes.
        let is_going = live.cache_cluster_status() == Some(&CacheClusterStatus::DeleteInProgress);
        let has_cache = live.cache_cluster_enabled() && !is_going;
        Self {
            description: present(live.description()),
            variables: sorted(live.variables()),
            tracing: live.tracing_enabled(),
            access_log: log.and_then(AccessLog::of),
            cache_cluster_size: size.filter(|_| has_cache),
            client_certificate_id: present(live.client_certificate_id()),
            documentation_version: present(live.documentation_version()),
            methods: settings
                .map(|(key, settings)| (method_of(key), MethodSettings::of(settings)))
                .collect(),
            tags: tags::from_aws(live.tags().cloned().unwrap_or_default()),
            deployment: None,
        }
    }

    /// Without what goes without saying.
    pub(super) fn normalised(mut self) -> Self {
        if let Some(log) = &mut self.access_log {
            let bare = log.destination.strip_suffix(":*").map(str::to_owned);
            log.destination = bare.unwrap_or_else(|| std::mem::take(&mut log.destination));
        }
        self.methods = self
            .methods
            .into_iter()
            .map(|(method, settings)| (method, settings.normalised()))
            .collect();
        self
    }

    /// What turns a live stage into this one, besides what it shows and its tags. `keys` are those of the
    /// live methods.
    pub(super) fn patch(&self, live: &Self, keys: &BTreeMap<String, String>) -> Patch {
        let mut patch = Patch::default();
        for (path, wanted, live) in [
            ("/description", &self.description, &live.description),
            ("/clientCertificateId", &self.client_certificate_id, &live.client_certificate_id),
            ("/documentationVersion", &self.documentation_version, &live.documentation_version),
        ] {
            patch.text(path, wanted.as_ref(), live.as_ref());
        }
        patch.entries("/variables", &self.variables, &live.variables);
        patch.change("/tracingEnabled", &self.tracing, &live.tracing);
        self.patch_cache(live, &mut patch);
        self.patch_access_log(live, &mut patch);
        let key = |method: &String| keys.get(method).cloned().unwrap_or_else(|| key_of(method));
        for (method, settings) in &self.methods {
            settings.patch(live.methods.get(method), &key(method), &mut patch);
        }
        let gone = live.methods.keys();
        for method in gone.filter(|method| !self.methods.contains_key(*method)) {
            patch.remove(&format!("/{}", key(method)));
        }
        patch
    }

    fn patch_cache(&self, live: &Self, patch: &mut Patch) {
        match (&self.cache_cluster_size, &live.cache_cluster_size) {
            (wanted, live) if wanted == live => {}
            (None, _) => patch.replace("/cacheClusterEnabled", "false"),
            (Some(size), live) => {
                patch.replace("/cacheClusterSize", size);
                if live.is_none() {
                    patch.replace("/cacheClusterEnabled", "true");
                }
            }
        }
    }

    fn patch_access_log(&self, live: &Self, patch: &mut Patch) {
        match (&self.access_log, &live.access_log) {
            (wanted, live) if wanted == live => {}
            (None, _) => patch.remove("/accessLogSettings"),
            (Some(log), _) => {
                patch.replace("/accessLogSettings/destinationArn", &log.destination);
                patch.replace("/accessLogSettings/format", log.format.as_str());
            }
        }
    }

    /// The variables as requests take them.
    pub(super) fn variables(&self) -> HashMap<String, String> {
        self.variables.clone().into_iter().collect()
    }

    /// What of it a creation carries.
    pub(super) fn as_created(&self) -> Self {
        Self {
            description: self.description.clone(),
            variables: self.variables.clone(),
            tracing: self.tracing,
            cache_cluster_size: self.cache_cluster_size.clone(),
            documentation_version: self.documentation_version.clone(),
            tags: self.tags.clone(),
            ..Self::default()
        }
    }
}

impl AccessLog {
    fn of(live: &sdk::AccessLogSettings) -> Option<Self> {
        let destination = present(live.destination_arn())?;
        Some(Self { destination, format: LogFormat::from(live.format().unwrap_or_default()) })
    }
}

impl MethodSettings {
    fn of(live: &sdk::MethodSetting) -> Self {
        let (rate, burst) = (live.throttling_rate_limit(), live.throttling_burst_limit());
        let strategy = live.unauthorized_cache_control_header_strategy();
        Self {
            throttling_rate_limit: (rate >= 0.0).then_some(rate),
            throttling_burst_limit: (burst >= 0).then_some(burst),
            logging_level: present(live.logging_level()).filter(|level| level != "OFF"),
            data_trace: live.data_trace_enabled(),
            metrics: live.metrics_enabled(),
            caching: live.caching_enabled(),
            cache_ttl_seconds: Some(live.cache_ttl_in_seconds()),
            cache_data_encrypted: live.cache_data_encrypted(),
            cache_control_for_everybody: !live.require_authorization_for_cache_control(),
            unauthorized_cache_control: strategy.map(|strategy| strategy.as_str().to_owned()),
        }
    }

    fn normalised(mut self) -> Self {
        self.cache_ttl_seconds.take_if(|ttl| *ttl == DEFAULT_TTL);
        self.unauthorized_cache_control.take_if(|strategy| strategy == DEFAULT_STRATEGY);
        self
    }

    /// The settings in AWS's words and as its patches name them.
    fn values(&self) -> [(&'static str, String); 10] {
        let level = self.logging_level.as_deref().unwrap_or("OFF");
        let strategy = self.unauthorized_cache_control.as_deref();
        let rate = self.throttling_rate_limit.unwrap_or(NO_LIMIT.into());
        let burst = self.throttling_burst_limit.unwrap_or(NO_LIMIT);
        let ttl = self.cache_ttl_seconds.unwrap_or(DEFAULT_TTL);
        let needs_permission = !self.cache_control_for_everybody;
        [
            ("throttling/rateLimit", rate.to_string()),
            ("throttling/burstLimit", burst.to_string()),
            ("logging/loglevel", level.to_owned()),
            ("logging/dataTrace", self.data_trace.to_string()),
            ("metrics/enabled", self.metrics.to_string()),
            ("caching/enabled", self.caching.to_string()),
            ("caching/ttlInSeconds", ttl.to_string()),
            ("caching/dataEncrypted", self.cache_data_encrypted.to_string()),
            ("caching/requireAuthorizationForCacheControl", needs_permission.to_string()),
            (
                "caching/unauthorizedCacheControlHeaderStrategy",
                strategy.unwrap_or(DEFAULT_STRATEGY).to_owned(),
            ),
        ]
    }

    /// Changes what differs; of a method without settings everything, as AWS fills in limits of its own.
    fn patch(&self, live: Option<&Self>, key: &str, patch: &mut Patch) {
        let live = live.map(Self::values);
        for (index, (name, value)) in self.values().into_iter().enumerate() {
            let before = live.as_ref().and_then(|live| live.get(index));
            if before.is_none_or(|(_, before)| *before != value) {
                patch.replace(&format!("/{key}/{name}"), &value);
            }
        }
    }
}

/// AWS's key of `POST /users` is `~1users/POST`, and of all methods `*/*`.
fn key_of(method: &str) -> String {
    match method.split_once(' ') {
        Some((verb, path)) => format!("{}/{verb}", escaped(path)),
        None => "*/*".to_owned(),
    }
}

/// The keys under which a live stage holds the settings of methods, as patches name them: AWS keeps each
/// as it was once written.
pub(super) fn keys(live: &sdk::Stage) -> BTreeMap<String, String> {
    let keys = live.method_settings().into_iter().flatten();
    keys.filter_map(|(key, _)| {
        let (path, verb) = key.rsplit_once('/')?;
        Some((method_of(key), format!("{}/{verb}", path.replace('/', "~1"))))
    })
    .collect()
}

/// Keys come back with the path escaped or as it is, and with or without its first slash.
fn method_of(key: &str) -> String {
    match key.rsplit_once('/') {
        Some((path, verb)) if path != "*" => {
            let path = unescaped(path);
            format!("{verb} /{}", path.trim_start_matches('/'))
        }
        _ => "*".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_methods_and_paths() {
        for (method, key) in
            [("*", "*/*"), ("GET /", "~1/GET"), ("POST /users/{id}", "~1users~1{id}/POST")]
        {
            assert_eq!(key_of(method), key);
            assert_eq!(method_of(key), method);
        }
        assert_eq!(method_of("users/GET"), "GET /users");
        assert_eq!(method_of("/users/{id}/GET"), "GET /users/{id}");
    }
}
