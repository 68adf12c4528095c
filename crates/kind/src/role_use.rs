//! What whoever acts with a role does with what a field names (`x-uses`), as IAM's actions.

/// What a use of an object needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleUse {
    pub actions: &'static [&'static str],
    /// What follows the object's own ARN in that on which the actions are.
    pub below: &'static str,
}

/// What `use_` of an object of a service needs, by the service's name in ARNs; nothing where that is not known. After
/// the pages on each target and each source
/// (<https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html>,
/// <https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html>).
pub fn role_use(use_: &str, service: &str) -> Option<RoleUse> {
    let actions: &[&str] = match (use_, service) {
        ("send", "events") => &["events:PutEvents"],
        ("send", "firehose") => &["firehose:PutRecord", "firehose:PutRecordBatch"],
        ("send", "kinesis") => &["kinesis:PutRecord", "kinesis:PutRecords"],
        ("send", "lambda") => &["lambda:InvokeFunction"],
        ("send", "s3") => &["s3:PutObject"],
        ("send", "sns") => &["sns:Publish"],
        ("send", "sqs") => &["sqs:SendMessage"],
        ("send", "states") => &["states:StartExecution"],
        ("read", "dynamodb") => {
            &["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"]
        }
        ("read", "kinesis") => &[
            "kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords",
            "kinesis:GetShardIterator", "kinesis:ListShards",
        ],
        ("read", "sqs") => &["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
        _ => return None,
    };
    Some(RoleUse { actions, below: if service == "s3" { "/*" } else { "" } })
}
