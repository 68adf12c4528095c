//! What messages are like.

use aws_sdk_apigatewayv2::operation::create_model::builders::CreateModelFluentBuilder;
use aws_sdk_apigatewayv2::operation::update_model::builders::UpdateModelFluentBuilder;
use aws_sdk_apigatewayv2::types as sdk;
use serde_json::Value;

use crate::prelude::*;

/// What messages are like, as a JSON schema (draft 4).
#[spec(sdk::Model, request = CreateModelFluentBuilder, update = UpdateModelFluentBuilder)]
pub struct Model {
    /// The schema.
    #[field(required, with = schema)]
    #[schemars(with = "Value", extend("type" = ["object", "string"]))]
    pub schema: Value,
    /// The content type that it is for.
    #[field(default = "application/json".to_owned(), omit_default, length = 1..=256)]
    pub content_type: String,
    /// What it is for. Absent: nothing is said.
    #[field(omit_default, length = ..=1024, with = even_empty)]
    pub description: String,
}

conversions! {
    /// A schema, which AWS has as text.
    schema: Value, String {
        |text| text.map(|text| serde_json::from_str(&text).unwrap_or(Value::String(text))),
        |schema| Some(schema.as_str().map_or_else(|| schema.to_string(), str::to_owned)),
    }
}
