//! What else Terraform has of an object: some attributes name it by ids of Terraform's own shape.

use crate::legacy::state::Attributes;

/// The attributes of everything that Terraform has of one object.
#[derive(Default)]
pub struct Siblings<'a>(Vec<&'a Attributes>);

impl<'a> Siblings<'a> {
    /// Behind the name of an attribute that is an id: the path of what has this id.
    pub(super) const PATH: &'static str = "@path";

    pub fn of(all: impl IntoIterator<Item = &'a Attributes>) -> Self {
        Self(all.into_iter().collect())
    }

    /// The path of the resource of an API that has this id.
    pub fn path(&self, id: &str) -> Option<&'a str> {
        let is_root = |attributes: &&&Attributes| attributes.text("root_resource_id") == Some(id);
        let is_it = |attributes: &&&Attributes| {
            attributes.text("id") == Some(id) && attributes.text("path").is_some()
        };
        match self.0.iter().find(is_it) {
            Some(attributes) => attributes.text("path"),
            None => self.0.iter().find(is_root).map(|_| "/"),
        }
    }
}
