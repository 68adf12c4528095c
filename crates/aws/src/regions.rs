//! The regions of AWS, and the partition that each belongs to.

use serde_json::{Value, json};

/// The regions of each partition (partitions.json of botocore 1.44.8, which AWS publishes). A region that is
/// not here may be a new one.
const REGIONS: &[(&str, &[&str])] = &[
    (
        "aws",
        &[
            "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2",
            "ap-northeast-3", "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2",
            "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6",
            "ap-southeast-7", "ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2",
            "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3",
            "il-central-1", "me-central-1", "me-south-1", "me-west-1", "mx-central-1", "sa-east-1",
            "sa-west-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
        ],
    ),
    ("aws-cn", &["cn-north-1", "cn-northwest-1"]),
    ("aws-eusc", &["eusc-de-east-1"]),
    ("aws-iso", &["us-iso-east-1", "us-iso-west-1"]),
    ("aws-iso-b", &["us-isob-east-1", "us-isob-west-1"]),
    ("aws-iso-e", &["eu-isoe-west-1"]),
    ("aws-iso-f", &["us-isof-east-1", "us-isof-south-1"]),
    ("aws-us-gov", &["us-gov-east-1", "us-gov-west-1"]),
];

/// The regions that this version knows.
pub fn all() -> impl Iterator<Item = &'static str> {
    REGIONS.iter().flat_map(|(_, regions)| regions.iter().copied())
}

/// Whether a text is a region that this version knows.
pub fn is_known(region: &str) -> bool {
    all().any(|known| known == region)
}

/// The partitions that this version knows.
pub fn partitions() -> impl Iterator<Item = &'static str> {
    REGIONS.iter().map(|(partition, _)| *partition)
}

/// The forms of a field that names a region, for its keyword `anyOf`: one that is known, or what can be
/// part of a host name.
pub fn schema() -> Value {
    let known: Vec<&str> = all().collect();
    json!([
        { "type": "string", "enum": known },
        {
            "type": "string",
            "pattern": "^[a-z]{2,4}(-[a-z]+)+-[0-9]$",
            "description": "The AWS region, such as `us-east-2`.",
        },
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Place;

    #[test]
    fn each_region_is_in_its_partition() {
        for (partition, regions) in REGIONS {
            for region in *regions {
                assert_eq!(Place::new("123456789012", region).partition, *partition, "{region}");
            }
        }
    }

    #[test]
    fn a_region_is_known_by_its_whole_name() {
        assert!(is_known("us-east-2"));
        assert!(!is_known("us-east-9"));
        assert!(partitions().any(|partition| partition == "aws-cn"));
    }
}
