//! What holds of every place where a state can be: a folder, and a bucket on either emulator.

use std::sync::Arc;

use aws::Aws;
use compiler::{Address, Identity};
use futures_util::future::join_all;
use state::{Entry, HeldLock, Location, State, StateError, Storage, Store, Stored, unlock};
use tempfile::TempDir;

use crate::connection::{REGION, aws};

/// A place where nothing is yet.
struct Place {
    name: &'static str,
    location: Location,
    folder: TempDir,
    aws: Aws,
}

impl Place {
    async fn new(name: &'static str, location: &str, endpoint: &str, account: &str) -> Self {
        Self {
            name,
            location: Location::parse(location).expect("a location"),
            folder: tempfile::tempdir().expect("a temporary folder"),
            aws: aws(endpoint, account).await,
        }
    }

    /// The place as one more process has it.
    fn open(&self) -> Arc<dyn Storage> {
        self.location.open(self.folder.path(), &self.aws).into()
    }
}

async fn places() -> [Place; 3] {
    let ministack = emulators::shared_ministack().endpoint();
    let moto = emulators::shared_moto().endpoint();
    let account = emulators::fresh_account();
    [
        Place::new("folder", "file:deep/state", ministack, &account).await,
        bucket("ministack", ministack, &account).await,
        bucket("moto", moto, "123456789012").await,
    ]
}

async fn bucket(name: &'static str, endpoint: &str, account: &str) -> Place {
    let bucket = format!("state-{}", emulators::fresh_account());
    let script = format!(
        r#"
        region = dict(LocationConstraint="{REGION}")
        boto3.client("s3").create_bucket(Bucket="{bucket}", CreateBucketConfiguration=region)
        "#
    );
    emulators::boto(endpoint, account, REGION, &script).expect("a bucket");
    Place::new(name, &format!("s3://{bucket}/a/prefix"), endpoint, account).await
}

/// Holds a law against every place.
async fn everywhere(law: impl AsyncFn(Place)) {
    for place in places().await {
        eprintln!("in the {}", place.name);
        law(place).await;
    }
}

fn is_conflict<T>(outcome: &Result<T, StateError>) -> bool {
    matches!(outcome, Err(StateError::Conflict { .. }))
}

#[tokio::test]
async fn what_was_read_can_be_replaced_and_nothing_else() {
    everywhere(async |place| {
        let storage = place.open();
        assert_eq!(storage.read("f").await.unwrap(), None);
        let first = storage.write("f", b"1".to_vec(), None).await.unwrap();
        let stored = Stored { bytes: b"1".to_vec(), version: first.clone() };
        assert_eq!(storage.read("f").await.unwrap(), Some(stored));
        let again = storage.write("f", b"2".to_vec(), None).await;
        assert!(is_conflict(&again), "there is something: {again:?}");
        let second = storage.write("f", b"2".to_vec(), Some(first.clone())).await;
        let second = second.unwrap();
        let stale = storage.write("f", b"3".to_vec(), Some(first)).await;
        assert!(is_conflict(&stale), "another version: {stale:?}");
        storage.delete("f", &second).await.unwrap();
        let gone = storage.write("f", b"3".to_vec(), Some(second)).await;
        assert!(is_conflict(&gone), "there is nothing: {gone:?}");
        assert_eq!(storage.read("f").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_write_that_comes_again_is_a_success_in_a_bucket() {
    // The SDK repeats a call whose answer got lost: the same bytes on top of the same version.
    for place in places().await.into_iter().skip(1) {
        let storage = place.open();
        let first = storage.write("f", b"1".to_vec(), None).await.unwrap();
        let again = storage.write("f", b"1".to_vec(), None).await;
        assert_eq!(again.unwrap(), first, "{}", place.name);
    }
}

#[tokio::test]
async fn only_the_version_that_was_read_is_deleted() {
    everywhere(async |place| {
        let storage = place.open();
        let first = storage.write("f", b"1".to_vec(), None).await.unwrap();
        let second = storage.write("f", b"2".to_vec(), Some(first.clone())).await;
        let stale = storage.delete("f", &first).await;
        assert!(is_conflict(&stale), "{stale:?}");
        let second = second.unwrap();
        storage.delete("f", &second).await.unwrap();
        storage.delete("f", &second).await.expect("it is gone");
        assert_eq!(storage.read("f").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn the_files_of_a_folder_are_listed_and_no_others() {
    everywhere(async |place| {
        let storage = place.open();
        assert!(storage.list("runs").await.unwrap().is_empty());
        for file in ["runs/2.json", "runs/1.json", "runs-not/3.json", "f"] {
            storage.write(file, b"1".to_vec(), None).await.unwrap();
        }
        let files = storage.list("runs").await.unwrap();
        assert_eq!(files, ["runs/1.json", "runs/2.json"]);
        let stored = storage.read("runs/1.json").await.unwrap();
        storage.delete("runs/1.json", &stored.expect("a file").version).await.unwrap();
        assert_eq!(storage.list("runs").await.unwrap(), ["runs/2.json"]);
    })
    .await;
}

#[tokio::test]
async fn a_bucket_without_a_prefix_lists_its_files_too() {
    let place =
        bucket("ministack", emulators::shared_ministack().endpoint(), &emulators::fresh_account())
            .await;
    let Location::Bucket { bucket, .. } = &place.location else {
        panic!("a bucket");
    };
    let location = Location::parse(&format!("s3://{bucket}")).expect("a location");
    let storage = location.open(place.folder.path(), &place.aws);
    storage.write("runs/1.json", b"1".to_vec(), None).await.unwrap();
    assert_eq!(storage.list("runs").await.unwrap(), ["runs/1.json"]);
}

#[tokio::test]
async fn of_many_writers_one_wins() {
    everywhere(async |place| {
        let write = |bytes: [u8; 2], replaces: Option<String>| {
            let storage = place.open();
            async move { storage.write("f", bytes.to_vec(), replaces).await }
        };
        let mut version = None;
        for round in 0..3 {
            let tries = (0..16).map(|number| write([round, number], version.clone()));
            let outcomes = join_all(tries).await;
            let conflicts = outcomes.iter().filter(|outcome| is_conflict(outcome));
            assert_eq!(conflicts.count(), 15, "{outcomes:?}");
            let winner = outcomes.iter().position(Result::is_ok).expect("one wins");
            let stored = place.open().read("f").await.unwrap().expect("a file");
            assert_eq!(usize::from(stored.bytes[1]), winner);
            version = Some(stored.version);
        }
    })
    .await;
}

#[tokio::test]
async fn one_has_the_lock_until_it_is_given_back_or_taken_away() {
    everywhere(async |place| {
        let take = || HeldLock::take(place.open(), "apply");
        let outcomes = join_all((0..16).map(|_| take())).await;
        let (held, refused): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
        assert_eq!((held.len(), refused.len()), (1, 15));
        for refusal in refused {
            assert!(matches!(refusal, Err(StateError::Locked { .. })));
        }
        for lock in held {
            lock.unwrap().release().await.unwrap();
        }
        let taken_away = take().await.unwrap();
        let id = match take().await {
            Err(StateError::Locked { lock, .. }) => lock.id,
            _ => panic!("it is locked"),
        };
        let stack = Identity::new("shop", "dev");
        let storage: Arc<dyn Storage> = place.open();
        let other = unlock(storage.clone(), &stack, "other").await;
        assert!(matches!(other, Err(StateError::OtherLock { .. })), "{other:?}");
        unlock(storage.clone(), &stack, &id).await.unwrap();
        let none = unlock(storage.clone(), &stack, &id).await;
        assert!(matches!(none, Err(StateError::NotLocked { .. })), "{none:?}");
        // Who has lost the lock does not take it from the next.
        let next = take().await.unwrap();
        assert!(is_conflict(&taken_away.release().await));
        assert!(take().await.is_err(), "the next still has it");
        next.release().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_is_recorded_is_there_for_the_next_run() {
    everywhere(async |place| {
        let dev = Identity::new("shop", "dev");
        let open = || Store::open(place.open(), &dev);
        let (store, late) = (open().await.unwrap(), open().await.unwrap());
        let records = (0..20).map(|number| {
            let address = Address::new("logs.log_group", &format!("n{number}"), None);
            let store = &store;
            async move { store.record(&address, Some(entry())).await }
        });
        for outcome in join_all(records).await {
            outcome.unwrap();
        }
        let other = Address::new("logs.log_group", "late", None);
        let refused = late.record(&other, Some(entry())).await;
        assert!(is_conflict(&refused), "{refused:?}");
        assert_eq!(open().await.unwrap().snapshot().resources.len(), 20);
        let wrong = Store::open(place.open(), &Identity::new("shop", "prod")).await;
        assert!(matches!(wrong.err(), Some(StateError::OtherStack { .. })));
        let newest = place.open().read("state.json").await.unwrap().unwrap();
        let state = State::parse(&newest.bytes, &dev, false, "").unwrap();
        assert_eq!(state.resources, store.snapshot().resources);
    })
    .await;
}

fn entry() -> Entry {
    Entry {
        region: "us-east-2".to_owned(),
        id: "one".to_owned(),
        applied: None,
        sensitive: Default::default(),
        depends_on: Default::default(),
        replaced: Vec::new(),
        trusted: Vec::new(),
        files: Default::default(),
        secrets: Vec::new(),
    }
}

#[tokio::test]
async fn a_bucket_that_is_not_there_says_how_to_make_it() {
    for (endpoint, account) in [
        (emulators::shared_ministack().endpoint(), "123456789012"),
        (emulators::shared_moto().endpoint(), "123456789012"),
    ] {
        let place = Place::new("missing", "s3://not-there/x", endpoint, account).await;
        let storage = place.open();
        let read = storage.read("f").await.err();
        let written = storage.write("f", Vec::new(), None).await.err();
        let deleted = storage.delete("f", "\"1\"").await.err();
        for error in [read, written, deleted] {
            let error = error.expect("there is no bucket");
            assert!(matches!(error, StateError::NoBucket { .. }), "{error:?}");
            assert!(error.to_string().contains("diatonic state init"), "{error}");
        }
    }
}
