//! `logs.log_group`.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::fields::*;

pub(super) fn log_group() -> BoxedStrategy<Value> {
    let days = any_of([json!(1), json!(7), json!(30), json!(3653)]);
    any_fields(vec![("retention_days", days), ("tags", tags())])
}
