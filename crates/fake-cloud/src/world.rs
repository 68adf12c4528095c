//! A project, its state and its cloud: what a test plans, applies and destroys.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::client::http::http_client_fn;
use tempfile::TempDir;
use tokio::sync::mpsc;

use crate::cloud::Cloud;
use crate::memory::Memory;
use aws::{Aws, Connection};
use compiler::{Address, Options, Stack, compile};
use engine::apply::{Event, Executor, Interrupt, Outcome, Summary};
use engine::graph::{self, Graph};
use engine::plan::{self, Context, Import, ImportError, Phase, Plan, PlanError, Rebuilt, Request};
use futures_util::FutureExt;
use language::diagnostic::Diagnostics;
use state::{State, Store, read_state};
use workspace::Workspace;

/// One stack and all that there is of it. What it makes is named `t-<name>`.
pub struct World {
    folder: TempDir,
    pub cloud: Arc<Cloud>,
    state: Memory,
    aws: Aws,
    /// The specs as they were last compiled.
    compiled: Mutex<Option<Arc<Stack>>>,
    pub interrupt: Interrupt,
    pub parallelism: usize,
    /// As for [`Store::open_in_parts`].
    pub part_of_state: usize,
}

/// What an apply came to.
#[derive(Debug)]
pub struct Run {
    pub plan: Plan,
    pub summary: Summary,
    pub events: Vec<Event>,
}

impl World {
    /// A world with nothing in it but a project.
    pub async fn new(specs: &str) -> Self {
        Self::in_cloud(Cloud::new(), specs).await
    }

    /// Another project in a cloud that exists.
    pub async fn in_cloud(cloud: Arc<Cloud>, specs: &str) -> Self {
        let folder = TempDir::new().unwrap();
        for name in ["specs", "environments"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        let connection = Connection {
            http_client: Some(http_client_fn(|_, _| unreachable!("nothing here has a network"))),
            ..Connection::default()
        };
        let world = Self {
            folder,
            state: Memory::new(cloud.clone()),
            aws: Aws::connect(connection, &cloud.account, "us-east-2").await,
            cloud,
            compiled: Mutex::default(),
            interrupt: Interrupt::default(),
            parallelism: 8,
            part_of_state: 32 << 10,
        };
        world.set_specs(specs);
        world.settings("project: fake");
        world
    }

    /// Other specs.
    pub fn set_specs(&self, specs: &str) {
        let file = self.folder.path().join("specs/all.yaml");
        std::fs::write(file, specs).unwrap();
        *self.compiled.lock().unwrap() = None;
    }

    /// The lines of the environment besides its account, region and prefix.
    pub fn settings(&self, lines: &str) {
        let file = self.folder.path().join("environments/test.yaml");
        let account = &self.cloud.account;
        let text = format!("account: \"{account}\"\nregion: us-east-2\nname_prefix: t\n{lines}\n");
        std::fs::write(file, text).unwrap();
        *self.compiled.lock().unwrap() = None;
    }

    pub fn compile(&self) -> Result<Stack, compile::Failure> {
        let options = Options {
            root: self.folder.path().to_owned(),
            environment: "test".to_owned(),
            ..Options::default()
        };
        compile(&options)
    }

    pub fn stack(&self) -> Arc<Stack> {
        let mut compiled = self.compiled.lock().unwrap();
        let compile = || match self.compile() {
            Ok(stack) => Arc::new(stack),
            Err(failure) => panic!("the specs do not compile: {:#?}", failure.diagnostics),
        };
        compiled.get_or_insert_with(compile).clone()
    }

    pub fn aws(&self) -> &Aws {
        &self.aws
    }

    pub fn graph(&self) -> Result<Graph, Diagnostics> {
        graph::build(&self.stack())
    }

    /// The state as it is stored.
    pub fn state(&self) -> State {
        let stack = self.stack().environment.identity();
        let state = read_state(&self.state, &stack, "memory").now_or_never();
        state.expect("memory is read at once").unwrap().unwrap_or_else(|| State::empty(&stack))
    }

    pub fn state_text(&self) -> String {
        String::from_utf8(self.state.bytes().unwrap_or_default()).unwrap()
    }

    pub fn lose_state(&self) {
        self.state.replace(None);
    }

    /// Changes the state behind our back.
    pub fn tamper_state(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.state();
        change(&mut state);
        self.state.replace(Some(serde_json::to_vec(&state).unwrap()));
    }

    /// Lets one store of the state fail, after so many others.
    pub fn fail_store_after(&self, stores: usize) {
        self.state.refuse_after(stores);
    }

    pub async fn try_plan(&self, request: &Request) -> Result<Plan, PlanError> {
        let stack = self.stack();
        let graph = graph::build(&stack).map_err(PlanError::Diagnostics)?;
        let workspace = Workspace::new(self.folder.path());
        let context =
            Context { stack: &stack, graph: &graph, aws: &self.aws, workspace: &workspace };
        plan::plan(&context, &self.state(), request).await
    }

    pub async fn plan_for(&self, request: &Request) -> Plan {
        match self.try_plan(request).await {
            Ok(plan) => plan,
            Err(error) => panic!("there is no plan: {error:#?}"),
        }
    }

    pub async fn plan(&self) -> Plan {
        self.plan_for(&Request::default()).await
    }

    /// The messages for which there is no plan.
    pub async fn refusals(&self) -> Vec<String> {
        match self.try_plan(&Request::default()).await {
            Ok(plan) => panic!("there is a plan: {plan:#?}"),
            Err(PlanError::Diagnostics(diagnostics)) => {
                let sorted = diagnostics.sorted().into_iter();
                sorted
                    .map(|diagnostic| {
                        let labels = diagnostic.labels.iter().map(|label| label.text.as_str());
                        let whys: Vec<&str> = labels.collect();
                        format!("{}: {}", diagnostic.message, whys.join("; "))
                    })
                    .collect()
            }
            Err(PlanError::Reads(errors)) => errors
                .iter()
                .map(|failed| format!("{}: {}", failed.address, failed.error))
                .collect(),
        }
    }

    /// Says what taking over an object at an address would do.
    pub async fn import(&self, address: &str, id: &str) -> Result<Import, ImportError> {
        let (stack, workspace) = (self.stack(), Workspace::new(self.folder.path()));
        let graph = graph::build(&stack)?;
        let address = address.parse().unwrap();
        let context =
            Context { stack: &stack, graph: &graph, aws: &self.aws, workspace: &workspace };
        plan::import(&context, &self.state(), (&address, id)).await
    }

    /// Says what a state that knows this must say of what there is.
    pub async fn rebuild_state(&self, state: &State) -> Rebuilt {
        let (stack, workspace) = (self.stack(), Workspace::new(self.folder.path()));
        let graph = graph::build(&stack).unwrap();
        let context =
            Context { stack: &stack, graph: &graph, aws: &self.aws, workspace: &workspace };
        plan::rebuild_state(&context, state).await.unwrap()
    }

    /// Says what giving objects up would do.
    pub async fn release(&self, objects: &BTreeMap<Address, String>) -> Plan {
        let (stack, workspace) = (self.stack(), Workspace::new(self.folder.path()));
        let graph = graph::build(&stack).unwrap();
        let context =
            Context { stack: &stack, graph: &graph, aws: &self.aws, workspace: &workspace };
        plan::release(&context, &self.state(), objects).await.unwrap()
    }

    /// Plans and applies, whatever comes of it.
    pub async fn apply_for(&self, request: &Request) -> Run {
        let plan = self.plan_for(request).await;
        self.carry_out(plan).await
    }

    pub async fn apply(&self) -> Run {
        self.apply_for(&Request::default()).await
    }

    /// Applies, and expects that everything is done and nothing left to do.
    pub async fn apply_fully_for(&self, request: &Request) -> Run {
        let run = self.apply_for(request).await;
        assert!(run.summary.is_success(), "{:#?}", run.summary.outcomes);
        let rest = self.plan_for(request).await;
        assert!(rest.is_empty(), "something is left to do: {:#?}", rest.steps);
        run
    }

    pub async fn apply_fully(&self) -> Run {
        self.apply_fully_for(&Request::default()).await
    }

    /// Deletes everything.
    pub async fn destroy(&self) -> Run {
        self.apply_for(&Request { destroy: true, ..Request::default() }).await
    }

    pub async fn carry_out(&self, plan: Plan) -> Run {
        let run = self.carry_out_for(plan, usize::MAX).await;
        run.expect("nobody lives for so long")
    }

    /// Carries out a plan in a process that lives for so many moments; nothing if it dies before the
    /// end.
    pub async fn carry_out_for(&self, plan: Plan, moments: usize) -> Option<Run> {
        assert!(plan.blocked.is_empty(), "{:#?}", plan.blocked);
        let stack = self.stack().environment.identity();
        let place = Arc::new(self.state.clone());
        let store = Store::open_in_parts(place, &stack, self.part_of_state).await;
        let (sender, mut receiver) = mpsc::unbounded_channel();
        let store = store.unwrap();
        store
            .record_observed(
                &plan.moved,
                &plan.kept,
                &plan.abandoned_intents,
                &plan.step_addresses(),
            )
            .await
            .unwrap();
        let store = Arc::new(store);
        let executor = Executor {
            stack: self.stack(),
            aws: self.aws.clone(),
            workspace: Arc::new(Workspace::new(self.folder.path())),
            store: store.clone(),
            events: sender,
            parallelism: self.parallelism,
            interrupt: self.interrupt.clone(),
        };
        self.cloud.live_for(moments);
        let whole = async {
            let summary = executor.run(plan.clone()).await;
            // Who has failed to store something was told by the step.
            let _ = store.fold().await;
            store.sweep().await;
            summary
        };
        let end = tokio::select! {
            summary = whole => Some(summary),
            () = self.cloud.death() => None,
        };
        self.cloud.live_for(usize::MAX);
        drop(executor);
        let summary = end?;
        let mut events = Vec::new();
        while let Some(event) = receiver.recv().await {
            events.push(event);
        }
        Some(Run { plan, summary, events })
    }
}

/// The steps of a plan in words, such as `update fake.thing.a: finish link`.
pub fn steps(plan: &Plan) -> Vec<String> {
    let steps = plan.steps.iter().map(|step| {
        let action = serde_json::json!(step.action);
        let phase = match &step.phase {
            Phase::Whole => String::new(),
            Phase::Without(fields) => format!(": without {}", listed(fields)),
            Phase::Finish(fields) => format!(": finish {}", listed(fields)),
        };
        let action = action.as_str().unwrap_or_default().replace('_', " ");
        format!("{action} {}{phase}", step.address)
    });
    steps.collect()
}

fn listed(fields: &BTreeSet<String>) -> String {
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    fields.join(", ")
}

/// How each step of a run ended, such as `done fake.thing.a`.
pub fn outcomes(run: &Run) -> Vec<String> {
    let outcomes = run.summary.outcomes.iter();
    outcomes
        .map(|(address, _, outcome)| match outcome {
            Outcome::Done => format!("done {address}"),
            Outcome::Failed(error) => format!("failed {address}: {error}"),
            Outcome::Skipped { because_of } => format!("skipped {address}: {because_of}"),
            Outcome::NotStarted => format!("not started {address}"),
            Outcome::Interrupted => format!("stopped {address}"),
        })
        .collect()
}
