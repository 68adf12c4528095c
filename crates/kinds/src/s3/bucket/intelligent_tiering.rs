//! When objects of the class INTELLIGENT_TIERING move to its archives.

use aws_sdk_s3::types::{self as sdk, IntelligentTieringAccessTier as Tier};

use super::by_id::by_id;
use super::filter::Filter;
use crate::conversions::Enabled;
use crate::prelude::*;

/// Which objects are archived, and when.
#[spec]
pub struct IntelligentTiering {
    /// Whether objects are archived. Absent: yes.
    #[field(default = true)]
    pub enabled: bool,
    /// Only objects whose key starts with this. Absent: all.
    #[field(length = ..=1024)]
    pub prefix: String,
    /// Only objects that have all these tags.
    pub tags: Tags,
    /// Days without access after which an object moves to the archive access tier. Absent: never.
    #[field(range = 90..=730)]
    pub archive_access_days: Option<i32>,
    /// Days without access after which an object moves to the deep archive access tier. Absent: never.
    #[field(range = 180..=730)]
    pub deep_archive_access_days: Option<i32>,
}

pub(super) fn check(all: &BTreeMap<String, IntelligentTiering>, findings: &mut Findings) {
    for (id, tiering) in all {
        let (archive, deep) = (tiering.archive_access_days, tiering.deep_archive_access_days);
        rules! { findings, Path::field("intelligent_tiering").key(id);
            Warning if archive.is_none() && deep.is_none() =>
                "it says of no archive when objects move there",
                "AWS asks for at least one",
                "add `archive_access_days` or `deep_archive_access_days`";
            Warning "deep_archive_access_days" if deep.is_some() && archive >= deep =>
                "objects would be in the deep archive before the archive",
                "it must be greater than `archive_access_days`",
                "";
        }
    }
}

by_id!(IntelligentTiering:
    list_bucket_intelligent_tiering_configurations gives intelligent_tiering_configuration_list,
    put_bucket_intelligent_tiering_configuration takes intelligent_tiering_configuration,
    delete_bucket_intelligent_tiering_configuration
);

impl IntelligentTiering {
    fn of(aws: sdk::IntelligentTieringConfiguration) -> Result<(String, Self)> {
        let filter = aws.filter.map(Filter::from).unwrap_or_default();
        let days = |tier: Tier| {
            let tiering = aws.tierings.iter().find(|tiering| tiering.access_tier == tier);
            tiering.map(|tiering| tiering.days)
        };
        let tiering = Self {
            enabled: aws.status == sdk::IntelligentTieringStatus::Enabled,
            prefix: filter.prefix,
            tags: filter.tags,
            archive_access_days: days(Tier::ArchiveAccess),
            deep_archive_access_days: days(Tier::DeepArchiveAccess),
        };
        Ok((aws.id, tiering))
    }

    fn to_aws(&self, id: &str) -> Result<sdk::IntelligentTieringConfiguration> {
        let filter = Filter::of(&self.prefix, &self.tags);
        let filter = (!filter.is_empty()).then(|| filter.try_into()).transpose()?;
        let mut configuration = sdk::IntelligentTieringConfiguration::builder()
            .id(id)
            .set_filter(filter)
            .set_status(Enabled::to_aws(&self.enabled)?);
        for (tier, days) in [
            (Tier::ArchiveAccess, self.archive_access_days),
            (Tier::DeepArchiveAccess, self.deep_archive_access_days),
        ] {
            if let Some(days) = days {
                let tiering = sdk::Tiering::builder().access_tier(tier).days(days).build()?;
                configuration = configuration.tierings(tiering);
            }
        }
        Ok(configuration.build()?)
    }
}
