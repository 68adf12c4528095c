//! What the engine does with a REST API, step by step, and the calls that each step makes.

use std::collections::BTreeMap;
use std::future::Future;

use aws::Aws;
use kind::registry;
use kind::{AnyKind, Compared, LiveObject};
use language::diff;
use serde_json::Value;
use workspace::Workspace;

use crate::by_value::ByValue;

pub fn kind() -> &'static dyn AnyKind {
    registry::find("apigateway.rest_api").unwrap()
}

/// The API as it is, as far as it compares with a spec.
pub async fn read(aws: &Aws, id: &str, spec: &Value) -> LiveObject {
    let desired = kind().prepare(spec.clone(), &Workspace::new(".")).await.unwrap();
    let mut live = kind().read(aws, id).await.unwrap().unwrap();
    let with =
        Compared { desired: &desired, applied: None, is_applied: &|one, other| one == other };
    live.spec = kind().compared(&live.spec, with).into_owned().into();
    live
}

/// What differs from the spec, by field.
pub async fn differences(aws: &Aws, id: &str, spec: &Value) -> Vec<String> {
    let wanted = kind().prepare(spec.clone(), &Workspace::new(".")).await.unwrap();
    let changes = diff::changes(&wanted, &read(aws, id, spec).await.spec);
    changes.iter().map(|change| change.path.to_string()).collect()
}

/// As the engine does: a read, and what differs from it.
pub async fn update(aws: &Aws, id: &str, spec: &Value) {
    let live = read(aws, id, spec).await;
    let workspace = Workspace::new(".");
    let updated = kind().update(aws, &workspace, id, spec.clone(), live);
    updated.await.unwrap();
}

pub async fn create(aws: &Aws, spec: &Value) -> String {
    let workspace = Workspace::new(".");
    let id = kind().create(aws, &workspace, spec.clone()).await.unwrap();
    update(aws, &id, spec).await;
    id
}

/// The calls that something makes, by operation.
pub async fn calls(aws: &Aws, work: impl Future<Output = ()>) -> BTreeMap<String, u64> {
    let count = || -> BTreeMap<String, u64> {
        let counts = aws.statistics().snapshot().into_iter();
        counts.map(|((_, operation), count)| (operation, count.calls)).collect()
    };
    let before = count();
    work.await;
    let mut after = count();
    for (operation, calls) in &mut after {
        *calls -= before.get(operation).copied().unwrap_or_default();
    }
    after.retain(|_, calls| *calls > 0);
    after
}
