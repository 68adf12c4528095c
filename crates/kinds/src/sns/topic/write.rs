//! Writes a topic and its subscriptions.

use aws_sdk_sns::types as sdk;

use super::read::Arns;
use super::spec::Topic;
use super::subscription::{Subscription, Subscriptions};
use crate::children::Children;
use crate::messaging::{changed, written};
use crate::prelude::*;
use crate::settings::write_tags;
use crate::sns::Sns;

pub(super) async fn create(topic: &Topic, aws: &Aws) -> Result<()> {
    let attributes = topic.of_a_new_topic(&aws.place())?.into_iter();
    let attributes = attributes.map(|(name, value)| (name.to_owned(), value)).collect();
    let policy = topic.data_protection_policy.as_ref();
    let request = aws.sns().create_topic().name(&topic.name).set_attributes(Some(attributes));
    let request = request.set_data_protection_policy(policy.map(ToString::to_string));
    request.set_tags(Some(sdk_tags(&topic.tags)?)).send().await?;
    Ok(())
}

pub(super) async fn update(
    wanted: &Topic,
    aws: &Aws,
    arn: &str,
    live: &Topic,
    arns: &Arns,
) -> Result<()> {
    for (name, value) in wanted.changes(live, &aws.place()) {
        let request = aws.sns().set_topic_attributes().topic_arn(arn);
        request.attribute_name(name).attribute_value(value).send().await?;
    }
    if wanted.data_protection_policy != live.data_protection_policy {
        let request = aws.sns().put_data_protection_policy().resource_arn(arn);
        let policy = written(wanted.data_protection_policy.as_ref());
        request.data_protection_policy(policy).send().await?;
    }
    write_subscriptions(aws, arn, &wanted.subscriptions, &live.subscriptions, arns).await?;
    let (untag, tag) = (aws.sns().untag_resource(), aws.sns().tag_resource());
    let (untag, tag) = (untag.resource_arn(arn), tag.resource_arn(arn));
    write_tags!(wanted.tags, live.tags, untag, tag, sdk_tags);
    Ok(())
}

/// What waits for its confirmation cannot be changed, and goes by itself.
async fn write_subscriptions(
    aws: &Aws,
    topic: &str,
    wanted: &Subscriptions,
    live: &Subscriptions,
    arns: &Arns,
) -> Result<()> {
    let Children { create, update, delete } = Children::of(wanted, live);
    for (_, subscription) in create {
        subscribe(aws, topic, subscription).await?;
    }
    for (key, subscription, live) in update.into_iter().filter(|(_, _, live)| !live.is_pending) {
        change(aws, arn_of(arns, key)?, subscription, live).await?;
    }
    for key in delete.into_iter().filter(|key| live.get(*key).is_some_and(|it| !it.is_pending)) {
        let request = aws.sns().unsubscribe().subscription_arn(arn_of(arns, key)?);
        deleted(request.send().await)?;
    }
    Ok(())
}

fn arn_of<'a>(arns: &'a Arns, key: &str) -> Result<&'a str> {
    let arn = arns.get(key).map(String::as_str);
    arn.ok_or_else(|| AwsError::new(format!("AWS gave no ARN of the subscription `{key}`")))
}

async fn subscribe(aws: &Aws, topic: &str, subscription: &Subscription) -> Result<()> {
    let endpoint = match &subscription.url {
        Some(url) => Some(url.expose().to_owned()),
        None => subscription.endpoint.clone(),
    };
    let attributes = subscription.of_a_new_subscription().into_iter();
    let attributes = attributes.map(|(name, value)| (name.to_owned(), value)).collect();
    let request = aws.sns().subscribe().topic_arn(topic);
    let request = request.protocol(subscription.protocol.as_str()).set_endpoint(endpoint);
    request.set_attributes(Some(attributes)).return_subscription_arn(true).send().await?;
    Ok(())
}

/// A scope goes before the filter that needs it, and follows one that no longer does: AWS accepts a filter with parts
/// inside parts only of the body.
async fn change(aws: &Aws, arn: &str, wanted: &Subscription, live: &Subscription) -> Result<()> {
    const SCOPE: &str = "FilterPolicyScope";
    let changes = changed(wanted.attributes(), &live.attributes());
    let mut changes: Vec<_> = changes.into_iter().collect();
    let is_wider = wanted.filter_scope != Default::default();
    changes.sort_by_key(|(name, _)| (*name == SCOPE) != is_wider);
    for (name, value) in changes {
        // AWS removes a filter by an empty one, and a dead-letter queue by none.
        let value = match (name, value.is_empty()) {
            ("FilterPolicy", true) => Some("{}".to_owned()),
            ("RedrivePolicy", true) => None,
            _ => Some(value),
        };
        let request = aws.sns().set_subscription_attributes().subscription_arn(arn);
        request.attribute_name(name).set_attribute_value(value).send().await?;
    }
    Ok(())
}

fn sdk_tags(tags: &Tags) -> Result<Vec<sdk::Tag>> {
    tags.iter().map(|(key, value)| Ok(sdk::Tag::builder().key(key).value(value).build()?)).collect()
}
