//! Runs one case of one kind on the emulators.

use std::sync::atomic::{AtomicU32, Ordering};

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use diatonic::aws::{Aws, Connection, RateLimits};
use diatonic::diff;
use diatonic::kind::AnyKind;
use diatonic::kinds;
use diatonic::workspace::Workspace;
use serde_json::{Value, json};

pub const REGION: &str = "us-east-2";

/// Where a case runs.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "not every file uses each")]
pub enum On {
    Both,
    /// moto is wrong here; the text says how.
    Ministack(&'static str),
    /// ministack is wrong here; the text says how.
    Moto(&'static str),
    /// As `Ministack` and `Moto`, without taking the change back: neither emulator can.
    MinistackOneWay(&'static str),
    MotoOneWay(&'static str),
}

/// One case: a kind, a spec to create, one change to it, and how the cloud shows the change.
pub struct Case {
    pub kind: &'static str,
    /// The spec without its name.
    pub base: Value,
    /// A JSON merge patch on the spec (RFC 7396): null takes a field away.
    pub change: Value,
    /// A Python expression over boto3: `client("logs")`, `name` and `id` are at hand.
    pub ask: &'static str,
    pub expect: Value,
    pub on: On,
    /// Python expressions that make what the spec refers to (streams, roles, buckets), before creation.
    pub prepare: &'static [&'static str],
}

/// Defines a test for each case of a kind: `name: change => expression, expected value, where;`
macro_rules! round_trips {
    (kind: $kind:expr, base: $base:expr, prepare: $prepare:expr;
     $($test:ident: $change:expr => $ask:expr, $expect:expr, $on:expr;)*) => {
        $(
            #[test]
            fn $test() {
                $crate::harness::run($crate::harness::Case {
                    kind: $kind,
                    base: $base,
                    change: $change,
                    ask: $ask,
                    expect: $expect,
                    on: $on,
                    prepare: $prepare,
                });
            }
        )*
    };
}
pub(crate) use round_trips;

pub fn run(case: Case) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime starts");
    if !matches!(case.on, On::Moto(_) | On::MotoOneWay(_)) {
        let endpoint = emulators::shared_ministack().endpoint().to_owned();
        runtime.block_on(round_trip(&case, &endpoint, &emulators::fresh_account()));
    }
    if !matches!(case.on, On::Ministack(_) | On::MinistackOneWay(_)) {
        let endpoint = emulators::shared_moto().endpoint().to_owned();
        runtime.block_on(round_trip(&case, &endpoint, "123456789012"));
    }
}

pub async fn aws(endpoint: &str, account: &str) -> Aws {
    let credentials = Credentials::from_keys(account, "test", None);
    let connection = Connection {
        endpoint_url: Some(endpoint.to_owned()),
        rate_limits: RateLimits { unlimited: true, ..RateLimits::default() },
        credentials: Some(SharedCredentialsProvider::new(credentials)),
        http_client: Some(super::answers::corrected()),
    };
    Aws::connect(connection, account, REGION).await
}

/// A name that no other case uses: moto has one account for all.
pub fn unique_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("case-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

async fn round_trip(case: &Case, endpoint: &str, account: &str) {
    let kind = kinds::find(case.kind).expect("the kind is registered");
    let aws = aws(endpoint, account).await;
    let workspace = Workspace::new(env!("CARGO_MANIFEST_DIR"));
    let name = unique_name();
    for expression in case.prepare {
        super::boto::ask(endpoint, account, &name, "", expression).expect("preparation succeeds");
    }
    let base = complete(kind, &case.base, &name);
    let changed = complete(kind, &merged(case.base.clone(), &case.change), &name);
    for spec in [&base, &changed] {
        assert_eq!(kind.check(spec), vec![], "the spec is valid");
    }
    let id = kind.create(&aws, &workspace, base.clone()).await.expect("create succeeds");
    converge(kind, &aws, &workspace, &id, &base).await;
    converge(kind, &aws, &workspace, &id, &changed).await;
    let shown = super::boto::ask(endpoint, account, &name, &id, case.ask);
    assert_eq!(shown, Ok(case.expect.clone()), "what boto3 sees at {endpoint}");
    // And back: every field that can be set can be taken away.
    if !matches!(case.on, On::MinistackOneWay(_) | On::MotoOneWay(_)) {
        converge(kind, &aws, &workspace, &id, &base).await;
    }
    kind.delete(&aws, &id).await.expect("delete succeeds");
    assert_eq!(kind.read(&aws, &id).await.expect("read succeeds"), None, "it is gone");
    kind.delete(&aws, &id).await.expect("a second delete is a success");
}

/// Updates until the object reads as the spec says: `read(apply(spec)) == spec`.
async fn converge(kind: &dyn AnyKind, aws: &Aws, workspace: &Workspace, id: &str, spec: &Value) {
    let wanted = kind.prepare(spec.clone(), workspace).await.expect("the spec can be prepared");
    let live = kind.read(aws, id).await.expect("read succeeds").expect("it exists");
    if !diff::changes(&wanted, &live.spec).is_empty() {
        kind.update(aws, workspace, id, spec.clone(), live.spec).await.expect("update succeeds");
    }
    let live = kind.read(aws, id).await.expect("read succeeds").expect("it exists");
    assert_eq!(diff::changes(&wanted, &live.spec), vec![], "it reads as it was written");
}

/// The spec with its name and with the tags that every object of a stack has.
fn complete(kind: &dyn AnyKind, spec: &Value, name: &str) -> Value {
    let text = spec.to_string().replace("{name}", name);
    let mut spec: Value = serde_json::from_str(&text).expect("still JSON");
    if spec.get("name").is_none() {
        spec["name"] = json!(name);
    }
    if kind.is_taggable() {
        let mut tags = spec.get("tags").cloned().unwrap_or_else(|| json!({}));
        tags["diatonic:stack"] = json!("test");
        spec["tags"] = tags;
    }
    spec
}

fn merged(mut target: Value, patch: &Value) -> Value {
    let Value::Object(patch) = patch else {
        return patch.clone();
    };
    if !target.is_object() {
        target = json!({});
    }
    for (key, value) in patch {
        if value.is_null() {
            target.as_object_mut().expect("an object").remove(key);
        } else {
            let inner = target.get(key).cloned().unwrap_or(Value::Null);
            target[key] = merged(inner, value);
        }
    }
    target
}
