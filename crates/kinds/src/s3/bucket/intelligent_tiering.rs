//! When objects of the class INTELLIGENT_TIERING move to its archives.

use std::collections::BTreeMap;

use aws_sdk_s3::types::{
    IntelligentTieringAccessTier as Tier, IntelligentTieringConfiguration,
    IntelligentTieringStatus, Tiering as AwsTiering,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::support::{Filter, by_id};
use crate::fields::yes;
use aws::tags::Tags;
use aws::{Aws, optional};
use kind::{Findings, Result};

/// Which objects are archived, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IntelligentTiering {
    /// Whether objects are archived. Absent: yes.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Only objects whose key starts with this. Absent: all.
    #[serde(default)]
    #[schemars(length(max = 1024))]
    pub prefix: String,
    /// Only objects that have all these tags.
    #[serde(default)]
    pub tags: Tags,
    /// Days without access after which an object moves to the archive access tier. Absent: never.
    #[serde(default)]
    #[schemars(range(min = 90, max = 730))]
    pub archive_access_days: Option<i32>,
    /// Days without access after which an object moves to the deep archive access tier. Absent: never.
    #[serde(default)]
    #[schemars(range(min = 180, max = 730))]
    pub deep_archive_access_days: Option<i32>,
}

pub(super) fn check(all: &BTreeMap<String, IntelligentTiering>, findings: &mut Findings) {
    for (id, tiering) in all {
        let mut report = |field: &str, message: &str, why: &str, help: &str| {
            findings.warn(&format!("intelligent_tiering[\"{id}\"]{field}"), message, why, help);
        };
        match (tiering.archive_access_days, tiering.deep_archive_access_days) {
            (None, None) => report(
                "",
                "it says of no archive when objects move there",
                "AWS asks for at least one",
                "add `archive_access_days` or `deep_archive_access_days`",
            ),
            (Some(archive), Some(deep)) if archive >= deep => report(
                ".deep_archive_access_days",
                "objects would be in the deep archive before the archive",
                "it must be greater than `archive_access_days`",
                "",
            ),
            _ => {}
        }
    }
}

by_id!(IntelligentTiering:
    list_bucket_intelligent_tiering_configurations gives intelligent_tiering_configuration_list,
    put_bucket_intelligent_tiering_configuration takes intelligent_tiering_configuration,
    delete_bucket_intelligent_tiering_configuration
);

impl IntelligentTiering {
    fn of(configuration: IntelligentTieringConfiguration) -> Result<(String, Self)> {
        let filter = configuration.filter.map(Filter::from).unwrap_or_default();
        let tierings = configuration.tierings;
        let days = |tier: Tier| {
            tierings.iter().find(|tiering| tiering.access_tier == tier).map(|tiering| tiering.days)
        };
        let spec = Self {
            enabled: configuration.status == IntelligentTieringStatus::Enabled,
            prefix: filter.prefix,
            tags: filter.tags,
            archive_access_days: days(Tier::ArchiveAccess),
            deep_archive_access_days: days(Tier::DeepArchiveAccess),
        };
        Ok((configuration.id, spec))
    }

    fn to_aws(&self, id: &str) -> Result<IntelligentTieringConfiguration> {
        let filter = Filter { prefix: self.prefix.clone(), tags: self.tags.clone() };
        let filter = match filter == Filter::default() {
            true => None,
            false => Some(filter.IntelligentTieringFilter()?),
        };
        let status = match self.enabled {
            true => IntelligentTieringStatus::Enabled,
            false => IntelligentTieringStatus::Disabled,
        };
        let mut configuration =
            IntelligentTieringConfiguration::builder().id(id).set_filter(filter).status(status);
        let tiers = [
            (Tier::ArchiveAccess, self.archive_access_days),
            (Tier::DeepArchiveAccess, self.deep_archive_access_days),
        ];
        for (tier, days) in tiers {
            if let Some(days) = days {
                let tiering = AwsTiering::builder().access_tier(tier).days(days).build()?;
                configuration = configuration.tierings(tiering);
            }
        }
        Ok(configuration.build()?)
    }
}
