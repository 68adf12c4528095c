//! Prints the spec of an object that exists.

use super::arguments::Arguments;
use crate::commands::kind_named::kind_named;
use crate::commands::session::Session;
use crate::commands::session::compiled;
use crate::commands::{Exit, Failure, Global};
use crate::report::terminal;
use compiler::document::is_name;
use engine::observe::{Observation, observe};
use engine::plan::PlanError;
use generate::{Generator, Subject, render};
use kind::{AnyKind, Place};

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let kind = kind_named(&arguments.subject)?;
    if let Some(name) = arguments.name.as_ref().filter(|name| !is_name(name)) {
        return Err(Failure::Usage(format!(
            "`{name}` is not a logical name: one starts with a letter, and has letters, digits, `-` and `_`"
        )));
    }
    let session = Session::open(compiled(global).await?).await?;
    let text = generate(&session, kind, arguments).await?;
    terminal::print_as_is(text);
    session.report_statistics(global);
    Ok(Exit::Success)
}

async fn generate(
    session: &Session,
    kind: &'static dyn AnyKind,
    arguments: &Arguments,
) -> Result<String, Failure> {
    let subject = subject(session, kind, arguments).await?;
    let state = session.store.snapshot();
    let observation = observe(&session.stack, &state, &session.aws)
        .await
        .map_err(|errors| Failure::plan(&session.stack.sources, PlanError::Reads(errors)))?;
    check_new(&observation, &subject)?;
    let mut generator = Generator::new(&session.stack, &session.workspace);
    for (address, resource) in &session.stack.resources {
        let current = observation.get(address).and_then(|found| found.current.as_ref());
        match current {
            Some(current) => generator.know(address, &current.live.outputs),
            None => generator.know(address, &resource.prediction.outputs.to_map()),
        }
    }
    let blocks = generator.blocks(&[subject]).await;
    render(&blocks).map_err(|error| {
        Failure::Usage(format!("the spec of this object cannot be written as YAML: {error}"))
    })
}

/// The object as it is.
async fn subject(
    session: &Session,
    kind: &'static dyn AnyKind,
    arguments: &Arguments,
) -> Result<Subject, Failure> {
    let id = &arguments.id;
    let environment = &session.stack.environment;
    let known_by = format!("a {} is known by {}", kind.name(), kind.known_by());
    let live = kind.read(&session.aws, id).await.map_err(|error| {
        let name = kind.name();
        Failure::Usage(format!("AWS does not show a {name} `{id}`: {error}\n{known_by}"))
    })?;
    let live = live.ok_or_else(|| {
        let (name, region) = (kind.name(), &environment.region);
        Failure::Usage(format!("there is no {name} `{id}` in {region}\n{known_by}"))
    })?;
    Ok(Subject {
        kind,
        id: id.clone(),
        place: Place::new(&environment.account, &environment.region),
        live,
        name: arguments.name.clone(),
        sensitive: Default::default(),
        suggested_name: None,
        needs: Default::default(),
    })
}

/// The specs must not have the object already.
fn check_new(observation: &Observation, subject: &Subject) -> Result<(), Failure> {
    let is_it = |(address, found): &(&_, &engine::observe::Found)| {
        let address: &compiler::Address = address;
        let current = found.current.as_ref();
        let same = current.is_some_and(|current| {
            current.id == subject.id && current.region == subject.place.region
        });
        address.kind == subject.kind.name() && same
    };
    match observation.iter().find(is_it) {
        None => Ok(()),
        Some((address, _)) => {
            Err(Failure::Usage(format!("`{}` is already managed as {address}", subject.id)))
        }
    }
}
