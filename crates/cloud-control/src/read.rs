//! Reads an object.

use aws::{Aws, Result, optional};
use kind::LiveObject;

use crate::definition::Definition;
use crate::live;
use crate::service::CloudControl;

/// The object of an identifier, if there is one.
pub(crate) async fn read(aws: &Aws, type_: &Definition, id: &str) -> Result<Option<LiveObject>> {
    let request = aws.cloud_control().get_resource().type_name(type_.name).identifier(id);
    let Some(answer) = optional(request.send().await)? else {
        return Ok(None);
    };
    let described = answer.resource_description.and_then(|described| described.properties);
    live::live(type_, id, &described.unwrap_or_default()).map(Some)
}
