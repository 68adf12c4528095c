//! Compiles the specs for an environment: every stage runs as far as it can, so that one run reports
//! every error of every file.
//!
//! Where specs look something up in AWS, compiling has two moments. The first needs nobody: it finds every
//! error that does not depend on the answers, and tells what is asked for
//! ([`Stack::pending_lookups`]). The second takes the answers ([`Stack::answered`]) and expands again.

use std::collections::BTreeMap;
use std::path::{Path as FilePath, PathBuf};

pub use crate::options::Failure;

use crate::access::add_grants;
use crate::check::check;
use crate::declared_outputs::declared_outputs;
use crate::environment::{self, Environment, Loaded, endpoint};
use crate::expand::{expand, predict_all};
use crate::look_up::{accept, look_up};
use crate::lookups::{Answers, From};
use crate::model::Modules;
use crate::options::Options;
use crate::read::component_files::ComponentFiles;
use crate::read::component_id::FOLDER;
use crate::read::document::Documents;
use crate::read::written::Written;
use crate::read::{components, specs_folder};
use crate::scope::{Constants, Names};
use crate::stack::Stack;
use crate::variables;
use language::diagnostic::{Diagnostic, Diagnostics, Sources, Suggestions};

/// Reads, expands, resolves and checks the specs of an environment. Needs no network and no
/// credentials: what is looked up in AWS stays [pending](language::value::pending).
///
/// # Errors
/// Every error of every file.
pub fn compile(options: &Options) -> Result<Stack, Failure> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let root = &options.root;
    if let Some(diagnostic) = no_project(root) {
        diagnostics.push(diagnostic);
        return Err(Failure { sources, diagnostics });
    }
    let loaded = environment::load(options, &mut sources, &mut diagnostics);
    let documents = specs_folder::load_with(root, &options.drafts, &mut sources, &mut diagnostics);
    resolve(options, loaded, documents, sources, diagnostics)
}

/// The same for files that are in memory, as `(path, bytes)`: the environment's, the specs, and below `components/` the
/// components.
///
/// # Errors
/// Every error of every file.
pub fn compile_in_memory(
    options: &Options,
    environment: &[u8],
    files: &[(&str, &[u8])],
) -> Result<Stack, Failure> {
    let is_component = |path: &str| FilePath::new(path).starts_with(FOLDER);
    let (components, specs): (Vec<_>, Vec<_>) =
        files.iter().copied().partition(|(path, _)| is_component(path));
    let components = components.into_iter().map(|(path, bytes)| (path.to_owned(), bytes.to_vec()));
    compile_files(options, environment, &specs, &components.collect())
}

/// The same with the components by where they are, as text.
pub(crate) fn compile_files(
    options: &Options,
    environment: &[u8],
    specs: &[(&str, &[u8])],
    component_files: &BTreeMap<String, Vec<u8>>,
) -> Result<Stack, Failure> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let path = PathBuf::from(format!("environments/{}.yaml", options.environment));
    let loaded =
        environment::read(path, environment.to_vec(), options, &mut sources, &mut diagnostics);
    let mut documents = Documents::default();
    for (path, bytes) in specs {
        documents.add(path.into(), bytes.to_vec(), &mut sources, &mut diagnostics);
    }
    let files = ComponentFiles::Memory(component_files);
    components::load(&mut documents, &files, &mut sources, &mut diagnostics);
    resolve(options, loaded, documents, sources, diagnostics)
}

/// The environment alone, for who has to ask AWS before the specs compile; nothing where it cannot be read.
pub fn environment_of(options: &Options) -> Option<Environment> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let loaded = environment::load(options, &mut sources, &mut diagnostics)?;
    let mut environment = loaded.environment;
    environment.override_with(options);
    (!diagnostics.has_errors()).then_some(environment)
}

/// Says so where there is nothing to compile.
fn no_project(root: &FilePath) -> Option<Diagnostic> {
    let missing = |folder: &str| !root.join(folder).is_dir();
    let shown = root.display();
    if !root.is_dir() {
        return Some(Diagnostic::new(format!("there is no folder `{shown}`")));
    }
    (missing("specs") && missing("environments")).then(|| {
        Diagnostic::new(
            "this is not a project: there is neither a folder `specs` nor `environments`",
        )
        .help("run in the folder that holds the two, or name it with `-C <folder>`")
    })
}

/// Everything after reading: it goes as far as it can, so that one run reports every error.
fn resolve(
    options: &Options,
    loaded: Option<Loaded>,
    documents: Documents,
    mut sources: Sources,
    mut diagnostics: Diagnostics,
) -> Result<Stack, Failure> {
    let Some(mut loaded) = loaded else {
        return Err(Failure { sources, diagnostics });
    };
    let root = &options.root;
    variables::report_undeclared(
        &documents.variables, &loaded, &options.variables, &mut diagnostics,
    );
    let variables = variables::resolve(&documents.variables, &loaded, options, &mut diagnostics);
    let written_out = documents.all_declarations().flat_map(|one| &one.secret_places);
    for place in variables.secret_places.iter().chain(written_out) {
        sources.hide(*place);
    }
    loaded.environment.override_with(options);
    endpoint::check(&loaded, options.endpoint_url.as_deref(), &mut diagnostics);
    let given = variables.given;
    let mut names = Names {
        variables: variables.values,
        sensitive_variables: variables.sensitive,
        variable_faults: variables.faults,
        absent_secrets: variables.absent_secrets,
        environment: loaded.environment.references(),
        existing: BTreeMap::new(),
        modules: Modules::new(documents.root.clone()),
        unexpanded: BTreeMap::new(),
        is_forced: false,
        constants: Constants::default(),
        suggestions: Suggestions::default(),
        plan_time: options.plan_time,
    };
    let from = From { root, environment: &loaded.environment };
    look_up(from, &documents, &mut names, &mut diagnostics);
    let parts = Parts {
        environment: loaded.environment,
        root: root.clone(),
        sources,
        names,
        written: Written { environment: loaded.written, documents, given },
        may_lack_files: options.may_lack_files,
    };
    parts.expand(diagnostics)
}

impl Stack {
    /// The stack with what AWS answers to its lookups. Those that waited for these may be [pending](Stack::pending_lookups)
    /// now.
    ///
    /// # Errors
    /// Every lookup that found nothing, and every error that follows from what was found.
    pub fn answered(self, answers: Answers) -> Result<Stack, Failure> {
        let mut diagnostics = self.warnings;
        let mut parts = Parts {
            environment: self.environment,
            root: self.root,
            sources: self.sources,
            names: self.names,
            written: self.written,
            may_lack_files: self.may_lack_files,
        };
        let from = From { root: &parts.root, environment: &parts.environment };
        let documents = &parts.written.documents;
        accept(from, documents, answers, &mut parts.names, &mut diagnostics);
        parts.expand(diagnostics)
    }
}

/// A stack before it is expanded.
struct Parts {
    environment: Environment,
    root: PathBuf,
    sources: Sources,
    names: Names,
    written: Written,
    may_lack_files: bool,
}

impl Parts {
    /// Everything after looking up.
    fn expand(self, mut diagnostics: Diagnostics) -> Result<Stack, Failure> {
        let Self { environment, root, sources, mut names, written, may_lack_files } = self;
        // Some may have been evaluated before all lookups were there.
        names.constants = Constants::default();
        let documents = &written.documents;
        let mut resources = expand(&root, &environment, documents, &mut names, &mut diagnostics);
        predict_all(&root, &names, environment.prefix(), &mut resources, &mut diagnostics);
        let outputs = declared_outputs(documents, &mut diagnostics);
        let mut stack = Stack {
            environment,
            root,
            sources,
            resources,
            names,
            outputs,
            warnings: Diagnostics::default(),
            written,
            may_lack_files,
        };
        add_grants(&mut stack, &mut diagnostics);
        check(&stack, &mut diagnostics);
        if stack.written.documents.incomplete {
            diagnostics.forget_absences();
        }
        stack.warnings = diagnostics.take_warnings();
        if diagnostics.is_empty() {
            Ok(stack)
        } else {
            diagnostics.extend(stack.warnings);
            Err(Failure { sources: stack.sources, diagnostics })
        }
    }
}
