//! What is typed: the command, which is run, and the options that it shares with others.

use clap::{CommandFactory, Parser, Subcommand};

use super::failure::{Exit, Failure};
use super::groups::{
    Cloud, Compiled, Endpoint, Folder, Inputs, Place, Project, Statistics, Stored, Types, With,
};
use super::{
    apply, compare, completions, components, console, destroy, drift, fmt, graph, import,
    import_legacy, init, invoke, logs, man, open, output, permissions, plan, reference, rollback,
    runs, schema, show, state, unlock, validate,
};

/// An infrastructure compiler for AWS.
///
/// Compiles the specs in `specs/` for an environment in `environments/`, compares them with live AWS,
/// and applies what differs, in order. `diatonic init` begins a project, and `diatonic reference guide` is the guide.
#[derive(Debug, Parser)]
#[command(name = "diatonic", version = env!("DIATONIC_VERSION"), max_term_width = 100)]
pub struct CommandLine {
    #[command(subcommand)]
    verb: Verb,
}

/// Each command with the options that it shares with others, which are those that it uses.
#[derive(Debug, Subcommand)]
enum Verb {
    Init(init::Arguments),
    Validate(With<Compiled, validate::Arguments>),
    Plan(With<Cloud, plan::Arguments>),
    Drift(With<Cloud, drift::Arguments>),
    Show(show::Arguments),
    Apply(With<Cloud, apply::Arguments>),
    Destroy(With<Cloud, destroy::Arguments>),
    Import(With<Cloud, import::Arguments>),
    Output(With<Stored, output::Arguments>),
    Runs(With<With<Project, With<Endpoint, Place>>, runs::Arguments>),
    Rollback(With<Cloud, rollback::Arguments>),
    State(state::Arguments),
    Unlock(With<Stored, unlock::Arguments>),
    Fmt(With<Folder, fmt::Arguments>),
    Graph(With<Compiled, graph::Arguments>),
    Compare(With<With<Folder, With<Inputs, Types>>, compare::Arguments>),
    Console(With<Stored, console::Arguments>),
    Open(With<Stored, open::Arguments>),
    Invoke(With<Cloud, invoke::Arguments>),
    Logs(With<Cloud, logs::Arguments>),
    Permissions(With<With<Compiled, Place>, permissions::Arguments>),
    // `--state` is Terraform's there.
    ImportLegacy(With<With<Compiled, With<Endpoint, Statistics>>, import_legacy::Arguments>),
    Components(With<Folder, components::Arguments>),
    Schema(With<With<Folder, Types>, schema::Arguments>),
    Reference(reference::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

impl CommandLine {
    /// Runs the command.
    ///
    /// # Errors
    /// Whatever keeps the command from doing its work, to be shown to the user.
    pub async fn run(self) -> Result<Exit, Failure> {
        match &self.verb {
            Verb::Init(arguments) => init::run(arguments),
            Verb::Validate(one) => validate::run(&one.global()?, &one.own),
            Verb::Plan(one) => plan::run(&one.global()?, &one.own).await,
            Verb::Drift(one) => drift::run(&one.global()?, &one.own).await,
            Verb::Show(arguments) => show::run(arguments),
            Verb::Apply(one) => apply::run(&one.global()?, &one.own).await,
            Verb::Destroy(one) => destroy::run(&one.global()?, &one.own).await,
            Verb::Import(one) => import::run(&one.global()?, &one.own).await,
            Verb::Output(one) => output::run(&one.global()?, &one.own).await,
            Verb::Runs(one) => runs::run(&one.global()?, &one.own).await,
            Verb::Rollback(one) => rollback::run(&one.global()?, &one.own).await,
            Verb::State(arguments) => state::run(arguments).await,
            Verb::Unlock(one) => unlock::run(&one.global()?, &one.own).await,
            Verb::Fmt(one) => fmt::run(&one.global()?, &one.own),
            Verb::Graph(one) => graph::run(&one.global()?, &one.own),
            Verb::Compare(one) => compare::run(&one.global()?, &one.own),
            Verb::Console(one) => console::run(&one.global()?, &one.own).await,
            Verb::Open(one) => open::run(&one.global()?, &one.own).await,
            Verb::Invoke(one) => invoke::run(&one.global()?, &one.own).await,
            Verb::Logs(one) => logs::run(&one.global()?, &one.own).await,
            Verb::Permissions(one) => permissions::run(&one.global()?, &one.own),
            Verb::ImportLegacy(one) => import_legacy::run(&one.global()?, &one.own).await,
            Verb::Components(one) => components::run(&one.global()?, &one.own),
            Verb::Schema(one) => schema::run(&one.global()?, &one.own),
            Verb::Reference(arguments) => reference::run(arguments, &Self::command()),
            Verb::Completions(arguments) => completions::run(arguments),
            Verb::Man(arguments) => man::run(arguments, Self::command()),
        }
    }
}
