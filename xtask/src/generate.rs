//! `cargo xtask generate`: the documents that `diatonic` itself writes, what its kinds call, and the documents of the
//! platform's API.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::calls;
use crate::failure::{Failure, Result};
use crate::terminal::say;
use crate::workspace::{api_documents, build, diatonic, root, shown};

/// What to ask `diatonic`, and the file that holds its answer.
const DOCUMENTS: [(&[&str], &str); 8] = [
    (&["schema"], "docs/schema.json"),
    (&["schema", "--component"], "docs/component-schema.json"),
    (&["schema", "--environment"], "docs/environment-schema.json"),
    (&["reference", "kinds"], "docs/kinds.md"),
    (&["reference", "existing"], "docs/lookups.md"),
    (&["reference", "functions"], "docs/functions.md"),
    (&["reference", "environment"], "docs/environment.md"),
    (&["reference", "cli"], "docs/cli.md"),
];

/// The same of what knows the platform's API.
const API_DOCUMENTS: [(&[&str], &str); 2] =
    [(&["openapi"], "api/openapi.json"), (&["routes"], "api/routes.json")];

/// Write the generated documents and sources
#[derive(clap::Args)]
pub struct Arguments {
    /// Write nothing; fail if a document is not up to date
    #[arg(long)]
    check: bool,
}

pub fn run(arguments: &Arguments) -> Result {
    let mut stale = Vec::new();
    let mut update = |file: &'static str, text: Vec<u8>| -> Result {
        let path = root().join(file);
        // A file that cannot be read is not up to date either.
        if fs::read(&path).is_ok_and(|current| current == text) {
            return Ok(());
        }
        if arguments.check {
            stale.push(file);
            return Ok(());
        }
        write(&path, &text)?;
        say(format!("wrote {file}"));
        Ok(())
    };
    // `diatonic` is built with it.
    update(calls::FILE, calls::text()?.into_bytes())?;
    build()?;
    for (question, file) in DOCUMENTS {
        update(file, ask(&diatonic()?, question)?)?;
    }
    for (question, file) in API_DOCUMENTS {
        update(file, ask(&api_documents()?, question)?)?;
    }
    if stale.is_empty() {
        return Ok(());
    }
    let files = stale.join("\n  ");
    Err(Failure::from(format!(
        "not up to date:\n  {files}\nrun `cargo xtask generate` and commit what it writes"
    )))
}

/// What an executable writes to its standard output.
fn ask(executable: &Path, question: &[&str]) -> Result<Vec<u8>> {
    let mut command = Command::new(executable);
    command.args(question).current_dir(root());
    let shown = shown(&command);
    let output = command.output().map_err(|cause| format!("cannot run {shown}: {cause}"))?;
    if output.status.success() && !output.stdout.is_empty() {
        return Ok(output.stdout);
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    Err(Failure::from(format!("{shown} wrote nothing to keep ({})\n{errors}", output.status)))
}

fn write(path: &Path, text: &[u8]) -> Result {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Failure::at(folder))?;
    }
    fs::write(path, text).map_err(Failure::at(path))
}
