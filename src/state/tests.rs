//! The state on disk.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Backend, Entry, FileBackend, State, StateError, Store};
use crate::spec::Address;

fn backend(folder: &tempfile::TempDir) -> Box<dyn Backend> {
    Box::new(FileBackend::new(folder.path().join("deep/state")))
}

fn entry(id: &str) -> Entry {
    Entry {
        region: "us-east-2".to_owned(),
        id: id.to_owned(),
        applied: None,
        sensitive: Default::default(),
        depends_on: Default::default(),
        replaced: Vec::new(),
    }
}

fn address(text: &str) -> Address {
    text.parse().unwrap()
}

async fn refusal(text: &str) -> StateError {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("deep/state")).unwrap();
    std::fs::write(folder.path().join("deep/state/state.json"), text).unwrap();
    match Store::open(backend(&folder), "fake-test").await {
        Ok(_) => panic!("`{text}` is no state of ours"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn what_is_recorded_is_there_for_the_next_process() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(backend(&folder), "fake-test").await.unwrap();
    assert!(
        backend(&folder).load().await.unwrap().is_none(),
        "opening writes nothing"
    );
    let keyed = address("fake.thing.a[\"x.y/z\"]");
    store.record(&keyed, Some(entry("one"))).await.unwrap();
    store
        .record(&address("fake.thing.b"), Some(entry("two")))
        .await
        .unwrap();
    store.record(&address("fake.thing.b"), None).await.unwrap();
    let again = Store::open(backend(&folder), "fake-test").await.unwrap();
    assert_eq!(
        again.snapshot().resources,
        BTreeMap::from([(keyed, entry("one"))])
    );
    assert_eq!(again.snapshot().salt, store.snapshot().salt);
}

#[tokio::test]
async fn what_is_so_already_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(backend(&folder), "fake-test").await.unwrap();
    let entries = BTreeMap::from([(address("fake.thing.a"), entry("one"))]);
    store.keep(&BTreeMap::new()).await.unwrap();
    assert!(backend(&folder).load().await.unwrap().is_none());
    store.keep(&entries).await.unwrap();
    let first = backend(&folder).load().await.unwrap().unwrap();
    std::fs::remove_file(folder.path().join("deep/state/state.json")).unwrap();
    store.keep(&entries).await.unwrap();
    assert!(backend(&folder).load().await.unwrap().is_none());
    assert_eq!(
        State::parse(&first.bytes, "fake-test", "")
            .unwrap()
            .resources,
        entries
    );
}

#[tokio::test]
async fn of_two_writers_the_second_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let one = Store::open(backend(&folder), "fake-test").await.unwrap();
    let two = Store::open(backend(&folder), "fake-test").await.unwrap();
    one.record(&address("fake.thing.a"), Some(entry("one")))
        .await
        .unwrap();
    for _ in 0..2 {
        let outcome = two
            .record(&address("fake.thing.b"), Some(entry("two")))
            .await;
        assert!(
            matches!(outcome, Err(StateError::Conflict { .. })),
            "{outcome:?}"
        );
    }
    let kept = Store::open(backend(&folder), "fake-test")
        .await
        .unwrap()
        .snapshot();
    assert_eq!(kept.resources.len(), 1);
}

#[tokio::test]
async fn what_is_no_state_of_ours_is_refused() {
    for corrupt in [
        "",
        "{",
        "[]",
        "{}",
        "{\"format\": 1, \"stack\": \"fake-test\"}",
    ] {
        let error = refusal(corrupt).await;
        assert!(
            matches!(error, StateError::Corrupt { .. }),
            "{corrupt}: {error:?}"
        );
        assert!(error.to_string().contains("state.json"));
    }
    let newer = refusal("{\"format\": 99, \"stack\": \"fake-test\", \"all\": \"new\"}").await;
    assert!(
        matches!(newer, StateError::Newer { found: 99, .. }),
        "{newer:?}"
    );
    let other = serde_json::to_string(&State::empty("other-test")).unwrap();
    let other = refusal(&other).await;
    assert!(other.to_string().contains("`other-test`"), "{other}");
}

#[tokio::test]
async fn a_reader_never_sees_half_a_state() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(backend(&folder), "fake-test").await.unwrap();
    store
        .record(&address("fake.thing.a"), Some(entry("first")))
        .await
        .unwrap();
    let store = Arc::new(store);
    let writer = tokio::spawn(async move {
        for size in (0..60).rev() {
            let long = entry(&"x".repeat(size * 1000));
            store
                .record(&address("fake.thing.a"), Some(long))
                .await
                .unwrap();
        }
    });
    let reader = backend(&folder);
    while !writer.is_finished() {
        let stored = reader.load().await.unwrap().unwrap();
        State::parse(&stored.bytes, "fake-test", "").unwrap();
    }
    writer.await.unwrap();
    let left: Vec<_> = std::fs::read_dir(folder.path().join("deep/state"))
        .unwrap()
        .collect();
    assert_eq!(left.len(), 1, "no temporary file stays");
}

#[tokio::test]
async fn changes_that_come_together_are_all_stored() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(backend(&folder), "fake-test").await.unwrap();
    let records = (0..40).map(|number| {
        let (store, name) = (&store, format!("fake.thing.n{number}"));
        async move { store.record(&address(&name), Some(entry(&name))).await }
    });
    for outcome in futures_util::future::join_all(records).await {
        outcome.unwrap();
    }
    let kept = Store::open(backend(&folder), "fake-test")
        .await
        .unwrap()
        .snapshot();
    assert_eq!(kept.resources.len(), 40);
}
