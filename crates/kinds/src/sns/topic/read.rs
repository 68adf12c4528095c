//! Reads a topic with its subscriptions.

use aws_sdk_sns::types as sdk;
use futures_util::future::try_join_all;

use super::subscription::{Protocol, Subscription};
use crate::lists::items;
use crate::messaging::{Json, Shown, is_fifo};
use crate::prelude::*;
use crate::sns::Sns;
use aws::tags;

/// Of each subscription, by its key, the ARN; nothing where AWS does not tell it.
pub type Arns = BTreeMap<String, String>;

/// What AWS has for the ARN of a subscription that waits for its confirmation.
const PENDING: &str = "PendingConfirmation";
/// What it has for that of one that is gone.
const DELETED: &str = "Deleted";
/// Where Amazon Q Developer (Chatbot) takes messages: it subscribes by itself, in the account of the topic.
const CHATBOT: &str = "https://global.sns-api.chatbot.amazonaws.com";

pub(super) async fn attributes(aws: &Aws, arn: &str) -> Result<Shown> {
    let answer = aws.sns().get_topic_attributes().topic_arn(arn).send().await?;
    Ok(Shown::of(answer.attributes))
}

/// What of a topic is not an attribute of it: its tags, its data protection policy, and its subscriptions.
pub(super) async fn parts(aws: &Aws, arn: &str) -> Result<(Tags, Option<Json>, Subscribed)> {
    tokio::try_join!(read_tags(aws, arn), data_protection_policy(aws, arn), subscriptions(aws, arn))
}

async fn read_tags(aws: &Aws, arn: &str) -> Result<Tags> {
    let answer = aws.sns().list_tags_for_resource().resource_arn(arn).send().await?;
    let tags = answer.tags.unwrap_or_default().into_iter();
    Ok(tags::from_aws(tags.map(|tag| (tag.key, tag.value))))
}

async fn data_protection_policy(aws: &Aws, arn: &str) -> Result<Option<Json>> {
    if is_fifo(arn) {
        return Ok(None);
    }
    let request = aws.sns().get_data_protection_policy().resource_arn(arn);
    let answer = match request.send().await.map_err(AwsError::from) {
        Ok(answer) => answer.data_protection_policy,
        // AWS knows no such policies for this topic, or in this region.
        Err(error) if error.has_code("InvalidAction") => None,
        Err(error) => return Err(error),
    };
    let policy = answer.map(|policy| (POLICY.to_owned(), policy));
    Shown::of(policy.map(|policy| [policy].into())).json(POLICY)
}

const POLICY: &str = "DataProtectionPolicy";

/// Subscriptions, each with its ARN if AWS tells it.
type Subscribed = Vec<(Option<String>, Subscription)>;

/// The subscriptions of the topic's own account.
async fn subscriptions(aws: &Aws, arn: &str) -> Result<Subscribed> {
    let listed = items!(aws.sns().list_subscriptions_by_topic().topic_arn(arn)).into_iter();
    let own = listed.filter(|listed| is_own(listed, aws.account()));
    let read = try_join_all(own.map(|listed| subscription(aws, listed))).await?;
    Ok(read.into_iter().flatten().collect())
}

/// Whether a subscription is there and of this account. What other accounts subscribe is theirs.
fn is_own(listed: &sdk::Subscription, account: &str) -> bool {
    listed.owner().is_none_or(|owner| owner == account)
        && listed.subscription_arn() != Some(DELETED)
        && !listed.endpoint().is_some_and(|endpoint| endpoint.starts_with(CHATBOT))
}

/// A subscription, unless it was removed since it was listed.
async fn subscription(
    aws: &Aws,
    listed: sdk::Subscription,
) -> Result<Option<(Option<String>, Subscription)>> {
    let protocol = Protocol::of(listed.protocol.unwrap_or_default());
    let subscription = Subscription::to(protocol, listed.endpoint.unwrap_or_default());
    let arn = listed.subscription_arn.unwrap_or_default();
    if arn == PENDING {
        return Ok(Some((None, Subscription { is_pending: true, ..subscription })));
    }
    let request = aws.sns().get_subscription_attributes().subscription_arn(&arn);
    let Some(answer) = optional(request.send().await)? else {
        return Ok(None);
    };
    Ok(Some((Some(arn), subscription.with(&Shown::of(answer.attributes))?)))
}
