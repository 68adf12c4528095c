//! A lookup finds exactly one thing, unless it says that it means many.

use std::collections::BTreeSet;

use super::lookup::{Found, FoundObject};
use aws::{AwsError, ErrorKind};
use language::schema::Finding;
use language::value::{Object, Path, Value};

/// What errors list at most.
const MOST_LISTED: usize = 10;

/// Something that a lookup may mean.
#[derive(Debug, Clone, Default)]
pub struct Candidate {
    /// What AWS knows it by.
    pub id: String,
    /// What people know it by, where that is something else.
    pub name: Option<String>,
    /// What a lookup gives of it.
    pub outputs: Object,
    /// The outputs that must never be shown.
    pub sensitive: BTreeSet<String>,
    /// The object, where a block could manage it.
    pub object: Option<FoundObject>,
}

impl Candidate {
    /// A candidate of which no more than the id is known.
    pub fn named(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }
}

/// What a lookup says of how many things it means.
pub struct Selection<'a> {
    /// The sort, as messages have it: `ec2.vpc`.
    pub sort: &'a str,
    /// The field of the lookup to which errors point.
    pub field: &'a str,
    pub region: &'a str,
    pub many: bool,
}

impl Selection<'_> {
    /// What the lookup gives, of what it fits. `others` are what there is besides.
    ///
    /// # Errors
    /// It fits nothing or several things and means one: what there is.
    pub fn choose(
        &self,
        mut fitting: Vec<Candidate>,
        others: &[Candidate],
    ) -> Result<Found, Finding> {
        fitting.sort_by(|one, other| one.id.cmp(&other.id));
        if self.many {
            return Ok(all(fitting));
        }
        match <[Candidate; 1]>::try_from(fitting) {
            Ok([one]) => {
                let Candidate { outputs, sensitive, object, .. } = one;
                let objects = object.into_iter().collect();
                Ok(Found { outputs, sensitive, objects, ..Found::default() })
            }
            Err(none) if none.is_empty() => Err(self.none(others)),
            Err(several) => Err(self.several(&several)),
        }
    }

    /// There is none.
    pub fn none(&self, others: &[Candidate]) -> Finding {
        let Self { sort, region, .. } = self;
        let why = match others {
            [] => "there is none there".to_owned(),
            others => format!("what there is: {}", listing(others)),
        };
        Finding {
            help: Some(
                "check what it is looked up by, the account, and `region:` where it is elsewhere"
                    .to_owned(),
            ),
            ..Finding::error(self.path(), format!("there is no such `{sort}` in {region}"), why)
        }
    }

    fn several(&self, several: &[Candidate]) -> Finding {
        let Self { sort, region, .. } = self;
        Finding {
            help: Some(
                "add what tells them apart, or `many: true` if you mean all of them".to_owned(),
            ),
            ..Finding::error(
                self.path(),
                format!("{} such `{sort}` in {region}, and a lookup means one", several.len()),
                format!("it fits {}", listing(several)),
            )
        }
    }

    fn path(&self) -> Path {
        match self.field {
            "" => Path::root(),
            field => Path::field(field),
        }
    }
}

/// All of them: their ids, and what each gives, in one order.
fn all(candidates: Vec<Candidate>) -> Found {
    let mut found = Found::default();
    let mut ids = Vec::new();
    let mut list = Vec::new();
    for Candidate { id, outputs, sensitive, object, .. } in candidates {
        ids.push(Value::String(id));
        list.push(Value::Object(outputs));
        found.objects.extend(object);
        if !sensitive.is_empty() {
            found.sensitive.insert("all".to_owned());
        }
    }
    found.outputs.insert("ids".to_owned(), ids.into());
    found.outputs.insert("all".to_owned(), list.into());
    found
}

/// Some of what there is, each with its name.
fn listing(candidates: &[Candidate]) -> String {
    let shown = candidates.iter().take(MOST_LISTED).map(|candidate| {
        let id = &candidate.id;
        let name = candidate.name.as_deref().filter(|name| name != id && !name.is_empty());
        name.map_or_else(|| format!("`{id}`"), |name| format!("`{id}` ({name})"))
    });
    let shown: Vec<String> = shown.collect();
    match candidates.len().saturating_sub(MOST_LISTED) {
        0 => shown.join(", "),
        more => format!("{}, and {more} more", shown.join(", ")),
    }
}

/// A call of a lookup that failed, at the field of the lookup to which it is due.
pub fn unanswered(field: &str, error: &AwsError) -> Finding {
    let path = if field.is_empty() { Path::root() } else { Path::field(field) };
    let help = (error.kind == ErrorKind::Refused && error.call.is_some()).then(|| {
        "if it is a right that is missing, `diatonic permissions` prints what lookups need"
            .to_owned()
    });
    Finding {
        help,
        ..Finding::error(path, "AWS did not tell what is looked up", error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ONE: Selection<'_> =
        Selection { sort: "ec2.vpc", field: "tags", region: "us-east-2", many: false };

    fn vpc(id: &str, name: &str) -> Candidate {
        let outputs = json!({ "id": id }).as_object().cloned().unwrap_or_default();
        Candidate { name: Some(name.to_owned()), outputs, ..Candidate::named(id) }
    }

    #[test]
    fn one_is_what_is_meant() {
        let found = ONE.choose(vec![vpc("vpc-1", "main")], &[]).unwrap();
        assert_eq!(Value::from(found.outputs), json!({ "id": "vpc-1" }));
    }

    #[test]
    fn none_lists_what_there_is() {
        let finding =
            ONE.choose(Vec::new(), &[vpc("vpc-1", "main"), vpc("vpc-2", "")]).unwrap_err();
        assert_eq!(finding.message, "there is no such `ec2.vpc` in us-east-2");
        assert_eq!(finding.why, "what there is: `vpc-1` (main), `vpc-2`");
        assert_eq!(finding.path, Path::field("tags"));
        assert_eq!(ONE.none(&[]).why, "there is none there");
    }

    #[test]
    fn several_list_those_that_fit() {
        let many: Vec<Candidate> = (0..12).map(|n| vpc(&format!("vpc-{n:02}"), "")).collect();
        let finding = ONE.choose(many, &[]).unwrap_err();
        assert_eq!(finding.message, "12 such `ec2.vpc` in us-east-2, and a lookup means one");
        assert!(finding.why.ends_with("`vpc-09`, and 2 more"), "{}", finding.why);
    }

    #[test]
    fn many_are_lists_in_one_order_and_may_be_none() {
        let many = Selection { many: true, ..ONE };
        let found = many.choose(vec![vpc("vpc-2", ""), vpc("vpc-1", "")], &[]).unwrap();
        let expected =
            json!({ "ids": ["vpc-1", "vpc-2"], "all": [{ "id": "vpc-1" }, { "id": "vpc-2" }] });
        assert_eq!(Value::from(found.outputs), expected);
        let none = many.choose(Vec::new(), &[]).unwrap();
        assert_eq!(Value::from(none.outputs), json!({ "ids": [], "all": [] }));
    }
}
