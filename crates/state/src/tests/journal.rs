//! What a run changes of a state that is large.

use futures_util::FutureExt;
use proptest::prelude::*;
use serde_json::Value;

use super::memory_files::MemoryFiles;
use super::*;

/// What a run tells its state.
#[derive(Debug, Clone)]
enum Deed {
    Begins(u8),
    IsAnswered(u8),
    Is(u8, u8),
    Ends(u8),
    Moves(u8, u8),
    Puts(u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    let name = 0..4_u8;
    prop_oneof![
        2 => name.clone().prop_map(Deed::Begins),
        1 => name.clone().prop_map(Deed::IsAnswered),
        4 => (name.clone(), any::<u8>()).prop_map(|(name, id)| Deed::Is(name, id)),
        2 => name.clone().prop_map(Deed::Ends),
        1 => (name.clone(), name).prop_map(|(from, to)| Deed::Moves(from, to)),
        1 => any::<u8>().prop_map(Deed::Puts),
    ]
}

fn named(name: u8) -> Address {
    address(&format!("fake.thing.n{name}"))
}

impl Deed {
    async fn tell(&self, store: &Store) {
        let outcome = match self {
            Self::Begins(name) => {
                store.begin_creation(&named(*name), intent("2999-01-01T00:00:00Z", false)).await
            }
            Self::IsAnswered(name) => {
                store.mark_answered(&named(*name));
                Ok(())
            }
            Self::Is(name, id) => {
                store.record(&named(*name), Some(entry(&format!("id {id}\n")))).await
            }
            Self::Ends(name) => store.record(&named(*name), None).await,
            Self::Moves(from, to) => {
                let one = crate::Move { from: named(*from), to: named(*to) };
                store.change(|state| state.rename(&one)).await
            }
            Self::Puts(value) => {
                let outputs = BTreeMap::from([("one".to_owned(), Some(json!(value)))]);
                store.change(|state| state.outputs = outputs).await
            }
        };
        outcome.unwrap();
    }
}

/// What a state says, but for where it is stored.
fn said(state: &State) -> Value {
    let mut said = serde_json::to_value(state).unwrap();
    said.as_object_mut().unwrap().remove("journal");
    said
}

async fn opened(memory: &MemoryFiles, part: usize) -> Store {
    Store::open_in_parts(memory.open(), &fake(), part).await.unwrap()
}

async fn kept(memory: &MemoryFiles) -> Value {
    said(&opened(memory, 0).await.snapshot())
}

/// The parts of the journal that a state names, in their order.
fn parts(memory: &MemoryFiles) -> Vec<String> {
    if !memory.names().contains(&"state.json".to_owned()) {
        return Vec::new();
    }
    let whole: Value = serde_json::from_slice(&memory.bytes_of("state.json")).unwrap();
    let Some(id) = whole["journal"].as_str() else {
        return Vec::new();
    };
    let names = memory.names();
    let file = |part: usize| format!("journal/{id}-{part}.jsonl");
    (1..).map(file).take_while(|file| names.contains(file)).collect()
}

fn now<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("nothing here waits")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_beginning_of_a_journal_is_how_things_were_at_some_moment(
        deeds in prop::collection::vec(deed(), 1..24),
        part in prop::sample::select(vec![0_usize, 150, 600]),
    ) {
        let memory = MemoryFiles::default();
        let store = now(opened(&memory, part));
        let mut moments = vec![said(&store.snapshot())];
        for deed in &deeds {
            now(deed.tell(&store));
            moments.push(said(&store.snapshot()));
            let now = now(kept(&memory));
            let is_waiting = matches!(deed, Deed::IsAnswered(_));
            prop_assert!(is_waiting || Some(&now) == moments.last(), "{deed:?}");
        }
        let parts = parts(&memory);
        for (index, part) in parts.iter().enumerate() {
            let bytes = memory.bytes_of(part);
            let cut = memory.copy();
            parts[index + 1..].iter().for_each(|later| drop(cut.put(later, Vec::new())));
            for length in 0..=bytes.len() {
                cut.put(part, bytes[..length].to_vec());
                let kept = now(kept(&cut));
                prop_assert!(moments.contains(&kept), "{part} cut at {length}: {kept}");
            }
        }
        now(store.fold()).unwrap();
        now(store.sweep());
        let files = memory.names();
        prop_assert!(files.iter().all(|file| file == "state.json"), "{files:?}");
        prop_assert_eq!(Some(now(kept(&memory))), moments.pop());
    }

    #[test]
    fn whoever_is_killed_at_any_write_has_stored_what_it_was_told_is_stored(
        deeds in prop::collection::vec(deed(), 1..12),
        part in prop::sample::select(vec![0_usize, 150, 1 << 20]),
        is_carried_out in any::<bool>(),
    ) {
        for life in 1.. {
            let memory = MemoryFiles::default();
            let process = memory.process(life, is_carried_out);
            let store = now(Store::open_in_parts(process, &fake(), part)).unwrap();
            let mut moments = vec![said(&store.snapshot())];
            let mut stored = 0;
            let whole = async {
                for deed in &deeds {
                    deed.tell(&store).await;
                    if !matches!(deed, Deed::IsAnswered(_)) {
                        stored = moments.len();
                    }
                    moments.push(said(&store.snapshot()));
                }
                store.fold().await.unwrap();
                store.sweep().await;
            };
            let is_dead = whole.now_or_never().is_none();
            // What was under way may have been stored.
            moments.push(said(&store.snapshot()));
            let found = now(kept(&memory));
            prop_assert!(moments[stored..].contains(&found), "{life}: {found}");
            // The next run goes on from there.
            let next = now(opened(&memory, part));
            now(Deed::Is(9, 9).tell(&next));
            now(Deed::Is(8, 8).tell(&next));
            now(next.fold()).unwrap();
            now(next.sweep());
            prop_assert_eq!(now(kept(&memory)), said(&next.snapshot()));
            prop_assert!(next.entry(&named(9)).is_some());
            if !is_dead {
                break;
            }
        }
    }
}

/// A run whose state is so large that it has a journal.
async fn with_journal(memory: &MemoryFiles, names: std::ops::Range<u8>) -> (Store, HeldLock) {
    let lock = HeldLock::take(memory.open(), "apply").await.unwrap();
    let store = opened(memory, 100).await;
    store.write_as(&lock);
    for name in names {
        Deed::Is(name, name).tell(&store).await;
    }
    assert!(!parts(memory).is_empty(), "there is a journal");
    (store, lock)
}

#[tokio::test]
async fn whoever_has_a_journal_is_told_that_its_lock_was_taken() {
    let memory = MemoryFiles::default();
    let (robbed, lost) = with_journal(&memory, 0..3).await;
    unlock(memory.open(), &fake(), lost.id()).await.unwrap();
    assert_eq!(memory.names(), ["state.json"], "it is folded in");
    let refused = robbed.record(&named(7), Some(entry("x"))).await.unwrap_err();
    assert!(matches!(refused, StateError::LockLost { by: None }), "{refused:?}");
    let (other, _lock) = with_journal(&memory, 3..6).await;
    let refused = robbed.record(&named(7), Some(entry("x"))).await.unwrap_err();
    assert!(matches!(refused, StateError::LockLost { by: Some(_) }), "{refused:?}");
    assert!(matches!(robbed.fold().await, Err(StateError::LockLost { .. })));
    assert_eq!(other.snapshot().resources.len(), 6);
    assert_eq!(kept(&memory).await, said(&other.snapshot()));
}

#[tokio::test]
async fn where_the_lock_was_deleted_by_hand_nothing_that_was_stored_is_lost() {
    let memory = MemoryFiles::default();
    let (first, _lock) = with_journal(&memory, 0..3).await;
    memory.take("lock.json");
    let lock = HeldLock::take(memory.open(), "apply").await.unwrap();
    let second = opened(&memory, 100).await;
    second.write_as(&lock);
    // The first goes on after the second has read.
    Deed::Is(3, 3).tell(&first).await;
    let refused = second.record(&named(4), Some(entry("x"))).await.unwrap_err();
    assert!(matches!(refused, StateError::Conflict { .. }), "{refused:?}");
    assert_eq!(kept(&memory).await, said(&first.snapshot()));
    // The other way round.
    let third = opened(&memory, 100).await;
    third.write_as(&lock);
    Deed::Is(4, 4).tell(&third).await;
    let refused = first.record(&named(5), Some(entry("x"))).await.unwrap_err();
    assert!(matches!(refused, StateError::LockLost { .. }), "{refused:?}");
    assert_eq!(kept(&memory).await, said(&third.snapshot()));
}

#[tokio::test]
async fn the_end_of_an_object_is_stored_after_a_while_or_at_the_end() {
    let memory = MemoryFiles::default();
    let store = opened(&memory, 100).await;
    for name in 0..3 {
        Deed::Is(name, name).tell(&store).await;
    }
    let before = kept(&memory).await;
    store.record_end(&named(0), None).await.unwrap();
    assert_eq!(kept(&memory).await, before, "nobody waits for it");
    tokio::time::timeout(std::time::Duration::from_secs(20), async {
        while kept(&memory).await == before {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    })
    .await
    .expect("it is stored after a while");
    assert_eq!(kept(&memory).await, said(&store.snapshot()));
    store.record_end(&named(1), None).await.unwrap();
    store.fold().await.unwrap();
    assert_eq!(kept(&memory).await["resources"].as_object().unwrap().len(), 1);
}

#[tokio::test]
async fn a_journal_that_is_not_there_is_no_journal_without_lines() {
    let memory = MemoryFiles::default();
    let (_store, _lock) = with_journal(&memory, 0..4).await;
    let parts = parts(&memory);
    for (file, damage) in [(&parts[0], None), (&parts[0], Some("{}\n"))] {
        let damaged = memory.copy();
        damaged.take(file);
        if let Some(text) = damage {
            damaged.put(file, text.into());
        }
        let refused = Store::open(damaged.open(), &fake()).await.err().expect("it is refused");
        assert!(matches!(refused, StateError::CorruptJournal { .. }), "{refused:?}");
        assert!(refused.to_string().contains("diatonic state rebuild"), "{refused}");
    }
}

#[tokio::test]
async fn a_folder_is_read_with_its_journal_without_a_runtime() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_in_parts(storage(&folder), &fake(), 0).await.unwrap();
    for name in 0..3 {
        Deed::Is(name, name).tell(&store).await;
    }
    let place = folder.path().join("deep/state");
    assert_eq!(std::fs::read_dir(place.join("journal")).unwrap().count(), 2);
    let read = move || crate::read_state_in_folder(&place, &fake(), "shown");
    let state = std::thread::spawn(read).join().unwrap().unwrap().expect("a state");
    assert_eq!(said(&state), said(&store.snapshot()));
}

/// Two changes an object, as an apply makes them.
async fn written_for(objects: usize) -> (usize, usize) {
    let memory = MemoryFiles::default();
    let store = Store::open(memory.open(), &fake()).await.unwrap();
    for number in 0..objects {
        let address = address(&format!("fake.thing.n{number}"));
        let intent = intent("2999-01-01T00:00:00Z", false);
        store.begin_creation(&address, intent).await.unwrap();
        let applied = Some(json!({ "name": address.to_string(), "tags": { "a": "b" } }).into());
        let entry = Entry { applied, ..entry("one") };
        store.record(&address, Some(entry)).await.unwrap();
    }
    store.fold().await.unwrap();
    let length = memory.bytes_of("state.json").len();
    (length, memory.written().1)
}

#[tokio::test]
async fn what_is_written_grows_with_the_number_of_changes_and_not_with_its_square() {
    let (_, of_few) = written_for(500).await;
    let (length, of_many) = written_for(2000).await;
    assert!(length > 300_000, "{length}");
    assert!(of_many < 6 * of_few, "{of_few} {of_many}");
    // Written again with each of 4,000 changes it would be half of that many times its length.
    assert!(of_many < 300 * length, "{length} {of_many}");
}
