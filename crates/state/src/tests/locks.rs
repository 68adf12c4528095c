//! The lock beside the state.

use super::*;

#[tokio::test]
async fn one_writer_has_the_lock_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let take = |operation: &'static str| HeldLock::take(storage(&folder), operation);
    let held = take("apply").await.unwrap();
    let refused = take("destroy").await;
    let text = match refused {
        Err(error @ StateError::Locked { .. }) => error.to_string(),
        other => panic!("it is locked: {:?}", other.err()),
    };
    let process = std::process::id().to_string();
    for part in ["apply by ", &process, "diatonic unlock ", "--lock-timeout"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    held.release().await.unwrap();
    let again = take("destroy").await.unwrap();
    again.release().await.unwrap();
}

#[tokio::test]
async fn of_many_who_want_the_lock_one_gets_it() {
    let folder = tempfile::tempdir().unwrap();
    let tries = (0..16).map(|_| HeldLock::take(storage(&folder), "apply"));
    let outcomes = futures_util::future::join_all(tries).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
}

#[tokio::test]
async fn a_lock_is_taken_away_by_its_id_alone() {
    let folder = tempfile::tempdir().unwrap();
    let place = storage(&folder);
    let free = unlock(place.clone(), &fake(), "any").await;
    assert!(matches!(free, Err(StateError::NotLocked { .. })), "{free:?}");
    let _left = HeldLock::take(place.clone(), "apply").await.unwrap();
    let id = match unlock(place.clone(), &fake(), "another").await {
        Err(StateError::OtherLock { lock, .. }) => lock.id,
        other => panic!("another id is refused: {other:?}"),
    };
    assert_eq!(unlock(place.clone(), &fake(), &id).await.unwrap().operation, "apply");
    let next = HeldLock::take(place, "apply").await;
    assert!(next.is_ok());
}

#[tokio::test]
async fn the_lock_of_a_dead_process_is_reported_and_not_stolen() {
    let folder = tempfile::tempdir().unwrap();
    let place = storage(&folder);
    let held = HeldLock::take(place.clone(), "apply").await.unwrap();
    drop(held);
    let file = folder.path().join("deep/state/lock.json");
    let text = std::fs::read_to_string(&file).unwrap();
    // The highest number that a process can have here is 2^22.
    let mut lock: serde_json::Value = serde_json::from_str(&text).unwrap();
    lock["process"] = 99_999_999.into();
    std::fs::write(&file, lock.to_string()).unwrap();
    let refused = HeldLock::take(place, "apply").await;
    let text = refused.err().unwrap().to_string();
    assert!(text.contains("no longer runs"), "{text}");
}
/// Opens the state as whoever takes the lock now.
async fn as_writer(place: &Arc<dyn Storage>, operation: &str) -> (Store, HeldLock) {
    let lock = HeldLock::take(place.clone(), operation).await.unwrap();
    let store = Store::open(place.clone(), &fake()).await.unwrap();
    store.write_as(&lock);
    (store, lock)
}

async fn record(store: &Store, name: &str) -> Result<(), StateError> {
    store.record(&address(name), Some(entry(name))).await
}

#[tokio::test]
async fn whoever_has_lost_the_lock_is_told_at_the_next_write() {
    let folder = tempfile::tempdir().unwrap();
    let place = storage(&folder);
    let (robbed, lost) = as_writer(&place, "apply").await;
    record(&robbed, "fake.thing.a").await.unwrap();
    unlock(place.clone(), &fake(), lost.id()).await.unwrap();
    let unheld = record(&robbed, "fake.thing.b").await.unwrap_err();
    assert!(matches!(unheld, StateError::LockLost { by: None }), "{unheld:?}");
    let (writer, _held) = as_writer(&place, "destroy").await;
    let refused = record(&robbed, "fake.thing.b").await.unwrap_err();
    let StateError::LockLost { by: Some(by) } = &refused else {
        panic!("the lock is lost: {refused:?}");
    };
    assert_eq!(by.operation, "destroy");
    assert!(refused.to_string().contains("the lock of this run was removed"), "{refused}");
    record(&writer, "fake.thing.c").await.unwrap();
    let kept = Store::open(place, &fake()).await.unwrap().snapshot();
    let kept: Vec<String> = kept.resources.keys().map(Address::to_string).collect();
    assert_eq!(kept, ["fake.thing.a", "fake.thing.c"]);
}

#[tokio::test]
async fn a_writer_of_the_first_state_that_has_lost_the_lock_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let place = storage(&folder);
    let (robbed, lost) = as_writer(&place, "apply").await;
    assert!(place.read("state.json").await.unwrap().is_none(), "nothing is written yet");
    unlock(place.clone(), &fake(), lost.id()).await.unwrap();
    for has_other in [false, true] {
        let _other = match has_other {
            true => Some(as_writer(&place, "destroy").await),
            false => None,
        };
        let refused = record(&robbed, "fake.thing.a").await.unwrap_err();
        let StateError::LockLost { by } = &refused else {
            panic!("the lock is lost: {refused:?}");
        };
        assert_eq!(by.is_some(), has_other);
    }
    assert!(place.read("state.json").await.unwrap().is_none());
}

#[tokio::test]
async fn a_state_that_was_changed_by_hand_is_no_lost_lock() {
    let folder = tempfile::tempdir().unwrap();
    let place = storage(&folder);
    let (store, _held) = as_writer(&place, "apply").await;
    record(&store, "fake.thing.a").await.unwrap();
    let stored = place.read("state.json").await.unwrap().unwrap();
    let mut edited: serde_json::Value = serde_json::from_slice(&stored.bytes).unwrap();
    edited["salt"] = json!("another");
    let bytes = edited.to_string().into_bytes();
    let edit = place.write("state.json", bytes, Some(stored.version));
    edit.await.unwrap();
    let refused = record(&store, "fake.thing.b").await;
    assert!(matches!(refused, Err(StateError::Conflict { .. })), "{refused:?}");
}
