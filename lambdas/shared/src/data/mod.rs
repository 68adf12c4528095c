//! The platform's data: tables whose keys begin with a tenant, read and written as the tenant.

#[cfg(feature = "files")]
mod bucket;
mod dynamo;
mod entity;
mod event;
mod files;
mod memory;
mod memory_files;
mod page;
mod scoped;
mod scoped_files;
mod session;
mod settings;
mod storage;
mod stored_file;
mod table;
mod tables;

#[cfg(feature = "files")]
pub use bucket::Bucket;
pub use dynamo::Dynamo;
pub use entity::Entity;
pub use event::{ACTIVITY_FEED, Event};
pub use files::{Expected, Files, Open, Transfer};
pub use memory::{Memory, Reach};
pub use memory_files::{Held, MemoryFiles};
pub use page::Listing;
pub use scoped::{Data, Scoped};
pub use session::{Scope, Sessions};
pub use settings::Settings;
pub use storage::USER_CONTENT;
pub use stored_file::StoredFile;
pub use table::{Index, Item, Key, Table};
pub use tables::{Action, Condition, Found, Query, Tables, Work, Write, Written};
