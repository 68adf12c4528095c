//! What must be there before an object although none of its fields refers to it.

/// Objects of a kind that must be there first, as far as they stand in the same stack, account and
/// region.
#[derive(Debug, Clone, Copy)]
pub struct Awaited {
    /// The field that makes the object wait, such as `stages.*.access_log`, where `*` stands for every
    /// key or element. Nothing is waited for where it is absent or off.
    pub field: &'static str,
    /// The kind's name.
    pub kind: &'static str,
    /// The id of the one that is waited for, in which `{field}` is a field of the spec; nothing where
    /// all of the kind are.
    pub id: Option<&'static str>,
}

impl Awaited {
    /// Whatever there is of a kind.
    pub const fn all(field: &'static str, kind: &'static str) -> Self {
        Self { field, kind, id: None }
    }

    /// The object of a kind that has this id.
    pub const fn one(field: &'static str, kind: &'static str, id: &'static str) -> Self {
        Self { field, kind, id: Some(id) }
    }
}
