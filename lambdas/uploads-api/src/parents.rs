//! What files belong to, as far as uploads have to know: who may change it, who sees it, and where it names its file.
//!
//! Datasets, projects, agents and posts have no tables yet, so none of them is found.

use serde_json::Value;
use shared::Id;
use shared::api::{Caller, Failure, Role};
use shared::data::{Item, Key, Scoped, StoredFile, Table};

use crate::purpose::Purpose;

/// The modules of education, as far as they are looked at here.
pub static MODULES: Table = Table {
    name: "education-modules",
    partition: "module_id",
    sort: None,
    indexes: &[],
    id: Some("module_id"),
    keys: &["module_id"],
};

/// A sort of things that have files.
#[derive(Debug)]
pub struct Parents {
    /// Their table.
    pub table: &'static Table,
    /// The attribute that says who made a thing.
    author: &'static str,
    /// The values of `status` with which a thing is seen by the whole tenant.
    seen: &'static [&'static str],
    /// The attribute that has the file: a [`StoredFile`].
    pub file: &'static str,
    /// What is counted up when the file changes.
    pub counts: &'static [(&'static str, i64)],
}

static CONTENT: Parents = Parents {
    table: &MODULES,
    author: "created_by",
    seen: &["published", "archived"],
    file: "content_file",
    counts: &[("version", 1)],
};

static THUMBNAIL: Parents = Parents {
    table: &MODULES,
    author: "created_by",
    seen: &["published", "archived"],
    file: "thumbnail_file",
    counts: &[("version", 1)],
};

/// A thing that has files.
pub struct Parent {
    /// What sort of thing it is.
    pub sort: &'static Parents,
    item: Item,
}

impl Parents {
    /// The things that files for this purpose belong to.
    pub fn of(purpose: Purpose) -> Option<&'static Self> {
        match purpose {
            Purpose::ModuleContent => Some(&CONTENT),
            Purpose::ModuleThumbnail => Some(&THUMBNAIL),
            Purpose::Dataset
            | Purpose::ProjectAsset
            | Purpose::AgentAsset
            | Purpose::PostAttachment => None,
        }
    }
}

impl Parent {
    /// The thing as it is now, if it is there.
    pub async fn find(
        data: &Scoped<'_>,
        purpose: Purpose,
        id: Id,
    ) -> Result<Option<Self>, Failure> {
        let Some(sort) = Parents::of(purpose) else {
            return Ok(None);
        };
        let item = data.item(sort.table, Key::of(data.key(id))).await?;
        Ok(item.map(|item| Self { sort, item }))
    }

    /// Whether a caller may change it: its author may, and whoever manages the tenant.
    pub fn may_change(&self, caller: &Caller) -> bool {
        self.text("organization_id") == Some(caller.tenant.as_str())
            && (self.text(self.sort.author) == Some(&caller.user_id) || caller.role >= Role::Admin)
    }

    /// Whether a caller may see it.
    pub fn may_see(&self, caller: &Caller) -> bool {
        self.text("status").is_some_and(|status| self.sort.seen.contains(&status))
            || self.may_change(caller)
    }

    /// The file that it has for the same purpose.
    pub fn file(&self) -> Option<StoredFile> {
        serde_json::from_value(self.item.get(self.sort.file)?.clone()).ok()
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.item.get(name).and_then(Value::as_str)
    }
}
