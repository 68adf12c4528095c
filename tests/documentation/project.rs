//! A project in a folder of its own, compiled by the real compiler.

use std::path::Path;

use compiler::{Options, compile};
use diatonic::report;
use tempfile::TempDir;

/// What every example can count on.
pub const ENVIRONMENT: &str =
    "{ account: '123456789012', region: us-east-2, project: shop, tags: { Project: shop } }";

pub struct Project(TempDir);

impl Project {
    pub fn empty() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// A project whose only spec is this one.
    pub fn of_example(spec: &str) -> Self {
        let project = Self::empty();
        project.write("environments/dev.yaml", ENVIRONMENT);
        // For functions that Cargo builds.
        project.write("Cargo.toml", "[workspace]");
        project.write("specs/example.yaml", spec);
        project
    }

    /// Adds a file, such as `specs/users.yaml`.
    pub fn write(&self, path: impl AsRef<Path>, text: &str) {
        let path = self.0.path().join(path);
        let folder = path.parent().expect("a file stands in a folder");
        std::fs::create_dir_all(folder).expect("the folder can be made");
        assert!(!path.exists(), "{} is written once", path.display());
        std::fs::write(&path, text).expect("the file can be written");
    }

    /// Compiles the specs as `diatonic validate` does, but for files that they name besides.
    pub fn must_be_valid(&self, environment: &str, what: &str) {
        assert_compiles(&Options { may_lack_files: true, ..self.options(environment) }, what);
    }

    pub fn options(&self, environment: &str) -> Options {
        options(self.0.path(), environment)
    }
}

/// Compiles the specs of a project that is there.
pub fn assert_valid(root: &Path, environment: &str, what: &str) {
    assert_compiles(&options(root, environment), what);
}

fn options(root: &Path, environment: &str) -> Options {
    Options { root: root.to_owned(), environment: environment.to_owned(), ..Options::default() }
}

fn assert_compiles(options: &Options, what: &str) {
    let outcome = compile(options).map_err(|failure| (failure.sources, failure.diagnostics));
    let outcome = outcome.and_then(|stack| {
        engine::graph::build(&stack).map_err(|diagnostics| (stack.sources, diagnostics))
    });
    if let Err((sources, diagnostics)) = outcome {
        let errors = report::diagnostics::render(&sources, diagnostics);
        panic!("{what} is not valid:\n{errors}");
    }
}
