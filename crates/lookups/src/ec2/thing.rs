//! What every sort of EC2 has: things with ids and tags, some of which a lookup means.

use std::collections::BTreeMap;

use aws::Aws;
use compiler::lookups::{Candidate, Found, FoundObject, Selection, unanswered};
use kind::Operations;
use language::schema::Finding;
use language::value::Object;

use super::described;
use crate::record::Record;

/// A sort of thing that EC2 describes.
pub(super) struct Thing {
    /// The sort, as messages have it.
    pub sort: &'static str,
    pub operation: &'static str,
    /// The list in its answers.
    pub set: &'static str,
    /// The member that is the id of one.
    pub id: &'static str,
    /// The member that is its name, where that is not the tag `Name`.
    pub name: Option<&'static str>,
    /// The type of AWS's registry whose objects these are.
    pub kind: &'static str,
    /// What a lookup gives of one.
    pub outputs: fn(&Aws, Record<'_>) -> Object,
}

/// What lookups of every such sort may say.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    pub id: Option<String>,
    pub name: Option<String>,
    pub tags: BTreeMap<String, String>,
}

impl Thing {
    /// The candidates: those that a lookup means by what every sort has and by `is_it`, and the others.
    ///
    /// # Errors
    /// AWS does not tell.
    pub async fn divided(
        &self,
        aws: &Aws,
        wanted: &Wanted,
        is_it: impl Fn(Record<'_>) -> bool,
    ) -> Result<(Vec<Candidate>, Vec<Candidate>), Finding> {
        let all = described(aws, self.operation, self.set).await;
        let all = all.map_err(|error| unanswered(wanted.field(), &error))?;
        let (mut fitting, mut others) = (Vec::new(), Vec::new());
        for record in all.iter().map(Record) {
            let candidate = self.candidate(aws, record);
            match wanted.is_like(&candidate, record) && is_it(record) {
                true => fitting.push(candidate),
                false => others.push(candidate),
            }
        }
        Ok((fitting, others))
    }

    /// What one lookup gives.
    ///
    /// # Errors
    /// AWS does not tell, or it fits nothing or several.
    pub async fn found(
        &self,
        aws: &Aws,
        wanted: &Wanted,
        many: bool,
        is_it: impl Fn(Record<'_>) -> bool,
    ) -> Result<Found, Finding> {
        let (fitting, others) = self.divided(aws, wanted, is_it).await?;
        self.selection(aws, wanted, many).choose(fitting, &others)
    }

    pub fn selection<'a>(&self, aws: &'a Aws, wanted: &'a Wanted, many: bool) -> Selection<'a> {
        Selection { sort: self.sort, field: wanted.field(), region: aws.region(), many }
    }

    fn candidate(&self, aws: &Aws, record: Record<'_>) -> Candidate {
        let id = record.text(self.id).unwrap_or_default().to_owned();
        let name = match self.name {
            Some(name) => record.text(name).map(str::to_owned),
            None => record.tags().remove("Name"),
        };
        let mut outputs = (self.outputs)(aws, record);
        outputs.insert("id".to_owned(), id.as_str().into());
        outputs.insert("name".to_owned(), name.as_deref().into());
        outputs.insert("tags".to_owned(), serde_json::json!(record.tags()));
        let object = FoundObject {
            kind: self.kind.to_owned(),
            region: aws.region().to_owned(),
            id: id.clone(),
        };
        Candidate { id, name, outputs, object: Some(object), ..Candidate::default() }
    }
}

impl Wanted {
    fn is_like(&self, candidate: &Candidate, record: Record<'_>) -> bool {
        let is_named = |wanted: &Option<String>, is: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| is == Some(wanted))
        };
        is_named(&self.id, Some(&candidate.id))
            && is_named(&self.name, candidate.name.as_deref())
            && aws::tags::include(&record.tags(), &self.tags)
    }

    /// The field to which errors point.
    fn field(&self) -> &'static str {
        match (&self.id, &self.name, self.tags.is_empty()) {
            (Some(_), _, _) => "id",
            (None, Some(_), _) => "name",
            (None, None, false) => "tags",
            (None, None, true) => "",
        }
    }
}

/// An ARN of EC2 in the region of a handle; `owner` is the account.
pub(super) fn arn(aws: &Aws, owner: Option<&str>, resource: &str) -> String {
    let owner = owner.unwrap_or(aws.account());
    format!("arn:{}:ec2:{}:{owner}:{resource}", aws.partition(), aws.region())
}

/// An operation that describes: AWS's policies cannot say of what.
pub(super) const fn describes(read: &'static [&'static str]) -> Operations {
    Operations { service: super::NAME, on: &["*"], read, write: &[] }
}
