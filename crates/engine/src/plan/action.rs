//! What is done with objects.

use serde::{Deserialize, Serialize};

/// What is done with an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Create,
    Update,
    /// Create the new object in the place of the old one, which a step of its own has deleted.
    Replace,
    /// Create the new object, then delete the old one in a step of its own.
    ReplaceCreateFirst,
    Delete,
    /// Remove from an object what names another that AWS would not delete otherwise, until that other one has
    /// been recreated.
    Detach,
    /// Delete the old object, which is in the way of the new one.
    DeleteFirst,
    /// Delete the object that a replacement has left behind.
    DeleteReplaced,
    /// Take over an object that exists, and change it to what its spec says.
    #[serde(rename = "import")]
    Adopt,
    /// Take over an object that exists, and change nothing but its ownership tags.
    #[serde(rename = "claim")]
    Import,
    /// Give up an object: our tags and its entry in the state go, and it stays as it is.
    Release,
    /// Drop from the state what no longer exists.
    Forget,
}

impl Action {
    /// Whether an object comes into being.
    pub fn creates_object(self) -> bool {
        matches!(self, Self::Create | Self::Replace | Self::ReplaceCreateFirst)
    }

    /// Whether an object ceases to exist.
    pub fn destroys(self) -> bool {
        matches!(
            self,
            Self::Delete
                | Self::DeleteFirst
                | Self::DeleteReplaced
                | Self::Replace
                | Self::ReplaceCreateFirst
        )
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::plan::Reason;

    /// Plans in files, records of runs and JSON output have these words.
    #[test]
    fn taking_over_keeps_its_words_in_files() {
        assert_eq!(json!(Action::Adopt), json!("import"));
        assert_eq!(json!(Action::Import), json!("claim"));
        assert_eq!(json!(Reason::Adopted), json!({ "kind": "adopted" }));
        assert_eq!(json!(Reason::Imported), json!({ "kind": "claimed" }));
    }
}
