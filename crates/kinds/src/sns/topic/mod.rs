//! `sns.topic`: a topic with its subscriptions.
//!
//! Subscriptions that no spec names are treated like permissions of a function or policies of a role: those of the
//! topic's own account are removed. Those that another account has made are its own, as the topic's policy lets it
//! subscribe; they are neither read nor touched. The same goes for what Amazon Q Developer (Chatbot) subscribes by
//! itself.

mod attributes;
mod check;
mod check_subscriptions;
mod delivery;
mod read;
mod spec;
mod subscription;
mod write;

use super::{NAME, Sns};
use crate::calls;
use crate::lists::items;
use crate::prelude::*;
use aws::whole;
use kind::{
    Abilities, Access, Callable, Caller, Calls, Concern, Facts, Grant, Kind, Listed, Live, Named,
    OnlyWith, Place, Prepare, RequiredPermission, Unsettled,
};
use language::schema::Finding;
use read::Arns;
use workspace::Workspace;

pub use spec::{Outputs, Topic};

impl Kind for Topic {
    const NAME: &'static str = "sns.topic";
    const FACTS: Facts = Facts::of(Concern::Messages);
    const CONSOLE: Console = Console::Page(
        "sns/v3/home?region={region}#/topic/arn:{partition}:sns:{region}:{account}:{id}",
    );
    const CALLS: &'static [Calls] = calls::SNS_TOPIC;
    const ACCESS: &'static [Access] = &[Access::to(NAME, &["{arn}"]).except(&[(
        &["GetSubscriptionAttributes", "SetSubscriptionAttributes", "Unsubscribe"],
        &["*"],
    )])];
    const DEMANDS: &'static [RequiredPermission] = &[
        RequiredPermission::pass_role("delivery_logging.*.success_role", &["sns.amazonaws.com"]),
        RequiredPermission::pass_role("delivery_logging.*.failure_role", &["sns.amazonaws.com"]),
        RequiredPermission::pass_role("subscriptions.*.subscription_role", &["sns.amazonaws.com"]),
    ];
    const ONLY_WITH: &'static [OnlyWith] = &[OnlyWith::of(&["subscriptions"], &["Subscribe"])];
    const IMPACT_WHILE_ABSENT: &'static str =
        "whoever publishes to it fails, and people have to confirm their subscriptions again";
    /// A create call with the same attributes and tags gives the topic that is there.
    const OVERWRITES: bool = true;
    const ABILITIES: Abilities<Self> = Abilities::NONE.callable().prepared().unsettled().listed();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = Arns;

    fn id(identity: &Named, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &Named, place: &Place) -> Outputs {
        let name = &identity.name;
        Outputs { arn: Some(place.arn("sns", name)), name: Some(name.clone()) }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    fn consequences(&self, live: &Self, told: &mut Consequences) {
        let is_shorter = match (self.archive_days, live.archive_days) {
            (Some(wanted), Some(live)) => wanted < live,
            (wanted, live) => wanted.is_none() && live.is_some(),
        };
        consequences! { told;
            lose "archive_days" if is_shorter =>
                "messages that are kept longer than this cannot be replayed any more";
            interrupt "max_message_size" if self.max_message_size < live.max_message_size =>
                format!("messages of more than {} bytes are refused", self.max_message_size);
        }
        for (key, subscription) in &self.subscriptions {
            consequences! { told;
                warn "subscriptions" / key if subscription.protocol.is_by_mail() && !live.subscriptions.contains_key(key) =>
                    "nothing is delivered before somebody follows the link in an e-mail to it",
                    "48 hours later the link is dead, and the next apply sends another";
            }
        }
        for (key, subscription) in &live.subscriptions {
            let is_lost = subscription.protocol.is_by_mail() && !subscription.is_pending;
            consequences! { told;
                lose "subscriptions" / key if is_lost && !self.subscriptions.contains_key(key) =>
                    "to have it back, somebody has to confirm it again";
            }
        }
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let place = aws.place();
        let arn = place.arn("sns", id);
        let answers = whole(read::attributes(aws, &arn), read::parts(aws, &arn)).await?;
        let Some((shown, (tags, data_protection_policy, subscribed))) = answers else {
            return Ok(None);
        };
        let arns = subscribed.iter().filter_map(|(arn, it)| Some((it.key(), arn.clone()?)));
        let details = arns.collect();
        let subscriptions = subscribed.into_iter().map(|(_, it)| (it.key(), it)).collect();
        let topic = Self::of(id, &shown, &place)?;
        let spec = Self { tags, data_protection_policy, subscriptions, ..topic };
        let outputs = Self::predict(&Named { name: id.to_owned() }, &place);
        Ok(Some(Live { spec, outputs, details }))
    }

    /// Subscriptions follow, by an update.
    async fn create(&self, aws: &Aws) -> Result<String> {
        write::create(self, aws).await?;
        Ok(self.name.clone())
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let arn = aws.place().arn("sns", id);
        write::update(self, aws, &arn, &live.spec, &live.details).await
    }

    /// Its subscriptions go with it.
    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let arn = aws.place().arn("sns", id);
        deleted(aws.sns().delete_topic().topic_arn(arn).send().await)
    }
}

impl Listed for Topic {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let topics = items!(aws.sns().list_topics());
        let arns = topics.into_iter().filter_map(|topic| topic.topic_arn);
        Ok(arns.filter_map(|arn| Some(arn.rsplit_once(':')?.1.to_owned())).collect())
    }
}

/// The services that the policy of a new topic does not let in: the documentation of each asks for a statement. Others,
/// such as the alarms of CloudWatch, act for the account that the policy is for.
const NOT_LET_IN: &[&str] = &[
    "backup.amazonaws.com", "budgets.amazonaws.com", "codestar-notifications.amazonaws.com",
    "costalerts.amazonaws.com", "events.amazonaws.com", "s3.amazonaws.com",
    "scheduler.amazonaws.com",
];

impl Callable for Topic {
    fn lets_in(&self, caller: &Caller, _: Option<&str>) -> Option<bool> {
        Some(match &self.policy {
            Some(policy) => caller.may_do("sns:Publish", policy),
            None => !NOT_LET_IN.contains(&caller.service.as_str()),
        })
    }

    fn grant(caller: &Caller, _: Option<&str>) -> Grant {
        caller.statement("sns:Publish")
    }
}

impl Prepare for Topic {
    async fn prepare(&mut self, _: &Workspace) -> Result<(), Finding> {
        self.subscriptions = subscription::by_endpoint(std::mem::take(&mut self.subscriptions));
        Ok(())
    }
}

impl Unsettled for Topic {
    /// Of a subscription that waits for its confirmation AWS tells nothing else, and nobody can remove it.
    fn settled(mut self, desired: &Self) -> Self {
        let subscriptions = std::mem::take(&mut self.subscriptions).into_iter();
        let settled = subscriptions.filter_map(|(key, live)| match live.is_pending {
            true => desired.subscriptions.get(&key).map(|wanted| (key, wanted.clone())),
            false => Some((key, live)),
        });
        self.subscriptions = settled.collect();
        self
    }

    fn waits(&self) -> Vec<String> {
        let pending = self.subscriptions.iter().filter(|(_, it)| it.is_pending);
        let waits = pending.map(|(key, _)| {
            format!(
                "the subscription `{key}` is to be confirmed, within 48 hours after it was made; nothing is \
                 delivered to it before"
            )
        });
        waits.collect()
    }
}
