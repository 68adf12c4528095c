//! What objects without tags live in: whose that is, they are.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use aws::tags::{self, Tags};
use aws::{Aws, AwsError};
use compiler::Address;
use compiler::Stack;
use kind::AnyKind;
use kind::registry;
use language::value::{Value, unknown};
use state::State;

/// The object that another lives in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Host {
    pub kind: &'static str,
    pub region: String,
    pub id: String,
    /// See [`Parent::is_shared`](kind::Parent::is_shared).
    pub is_shared: bool,
}

impl Host {
    /// The host of an object with this spec; nothing for a kind with tags of its own or without a host, and while
    /// nobody knows the id.
    pub fn of(kind: &dyn AnyKind, region: &str, spec: &Value) -> Option<Self> {
        let parent = kind.facts().parent.filter(|_| !kind.is_taggable())?;
        let field = spec.get(parent.field)?;
        let id = field.as_str().filter(|_| !unknown::in_value(field))?;
        let (kind, is_shared) = (parent.kind, parent.is_shared);
        Some(Self { kind, region: region.to_owned(), id: id.to_owned(), is_shared })
    }

    /// The address at which a state names the host.
    pub fn entry<'a>(&self, state: &'a State) -> Option<&'a Address> {
        let mut entries = state.resources.iter();
        let entry = entries.find(|(address, entry)| {
            address.kind == self.kind && entry.is_of(&self.region, &self.id)
        });
        entry.map(|(address, _)| address)
    }

    /// The other stack that has the host by its tags. What the state names is not another's by a tag that two
    /// stacks may have.
    pub fn other_stack(&self, stack: &Stack, state: &State, tags: &Tags) -> Option<String> {
        let owner = tags.get(tags::STACK)?;
        let identity = stack.environment.identity();
        let is_ours = identity.is_named(owner, self.entry(state).is_some());
        (!is_ours).then(|| owner.clone())
    }
}

/// The tags of hosts, each read once.
#[derive(Debug, Default)]
pub struct Hosts(Mutex<BTreeMap<Host, Arc<OnceCell<Tags>>>>);

impl Hosts {
    /// The tags of a host. One that is gone has none.
    pub async fn tags(&self, aws: &Aws, host: &Host) -> Result<Tags, AwsError> {
        let cell = self.cell(host);
        let read = || async {
            let kind = registry::find(host.kind)
                .ok_or_else(|| AwsError::new(format!("there is no kind `{}`", host.kind)))?;
            let tags = kind.tags(&aws.in_region(&host.region), &host.id).await?;
            Ok(tags.unwrap_or_default())
        };
        cell.get_or_try_init(read).await.cloned()
    }

    /// Takes the tags of an object that has been read for what it is itself, if its kind has any.
    pub fn remember(&self, kind: &dyn AnyKind, region: &str, id: &str, spec: &Value) {
        if !kind.is_taggable() {
            return;
        }
        let (region, id) = (region.to_owned(), id.to_owned());
        // Whether it is shared depends on who lives in it; it is the same object either way.
        for is_shared in [false, true] {
            let host =
                Host { kind: kind.name(), region: region.clone(), id: id.clone(), is_shared };
            // The first to read it has told already.
            let _ = self.cell(&host).set(tags::of(spec));
        }
    }

    fn cell(&self, host: &Host) -> Arc<OnceCell<Tags>> {
        let mut hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        hosts.entry(host.clone()).or_default().clone()
    }
}
