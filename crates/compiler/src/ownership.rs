//! The tags by which we know an object as ours.

use crate::address::Address;
use crate::environment::Environment;
use aws::tags::{self, Tags};

/// The tags of the object at an address in the stack of an environment.
pub fn ownership(environment: &Environment, address: &Address) -> Tags {
    [(tags::STACK.to_owned(), environment.stack()), (tags::ADDRESS.to_owned(), tag_value(address))]
        .into()
}

/// An address as a tag value: AWS takes letters, digits, white space and `_.:/=+-@` in one, which does
/// not include the brackets and quotes of an instance's key.
pub fn tag_value(address: &Address) -> String {
    match &address.key {
        None => address.to_string(),
        Some(key) => {
            let plain: String =
                key.chars().map(|c| if tags::is_tag_character(c) { c } else { '_' }).collect();
            format!("{}.{}:{plain}", address.kind, address.name)
        }
    }
}
