//! Where an object lives.

/// Where an object lives, as far as its ARN needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// `aws`, `aws-cn`, `aws-us-gov` and so on.
    pub partition: &'static str,
    pub account: String,
    pub region: String,
}

/// What the regions of a partition start with, for all but AWS's first.
const PARTITIONS: &[(&str, &str)] = &[
    ("cn-", "aws-cn"),
    ("eu-isoe-", "aws-iso-e"),
    ("eusc-", "aws-eusc"),
    ("us-gov-", "aws-us-gov"),
    ("us-iso-", "aws-iso"),
    ("us-isob-", "aws-iso-b"),
    ("us-isof-", "aws-iso-f"),
];

impl Place {
    /// A place in the partition that its region belongs to.
    pub fn new(account: &str, region: &str) -> Self {
        let partition = PARTITIONS
            .iter()
            .find(|(start, _)| region.starts_with(start))
            .map_or("aws", |(_, partition)| *partition);
        Self { partition, account: account.to_owned(), region: region.to_owned() }
    }

    /// What the host names of AWS's services end in here.
    pub fn dns_suffix(&self) -> &'static str {
        match self.partition {
            "aws-cn" => "amazonaws.com.cn",
            _ => "amazonaws.com",
        }
    }

    /// The ARN of something regional: `arn:aws:<service>:<region>:<account>:<resource>`.
    pub fn arn(&self, service: &str, resource: &str) -> String {
        let Self { partition, account, region } = self;
        format!("arn:{partition}:{service}:{region}:{account}:{resource}")
    }

    /// The ARN of something that a whole account shares: `arn:aws:<service>::<account>:<resource>`.
    pub fn global_arn(&self, service: &str, resource: &str) -> String {
        let Self { partition, account, .. } = self;
        format!("arn:{partition}:{service}::{account}:{resource}")
    }
}
