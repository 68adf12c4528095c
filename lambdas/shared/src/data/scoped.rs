//! What handlers read and write: entities of the caller's tenant.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::entity::{shown, stored};
use super::{Action, Condition, Entity, Event, Item, Key, Listing, Scope, Tables, Write, Written};
use crate::api::{Call, Failure, Page};
use crate::{Error, Id, Invocation, Sources};

/// What functions work on whose data belongs to tenants.
#[derive(Clone)]
pub struct Data {
    tables: Arc<dyn Tables>,
}

impl Data {
    /// These tables.
    pub fn new(tables: impl Tables) -> Self {
        Self { tables: Arc::new(tables) }
    }

    /// These tables, which somebody else looks at as well.
    pub fn shared(tables: Arc<dyn Tables>) -> Self {
        Self { tables }
    }

    /// The tables themselves.
    pub fn tables(&self) -> &dyn Tables {
        &*self.tables
    }
}

impl AsRef<Self> for Data {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl<B: AsRef<Data>> Call<B> {
    /// The data of the caller's tenant.
    pub fn data(&self) -> Result<Scoped<'_>, Failure> {
        Ok(self.data_of(Scope::from(self.caller()?)))
    }

    /// The data of another tenant: for what brings users into a tenant, where the caller is none of its own yet.
    pub fn data_of(&self, scope: Scope) -> Scoped<'_> {
        Scoped {
            tables: self.backend().as_ref().tables(),
            scope,
            invocation: self.invocation(),
            sources: self.sources(),
        }
    }
}

/// The data of a caller's tenant.
pub struct Scoped<'a> {
    tables: &'a dyn Tables,
    scope: Scope,
    invocation: &'a Invocation,
    sources: &'a Sources,
}

impl Scoped<'_> {
    /// How many times a list is asked for more when the caller may see little of what is there.
    const ROUNDS: usize = 8;

    /// Who asks.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// When it is, as the tables hold it.
    pub fn now(&self) -> String {
        self.invocation.timestamp()
    }

    /// The key of something in its table.
    pub fn key(&self, id: Id) -> String {
        id.stored(&self.scope.tenant)
    }

    /// An entity as it is now, by its key.
    pub async fn get<E: Entity>(&self, key: Key) -> Result<Option<E>, Failure> {
        let item = self.tables.get(&self.scope, E::TABLE, key).await?;
        Ok(item.map(|item| self.shown(item)).transpose()?.flatten())
    }

    /// What an item is to the caller.
    fn shown<E: Entity>(&self, item: Item) -> Result<Option<E>, Error> {
        shown(&self.scope.tenant, item)
    }

    /// A page of those that the caller may see.
    pub async fn list<E: Entity>(
        &self,
        listing: &Listing,
        may_see: impl Fn(&E) -> bool,
    ) -> Result<Page<E>, Failure> {
        let mut query = listing.query(E::TABLE)?;
        let mut items = Vec::new();
        for _ in 0..Self::ROUNDS {
            let found = self.tables.query(&self.scope, query.clone()).await?;
            let mut rest = found.items.into_iter().peekable();
            while let Some(item) = rest.next() {
                let next = listing.next(E::TABLE, &item);
                items.extend(self.shown(item)?.filter(&may_see));
                let has_more = found.is_partial || rest.peek().is_some();
                if items.len() == listing.limit && has_more {
                    return Ok(Page { items, next });
                }
                query = Listing { next, ..listing.clone() }.query(E::TABLE)?;
            }
            if !found.is_partial {
                return Ok(Page { items, next: None });
            }
        }
        // Enough for one call: the caller goes on from here.
        let next = query.after.and_then(|after| listing.next(E::TABLE, &after));
        Ok(Page { items, next })
    }

    /// All items of a partition that has few, in order.
    pub async fn all<E: Entity>(
        &self,
        partition: String,
        prefix: Option<String>,
        index: Option<&'static super::Index>,
    ) -> Result<Vec<E>, Failure> {
        let mut listing =
            Listing { index, partition, prefix, is_descending: false, limit: 100, next: None };
        let mut items = Vec::new();
        loop {
            let page = self.list(&listing, |_| true).await?;
            items.extend(page.items);
            match page.next {
                Some(next) => listing.next = Some(next),
                None => return Ok(items),
            }
        }
    }

    /// The write that puts an entity where none is.
    pub fn create<E: Entity>(&self, entity: &E) -> Result<Write, Failure> {
        Ok(Write { conditions: vec![Condition::Absent], ..self.put(entity)? })
    }

    /// The write that puts an entity, in place of any that is there.
    pub fn put<E: Entity>(&self, entity: &E) -> Result<Write, Failure> {
        let table = E::TABLE;
        let item = stored(table, &self.scope.tenant, entity)?;
        let key = table.key_of(&item).ok_or_else(|| Error::Item {
            table: table.name.to_owned(),
            reason: "it has no key".to_owned(),
        })?;
        Ok(Write { table, key, action: Action::Put(item), conditions: Vec::new() })
    }

    /// The write that changes what a form names, and notes when, of an entity that is there.
    pub fn change<E: Entity>(&self, key: Key, form: &impl Serialize) -> Result<Write, Failure> {
        let mut set = stored(E::TABLE, &self.scope.tenant, form)?;
        set.insert("updated_at".to_owned(), self.invocation.timestamp().into());
        Ok(Write {
            table: E::TABLE,
            key,
            action: Action::Change { set, add: Vec::new(), remove: Vec::new() },
            conditions: vec![Condition::Exists],
        })
    }

    /// The write that adds to numbers of an entity that is there.
    pub fn count<E: Entity>(&self, key: Key, add: Vec<(&'static str, i64)>) -> Write {
        Write {
            table: E::TABLE,
            key,
            action: Action::Change { set: Item::new(), add, remove: Vec::new() },
            conditions: vec![Condition::Exists],
        }
    }

    /// The write that takes an entity away that is there.
    pub fn delete<E: Entity>(&self, key: Key) -> Write {
        Write { conditions: vec![Condition::Exists], ..self.clear::<E>(key) }
    }

    /// The write that takes an entity away, if it is there.
    pub fn clear<E: Entity>(&self, key: Key) -> Write {
        Write { table: E::TABLE, key, action: Action::Delete, conditions: Vec::new() }
    }

    /// The write of an event.
    pub fn event(&self, event: Event) -> Result<Write, Failure> {
        let event_id = self.sources.id(self.invocation.now)?;
        Ok(event.write(&self.scope, self.invocation, event_id))
    }

    /// Writes all or nothing.
    pub async fn write(&self, writes: Vec<Write>) -> Result<Written, Failure> {
        Ok(self.tables.write(&self.scope, writes).await?)
    }
}

impl Write {
    /// The same under a further condition.
    #[must_use]
    pub fn only_if(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }

    /// The same with something set besides.
    #[must_use]
    pub fn setting(mut self, name: &str, value: impl Into<Value>) -> Self {
        if let Action::Change { set, .. } = &mut self.action {
            set.insert(name.to_owned(), value.into());
        }
        self
    }

    /// The same with something added besides.
    #[must_use]
    pub fn adding(mut self, name: &'static str, number: i64) -> Self {
        if let Action::Change { add, .. } = &mut self.action {
            add.push((name, number));
        }
        self
    }

    /// The same with an attribute taken away besides.
    #[must_use]
    pub fn removing(mut self, name: &'static str) -> Self {
        if let Action::Change { remove, .. } = &mut self.action {
            remove.push(name);
        }
        self
    }
}
