//! The platform's data: tables whose keys begin with a tenant, read and written as the tenant.

mod dynamo;
mod entity;
mod event;
mod memory;
mod page;
mod scoped;
mod session;
mod table;
mod tables;

pub use dynamo::Dynamo;
pub use entity::Entity;
pub use event::{ACTIVITY_FEED, Event};
pub use memory::{Memory, Reach};
pub use page::Listing;
pub use scoped::{Data, Scoped};
pub use session::{Scope, Sessions};
pub use table::{Index, Item, Key, Table};
pub use tables::{Action, Condition, Found, Query, Tables, Work, Write, Written};
