//! What is known of files, and how much room they take. A file counts from the moment at which its upload is let in until
//! it is taken away.

use super::{Action, Condition, Index, Item, Key, Scoped, StoredFile, Table, Write};
use crate::api::Failure;
use crate::plans::{COUNTER, Counter, ORGANIZATION_DATA};

/// The table of uploads.
pub static USER_CONTENT: Table = Table {
    name: "user-content-metadata",
    partition: "content_id",
    sort: None,
    indexes: &[
        Index { name: "user-content-index", partition: "user_id", sort: "created_at" },
        Index {
            name: "organization-content-index",
            partition: "organization_id",
            sort: "created_at",
        },
    ],
    id: Some("content_id"),
    keys: &["content_id", "parent_id"],
};

impl Scoped<'_> {
    /// The write that counts bytes in, or out.
    pub fn count_storage(&self, bytes: i64) -> Write {
        Write {
            table: &ORGANIZATION_DATA,
            key: Counter::Storage.key(self.scope.tenant.as_str(), self.invocation),
            action: Action::Change {
                set: Item::new(),
                add: vec![(COUNTER, bytes)],
                remove: Vec::new(),
            },
            conditions: Vec::new(),
        }
    }

    /// The write that counts bytes in, if the tenant then has no more than this many. None if even an empty store has no
    /// room for them.
    pub fn reserve_storage(&self, bytes: i64, most: Option<i64>) -> Option<Write> {
        let write = self.count_storage(bytes);
        match most.map(|most| most.saturating_sub(bytes)) {
            None => Some(write),
            Some(rest) if rest < 0 => None,
            Some(rest) => Some(write.only_if(Condition::Below(COUNTER, rest.saturating_add(1)))),
        }
    }

    /// The writes that forget an upload whose file is taken away. They are refused if it was forgotten already.
    pub fn forget_file(&self, file: &StoredFile) -> [Write; 2] {
        let delete = Write {
            table: &USER_CONTENT,
            key: self.upload(file),
            action: Action::Delete,
            conditions: vec![Condition::Exists],
        };
        [delete, self.count_storage(-signed(file.size))]
    }

    /// The writes that forget the uploads of files that are taken away, of those that were not forgotten before.
    pub async fn forget_files(
        &self,
        files: impl IntoIterator<Item = &StoredFile>,
    ) -> Result<Vec<Write>, Failure> {
        let mut writes = Vec::new();
        let mut bytes = 0;
        for file in files {
            if self.item(&USER_CONTENT, self.upload(file)).await?.is_some() {
                let [delete, _] = self.forget_file(file);
                writes.push(delete);
                bytes += signed(file.size);
            }
        }
        // A transaction has each item once.
        if !writes.is_empty() {
            writes.push(self.count_storage(-bytes));
        }
        Ok(writes)
    }

    fn upload(&self, file: &StoredFile) -> Key {
        Key::of(format!("{}:{}", self.scope.tenant, file.upload_id))
    }
}

/// No file is as long as that a number of bytes has no sign.
fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
