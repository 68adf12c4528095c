//! The tags by which we know an object as ours.

use sha2::{Digest, Sha256};

use crate::address::{Address, Part};
use crate::environment::Environment;
use aws::tags::{self, Tags};

/// The tags of the object at an address in the stack of an environment.
pub fn ownership(environment: &Environment, address: &Address) -> Tags {
    [(tags::STACK.to_owned(), environment.stack()), (tags::ADDRESS.to_owned(), tag_value(address))]
        .into()
}

/// The longest tag value that AWS accepts, in characters
/// (<https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html>).
const LONGEST: usize = 256;

/// An address as a tag value: AWS accepts letters, digits, white space and `_.:/=+-@` in one, which does
/// not include the brackets and quotes of an instance's key. Of one that is too long the end is a digest.
pub fn tag_value(address: &Address) -> String {
    let parts = address.as_within();
    let value = parts.iter().map(part_value).collect::<Vec<_>>().join("/");
    if value.chars().count() <= LONGEST {
        return value;
    }
    let digest = format!("{:x}", Sha256::digest(&value));
    let kept: String = value.chars().take(LONGEST - digest.len() - 1).collect();
    format!("{kept}:{digest}")
}

fn part_value(part: &Part) -> String {
    let Part { kind, name, key } = part;
    match key {
        None => format!("{kind}.{name}"),
        Some(key) => {
            let plain = |c: char| if tags::is_tag_character(c) { c } else { '_' };
            format!("{kind}.{name}:{}", key.chars().map(plain).collect::<String>())
        }
    }
}
