//! `events.bus`: a bus of EventBridge with its policy and its archives.

mod archives;

use aws_sdk_eventbridge::operation::create_event_bus::builders::CreateEventBusFluentBuilder;
use aws_sdk_eventbridge::operation::describe_event_bus::DescribeEventBusOutput;
use aws_sdk_eventbridge::types as sdk;

use super::{DEFAULT_BUS, Events, NAME, read_tags, sdk_tags};
use crate::calls;
use crate::event_targets::settings::QUEUE;
use crate::lists::items_by_token;
use crate::prelude::*;
use crate::settings::{set_or_unset, write_tags};
use archives::Archive;
use aws::whole;
use kind::{
    Abilities, Access, Calls, Concern, Data, Facts, Kind, Listed, Live, Named, OnlyWith, Place,
    RequiredPermission,
};
use language::value::PolicyDocument;

/// The most that the policy of a bus may have (API reference of PutPermission).
const LARGEST_POLICY: usize = 10 * 1024;

/// A bus on which events come by. The bus `default` is always there, with the events of AWS's own services: naming it
/// here sets it up, and it counts as absent while it has neither a setting nor a tag. Nobody can create it, and removing
/// it from the specs takes back what they have set.
#[spec(DescribeEventBusOutput, request = CreateEventBusFluentBuilder)]
#[inside(dead_letter_config = sdk::DeadLetterConfig)]
pub struct Bus {
    /// The name of the bus, unique in the region. 1–256 of letters, digits and `._-`. One that begins with
    /// `aws.partner/` is that of a partner's event source, of which the bus is made.
    #[field(required, create_only, value_only, length = 1..=256, pattern = r"^[/.\-_A-Za-z0-9]+$")]
    pub name: String,
    /// What the bus is for. Up to 512 characters.
    #[field(length = 1..=512)]
    pub description: Option<String>,
    /// The KMS key that encrypts the events: its id, ARN or alias. Absent: a key of AWS's.
    #[field(length = 1..=2048, aws = kms_key_identifier)]
    pub kms_key: Option<String>,
    /// ARN of the SQS queue for events that could not be encrypted with the key, or be delivered. Its policy must let
    /// `events.amazonaws.com` in.
    #[field(pattern = QUEUE, called_by = "events.amazonaws.com", aws = dead_letter_config.arn)]
    pub dead_letter: Option<String>,
    /// What the bus logs of its work. Absent: nothing.
    #[field(aws = log_config, with = unless_off)]
    pub log: Option<Log>,
    /// Who may put events on the bus, and make rules on it, besides its own account. At most 10 KB.
    #[field(grants, policy = "resource", not_in_request)]
    pub policy: Option<PolicyDocument>,
    /// Archives by their names, which are unique in the region. Those that are not written here are deleted, with what
    /// they hold.
    #[field(not_in_answer, not_in_request)]
    pub archives: BTreeMap<String, Archive>,
    /// Tags of the bus.
    #[field(not_in_answer, not_in_request)]
    pub tags: Tags,
}

/// What a bus logs of its work. Where to, deliveries of CloudWatch Logs say.
#[spec(sdk::LogConfig)]
pub struct Log {
    /// `ERROR`, or also `INFO`, or also `TRACE`.
    #[field(required)]
    pub level: Level,
    /// `FULL` logs what events and inputs of targets hold, too. Absent: `NONE`.
    #[field(aws = include_detail)]
    pub detail: Detail,
}

aws_enum! {
    /// How much is logged.
    Level = sdk::Level {
        Error = "ERROR",
        Info = "INFO",
        Trace = "TRACE",
    }
    /// Whether what events hold is logged.
    #[derive(Default)]
    Detail = sdk::IncludeDetail {
        #[default]
        None = "NONE",
        Full = "FULL",
    }
}

conversions! {
    unless_off: Option<Log>, sdk::LogConfig {
        |said| Some(Log::of(said.filter(|log| log.level.as_ref().is_some_and(|it| *it != sdk::Level::Off)))?),
        |log| log.to_aws()?,
    }
}

outputs! {
    /// ARN of the bus.
    arn,
    /// Name of the bus.
    name,
}

impl Kind for Bus {
    const NAME: &'static str = "events.bus";
    const FACTS: Facts = Facts {
        data: Some(Data {
            moves: "the events in its archives, which can only be replayed onto the same bus",
            follows: "rules on it and whoever puts events on it, if it gets another name",
        }),
        ..Facts::of(Concern::Functions)
    };
    const CONSOLE: Console = Console::Page("events/home?region={region}#/eventbus/{id}");
    const CALLS: &'static [Calls] = calls::EVENTS_BUS;
    const ACCESS: &'static [Access] = &[Access::to(NAME, &["{arn}"]).except(&[
        (&["ListArchives"], &["*"]),
        (&["CreateArchive"], &["{arn}", "arn:{partition}:events:{region}:{account}:archive/*"]),
        (
            &["DeleteArchive", "DescribeArchive", "UpdateArchive"],
            &["arn:{partition}:events:{region}:{account}:archive/*"],
        ),
    ])];
    const DEMANDS: &'static [RequiredPermission] = &[
        RequiredPermission::key("kms_key", KEY),
        RequiredPermission::key("archives.*.kms_key", KEY),
    ];
    const ONLY_WITH: &'static [OnlyWith] = &[
        OnlyWith::of(&["archives"], &["CreateArchive", "UpdateArchive"]),
        OnlyWith::of(&["policy"], &["PutPermission"]),
    ];
    const IMPACT_WHILE_ABSENT: &'static str = "what is put on it is refused";
    const ABILITIES: Abilities<Self> = Abilities::NONE.listed();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &Named, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &Named, place: &Place) -> Outputs {
        Outputs { arn: Some(arn(place, &identity.name)), name: Some(identity.name.clone()) }
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        archives::consequences(&self.archives, &live.archives, consequences);
    }

    fn check(&self, findings: &mut Findings) {
        let size = self.policy.as_ref().map_or(0, |policy| {
            let text = policy.to_string();
            unknown::known_part(&text).len()
        });
        let is_partners = self.name.starts_with("aws.partner/");
        rules! { findings;
            Error "policy" if size > LARGEST_POLICY =>
                "the policy is too long",
                format!("it has {size} bytes, and AWS accepts {LARGEST_POLICY}"),
                "join statements, or name an organization in place of accounts";
            Error "name" if self.name.contains('/') && !is_partners =>
                "a name has no slash",
                "only buses of partners have one: `aws.partner/<partner>/…`",
                "write `-` in its place";
        }
        archives::check(&self.archives, findings);
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let arn = arn(&aws.place(), id);
        let described = async { Ok(aws.events().describe_event_bus().name(id).send().await?) };
        let parts = async { tokio::try_join!(archives::read(aws, &arn), read_tags(aws, &arn)) };
        let Some((described, (archives, tags))) = whole(described, parts).await? else {
            return Ok(None);
        };
        let bus = aws::read::<DescribeEventBusOutput, Self>(described)?;
        let bus = bus.map(|bus| Self { archives, tags, ..bus });
        let outputs = Outputs { arn: Some(arn), name: Some(id.to_owned()) };
        let is_there = |bus: &Self| id != DEFAULT_BUS || *bus != Self::untouched(id);
        Ok(bus.filter(is_there).map(|bus| Live::new(outputs, bus)))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let (name, tags) = (&self.name, sdk_tags(&self.tags)?);
        if name == DEFAULT_BUS {
            // Its tags make it ours, and the update that follows sets the rest.
            let request = aws.events().tag_resource().resource_arn(arn(&aws.place(), name));
            request.set_tags(Some(tags)).send().await?;
        } else {
            let source = name.starts_with("aws.partner/").then(|| name.clone());
            let request = self.fill(aws.events().create_event_bus())?.set_tags(Some(tags));
            request.set_event_source_name(source).send().await?;
        }
        Ok(name.clone())
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let (events, live, arn) = (aws.events(), &live.spec, arn(&aws.place(), id));
        self.update_settings(aws, id, live).await?;
        set_or_unset!(
            self, live, policy:
            |policy| events.put_permission().event_bus_name(id).policy(policy.to_string()),
            deleted events.remove_permission().event_bus_name(id).remove_all_permissions(true)
        );
        archives::write(aws, &arn, &self.archives, &live.archives).await?;
        let (untag, tag) = (events.untag_resource(), events.tag_resource());
        write_tags!(
            self.tags,
            live.tags,
            untag.resource_arn(&arn),
            tag.resource_arn(&arn),
            sdk_tags
        );
        Ok(())
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        if id == DEFAULT_BUS {
            return match Self::read(aws, id).await? {
                Some(live) => Self::untouched(id).update(aws, id, &live).await,
                None => Ok(()),
            };
        }
        archives::delete_all(aws, &arn(&aws.place(), id)).await?;
        deleted(aws.events().delete_event_bus().name(id).send().await)
    }
}

impl Listed for Bus {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let buses = items_by_token!(aws.events().list_event_buses(), event_buses);
        Ok(buses.into_iter().filter_map(|bus| bus.name).collect())
    }
}

/// What AWS asks of who names a key.
const KEY: &[&str] = &["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"];

fn arn(place: &Place, name: &str) -> String {
    place.arn("events", &format!("event-bus/{name}"))
}

impl Bus {
    /// A bus with a name and nothing else.
    fn untouched(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            description: None,
            kms_key: None,
            dead_letter: None,
            log: None,
            policy: None,
            archives: BTreeMap::new(),
            tags: Tags::new(),
        }
    }

    /// UpdateEventBus keeps what it is not told of, so what was removed is told as empty.
    async fn update_settings(&self, aws: &Aws, id: &str, live: &Self) -> Result<()> {
        let settings = |bus: &Self| {
            (bus.description.clone(), bus.kms_key.clone(), bus.dead_letter.clone(), bus.log.clone())
        };
        if settings(self) == settings(live) {
            return Ok(());
        }
        let emptied = |wanted: &Option<String>, live: &Option<String>| {
            wanted.clone().or_else(|| live.as_ref().map(|_| String::new()))
        };
        let queue = sdk::DeadLetterConfig::builder().set_arn(self.dead_letter.clone()).build();
        let has_queue = self.dead_letter.is_some() || live.dead_letter.is_some();
        let off = || sdk::LogConfig::builder().level(sdk::Level::Off).build();
        let log = self.log.to_aws()?.or_else(|| live.log.as_ref().map(|_| off()));
        let request = aws.events().update_event_bus().name(id);
        let request = request
            .set_description(emptied(&self.description, &live.description))
            .set_kms_key_identifier(emptied(&self.kms_key, &live.kms_key))
            .set_dead_letter_config(has_queue.then_some(queue))
            .set_log_config(log);
        request.send().await?;
        Ok(())
    }
}
