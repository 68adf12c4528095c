//! The state on disk.

mod journal;
mod locks;
mod memory_files;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::future::BoxFuture;
use serde_json::json;

use crate::{Entry, Folder, HeldLock, Intent, State, StateError, Storage, Store, Stored, unlock};
use compiler::{Address, Identity};

fn storage(folder: &tempfile::TempDir) -> Arc<dyn Storage> {
    Arc::new(Folder::new(folder.path().join("deep/state")))
}

fn fake() -> Identity {
    Identity::new("fake", "test")
}

fn entry(id: &str) -> Entry {
    Entry {
        region: "us-east-2".to_owned(),
        id: id.to_owned(),
        applied: None,
        sensitive: Default::default(),
        depends_on: Default::default(),
        replaced: Vec::new(),
        trusted: Vec::new(),
        files: Default::default(),
        secrets: Vec::new(),
    }
}

fn address(text: &str) -> Address {
    text.parse().unwrap()
}

async fn refusal(text: &str) -> StateError {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("deep/state")).unwrap();
    std::fs::write(folder.path().join("deep/state/state.json"), text).unwrap();
    match Store::open(storage(&folder), &fake()).await {
        Ok(_) => panic!("`{text}` is not a diatonic state"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn what_is_recorded_is_there_for_the_next_process() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(storage(&folder), &fake()).await.unwrap();
    assert!(storage(&folder).read("state.json").await.unwrap().is_none(), "opening writes nothing");
    let keyed = address("fake.thing.a[\"x.y/z\"]");
    store.record(&keyed, Some(entry("one"))).await.unwrap();
    store.record(&address("fake.thing.b"), Some(entry("two"))).await.unwrap();
    store.record(&address("fake.thing.b"), None).await.unwrap();
    let again = Store::open(storage(&folder), &fake()).await.unwrap();
    assert_eq!(again.snapshot().resources, BTreeMap::from([(keyed, entry("one"))]));
}

#[tokio::test]
async fn what_is_so_already_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(storage(&folder), &fake()).await.unwrap();
    let entries = BTreeMap::from([(address("fake.thing.a"), entry("one"))]);
    let none = BTreeSet::new();
    let nothing = BTreeMap::new();
    store.record_observed(&[], &nothing, &none, &none).await.unwrap();
    assert!(storage(&folder).read("state.json").await.unwrap().is_none());
    store.record_observed(&[], &entries, &none, &none).await.unwrap();
    let first = storage(&folder).read("state.json").await.unwrap().unwrap();
    std::fs::remove_file(folder.path().join("deep/state/state.json")).unwrap();
    store.record_observed(&[], &entries, &none, &none).await.unwrap();
    assert!(storage(&folder).read("state.json").await.unwrap().is_none());
    assert_eq!(State::parse(&first.bytes, &fake(), false, "").unwrap().resources, entries);
}

#[tokio::test]
async fn of_two_writers_the_second_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let one = Store::open(storage(&folder), &fake()).await.unwrap();
    let two = Store::open(storage(&folder), &fake()).await.unwrap();
    one.record(&address("fake.thing.a"), Some(entry("one"))).await.unwrap();
    for _ in 0..2 {
        let outcome = two.record(&address("fake.thing.b"), Some(entry("two"))).await;
        assert!(matches!(outcome, Err(StateError::Conflict { .. })), "{outcome:?}");
    }
    let kept = Store::open(storage(&folder), &fake()).await.unwrap().snapshot();
    assert_eq!(kept.resources.len(), 1);
}

/// A place whose writes arrive, while their answers may not.
struct LosesResponses {
    inner: Arc<dyn Storage>,
    loses_responses: AtomicBool,
}

impl Storage for LosesResponses {
    fn location(&self, file: &str) -> String {
        self.inner.location(file)
    }

    fn list<'a>(&'a self, folder: &'a str) -> BoxFuture<'a, Result<Vec<String>, StateError>> {
        self.inner.list(folder)
    }

    fn read<'a>(&'a self, file: &'a str) -> BoxFuture<'a, Result<Option<Stored>, StateError>> {
        self.inner.read(file)
    }

    fn write<'a>(
        &'a self,
        file: &'a str,
        bytes: Vec<u8>,
        replaces: Option<String>,
    ) -> BoxFuture<'a, Result<String, StateError>> {
        Box::pin(async move {
            let outcome = self.inner.write(file, bytes, replaces).await;
            match self.loses_responses.load(Ordering::Relaxed) {
                true => Err(StateError::Io {
                    doing: "write",
                    location: self.location(file),
                    source: std::io::ErrorKind::TimedOut.into(),
                }),
                false => outcome,
            }
        })
    }

    fn delete<'a>(
        &'a self,
        file: &'a str,
        version: &'a str,
    ) -> BoxFuture<'a, Result<(), StateError>> {
        self.inner.delete(file, version)
    }
}

#[tokio::test]
async fn a_write_that_failed_and_arrived_is_not_taken_for_another_writers() {
    let folder = tempfile::tempdir().unwrap();
    let losing = Arc::new(LosesResponses {
        inner: storage(&folder),
        loses_responses: AtomicBool::new(true),
    });
    let store = Store::open(losing.clone(), &fake()).await.unwrap();
    let record = |name: &str| {
        let address = address(name);
        let store = &store;
        async move { store.record(&address, Some(entry("one"))).await }
    };
    record("fake.thing.a").await.unwrap_err();
    losing.loses_responses.store(false, Ordering::Relaxed);
    record("fake.thing.b").await.unwrap();
    let other = Store::open(storage(&folder), &fake()).await.unwrap();
    assert_eq!(other.snapshot().resources.len(), 2);
    // Somebody else's is another's, whatever failed before.
    losing.loses_responses.store(true, Ordering::Relaxed);
    record("fake.thing.c").await.unwrap_err();
    losing.loses_responses.store(false, Ordering::Relaxed);
    let other = Store::open(storage(&folder), &fake()).await.unwrap();
    other.change(|state| state.resources.clear()).await.unwrap();
    let refused = record("fake.thing.d").await;
    assert!(matches!(refused, Err(StateError::Conflict { .. })), "{refused:?}");
}

#[tokio::test]
async fn what_is_no_state_of_ours_is_refused() {
    for corrupt in ["", "{", "[]", "{}", "{\"format\": 1, \"stack\": \"fake-test\"}"] {
        let error = refusal(corrupt).await;
        assert!(matches!(error, StateError::Corrupt { .. }), "{corrupt}: {error:?}");
        assert!(error.to_string().contains("state.json"));
    }
    let newer = refusal("{\"format\": 99, \"stack\": \"fake-test\", \"all\": \"new\"}").await;
    assert!(matches!(newer, StateError::Newer { found: 99, .. }), "{newer:?}");
    let other = serde_json::to_string(&State::empty(&Identity::new("other", "test"))).unwrap();
    let other = refusal(&other).await;
    assert!(other.to_string().contains("`other/test`"), "{other}");
}

#[tokio::test]
async fn an_older_state_is_read_and_written_in_the_format_of_today() {
    let folder = tempfile::TempDir::new().unwrap();
    let storage = storage(&folder);
    let print = format!("sha256:{}", "0a".repeat(16));
    let entry_of_old = format!(
        r#"{{ "region": "us-east-2", "id": "x", "applied": {{ "name": "x", "secret": "{print}" }} }}"#
    );
    let old = format!(
        r#"{{ "format": 1, "stack": "fake-test", "salt": "1f", "resources": {{ "fake.thing.a": {entry_of_old} }} }}"#
    );
    storage.write("state.json", old.into_bytes(), None).await.unwrap();
    let store = Store::open(storage.clone(), &fake()).await.unwrap();
    let known = store.entry(&address("fake.thing.a")).unwrap();
    assert_eq!(
        (known.id.as_str(), known.applied),
        ("x", Some(json!({ "name": "x", "secret": language::value::auto::anything() }).into()))
    );
    let new = address("fake.thing.b");
    store.record(&new, Some(entry("y"))).await.unwrap();
    let bytes = storage.read("state.json").await.unwrap().unwrap().bytes;
    let written: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(written["format"], json!(crate::FORMAT));
    assert_eq!(written["stack"], json!("fake/test"));
    assert_eq!(written["resources"]["fake.thing.a"]["id"], json!("x"));
    assert!(!written.to_string().contains("sha256:"), "{written}");
}

#[tokio::test]
async fn a_reader_never_sees_half_a_state() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(storage(&folder), &fake()).await.unwrap();
    store.record(&address("fake.thing.a"), Some(entry("first"))).await.unwrap();
    let store = Arc::new(store);
    let writer = tokio::spawn(async move {
        for size in (0..60).rev() {
            let long = entry(&"x".repeat(size * 1000));
            store.record(&address("fake.thing.a"), Some(long)).await.unwrap();
        }
        store.fold().await.unwrap();
        store.sweep().await;
    });
    let reader = storage(&folder);
    while !writer.is_finished() {
        let stored = reader.read("state.json").await.unwrap().unwrap();
        State::parse(&stored.bytes, &fake(), false, "").unwrap();
    }
    writer.await.unwrap();
    let files = |folder: std::path::PathBuf| {
        let left = std::fs::read_dir(folder).unwrap();
        let mut left: Vec<_> = left.map(|file| file.unwrap().file_name()).collect();
        left.sort();
        left
    };
    let folder = folder.path().join("deep/state");
    assert_eq!(files(folder.join("journal")).len(), 0, "it is folded in");
    assert_eq!(files(folder), [".guard", "journal", "state.json"], "no temporary file stays");
}

#[tokio::test]
async fn changes_that_come_together_are_all_stored() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(storage(&folder), &fake()).await.unwrap();
    let records = (0..40).map(|number| {
        let (store, name) = (&store, format!("fake.thing.n{number}"));
        async move { store.record(&address(&name), Some(entry(&name))).await }
    });
    for outcome in futures_util::future::join_all(records).await {
        outcome.unwrap();
    }
    let kept = Store::open(storage(&folder), &fake()).await.unwrap().snapshot();
    assert_eq!(kept.resources.len(), 40);
}

/// Opens a state of format 2 as `shop-eu` in `dev`. What is not ambiguous needs no more.
async fn of_format_2(stack: &str, folder: &str, record: Option<&str>) -> Result<State, StateError> {
    let root = tempfile::tempdir().unwrap();
    let place: Arc<dyn Storage> = Arc::new(Folder::new(root.path().join(folder)));
    let state = json!({ "format": 2, "stack": stack, "salt": "", "resources": {} });
    let write = |file: &'static str, value: serde_json::Value| {
        place.write(file, value.to_string().into_bytes(), None)
    };
    write("state.json", state).await.unwrap();
    if let Some(environment) = record {
        let other = json!({ "stack": stack, "environment": "other" });
        let newest = json!({ "stack": stack, "environment": environment });
        write("runs/20260101T000000Z-0000.json", other).await.unwrap();
        write("runs/20260102T000000Z-0000.json", newest).await.unwrap();
    }
    let store = Store::open(place.clone(), &Identity::new("shop-eu", "dev")).await?;
    Ok(store.snapshot())
}

#[tokio::test]
async fn a_state_of_format_2_is_opened_by_the_stack_that_wrote_it() {
    for (folder, record, is_ours) in [
        // As `.diatonic/<env>`, the place without `state`.
        (".diatonic/dev", None, true),
        (".diatonic/eu-dev", None, false),
        ("state", None, false),
        ("state", Some("dev"), true),
        ("state", Some("eu-dev"), false),
        (".diatonic/dev", Some("eu-dev"), false),
    ] {
        let opened = of_format_2("shop-eu-dev", folder, record).await;
        match opened {
            Ok(state) => {
                assert!(is_ours, "{folder} {record:?}");
                assert_eq!(state.stack, "shop-eu/dev");
            }
            Err(error) => {
                assert!(!is_ours && matches!(error, StateError::Ambiguous { .. }), "{error}");
            }
        }
    }
    let other = of_format_2("shop-dev", ".diatonic/dev", Some("dev")).await;
    assert!(matches!(other, Err(StateError::OtherStack { .. })));
}

fn intent(since: &str, is_answered: bool) -> Intent {
    Intent {
        region: "us-east-2".to_owned(),
        identity: json!({ "name": "v" }),
        depends_on: Default::default(),
        since: since.to_owned(),
        is_answered,
    }
}

#[tokio::test]
async fn a_creation_without_an_end_stays_in_doubt_for_an_hour() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(storage(&folder), &fake()).await.unwrap();
    let begin = async |intent: Intent| {
        store.begin_creation(&address("fake.vault.v"), intent).await.unwrap()
    };
    let (nothing, none) = (BTreeMap::new(), BTreeSet::new());
    let (old, new) = ("2001-01-01T00:00:00Z", "2999-01-01T00:00:00Z");
    for (since, is_answered) in [(old, false), (new, true), (new, false), (new, true)] {
        begin(intent(since, is_answered)).await;
    }
    let unconfirmed = |store: &Store| -> Vec<String> {
        let doubts = store.snapshot().doubts.into_values().flatten();
        doubts.map(|doubt| doubt.since).collect()
    };
    assert_eq!(unconfirmed(&store), [old, new]);
    store
        .record_observed(&[], &nothing, &none, &BTreeSet::from([address("fake.vault.v")]))
        .await
        .unwrap();
    assert_eq!(unconfirmed(&store), [old, new], "a step may be about what it has made");
    store.record_observed(&[], &nothing, &none, &none).await.unwrap();
    assert_eq!(unconfirmed(&store), [new]);
}

#[tokio::test]
async fn an_interrupted_creation_is_settled_by_the_object_that_it_made_and_by_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(storage(&folder), &fake()).await.unwrap();
    let vault = address("fake.vault.v");
    let (old, new) = (Some(entry("old")), Some(entry("new")));
    store.record(&vault, old).await.unwrap();
    let begin = async || {
        let intent = intent("2999-01-01T00:00:00Z", false);
        store.begin_creation(&vault, intent).await.unwrap();
    };
    begin().await;
    store.record(&vault, new).await.unwrap();
    assert!(store.snapshot().doubts.is_empty());
    assert!(store.snapshot().intents.is_empty());
    for entry in [Some(entry("new")), None] {
        begin().await;
        store.record(&vault, entry).await.unwrap();
        let state = store.snapshot();
        assert!(state.intents.is_empty());
        assert_eq!(state.doubts[&vault].len(), 1, "{:?}", state.doubts);
        store.change(|state| state.doubts.clear()).await.unwrap();
    }
}
