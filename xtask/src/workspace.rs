//! The workspace around this command, and cargo.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use crate::failure::{Failure, Result};
use crate::terminal::say;

/// The workspace's folder.
pub fn root() -> PathBuf {
    // Cargo says where it runs this command. What was true at compile time is the second choice:
    // checkouts that share a target folder share this executable.
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let package = package.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    package.parent().map(Path::to_path_buf).unwrap_or(package)
}

/// Where cargo builds.
pub fn target_folder() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The `diatonic` executable that [`build`] makes.
pub fn diatonic() -> Result<PathBuf> {
    beside_this("diatonic")
}

/// The executable that [`build`] makes of the routes of the platform's functions.
pub fn api_documents() -> Result<PathBuf> {
    beside_this("api-documents")
}

/// Where the demo puts its pictures: among what is built.
pub fn pictures() -> Result<PathBuf> {
    Ok(this()?.with_file_name("demo"))
}

/// An executable of the workspace: cargo puts all of them into one folder.
fn beside_this(name: &str) -> Result<PathBuf> {
    Ok(this()?.with_file_name(format!("{name}{}", env::consts::EXE_SUFFIX)))
}

fn this() -> Result<PathBuf> {
    Ok(env::current_exe().map_err(|cause| format!("cannot find this executable: {cause}"))?)
}

/// Builds the workspace's executables.
///
/// Cargo takes the features that tests ask of the dependencies into account as soon as one test is
/// built. Naming one, a small one, makes this build and `cargo test` agree: otherwise each would
/// compile `diatonic` for itself.
pub fn build() -> Result {
    cargo(["build", "--workspace", "--bins", "--test", "lifecycle"])
}

/// Runs cargo in the workspace.
pub fn cargo<I: IntoIterator<Item: AsRef<OsStr>>>(arguments: I) -> Result {
    cargo_with(arguments, &[])
}

/// Runs cargo in the workspace, with variables of the process environment.
pub fn cargo_with<I: IntoIterator<Item: AsRef<OsStr>>>(
    arguments: I,
    environment: &[(&str, String)],
) -> Result {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root()).args(arguments);
    command.envs(environment.iter().map(|(name, value)| (name, value)));
    let shown = shown(&command);
    let status = command.status().map_err(|cause| format!("cannot run {shown}: {cause}"))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::from(format!("{shown} failed ({status})")))
}

/// Runs a tool, and takes what it prints; its errors go where those of this command go.
pub fn printed(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.map_err(|cause| format!("cannot run {shown}: {cause}"))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(Failure::from(format!("{shown} failed ({})", output.status))),
    }
}

/// Does some work of the compiler's while the emulators are installed, which is mostly waiting for
/// downloads.
pub fn install_emulators_during(work: impl FnOnce() -> Result) -> Result {
    if !emulators::is_installed()? {
        say("Installing the emulators, once; this takes about a minute.");
    }
    thread::scope(|scope| {
        let installing = scope.spawn(emulators::install);
        work()?;
        match installing.join() {
            Ok(installed) => Ok(installed.map(|_| ())?),
            Err(_) => Err(Failure::from("installing the emulators failed".to_string())),
        }
    })
}

/// A command as a person would type it.
pub fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_stem().unwrap_or_default();
    let words = [program].into_iter().chain(command.get_args()).map(OsStr::to_string_lossy);
    let words: Vec<_> = words.collect();
    typed(words.iter().map(AsRef::as_ref))
}

/// Words as a person would type them into a shell.
pub fn typed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    // The arguments of a command hold no NUL, which is all that could not be quoted.
    let quoted = words.map(|word| shlex::try_quote(word).unwrap_or_default());
    quoted.collect::<Vec<_>>().join(" ")
}
