//! What AWS is to the engine: objects with ids of its own invention, and calls that may go wrong.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::lifetime::Lifetime;
use aws::{AwsError, ErrorKind, Result};
use language::value::Value;

/// What can be asked of the cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    Create,
    Read,
    Find,
    /// To wait until an object can be used.
    Wait,
    Update,
    Delete,
}

/// How a call goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    Throttled,
    Denied,
    /// It is done, and the caller is not told so.
    AnswerLost,
    /// It is not done, and the caller does not know.
    CallLost,
}

/// A call that has reached the cloud.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    pub operation: Operation,
    /// The name or id that the call was about.
    pub object: String,
}

/// Something that exists.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    pub kind: &'static str,
    pub region: String,
    pub id: String,
    pub name: String,
    pub spec: Value,
    /// What others may name it by.
    pub outputs: BTreeMap<&'static str, String>,
}

/// An object and what slow readers still see of it.
#[derive(Default)]
struct Record {
    now: Option<Object>,
    before: Option<Object>,
    stale_reads: usize,
}

type Key = (&'static str, String, String);

#[derive(Default)]
struct Contents {
    records: BTreeMap<Key, Record>,
    calls: Vec<Call>,
    faults: Vec<(Operation, String, usize, Fault)>,
    held: Vec<(Operation, String)>,
    delay: Duration,
    stale_reads: usize,
    refuses_deletes_in_use: bool,
    under_way: usize,
    most_under_way: usize,
}

/// The objects of one account.
#[derive(Default)]
pub struct Cloud {
    pub account: String,
    contents: Mutex<Contents>,
    inventions: AtomicU64,
    lifetime: Lifetime,
    changed: Notify,
}

static CLOUDS: LazyLock<Mutex<HashMap<String, Arc<Cloud>>>> = LazyLock::new(Mutex::default);

impl Cloud {
    /// An empty cloud with an account of its own.
    pub fn new() -> Arc<Self> {
        static ACCOUNTS: AtomicU64 = AtomicU64::new(1);
        let account = format!("{:012}", ACCOUNTS.fetch_add(1, Ordering::Relaxed));
        let cloud = Arc::new(Self { account: account.clone(), ..Self::default() });
        lock(&CLOUDS).insert(account, cloud.clone());
        cloud
    }

    /// The cloud of an account.
    pub(crate) fn of(account: &str) -> Arc<Self> {
        lock(&CLOUDS)[account].clone()
    }

    /// Everything that exists, by kind and name.
    pub fn objects(&self) -> Vec<Object> {
        let contents = self.contents();
        let mut objects: Vec<Object> =
            contents.records.values().filter_map(|record| record.now.clone()).collect();
        objects.sort_by(|a, b| (a.kind, &a.name, &a.id).cmp(&(b.kind, &b.name, &b.id)));
        objects
    }

    /// The names of everything that exists.
    pub fn names(&self) -> Vec<String> {
        self.objects().into_iter().map(|object| object.name).collect()
    }

    /// The one object of a name.
    pub fn object(&self, name: &str) -> Object {
        let mut named: Vec<Object> = self.objects();
        named.retain(|object| object.name == name);
        assert_eq!(named.len(), 1, "objects named {name}: {named:#?}");
        named.remove(0)
    }

    /// The calls so far, in the order in which they were carried out.
    pub fn calls(&self) -> Vec<Call> {
        self.contents().calls.clone()
    }

    /// The calls so far that change something, as `create a`.
    pub fn writes(&self) -> Vec<String> {
        let calls = self.calls().into_iter();
        let is_look =
            |operation| matches!(operation, Operation::Read | Operation::Find | Operation::Wait);
        calls
            .filter(|call| !is_look(call.operation))
            .map(|call| format!("{:?} {}", call.operation, call.object).to_lowercase())
            .collect()
    }

    pub fn forget_calls(&self) {
        let mut contents = self.contents();
        contents.calls.clear();
        contents.most_under_way = 0;
    }

    /// The most calls that were under way at one time.
    pub fn most_under_way(&self) -> usize {
        self.contents().most_under_way
    }

    /// Lets one call on an object go wrong: the next one after so many others.
    pub fn fail(&self, operation: Operation, object: &str, after: usize, fault: Fault) {
        let fault = (operation, object.to_owned(), after, fault);
        self.contents().faults.push(fault);
    }

    /// Lets no more calls go wrong.
    pub fn heal(&self) {
        self.contents().faults.clear();
    }

    /// Lets every call take so long.
    pub fn delay(&self, delay: Duration) {
        self.contents().delay = delay;
    }

    /// Lets so many reads of an object still see it as it was before each write.
    pub fn lag(&self, reads: usize) {
        self.contents().stale_reads = reads;
    }

    /// Refuses to delete what another object needs.
    pub fn refuse_deletes_in_use(&self) {
        self.contents().refuses_deletes_in_use = true;
    }

    /// Holds calls on an object back until they are released.
    pub fn hold(&self, operation: Operation, object: &str) {
        self.contents().held.push((operation, object.to_owned()));
    }

    /// Lets all calls go on.
    pub fn release(&self) {
        self.contents().held.clear();
        self.changed.notify_waiters();
    }

    /// Waits until a call has been carried out.
    pub async fn reached(&self, operation: Operation, object: &str) {
        let is_it = |call: &Call| call.operation == operation && call.object == object;
        self.until(|contents| contents.calls.iter().any(is_it)).await;
    }

    /// Changes an object behind our back; nothing deletes it.
    pub fn tamper(&self, name: &str, change: impl FnOnce(&mut Value)) {
        let object = self.object(name);
        let mut spec = object.spec.clone();
        change(&mut spec);
        let mut contents = self.contents();
        let record = contents.records.get_mut(&key_of(&object));
        if let Some(now) = record.and_then(|record| record.now.as_mut()) {
            now.spec = spec;
        }
    }

    /// Deletes an object behind our back.
    pub fn remove(&self, name: &str) {
        let key = key_of(&self.object(name));
        self.contents().records.remove(&key);
    }

    /// Puts an object there that nobody of us has made.
    pub fn put(&self, object: Object) {
        let record = Record { now: Some(object.clone()), ..Record::default() };
        self.contents().records.insert(key_of(&object), record);
    }

    /// Text that no two objects have, such as an id.
    pub(crate) fn invent(&self, prefix: &str) -> String {
        format!("{prefix}-{:06}", self.inventions.fetch_add(1, Ordering::SeqCst))
    }

    /// Lets the process that calls from now on die after so many moments.
    pub(crate) fn live_for(&self, moments: usize) {
        self.lifetime.begin(moments);
    }

    pub(crate) async fn death(&self) {
        self.lifetime.death().await;
    }

    pub(crate) async fn moment(&self) {
        self.lifetime.moment().await;
    }

    /// One call, with everything that was arranged for it.
    pub(crate) async fn call<T>(
        &self,
        operation: Operation,
        object: &str,
        carry_out: impl FnOnce(&Self) -> Result<T>,
    ) -> Result<T> {
        self.moment().await;
        self.enter();
        let is_held = |(held, name): &(Operation, String)| *held == operation && name == object;
        self.until(|contents| !contents.held.iter().any(is_held)).await;
        let delay = self.contents().delay;
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        let fault = self.fault(operation, object);
        let answer = match fault {
            Some(Fault::Throttled) => Err(error(ErrorKind::Unavailable, "slow down")),
            Some(Fault::Denied) => Err(error(ErrorKind::Refused, "access denied")),
            Some(Fault::AnswerLost) => carry_out(self)
                .and_then(|_| Err(error(ErrorKind::OutcomeUnknown, "the answer got lost"))),
            Some(Fault::CallLost) => Err(error(ErrorKind::OutcomeUnknown, "the call got lost")),
            None => carry_out(self),
        };
        self.contents().under_way -= 1;
        self.contents().calls.push(Call { operation, object: object.to_owned() });
        self.changed.notify_waiters();
        self.moment().await;
        answer
    }

    fn enter(&self) {
        let mut contents = self.contents();
        contents.under_way += 1;
        contents.most_under_way = contents.most_under_way.max(contents.under_way);
    }

    fn fault(&self, operation: Operation, object: &str) -> Option<Fault> {
        let mut contents = self.contents();
        let position = contents
            .faults
            .iter()
            .position(|(of, name, _, _)| *of == operation && name == object)?;
        match &mut contents.faults[position].2 {
            0 => Some(contents.faults.remove(position).3),
            left => {
                *left -= 1;
                None
            }
        }
    }

    async fn until(&self, is_so: impl Fn(&Contents) -> bool) {
        loop {
            let changed = self.changed.notified();
            if is_so(&self.contents()) {
                return;
            }
            changed.await;
        }
    }

    /// Writes an object as it is from now on; `None` deletes it.
    pub(crate) fn write(&self, kind: &'static str, region: &str, id: &str, now: Option<Object>) {
        let mut contents = self.contents();
        let stale_reads = contents.stale_reads;
        let key = (kind, region.to_owned(), id.to_owned());
        let record = contents.records.entry(key).or_default();
        record.before = std::mem::replace(&mut record.now, now);
        record.stale_reads = stale_reads;
    }

    /// An object as readers see it.
    pub(crate) fn seen(&self, kind: &'static str, region: &str, id: &str) -> Option<Object> {
        let mut contents = self.contents();
        let key = (kind, region.to_owned(), id.to_owned());
        let record = contents.records.get_mut(&key)?;
        if record.stale_reads > 0 {
            record.stale_reads -= 1;
            return record.before.clone();
        }
        record.now.clone()
    }

    /// An object as it is.
    pub(crate) fn actual(&self, kind: &'static str, region: &str, id: &str) -> Option<Object> {
        let key = (kind, region.to_owned(), id.to_owned());
        self.contents().records.get(&key)?.now.clone()
    }

    /// Refuses references to what does not exist, as AWS does.
    pub(crate) fn check_references<'a>(
        &self,
        references: impl IntoIterator<Item = &'a String>,
    ) -> Result<()> {
        for reference in references {
            let exists = self.objects().iter().any(|object| {
                let mut outputs = object.outputs.values();
                outputs.any(|output| output == reference)
            });
            if !exists {
                let message = format!("there is nothing named `{reference}`");
                return Err(error(ErrorKind::Refused, &message));
            }
        }
        Ok(())
    }

    /// Refuses to delete what another object needs, if that was asked for.
    pub(crate) fn check_unused(&self, object: &Object) -> Result<()> {
        if !self.contents().refuses_deletes_in_use {
            return Ok(());
        }
        let user = self.objects().into_iter().find(|user| {
            let fields = [&user.spec["needs"], &user.spec["attached"]].into_iter();
            fields.filter_map(|field| field.as_array()).flatten().any(|need| {
                let mut outputs = object.outputs.values();
                outputs.any(|output| need == output)
            })
        });
        match user {
            Some(user) => {
                let message = format!("{} is in use by {}", object.name, user.name);
                Err(error(ErrorKind::Refused, &message))
            }
            None => Ok(()),
        }
    }

    fn contents(&self) -> MutexGuard<'_, Contents> {
        lock(&self.contents)
    }
}

pub(crate) fn error(kind: ErrorKind, message: &str) -> AwsError {
    AwsError { kind, ..AwsError::new(message) }
}

fn key_of(object: &Object) -> Key {
    (object.kind, object.region.clone(), object.id.clone())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
