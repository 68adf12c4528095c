//! What the commands that talk to AWS share: a compiled stack, its state, and a connection to the right
//! account.

use std::sync::Arc;

use tokio::time::Instant;

use super::connection::{Connected, connect};
use super::locking::{Locking, Writer};
use super::storage::{Writing, storage};
use super::{Failure, Global, remembered};
use crate::report;
use crate::report::{live, terminal};
use aws::Aws;
use compiler::lookups;
use compiler::{Identity, Options, Stack, compile, environment_of, unknown_types};
use engine::graph::{self, Graph};
use engine::plan::{self, Context, Plan, Request};
use language::diagnostic::Diagnostics;
use runs::Archive;
use state::{Storage, Store};
use workspace::Workspace;

pub(super) struct Session {
    pub stack: Arc<Stack>,
    pub graph: Graph,
    pub store: Arc<Store>,
    pub archive: Archive,
    /// Where the state is.
    pub storage: Arc<dyn Storage>,
    pub aws: Aws,
    /// The ARN that STS gives for whoever runs this.
    pub caller: String,
    pub workspace: Arc<Workspace>,
    started: Instant,
}

impl Session {
    /// A session that reads. It waits for nobody.
    pub(super) async fn open(compiled: Compiled) -> Result<Self, Failure> {
        let opening = Opening::begin(compiled).await?;
        let store = Store::open(opening.storage.clone(), &opening.identity()).await?;
        opening.with(store)
    }

    /// A session that writes, alone. It does its work [during](Writer::during) its writer.
    pub(super) async fn open_for(
        compiled: Compiled,
        operation: &str,
        locking: &Locking,
    ) -> Result<(Self, Writer), Failure> {
        let opening = Opening::begin(compiled).await?;
        let storage = opening.storage.clone();
        let Writing { store, writer } =
            Writing::open(storage, &opening.identity(), operation, locking).await?;
        Ok((opening.with(store)?, writer))
    }

    /// What plans are made from besides the state.
    pub(super) fn context(&self) -> Context<'_> {
        Context {
            stack: &self.stack,
            graph: &self.graph,
            aws: &self.aws,
            workspace: &self.workspace,
        }
    }

    /// Reads what is live and makes a plan.
    pub(super) async fn plan(&self, request: &Request) -> Result<Plan, Failure> {
        let state = self.store.snapshot();
        let context = self.context();
        let planned = plan::plan(&context, &state, request);
        live::reading(self.aws.activity(), planned)
            .await
            .map_err(|error| Failure::plan(&self.stack.sources, error))
    }

    /// The same session with other specs, as a reader: nothing of what it knows of AWS is asked again.
    ///
    /// # Errors
    /// The specs do not compile.
    pub(super) async fn with_specs(&self, options: Options) -> Result<Self, Failure> {
        // What is to be warned of has been.
        let Compiled { stack, .. } = looked_up(compile(&options)?).await?;
        let graph = graph::build(&stack)
            .map_err(|diagnostics| Failure::diagnostics(&stack.sources, diagnostics))?;
        Ok(Self {
            stack: Arc::new(stack),
            graph,
            store: self.store.clone(),
            archive: Archive::new(self.storage.clone()),
            storage: self.storage.clone(),
            aws: self.aws.clone(),
            caller: self.caller.clone(),
            workspace: self.workspace.clone(),
            started: self.started,
        })
    }

    /// Prints what the run has cost, if that was asked for.
    pub(super) fn report_statistics(&self, global: &Global) {
        if global.stats {
            let text = report::statistics::render(self.aws.statistics(), self.started.elapsed());
            terminal::eprint(text);
        }
    }
}

/// A session that has not read its state yet.
struct Opening {
    stack: Stack,
    graph: Graph,
    connected: Connected,
    storage: Arc<dyn Storage>,
    started: Instant,
}

impl Opening {
    /// Makes sure that the credentials are those of the environment's account before anything is read.
    async fn begin(compiled: Compiled) -> Result<Self, Failure> {
        let Compiled { stack, connected, started } = compiled;
        let graph = graph::build(&stack)
            .map_err(|diagnostics| Failure::diagnostics(&stack.sources, diagnostics))?;
        let connected = match connected {
            Some(connected) => connected,
            None => connect(&stack.environment).await?,
        };
        Ok(Self {
            storage: storage(&stack.environment, &stack.root, &connected.aws)?,
            stack,
            graph,
            connected,
            started,
        })
    }

    fn identity(&self) -> Identity {
        self.stack.environment.identity()
    }

    /// The session with its state, in which nothing is managed that was looked up.
    fn with(self, store: Store) -> Result<Session, Failure> {
        let state = store.snapshot();
        remembered::keep_addresses(&self.stack.environment, &state);
        let managed = state.resources.iter();
        let managed =
            managed.map(|(address, entry)| (address, entry.region.as_str(), entry.id.as_str()));
        self.stack
            .check_looked_up(managed)
            .map_err(|diagnostics| Failure::diagnostics(&self.stack.sources, diagnostics))?;
        Ok(Session {
            workspace: Arc::new(Workspace::new(&self.stack.root)),
            stack: Arc::new(self.stack),
            graph: self.graph,
            store: Arc::new(store),
            archive: Archive::new(self.storage.clone()),
            storage: self.storage,
            aws: self.connected.aws,
            caller: self.connected.caller,
            started: self.started,
        })
    }
}

/// A stack of which everything is known that can be before resources are read.
pub(super) struct Compiled {
    pub stack: Stack,
    /// The connection, where something was looked up in AWS.
    connected: Option<Connected>,
    started: Instant,
}

/// Compiles the specs, looks up what they name, and prints what is to be warned of.
pub(super) async fn compiled(global: &Global) -> Result<Compiled, Failure> {
    compiled_of(global.options()?).await
}

/// The same with options that are not quite those of the command line.
pub(super) async fn compiled_of(options: Options) -> Result<Compiled, Failure> {
    let stack = match compile(&options) {
        Err(_) if learn_types(&options).await => compile(&options)?,
        outcome => outcome?,
    };
    let compiled = looked_up(stack).await?;
    report_warnings(&compiled.stack);
    Ok(compiled)
}

/// Asks AWS for the types that the specs have sections of and that this version does not know. Says whether AWS knows
/// any; where it cannot be asked, what is wrong with the specs is all there is to tell.
async fn learn_types(options: &Options) -> bool {
    let unknown = unknown_types(&options.root);
    let environment = environment_of(options).filter(|_| !unknown.is_empty());
    let Some(environment) = environment else {
        return false;
    };
    let Ok(connected) = connect(&environment).await else {
        return false;
    };
    let learnt = cloud_control::learn(&connected.aws, unknown).await;
    learnt.unwrap_or_else(|error| {
        terminal::eprint(format!("AWS did not tell of newer types: {error}\n"));
        false
    })
}

/// Asks AWS for what a stack looks up there. Where that is nothing, nobody is asked.
///
/// # Errors
/// A secret that nobody has given, a lookup that finds nothing, and every error that follows from what was found.
pub(super) async fn looked_up(stack: Stack) -> Result<Compiled, Failure> {
    let started = Instant::now();
    let mut absent = Diagnostics::default();
    for (_, diagnostic) in stack.absent_secrets() {
        absent.push(diagnostic.clone());
    }
    if !absent.is_empty() {
        return Err(Failure::diagnostics(&stack.sources, absent));
    }
    if stack.pending_lookups().next().is_none() {
        return Ok(Compiled { stack, connected: None, started });
    }
    let connected = connect(&stack.environment).await?;
    Ok(Compiled {
        stack: answered(stack, &connected.aws).await?,
        connected: Some(connected),
        started,
    })
}

/// Makes the requests of a stack's lookups in rounds: all at once, and then those that depend on their answers.
async fn answered(mut stack: Stack, aws: &Aws) -> Result<Stack, Failure> {
    loop {
        let lookups = stack.pending_lookups();
        let requests: Vec<_> =
            lookups.filter_map(|lookup| Some((lookup.key, lookup.request?))).collect();
        if requests.is_empty() {
            return Ok(stack);
        }
        let answers = lookups::answers(requests, aws).await;
        stack = stack.answered(answers)?;
    }
}

/// Says what was not looked up, where AWS is not asked.
pub(super) fn report_pending(stack: &Stack) {
    terminal::eprint(report::pending::render(stack));
}

/// Prints what is not as it should be, and stops nothing.
pub(super) fn report_warnings(stack: &Stack) {
    if !stack.warnings.is_empty() {
        let text = report::diagnostics::render(&stack.sources, stack.warnings.clone());
        terminal::eprint(text);
    }
}
