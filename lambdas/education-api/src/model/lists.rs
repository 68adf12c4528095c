use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Words that something is found by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, Validate)]
#[garde(transparent)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Tags(
    #[garde(length(max = 20), inner(length(chars, min = 1, max = 50)))] pub Vec<String>,
);

/// Short sentences.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, Validate)]
#[garde(transparent)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Sentences(
    #[garde(length(max = 20), inner(length(chars, min = 1, max = 200)))] pub Vec<String>,
);
