//! A reduction under way, as all of its parts see it.

use serde_json::Value;

use crate::left_out::LeftOut;

/// One registry schema, and what of it is left out.
pub(crate) struct Dialect<'a> {
    pub(super) registry: &'a Value,
    left_out: &'a mut Vec<LeftOut>,
}

impl<'a> Dialect<'a> {
    pub(crate) fn new(registry: &'a Value, left_out: &'a mut Vec<LeftOut>) -> Self {
        Self { registry, left_out }
    }

    pub(super) fn leave_out(&mut self, place: &str, what: &str) {
        self.left_out.push(LeftOut { place: place.to_owned(), what: what.to_owned() });
    }
}
