//! `diatonic.stack`: the outputs of another stack of diatonic's, from its state, which is only read.

use aws::Aws;
use compiler::Identity;
use compiler::lookups::{Asked, Found, From, Needs, Request, Source, TypedSort};
use kind::Operations;
use language::schema::Finding;
use language::value::{Object, Path};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use state::{
    JOURNAL_FILES, Location, READERS_FILE, STATE_FILE, State, StateError, read_state,
    read_state_in_folder,
};

pub static SORT: TypedSort<OtherStack> = TypedSort::new("diatonic.stack", OPERATIONS, ask);

/// To list the bucket is what lets S3 say that there is no state.
const OPERATIONS: &[Operations] = &[
    Operations {
        service: "S3",
        on: &["arn:{partition}:s3:::{bucket}/{object}"],
        read: &["GetObject"],
        write: &[],
    },
    // What a run under way has changed of a large state.
    Operations {
        service: "S3",
        on: &["arn:{partition}:s3:::{bucket}/{journal}"],
        read: &["GetObject"],
        write: &[],
    },
    // Who applies puts itself in as a reader.
    Operations {
        service: "S3",
        on: &["arn:{partition}:s3:::{bucket}/{readers}"],
        read: &[],
        write: &["GetObject", "PutObject"],
    },
    Operations {
        service: "S3",
        on: &["arn:{partition}:s3:::{bucket}"],
        read: &["ListObjectsV2"],
        write: &[],
    },
];

/// The outputs of another stack as of its last apply, each under its own name. Those that are sensitive have no value.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OtherStack {
    /// The project of the other stack, where it is not this one.
    #[serde(default)]
    project: Option<String>,
    /// The environment of the other stack, where it does not have the name of this one.
    #[serde(default)]
    environment: Option<String>,
    /// Where the other stack keeps its state, as its environment says: `s3://<bucket>/<prefix>`, or `file:<folder>` from
    /// this project's folder on. Where nothing is said, it is the place of this stack's state with the names of the other's
    /// project and environment in place of this one's.
    #[serde(default)]
    #[schemars(regex(pattern = "^(file:.+|s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?)$"))]
    state: Option<String>,
    /// The account of the other stack, where it is not this one's.
    #[serde(default)]
    #[schemars(regex(pattern = "^[0-9]{12}$"))]
    account: Option<String>,
    /// The region of the bucket, where it is not the environment's.
    #[serde(default)]
    region: Option<String>,
}

/// The other stack, and where its state is.
#[derive(Debug, Clone)]
struct Other {
    identity: Identity,
    account: String,
    location: Location,
    region: Option<String>,
}

fn ask(from: From<'_>, written: OtherStack) -> Result<Asked, Finding> {
    let environment = from.environment;
    let project = written.project.as_deref().unwrap_or(&environment.project);
    let name = written.environment.as_deref().unwrap_or(&environment.name);
    let identity = Identity::new(project, name);
    if identity == environment.identity() {
        return Err(Finding {
            help: Some("take the outputs' own values, or name another stack".to_owned()),
            ..Finding::error(
                Path::root(),
                format!("{identity} is this stack"),
                "a stack cannot look itself up",
            )
        });
    }
    let own = environment.state.clone();
    let own = own.unwrap_or_else(|| format!("file:.diatonic/{}", environment.name));
    let place = written.state.unwrap_or_else(|| {
        exchanged(&own, (&environment.project, &environment.name), (project, name))
    });
    let location = Location::parse(&place).map_err(|error| no_stack(&identity, &error))?;
    let account = written.account.unwrap_or_else(|| environment.account.clone());
    let other = Other { identity, account, location, region: written.region };
    match &other.location {
        Location::Folder(folder) => {
            let shown = format!("{folder}/{STATE_FILE}");
            let state = read_state_in_folder(&from.root.join(folder), &other.identity, &shown);
            other.outputs(state, &shown).map(Asked::Found)
        }
        Location::Bucket { bucket, prefix } => {
            let [object, journal, readers] = [STATE_FILE, JOURNAL_FILES, READERS_FILE]
                .map(|file| [prefix.as_str(), file].join("/").trim_start_matches('/').to_owned());
            let subject = json!({
                "bucket": bucket, "object": object, "journal": journal, "readers": readers,
            });
            let needs = Needs::of(OPERATIONS).on(subject);
            let request = Request::new(other.region.clone(), needs, move |aws| {
                let other = other.clone();
                async move { other.fetched(&aws).await }
            });
            Ok(Asked::Request(request))
        }
    }
}

/// A place in which the names of one stack are replaced by those of another, where they are whole parts of its path.
fn exchanged(place: &str, own: (&str, &str), other: (&str, &str)) -> String {
    let (scheme, path) = place.split_once(':').unwrap_or(("file", place));
    let parts = path.split('/').map(|part| match part {
        part if part == own.0 => other.0,
        part if part == own.1 => other.1,
        part => part,
    });
    format!("{scheme}:{}", parts.collect::<Vec<_>>().join("/"))
}

impl Other {
    async fn fetched(self, aws: &Aws) -> Result<Found, Finding> {
        let storage = self.location.open("".as_ref(), aws);
        let location = storage.location(STATE_FILE);
        let state = read_state(storage.as_ref(), &self.identity, &location).await;
        self.outputs(state, &location)
    }

    /// The outputs in a state, if it is one of the stack and of its account.
    fn outputs(
        &self,
        state: Result<Option<State>, StateError>,
        location: &str,
    ) -> Result<Found, Finding> {
        let Self { identity, account, .. } = self;
        let state = state.map_err(|error| match error {
            StateError::OtherStack { found, .. } => Finding {
                help: Some(format!("say where the state of {identity} is: `state: …`")),
                ..no_stack(identity, &format!("{location} is the state of {found}"))
            },
            error => no_stack(identity, &error),
        })?;
        let Some(state) = state else {
            return Err(Finding {
                help: Some(
                    "apply that stack first, or say where its state is: `state: …`, as its environment has it"
                        .to_owned(),
                ),
                ..no_stack(identity, &format!("there is no {location}"))
            });
        };
        if let Some(found) = state.account.as_ref().filter(|found| *found != account) {
            return Err(Finding {
                help: Some(format!("if you mean that one, write `account: \"{found}\"`")),
                ..no_stack(
                    identity,
                    &format!("the stack in {location} lives in account {found}, not in {account}"),
                )
            });
        }
        let mut outputs = Object::new();
        let mut withheld = Vec::new();
        for (name, value) in state.outputs {
            match value {
                Some(value) => drop(outputs.insert(name, value)),
                None => withheld.push(name),
            }
        }
        let source = Source { place: self.location.to_string(), region: self.region.clone() };
        Ok(Found {
            outputs,
            withheld: withheld.into_iter().collect(),
            source: Some(source),
            ..Found::default()
        })
    }
}

fn no_stack(identity: &Identity, why: &dyn std::fmt::Display) -> Finding {
    Finding::error(
        Path::root(),
        format!("the outputs of {identity} cannot be read"),
        why.to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_stack_is_beside_this_one() {
        for (own, other) in [
            ("s3://states/shop/dev", "s3://states/core/prod"),
            ("s3://states", "s3://states"),
            ("file:.diatonic/dev", "file:.diatonic/prod"),
            ("file:../states/shop-dev", "file:../states/shop-dev"),
        ] {
            assert_eq!(exchanged(own, ("shop", "dev"), ("core", "prod")), other);
        }
    }
}
