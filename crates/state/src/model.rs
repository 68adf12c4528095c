//! What a state says.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use serde::{Deserialize, Serialize};

use crate::applied_secret::AppliedSecret;
use crate::error::StateError;
use crate::redact::forget_fingerprints;
use crate::trusted_field::TrustedField;
use compiler::{Address, Identity};
use kind::files::Files;
use language::value::{Path, Shared, Value};

/// The format that this version writes. A newer one is refused.
///
/// Up to format 3 a state was whole: no journal went on where it ended. Format 1 had no intents. Up to format 2 there
/// were fingerprints of sensitive values that could be guessed: they are forgotten. The stack was called `<project>-<environment>`, and neither a writer nor doubts were kept. What a
/// format adds is absent in an older state, which is read as it is and written in this one.
pub const FORMAT: u32 = 4;

/// The last format with fingerprints.
const WITH_FINGERPRINTS: u32 = 2;

/// The state of one stack.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct State {
    pub format: u32,
    /// `<project>/<environment>`.
    pub stack: String,
    /// The account that it lives in, as of the last apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    pub resources: BTreeMap<Address, Entry>,
    /// The id of the lock under which this was written; nothing after the lock was removed by `unlock`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub writer: Option<String>,
    /// The journal that goes on where this ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) journal: Option<String>,
    /// Creations that have begun, each until the object's id is known. What a process that died has
    /// made is found by them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub intents: BTreeMap<Address, Intent>,
    /// Creations whose outcome no run knows, and after which the address has been applied otherwise. What they may
    /// have made is looked for until AWS would have shown it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub doubts: BTreeMap<Address, Vec<Intent>>,
    /// The outputs that the specs declare, as of the last apply. Sensitive ones have no value here.
    #[serde(default)]
    pub outputs: BTreeMap<String, Option<Value>>,
    /// The places of other stacks' states that know this one as a reader, each with the region of its bucket where that
    /// is another than the stack's.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reads: BTreeMap<String, Option<String>>,
}

/// One object that is ours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub region: String,
    /// AWS's name for the object.
    pub id: String,
    /// The spec as it was last applied, with marks for what is sensitive. Nothing while the
    /// object has been created but not yet finished.
    #[serde(default)]
    pub applied: Option<Shared<Value>>,
    /// The fields that held something sensitive.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sensitive: BTreeSet<Path>,
    /// What must outlive this object: deletes go the other way round.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub depends_on: BTreeSet<Address>,
    /// Ids of objects that this one has replaced and that are still to be deleted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<String>,
    /// Fields that were taken over on trust.
    #[serde(default, rename = "accepted", skip_serializing_if = "Vec::is_empty")]
    pub trusted: Vec<TrustedField>,
    /// The files that the object was made of when it was last applied, for plans to tell which have changed.
    #[serde(default, skip_serializing_if = "Files::is_empty")]
    pub files: Files,
    /// The secrets that fields refer to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secrets: Vec<AppliedSecret>,
}

/// An object that may exist, since its creation has begun.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Intent {
    pub region: String,
    /// The fields by which it can be found.
    pub identity: Value,
    /// As in [`Entry`].
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub depends_on: BTreeSet<Address>,
    /// When it began, in UTC (RFC 3339).
    #[serde(default)]
    pub since: String,
    /// Whether the run that began it has got an answer: then AWS shows what it has made.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_answered: bool,
}

impl Intent {
    /// How long after its beginning a creation without an answer may still show what it has made.
    const VISIBILITY_LIMIT: Duration = Duration::from_secs(3600);

    /// Whether AWS would have shown by now what it has made.
    fn is_expired(&self, now: SystemTime) -> bool {
        let since = DateTime::from_str(&self.since, Format::DateTime);
        let since = since.ok().and_then(|since| SystemTime::try_from(since).ok());
        since.is_none_or(|since| {
            let age = now.duration_since(since).unwrap_or_default();
            age > Self::VISIBILITY_LIMIT
        })
    }
}

impl Entry {
    /// An object that was found, and of which nothing is known to have been applied.
    pub fn found(region: &str, id: &str) -> Self {
        Self {
            region: region.to_owned(),
            id: id.to_owned(),
            applied: None,
            sensitive: BTreeSet::new(),
            depends_on: BTreeSet::new(),
            replaced: Vec::new(),
            trusted: Vec::new(),
            files: Files::new(),
            secrets: Vec::new(),
        }
    }

    /// Whether it is about the object of this id in this region.
    pub fn is_of(&self, region: &str, id: &str) -> bool {
        (&*self.region, &*self.id) == (region, id)
    }

    /// What is to be recorded once the object is gone, or is no longer ours: nothing, or the entry where it names
    /// objects that are still to be deleted.
    pub fn without_object(self) -> Option<Self> {
        (!self.replaced.is_empty()).then_some(self)
    }
}

/// A resource that has another address than it had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    pub from: Address,
    pub to: Address,
}

impl State {
    /// The state of a stack that has never been applied.
    pub fn empty(stack: &Identity) -> Self {
        Self {
            format: FORMAT,
            stack: stack.to_string(),
            account: None,
            resources: BTreeMap::new(),
            writer: None,
            journal: None,
            intents: BTreeMap::new(),
            doubts: BTreeMap::new(),
            outputs: BTreeMap::new(),
            reads: BTreeMap::new(),
        }
    }

    /// Gives a resource another address, also where others name it.
    pub fn rename(&mut self, Move { from, to }: &Move) {
        if let Some(entry) = self.resources.remove(from) {
            self.resources.insert(to.clone(), entry);
        }
        if let Some(intent) = self.intents.remove(from) {
            self.intents.insert(to.clone(), intent);
        }
        if let Some(doubts) = self.doubts.remove(from) {
            self.doubts.entry(to.clone()).or_default().extend(doubts);
        }
        let entries = self.resources.values_mut();
        let intents = self.intents.values_mut();
        for depends_on in entries
            .map(|entry| &mut entry.depends_on)
            .chain(intents.map(|intent| &mut intent.depends_on))
        {
            if depends_on.remove(from) {
                depends_on.insert(to.clone());
            }
        }
    }

    /// Notes that a creation begins. An earlier one at the address without an answer becomes a doubt.
    pub(super) fn begin_creation(&mut self, address: &Address, intent: Intent) {
        self.doubt(address);
        self.intents.insert(address.clone(), intent);
    }

    /// Ends an intent, and keeps it as a doubt if it has no answer.
    pub(super) fn doubt(&mut self, address: &Address) {
        let intent = self.intents.remove(address);
        if let Some(intent) = intent.filter(|intent| !intent.is_answered) {
            self.doubts.entry(address.clone()).or_default().push(intent);
        }
    }

    /// Ends the doubts of which a plan has seen all that will ever come, except at addresses whose objects it has
    /// yet to delete: until then nothing else knows of them.
    pub(super) fn forget_expired_doubts(&mut self, now: SystemTime, except: &BTreeSet<Address>) {
        for (address, doubts) in &mut self.doubts {
            if !except.contains(address) {
                doubts.retain(|doubt| !doubt.is_expired(now));
            }
        }
        self.doubts.retain(|_, doubts| !doubts.is_empty());
    }

    /// Whether there are any such.
    pub(super) fn has_expired_doubts(&self, now: SystemTime, except: &BTreeSet<Address>) -> bool {
        let doubts = self.doubts.iter();
        let mut doubts = doubts.filter(|(address, _)| !except.contains(address));
        doubts.any(|(_, doubts)| doubts.iter().any(|doubt| doubt.is_expired(now)))
    }

    /// Records what became of an address: its object, or nothing. An object that was not known there is what
    /// the creation has made; otherwise a creation whose end was not heard stays in doubt.
    pub fn record(&mut self, address: &Address, entry: Option<Entry>) {
        let known = self.resources.get(address).map(|entry| &entry.id);
        match entry.as_ref().is_some_and(|entry| known != Some(&entry.id)) {
            true => drop(self.intents.remove(address)),
            false => self.doubt(address),
        }
        match entry {
            Some(entry) => self.resources.insert(address.clone(), entry),
            None => self.resources.remove(address),
        };
    }

    /// Reads a stored state. One of an older format may have a text that another stack had too
    /// ([`Identity::former`]): `is_known` says that something else shows it to be this stack's.
    ///
    /// # Errors
    /// A newer format, another stack, or bytes that are no state.
    pub fn parse(
        bytes: &[u8],
        stack: &Identity,
        is_known: bool,
        location: &str,
    ) -> Result<Self, StateError> {
        #[derive(Deserialize)]
        struct Head {
            format: u32,
            stack: String,
        }
        let corrupt = |error: serde_json::Error| StateError::Corrupt {
            location: location.to_owned(),
            reason: error.to_string(),
        };
        let head: Head = serde_json::from_slice(bytes).map_err(corrupt)?;
        if head.format > FORMAT {
            return Err(StateError::Newer { location: location.to_owned(), found: head.format });
        }
        if !stack.is_named(&head.stack, is_known) {
            return Err(StateError::OtherStack {
                location: location.to_owned(),
                found: head.stack,
                wanted: stack.to_string(),
            });
        }
        let mut state: Self = serde_json::from_slice(bytes).map_err(corrupt)?;
        state.format = FORMAT;
        state.stack = stack.to_string();
        if head.format <= WITH_FINGERPRINTS {
            let applied = state.resources.values_mut();
            applied.filter_map(|entry| entry.applied.as_deref_mut()).for_each(forget_fingerprints);
        }
        Ok(state)
    }
}
