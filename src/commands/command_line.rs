//! What is typed: the options of every verb, and the verb, which is run.

use clap::{CommandFactory, Parser, Subcommand};

use super::failure::{Exit, Failure};
use super::global::Global;
use super::{
    apply, components, destroy, drift, fmt, graph, import, import_legacy, output, permissions,
    plan, reference, rollback, runs, schema, show, state, unlock, validate,
};

/// An infrastructure compiler for AWS.
///
/// Compiles the specs in `specs/` for an environment in `environments/`, compares them with live AWS,
/// and applies what differs, in order.
#[derive(Debug, Parser)]
#[command(name = "diatonic", version, max_term_width = 100)]
pub struct CommandLine {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Validate(validate::Arguments),
    Plan(plan::Arguments),
    Drift(drift::Arguments),
    Show(show::Arguments),
    Apply(apply::Arguments),
    Destroy(destroy::Arguments),
    Import(import::Arguments),
    Output(output::Arguments),
    Runs(runs::Arguments),
    Rollback(rollback::Arguments),
    State(state::Arguments),
    Unlock(unlock::Arguments),
    Fmt(fmt::Arguments),
    Graph(graph::Arguments),
    Permissions(permissions::Arguments),
    ImportLegacy(import_legacy::Arguments),
    Components(components::Arguments),
    Schema(schema::Arguments),
    Reference(reference::Arguments),
}

impl CommandLine {
    /// Runs the verb.
    ///
    /// # Errors
    /// Whatever keeps the verb from doing its work, to be shown to the user.
    pub async fn run(self) -> Result<Exit, Failure> {
        let global = &self.global;
        global.add_type_schemas()?;
        match &self.verb {
            Verb::Validate(arguments) => validate::run(global, arguments),
            Verb::Plan(arguments) => plan::run(global, arguments).await,
            Verb::Drift(arguments) => drift::run(global, arguments).await,
            Verb::Show(arguments) => show::run(arguments),
            Verb::Apply(arguments) => apply::run(global, arguments).await,
            Verb::Destroy(arguments) => destroy::run(global, arguments).await,
            Verb::Import(arguments) => import::run(global, arguments).await,
            Verb::Output(arguments) => output::run(global, arguments).await,
            Verb::Runs(arguments) => runs::run(global, arguments).await,
            Verb::Rollback(arguments) => rollback::run(global, arguments).await,
            Verb::State(arguments) => state::run(global, arguments).await,
            Verb::Unlock(arguments) => unlock::run(global, arguments).await,
            Verb::Fmt(arguments) => fmt::run(global, arguments),
            Verb::Graph(arguments) => graph::run(global, arguments),
            Verb::Permissions(arguments) => permissions::run(global, arguments),
            Verb::ImportLegacy(arguments) => import_legacy::run(global, arguments).await,
            Verb::Components(arguments) => components::run(global, arguments),
            Verb::Schema(arguments) => schema::run(global, arguments),
            Verb::Reference(arguments) => reference::run(arguments, &Self::command()),
        }
    }
}
