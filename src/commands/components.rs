use std::collections::BTreeSet;

use clap::Args;

use super::{Exit, Failure, Global};
use crate::report::terminal;
use compiler::{LockFile, Repository, repositories};
use workspace::git;

/// Fetch the components that specs take from git repositories.
///
/// Which commit a tag or a branch was is written into `components.lock`, which belongs under version control: from then
/// on that commit is used, everywhere. Needs `git` on the PATH.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Ask the repositories again which commits their tags and branches are.
    #[arg(long)]
    update: bool,
}

pub(super) fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let root = &global.directory;
    let mut lock = LockFile::read(root).map_err(failed)?;
    let parent = root.join(LockFile::FOLDER);
    let mut done: BTreeSet<Repository> = BTreeSet::new();
    // What is fetched may take components from further repositories.
    while let Some(next) = repositories(root).into_iter().find(|one| !done.contains(one)) {
        let locked = lock.commit(&next).filter(|_| !arguments.update).map(str::to_owned);
        let is_there =
            locked.as_ref().is_some_and(|commit| LockFile::folder(root, commit).is_dir());
        if !is_there {
            let Repository { url, reference } = &next;
            let commit =
                git::fetch(url, reference, locked.as_deref(), &parent).map_err(|error| {
                    Failure::Usage(format!("cannot fetch {url} at {reference}: {error}"))
                })?;
            if lock.commit(&next) != Some(&commit) {
                lock.set(&next, &commit);
                lock.write(root).map_err(failed)?;
            }
            terminal::println(format_args!("{url} at {reference} is {commit}"));
        }
        done.insert(next);
    }
    if lock.retain(&|repository| done.contains(repository)) {
        lock.write(root).map_err(failed)?;
    }
    let noun = if done.len() == 1 { "repository" } else { "repositories" };
    terminal::println(format_args!("components of {} {noun} are there", done.len()));
    Ok(Exit::Success)
}

fn failed(error: std::io::Error) -> Failure {
    Failure::Usage(error.to_string())
}
