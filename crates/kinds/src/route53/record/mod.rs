//! `route53.record`: what a hosted zone answers for a name.

mod check;
mod spec;
mod values;

use aws_sdk_route53::operation::list_resource_record_sets::ListResourceRecordSetsOutput;
use aws_sdk_route53::types as sdk;
use schemars::JsonSchema;
use serde::Deserialize;

use super::names::DnsName;
use super::zone::Zone;
use super::{NAME, records};
use crate::calls;
use crate::prelude::*;
use kind::{Access, Calls, Concern, Facts, Kind, Live, Parent, Place};

pub use spec::{Outputs, Record, RecordType};
use values::RecordValue;

/// What identifies a record: where it stands, and what tells it from others there.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Identity {
    pub zone: String,
    pub name: DnsName,
    pub r#type: RecordType,
    #[serde(default)]
    pub set_identifier: Option<String>,
}

impl Kind for Record {
    const NAME: &'static str = "route53.record";
    const FACTS: Facts =
        Facts { parent: Some(Parent::of(Zone::NAME, "zone").shared()), ..Facts::of(Concern::Api) };
    const CONSOLE: Console = Console::Page("route53/v2/hostedzones#ListRecordSets/{0}");
    const CALLS: &'static [Calls] = calls::ROUTE53_RECORD;
    const ACCESS: &'static [Access] = &[
        // Whose the record is, the zone's tags tell.
        Access::to(NAME, &["arn:{partition}:route53:::hostedzone/{zone}"])
            .also_read(&["ListTagsForResource"]),
    ];
    const KNOWN_BY: &'static str = "the zone's id, its name, its type and, if it has one, its set identifier, such as \
                                    `Z0123456789ABCDEFGHIJ/www.example.com/A`";
    const OVERWRITES: bool = true;
    const IMPACT_WHILE_ABSENT: &'static str =
        "whoever asks for the name gets no answer, and may remember that for a while";
    type Identity = Identity;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &Identity, _: &Place) -> Option<String> {
        let Identity { zone, name, r#type, set_identifier } = identity;
        let id = format!("{zone}/{}/{type}", name.as_str());
        Some(match set_identifier {
            Some(identifier) => format!("{id}/{identifier}"),
            None => id,
        })
    }

    fn predict(identity: &Identity, _: &Place) -> Outputs {
        Outputs { name: Some(identity.name.as_str().to_owned()) }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        let leads_elsewhere = (&self.values, &self.alias) != (&live.values, &live.alias);
        if let Some(ttl) = live.ttl.filter(|ttl| *ttl > DAY && leads_elsewhere) {
            consequences.warn(
                Path::field("ttl"),
                format!("others may go on with the old answer for {} hours", ttl / 3600),
                "make `ttl` small first, wait that long, and change the answer then",
            );
        }
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let (zone, name, kind, identifier) = parts(id)?;
        let Some(mut set) = records::find(aws, zone, &name, kind, identifier).await? else {
            return Ok(None);
        };
        let values = set.resource_records.take().unwrap_or_default().into_iter();
        let values = values.map(|record| RecordValue::new(&record.value)).collect();
        // AWS says 0 of what has none.
        set.ttl.take_if(|_| set.alias_target.is_some());
        let spec = aws::read::<ListResourceRecordSetsOutput, Self>(set)?;
        Ok(spec.map(|spec| {
            let outputs = Outputs { name: Some(name.as_str().to_owned()) };
            Live::new(outputs, Self { zone: zone.to_owned(), values, ..spec })
        }))
    }

    /// A record that is there has been looked for before: so this may come twice.
    async fn create(&self, aws: &Aws) -> Result<String> {
        self.write(aws).await?;
        let Self { zone, name, r#type, set_identifier, .. } = self.clone();
        let identity = Identity { zone, name, r#type, set_identifier };
        Ok(Self::id(&identity, &aws.place()).unwrap_or_default())
    }

    async fn update(&self, aws: &Aws, _: &str, _: &Live<Self>) -> Result<()> {
        self.write(aws).await
    }

    /// AWS deletes a record that is named with all that it has.
    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let (zone, name, kind, identifier) = parts(id)?;
        match records::current(aws, zone, &name, kind, identifier).await? {
            Some(set) => records::change(aws, zone, [(sdk::ChangeAction::Delete, set)]).await,
            None => Ok(()),
        }
    }
}

/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;

impl Record {
    async fn write(&self, aws: &Aws) -> Result<()> {
        let mut set = self.to_aws()?.ok_or_else(|| AwsError::lacking("ResourceRecordSet"))?;
        let values = self.values.iter().map(|value| value.to_aws(set.r#type()));
        let values: Vec<_> = values.collect::<Result<_>>()?;
        set.resource_records = (!values.is_empty()).then_some(values);
        records::change(aws, &self.zone, [(sdk::ChangeAction::Upsert, set)]).await
    }
}

/// The zone, the name, the type and the set identifier in an id of ours.
fn parts(id: &str) -> Result<(&str, DnsName, &str, Option<&str>)> {
    let mut parts = id.splitn(4, '/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(zone), Some(name), Some(kind)) => Ok((zone, DnsName::new(name), kind, parts.next())),
        _ => Err(AwsError::new(format!("`{id}` is not `<zone>/<name>/<type>`"))),
    }
}
