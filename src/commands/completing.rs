//! What a shell is told when somebody presses Tab: environments, addresses, runs and outputs of the project.
//!
//! It is asked for on every key press, so it reads files alone: nothing is asked of AWS, nothing is written, and
//! whatever cannot be read has no candidates. Of a state in a bucket it tells what is [remembered](super::remembered).

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};

use super::global::Global;
use super::remembered::{Remembered, recalled};
use super::storage::location;
use compiler::environment::{self, Environment};
use compiler::{Options, Stack, compile, environment_of};
use kind::registry;
use runs::Archive;
use state::{Folder, Location, Storage, Store};

/// The variable by which a shell asks. Its value is the shell's name.
pub(super) const VARIABLE: &str = "DIATONIC_COMPLETE";

/// The environments of the project.
pub(super) fn environments() -> ArgValueCandidates {
    ArgValueCandidates::new(|| candidates(environment::names(&typed().directory)))
}

/// The addresses of the specs; where they do not compile, those of the state.
pub(super) fn addresses() -> ArgValueCandidates {
    ArgValueCandidates::new(|| candidates(of_specs().unwrap_or_else(of_state)))
}

/// The addresses of the state, and those of the specs where no state can be read.
pub(super) fn addresses_in_state() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let known = of_state();
        candidates(if known.is_empty() { of_specs().unwrap_or_default() } else { known })
    })
}

/// Addresses, and kinds.
pub(super) fn addresses_and_kinds() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let kinds = registry::all().into_iter().map(|kind| kind.name().to_owned());
        candidates(of_specs().unwrap_or_else(of_state).into_iter().chain(kinds))
    })
}

/// The runs of the stack, the newest first.
pub(super) fn runs() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let ids = of_archive().into_iter().enumerate();
        let ordered =
            ids.map(|(position, id)| CompletionCandidate::new(id).display_order(Some(position)));
        ordered.collect()
    })
}

/// The outputs that the specs declare.
pub(super) fn outputs() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let stack = compiled();
        candidates(stack.iter().flat_map(Stack::output_names).map(str::to_owned))
    })
}

/// Texts as candidates.
pub(super) fn candidates(texts: impl IntoIterator<Item = String>) -> Vec<CompletionCandidate> {
    texts.into_iter().map(CompletionCandidate::new).collect()
}

fn of_specs() -> Option<Vec<String>> {
    let stack = compiled()?;
    Some(stack.decided().map(|resource| resource.address.to_string()).collect())
}

fn of_state() -> Vec<String> {
    let known = known_of_state(
        |folder, environment| {
            let store = waited(Store::open(folder, &environment.identity()))?.ok()?;
            let state = store.snapshot();
            Some(state.resources.keys().map(ToString::to_string).collect())
        },
        |remembered| remembered.addresses,
    );
    known.unwrap_or_default()
}

fn of_archive() -> Vec<String> {
    let known = known_of_state(
        |folder, _| {
            let ids = waited(Archive::new(folder).ids())?.ok()?;
            Some(ids.iter().map(ToString::to_string).collect())
        },
        |remembered| remembered.runs,
    );
    known.unwrap_or_default()
}

fn compiled() -> Option<Stack> {
    compile(&options()?).ok()
}

/// What the state says if it is in a folder, and what is remembered of it if it is not.
fn known_of_state(
    of_folder: impl FnOnce(Arc<dyn Storage>, &Environment) -> Option<Vec<String>>,
    of_bucket: impl FnOnce(Remembered) -> Vec<String>,
) -> Option<Vec<String>> {
    let options = options()?;
    let environment = environment_of(&options)?;
    match location(&environment).ok()? {
        Location::Folder(folder) => {
            of_folder(Arc::new(Folder::new(options.root.join(folder))), &environment)
        }
        Location::Bucket { .. } => recalled(&environment).map(of_bucket),
    }
}

/// Waits for what reads files.
fn waited<T>(work: impl Future<Output = T>) -> Option<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().ok()?;
    Some(runtime.block_on(work))
}

fn options() -> Option<Options> {
    let options = typed().options().ok()?;
    // What a function is built of need not be there yet.
    Some(Options { may_lack_files: true, ..options })
}

/// What the command line says so far of the project.
fn typed() -> Global {
    let words: Vec<OsString> =
        std::env::args_os().skip_while(|word| word != "--").skip(1).collect();
    let words: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
    let value = |names: [&str; 2]| value_of(&words, names).map(str::to_owned);
    let in_environment = || std::env::var("DIATONIC_ENV").ok().filter(|name| !name.is_empty());
    let variables = words.iter().zip(words.iter().skip(1)).filter_map(|(option, value)| {
        let (name, value) = value.split_once('=').filter(|_| *option == "--var")?;
        Some((name.to_owned(), value.to_owned()))
    });
    let global = Global {
        directory: value(["-C", "--directory"]).map_or_else(|| PathBuf::from("."), PathBuf::from),
        env: value(["-e", "--env"]).or_else(in_environment),
        variables: variables.collect(),
        state: value(["--state", "--state"]),
        endpoint_url: value(["--endpoint-url", "--endpoint-url"]),
        ..Global::default()
    };
    global.ready().unwrap_or_default()
}

/// What the words of a command line give an option: in the next word, or in its own behind `=`.
fn value_of<'a>(words: &[&'a str], names: [&str; 2]) -> Option<&'a str> {
    let next = words.iter().zip(words.iter().skip(1));
    let next = next.filter(|(word, _)| names.contains(word)).map(|(_, value)| *value);
    let own = words.iter().filter_map(|word| {
        let (name, value) = word.split_once('=')?;
        names.contains(&name).then_some(value)
    });
    next.chain(own).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_has_its_value_in_the_next_word_or_in_its_own() {
        let names = ["-e", "--env"];
        assert_eq!(value_of(&["diatonic", "plan", "-e", "dev"], names), Some("dev"));
        assert_eq!(value_of(&["diatonic", "plan", "--env=dev", "--target"], names), Some("dev"));
        assert_eq!(value_of(&["diatonic", "plan", "--env"], names), None);
    }
}
