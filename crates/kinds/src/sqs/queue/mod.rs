//! `sqs.queue`: a queue of messages, with who may send to it and where its messages go that nobody can work off.

mod attributes;
mod check;
pub(crate) mod spec;

use std::collections::HashMap;

use aws_sdk_sqs::types::QueueAttributeName;

use super::{NAME, SETTLING, Sqs};
use crate::calls;
use crate::lists::items;
use crate::messaging::{Attributes, Shown};
use crate::prelude::*;
use crate::settings::write_tags;
use aws::{tags, whole};
use kind::{
    Abilities, Access, Callable, Caller, Calls, Concern, Data, Facts, Grant, Kind, Listed, Live,
    Named, Place,
};

use spec::REDRIVE;
pub use spec::{Outputs, Queue};

impl Kind for Queue {
    const NAME: &'static str = "sqs.queue";
    const FACTS: Facts = Facts {
        data: Some(Data {
            moves: "the messages that wait in it, which have to be worked off first",
            follows: "whoever sends to it or receives from it by its URL or ARN, if it gets another name",
        }),
        ..Facts::of(Concern::Messages)
    };
    const CONSOLE: Console = Console::Page(
        "sqs/v3/home?region={region}#/queues/https%3A%2F%2Fsqs.{region}.{dns_suffix}%2F{account}%2F{id}",
    );
    const CALLS: &'static [Calls] = calls::SQS_QUEUE;
    const ACCESS: &'static [Access] = &[Access::to(NAME, &["{arn}"])];
    const IMPACT_WHILE_ABSENT: &'static str = "whoever sends to it or receives from it fails";
    /// A create call with the same attributes gives the queue that is there.
    const OVERWRITES: bool = true;
    const ABILITIES: Abilities<Self> = Abilities::NONE.callable().listed();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &Named, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &Named, place: &Place) -> Outputs {
        let name = &identity.name;
        Outputs {
            arn: Some(place.arn("sqs", name)),
            url: Some(url(name, place)),
            name: Some(name.clone()),
        }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    fn check_place(&self, place: &Place, findings: &mut Findings) {
        check::check_place(self, place, findings);
    }

    fn consequences(&self, live: &Self, told: &mut Consequences) {
        consequences! { told;
            lose "retention_seconds" if self.retention_seconds < live.retention_seconds =>
                format!("messages that are older than {} seconds are deleted", self.retention_seconds);
            interrupt "max_message_size" if self.max_message_size < live.max_message_size =>
                format!("messages of more than {} bytes are refused", self.max_message_size);
        }
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let url = url(id, &aws.place());
        let tags = async {
            let answer = aws.sqs().list_queue_tags().queue_url(&url).send().await?;
            Ok(tags::from_aws(answer.tags.unwrap_or_default()))
        };
        let Some((shown, tags)) = whole(describe(aws, &url), tags).await? else {
            return Ok(None);
        };
        let spec = Self { tags, ..Self::of(id, &shown)? };
        let outputs = Outputs {
            arn: shown.text("QueueArn"),
            ..Self::predict(&Named { name: id.to_owned() }, &aws.place())
        };
        Ok(Some(Live::new(outputs, spec)))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let request = aws.sqs().create_queue().queue_name(&self.name);
        let request = request.set_attributes(Some(to_sdk(self.of_a_new_queue()?)));
        let tags = self.tags.clone().into_iter().collect();
        request.set_tags(Some(tags)).send().await?;
        Ok(self.name.clone())
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let (url, live) = (url(id, &aws.place()), &live.spec);
        let changes = self.changes(live);
        if !changes.is_empty() {
            let request = aws.sqs().set_queue_attributes().queue_url(&url);
            request.set_attributes(Some(to_sdk(changes))).send().await?;
            wait_until("the queue to show its new attributes", SETTLING, || async {
                let shown = Self::of(id, &describe(aws, &url).await?)?;
                Ok(self.changes(&shown).is_empty().then_some(()))
            })
            .await?;
        }
        let (untag, tag) = (aws.sqs().untag_queue(), aws.sqs().tag_queue());
        write_tags!(self.tags, live.tags, untag.queue_url(&url), tag.queue_url(&url));
        Ok(())
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let url = url(id, &aws.place());
        deleted(aws.sqs().delete_queue().queue_url(&url).send().await)?;
        wait_until("the queue to be gone", SETTLING, || async {
            let found = optional(describe(aws, &url).await)?;
            Ok(found.is_none().then_some(()))
        })
        .await
    }
}

impl Listed for Queue {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        const MOST_A_PAGE: i32 = 1000;
        let urls = items!(aws.sqs().list_queues().max_results(MOST_A_PAGE));
        Ok(urls.into_iter().filter_map(|url| Some(url.rsplit_once('/')?.1.to_owned())).collect())
    }
}

impl Callable for Queue {
    fn lets_in(&self, caller: &Caller, _: Option<&str>) -> Option<bool> {
        if caller.service == REDRIVE {
            let allowed = self.redrive_allow.as_ref();
            return Some(allowed.is_none_or(|queues| queues.iter().any(|arn| caller.may_fit(arn))));
        }
        let policy = self.policy.as_ref();
        Some(policy.is_some_and(|policy| caller.may_do("sqs:SendMessage", policy)))
    }

    fn grant(caller: &Caller, _: Option<&str>) -> Grant {
        match caller.service == REDRIVE {
            true => {
                let source = caller.grantee.source.clone().into();
                Grant::Element(Path::field("redrive_allow"), source)
            }
            false => caller.statement("sqs:SendMessage"),
        }
    }
}

/// The URL of a queue (developer guide, "Queue URLs").
fn url(name: &str, place: &Place) -> String {
    let Place { account, region, .. } = place;
    format!("https://sqs.{region}.{}/{account}/{name}", place.dns_suffix())
}

async fn describe(aws: &Aws, url: &str) -> Result<Shown> {
    let request = aws.sqs().get_queue_attributes().queue_url(url);
    let answer = request.attribute_names(QueueAttributeName::All).send().await?;
    Ok(Shown::of(answer.attributes))
}

fn to_sdk(attributes: Attributes) -> HashMap<QueueAttributeName, String> {
    let attributes = attributes.into_iter();
    attributes.map(|(name, value)| (QueueAttributeName::from(name), value)).collect()
}
