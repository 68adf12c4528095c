use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::Id;
use shared::api::Limit;
use shared::data::{Entity, StoredFile, Table};

use super::{Difficulty, ListedScope, Sentences, Tags};
use crate::tables::MODULES;

/// Something to learn: what lessons teach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Module {
    /// Its id.
    pub id: Id,
    /// The tenant that it belongs to.
    pub organization_id: String,
    /// Who made it.
    pub created_by: String,
    /// What it is called.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// What it is made of.
    pub content_type: ContentType,
    /// What its students must know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<Difficulty>,
    /// Minutes that it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimated_duration: Option<u32>,
    /// What its students should have learnt before.
    #[serde(default)]
    pub prerequisites: Sentences,
    /// What its students can do afterwards.
    #[serde(default)]
    pub learning_objectives: Sentences,
    /// What it is found by.
    #[serde(default)]
    pub tags: Tags,
    /// Who can see it.
    pub status: ModuleStatus,
    /// Where its content can be read, for some minutes; absent while there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_url: Option<String>,
    /// Where its picture can be read, for some minutes; absent while there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumbnail_url: Option<String>,
    /// How often it has changed, from 1.
    pub version: u32,
    /// How it does.
    #[serde(default)]
    pub metrics: ModuleMetrics,
    /// When it was made, ISO 8601 in UTC.
    pub created_at: String,
    /// When it last changed, ISO 8601 in UTC.
    pub updated_at: String,
}

/// A module as it is stored: with its files, where a caller gets addresses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredModule {
    /// What callers see of it.
    #[serde(flatten)]
    pub module: Module,
    /// Its content, which `uploads-processor` puts here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_file: Option<StoredFile>,
    /// Its picture, the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumbnail_file: Option<StoredFile>,
}

impl Entity for StoredModule {
    const TABLE: &'static Table = &MODULES;
}

impl StoredModule {
    /// Its files.
    pub fn files(&self) -> impl Iterator<Item = &StoredFile> {
        self.content_file.iter().chain(&self.thumbnail_file)
    }
}

/// How a module does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ModuleMetrics {
    /// How often it was begun.
    pub views: u32,
    /// How often it was done.
    pub completions: u32,
}

/// What a module is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ContentType {
    Video,
    Interactive,
    Text,
    Mixed,
}

/// Who can see a module: its author and managers alone unless it is published or archived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ModuleStatus {
    Draft,
    Review,
    Published,
    Archived,
}

/// A module to make. It begins as a draft.
#[derive(Clone, Debug, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub struct NewModule {
    /// What it is called.
    #[garde(length(chars, min = 1, max = 200))]
    pub title: String,
    /// What it is about.
    #[garde(length(chars, min = 1, max = 1000))]
    pub description: String,
    /// What it is made of.
    pub content_type: ContentType,
    /// What its students must know.
    pub difficulty: Option<Difficulty>,
    /// Minutes that it takes.
    #[garde(range(min = 1, max = 100_000))]
    pub estimated_duration: Option<u32>,
    /// What its students should have learnt before.
    #[serde(default)]
    #[garde(dive)]
    pub prerequisites: Sentences,
    /// What its students can do afterwards.
    #[serde(default)]
    #[garde(dive)]
    pub learning_objectives: Sentences,
    /// What it is found by.
    #[serde(default)]
    #[garde(dive)]
    pub tags: Tags,
}

/// What changes in a module.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub struct ModuleChange {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(length(chars, min = 1, max = 200))]
    pub title: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(length(chars, min = 1, max = 1000))]
    pub description: Option<String>,
    /// What it is made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<ContentType>,
    /// What its students must know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<Difficulty>,
    /// Minutes that it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(range(min = 1, max = 100_000))]
    pub estimated_duration: Option<u32>,
    /// What its students should have learnt before, in place of what there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(dive)]
    pub prerequisites: Option<Sentences>,
    /// What its students can do afterwards, in place of what there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(dive)]
    pub learning_objectives: Option<Sentences>,
    /// What it is found by, in place of what there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(dive)]
    pub tags: Option<Tags>,
    /// Who can see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ModuleStatus>,
}

/// Which modules.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub struct ModuleQuery {
    /// Whose.
    #[serde(default)]
    pub scope: ListedScope,
    /// Those that this many can see.
    pub status: Option<ModuleStatus>,
    /// Those that are made of this.
    pub content_type: Option<ContentType>,
    /// Those for students who know this much.
    pub difficulty: Option<Difficulty>,
    /// How many at most.
    #[serde(default)]
    pub limit: Limit,
    /// Where the page begins, as the page before it says.
    #[garde(length(chars, max = 1024))]
    pub next: Option<String>,
}
