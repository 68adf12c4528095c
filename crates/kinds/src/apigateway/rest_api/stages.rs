//! Where the API can be called: stages, each showing one deployment.

use aws_sdk_apigateway::operation::create_stage::builders::CreateStageFluentBuilder;
use aws_sdk_apigateway::types::{
    self as sdk, CacheClusterStatus, UnauthorizedCacheControlHeaderStrategy as Strategy,
};

use super::log_format::LogFormat;
use crate::apigateway::patch::{Patch, escaped, unescaped};
use crate::forms::{Word, negated, tags_if_any};
use crate::prelude::*;

/// A stage: an address at which the API can be called, with settings of its own.
#[spec(sdk::Stage, request = CreateStageFluentBuilder, patch = Patch)]
pub struct Stage {
    /// What the stage is for. Absent: nothing is said.
    #[field(length = 1.., patch)]
    pub description: Option<String>,
    /// Variables by name, which integrations and templates use as `stageVariables.<name>`. Names have up to
    /// 64 letters, digits and `_`, and values up to 512 letters, digits and `-._~:/?#&=,`.
    #[field(omit_default, patch = entries)]
    pub variables: BTreeMap<String, String>,
    /// Whether X-Ray records requests.
    #[field(omit_default, aws = tracing_enabled, patch)]
    pub tracing: bool,
    /// A line in a log for every request. Absent: none.
    #[field(aws = access_log_settings, not_in_request, patch_whole)]
    pub access_log: Option<AccessLog>,
    /// GB of the cache, which is paid by the hour. Absent: there is no cache.
    #[field(known = CACHE_SIZES, with = Word::<sdk::CacheClusterSize>)]
    pub cache_cluster_size: Option<String>,
    /// Id of the certificate by which API Gateway identifies itself to servers. Absent: none.
    #[field(length = 1.., not_in_request, patch)]
    pub client_certificate_id: Option<String>,
    /// The version of the API's documentation that belongs to the stage. Absent: none.
    #[field(length = 1.., patch)]
    pub documentation_version: Option<String>,
    /// Limits, logs and caching of methods: of all by `*`, of one by its HTTP method and path, such as
    /// `POST /users`. What is said of one method holds for it as a whole, and nothing of `*` then does.
    #[field(omit_default, not_in_answer, not_in_request)]
    pub methods: BTreeMap<String, MethodSettings>,
    /// Tags of the stage.
    #[field(omit_default, with = tags_if_any)]
    pub tags: Tags,
    /// What the stage shows: the hash of all that was deployed to it.
    #[field(not_in_answer, not_in_request)]
    #[schemars(skip)]
    pub deployment: Option<String>,
}

/// The sizes of caches that there are (CreateStage).
const CACHE_SIZES: [&str; 8] = ["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"];

/// A line in a log for every request.
#[spec(sdk::AccessLogSettings, only_with = destination_arn, patch = Patch)]
pub struct AccessLog {
    /// ARN of the log group, or of a Firehose stream whose name begins with `amazon-apigateway-`. A log
    /// group needs a role of the account that API Gateway may write logs with
    /// (`apigateway.account`).
    #[field(required, aws = destination_arn, patch)]
    #[schemars(regex(
        pattern = r"^arn:aws[a-z-]*:(logs:[a-z0-9-]+:\d{12}:log-group:[^:*]+(:\*)?|firehose:[a-z0-9-]+:\d{12}:deliverystream/amazon-apigateway-.+)$"
    ))]
    pub destination: String,
    /// What a line says, as text or as a map that becomes JSON. `$context.<variable>` and
    /// `$stageVariables.<name>` stand for their values; one must be `$context.requestId` or
    /// `$context.extendedRequestId`.
    #[field(required, patch)]
    #[schemars(with = "serde_json::Value", extend("type" = ["object", "string"]))]
    pub format: LogFormat,
}

/// Limits, logs and caching of methods.
#[spec(sdk::MethodSetting, patch = Patch)]
pub struct MethodSettings {
    /// Requests a second beyond which callers get a 429. Absent: only the account's own limit holds.
    #[field(range = 0.0.., patch = or("/throttling/rateLimit", -1))]
    pub throttling_rate_limit: Option<f64>,
    /// Requests that may come at once. Absent: only the account's own limit holds.
    #[field(range = 0.., patch = or("/throttling/burstLimit", -1))]
    pub throttling_burst_limit: Option<i32>,
    /// How much API Gateway logs of what it does: `ERROR` or `INFO`. It needs a role of the account
    /// (`apigateway.account`). Absent: nothing.
    #[field(known = ["ERROR", "INFO"], patch = or("/logging/loglevel", "OFF"))]
    pub logging_level: Option<String>,
    /// Whether these logs hold whole requests and answers, with everything secret in them.
    #[field(omit_default, aws = data_trace_enabled, patch = "/logging/dataTrace")]
    pub data_trace: bool,
    /// Whether CloudWatch counts each method by itself, which is paid for.
    #[field(omit_default, aws = metrics_enabled, patch = "/metrics/enabled")]
    pub metrics: bool,
    /// Whether answers come from the stage's cache.
    #[field(omit_default, aws = caching_enabled, patch = "/caching/enabled")]
    pub caching: bool,
    /// Seconds for which an answer stays in the cache, up to 3,600. Absent: 300.
    #[field(range = 0..=3600, aws = cache_ttl_in_seconds)]
    #[field(patch = or("/caching/ttlInSeconds", DEFAULT_TTL))]
    pub cache_ttl_seconds: Option<i32>,
    /// Whether cached answers are encrypted.
    #[field(omit_default, patch = "/caching/dataEncrypted")]
    pub cache_data_encrypted: bool,
    /// Whether everybody, and not only who is allowed `execute-api:InvalidateCache`, may have an answer computed
    /// again with `Cache-Control: max-age=0`.
    #[field(omit_default, aws = require_authorization_for_cache_control, with = negated)]
    #[field(patch = "/caching/requireAuthorizationForCacheControl")]
    pub cache_control_for_everybody: bool,
    /// What becomes of such a request of others: `FAIL_WITH_403`, or an answer from the cache with a
    /// warning in a header (`SUCCEED_WITH_RESPONSE_HEADER`) or without
    /// (`SUCCEED_WITHOUT_RESPONSE_HEADER`). Absent: with.
    #[field(known = ["FAIL_WITH_403", DEFAULT_STRATEGY, "SUCCEED_WITHOUT_RESPONSE_HEADER"])]
    #[field(aws = unauthorized_cache_control_header_strategy, with = Word::<Strategy>)]
    #[field(patch = or("/caching/unauthorizedCacheControlHeaderStrategy", DEFAULT_STRATEGY))]
    pub unauthorized_cache_control: Option<String>,
}

const DEFAULT_TTL: i32 = 300;
const DEFAULT_STRATEGY: &str = "SUCCEED_WITH_RESPONSE_HEADER";

impl Stage {
    /// The stage as it is, without what it shows.
    pub(super) fn live(live: &sdk::Stage) -> Result<Self> {
        let mut stage = Self::demanded(Some(live.clone()), "stage")?;
        // One that was removed is still there for minutes.
        let is_going = live.cache_cluster_status() == Some(&CacheClusterStatus::DeleteInProgress);
        stage.cache_cluster_size.take_if(|_| !live.cache_cluster_enabled() || is_going);
        let settings = BTreeMap::<String, MethodSettings>::of(live.method_settings.clone())?;
        let settings = settings.unwrap_or_default().into_iter();
        let methods = settings.map(|(key, settings)| (method_of(&key), settings)).collect();
        Ok(Self { methods, ..stage })
    }

    /// Without what goes without saying.
    pub(super) fn normalise(&mut self) {
        self.methods.values_mut().for_each(MethodSettings::normalise);
        if let Some(log) = &mut self.access_log {
            let bare = log.destination.strip_suffix(":*").unwrap_or(&log.destination).len();
            log.destination.truncate(bare);
        }
    }

    /// What turns a live stage into this one, besides what it shows and its tags. `keys` are those of the
    /// live methods.
    pub(super) fn patch(&self, live: &Self, keys: &BTreeMap<String, String>) -> Result<Patch> {
        let mut patch = self.patch_fields(Some(live), "")?;
        self.patch_cache(live, &mut patch);
        let key = |method: &String| keys.get(method).cloned().unwrap_or_else(|| key_of(method));
        for (method, settings) in &self.methods {
            // Of a method without settings everything changes, as AWS fills in limits of its own.
            let at = format!("/{}", key(method));
            patch.append(settings.patch_fields(live.methods.get(method), &at)?);
        }
        let gone = live.methods.keys();
        for method in gone.filter(|method| !self.methods.contains_key(*method)) {
            patch.remove(&format!("/{}", key(method)));
        }
        Ok(patch)
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

    /// What of it a creation carries.
    pub(super) fn as_created(&self) -> Self {
        Self {
            access_log: None,
            client_certificate_id: None,
            methods: BTreeMap::new(),
            deployment: None,
            ..self.clone()
        }
    }
}

impl MethodSettings {
    /// Without what goes without saying.
    fn normalise(&mut self) {
        self.throttling_rate_limit.take_if(|limit| *limit < 0.0);
        self.throttling_burst_limit.take_if(|limit| *limit < 0);
        self.logging_level.take_if(|level| level == "OFF");
        self.cache_ttl_seconds.take_if(|ttl| *ttl == DEFAULT_TTL);
        self.unauthorized_cache_control.take_if(|strategy| strategy == DEFAULT_STRATEGY);
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
