//! Migrating from Terraform: what its state holds is looked at, written as specs, taken over, and let go.

mod adopt;
mod arguments;
mod release;
mod survey;
mod undo;
mod write;

use super::session::{Session, compiled};
use super::{Exit, Failure, Global};
use crate::report;
use crate::report::terminal;

pub use arguments::Arguments;

use survey::Survey;

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    if let Some(run) = &arguments.undo {
        return undo::run(global, arguments, run).await;
    }
    if arguments.adopt {
        arguments.confirmation.check_terminal("adopt")?;
    }
    if let Some(folder) = &arguments.release {
        release::check(folder)?;
    }
    if let Some(folder) = &arguments.write {
        write::check(&global.options()?.root, folder)?;
    }
    survey::check_sources(arguments, &global.options()?.root)?;
    let session = Session::open(compiled(global).await?).await?;
    let mut survey = Survey::make(&session, arguments).await?;
    if let Some(folder) = &arguments.release {
        release::check_files(&session.stack.root, &survey.inventory, folder)?;
    }
    // What takes over looks for itself, once nobody else can write.
    if arguments.write.is_some() || !arguments.adopt {
        survey.look(&session).await;
    }
    if let Some(folder) = &arguments.write {
        write::run(&session, &mut survey, folder).await?;
    }
    session.report_statistics(global);
    let root = session.stack.root.clone();
    let mut exit = Exit::Success;
    if arguments.adopt {
        // What takes over compiles the specs again, and two compiled stacks are twice the memory.
        drop(session);
        exit = adopt::run(global, arguments, &mut survey).await?;
    } else if !arguments.assignments.is_empty() {
        adopt::preview(&session, arguments, &mut survey).await?;
    }
    let account = survey.assessment();
    if let Some(folder) = &arguments.release {
        let released = release::run(&root, &account, folder)?;
        if exit == Exit::Success {
            exit = released;
        }
    }
    let scope =
        report::legacy::Scope { is_look: !arguments.adopt, releases: arguments.release.is_some() };
    match arguments.json {
        true => {
            let document = report::legacy::render_json(&account, scope);
            terminal::print_as_is(format_args!("{document:#}\n"));
        }
        false => terminal::print(report::legacy::render(&account, scope)),
    }
    Ok(exit)
}
