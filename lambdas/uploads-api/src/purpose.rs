//! What files are for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    ModuleContent,
    ModuleThumbnail,
    Dataset,
    ProjectAsset,
    AgentAsset,
    PostAttachment,
}
