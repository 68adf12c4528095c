//! What else Terraform has of an object: some attributes name it by ids of Terraform's own shape.

use crate::state::Attributes;

/// The attributes of everything that Terraform has of one object.
#[derive(Default)]
pub struct Siblings<'a>(Vec<&'a Attributes>);

impl<'a> Siblings<'a> {
    pub fn of(all: impl IntoIterator<Item = &'a Attributes>) -> Self {
        Self(all.into_iter().collect())
    }

    /// What an attribute says of that which has this id. The path of an API's root stands with the API itself.
    pub fn find(&self, id: &str, attribute: &str) -> Option<&'a str> {
        let is_it = |attributes: &&&Attributes| {
            attributes.text("id") == Some(id) && attributes.text(attribute).is_some()
        };
        let is_root = |attributes: &&&Attributes| attributes.text("root_resource_id") == Some(id);
        match self.0.iter().find(is_it) {
            Some(attributes) => attributes.text(attribute),
            None if attribute == "path" => self.0.iter().find(is_root).map(|_| "/"),
            None => None,
        }
    }
}
