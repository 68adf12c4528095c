//! A project in a folder, planned and applied against the Cloud Control in memory.

use std::sync::Arc;

use aws::Aws;
use compiler::{Address, Options, Stack, compile};
use engine::apply::{Executor, Interrupt, Outcome};
use engine::graph;
use engine::plan::{Action, Context, Plan, Request, import, plan};
use serde_json::json;
use state::{Folder, Store};
use tempfile::TempDir;
use workspace::Workspace;

use crate::connection::REGION;
use crate::service::Service;

/// A project whose only spec may change.
pub struct World {
    folder: TempDir,
    pub service: Service,
    pub aws: Aws,
}

impl World {
    pub async fn new(service: Service) -> Self {
        let aws = service.aws().await;
        Self::with(service, aws)
    }

    /// The same with another AWS than the service.
    pub fn with(service: Service, aws: Aws) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for path in ["specs", "environments"] {
            std::fs::create_dir(folder.path().join(path)).expect("a folder");
        }
        let environment = json!({
            "account": aws.account(), "region": REGION, "project": "shop", "protect_data": false,
            "tags": { "Team": "platform" },
        });
        let file = folder.path().join("environments/test.json");
        std::fs::write(file, environment.to_string()).expect("a file");
        Self { folder, service, aws }
    }

    /// The stack of a spec.
    pub fn compile(&self, spec: &str) -> Arc<Stack> {
        std::fs::write(self.folder.path().join("specs/spec.yaml"), spec).expect("a spec");
        let options = Options {
            root: self.folder.path().to_owned(),
            environment: "test".to_owned(),
            ..Options::default()
        };
        match compile(&options) {
            Ok(stack) => Arc::new(stack),
            Err(failure) => panic!("the spec is valid: {:#?}", failure.diagnostics),
        }
    }

    async fn store(&self, stack: &Stack) -> Store {
        let folder = Folder::new(stack.root.join("state"));
        Store::open(Arc::new(folder), &stack.environment.identity()).await.expect("a state")
    }

    /// The state, as it is kept.
    pub fn state(&self) -> serde_json::Value {
        let state = std::fs::read(self.folder.path().join("state/state.json")).expect("a state");
        serde_json::from_slice(&state).expect("JSON")
    }

    pub async fn plan(&self, stack: &Arc<Stack>, request: &Request) -> Plan {
        self.aws.memo().clear();
        let graph = graph::build(stack).expect("no cycle");
        let state = self.store(stack).await.snapshot();
        let workspace = Workspace::new(&stack.root);
        let context = Context { stack, graph: &graph, aws: &self.aws, workspace: &workspace };
        plan(&context, &state, request).await.expect("a plan")
    }

    /// Takes over the object of an id, which changes its tags alone.
    pub async fn import(&self, spec: &str, address: &Address, id: &str) {
        let stack = self.compile(spec);
        let graph = graph::build(&stack).expect("no cycle");
        let state = self.store(&stack).await.snapshot();
        let workspace = Workspace::new(&stack.root);
        let context =
            Context { stack: &stack, graph: &graph, aws: &self.aws, workspace: &workspace };
        let import = import(&context, &state, (address, id)).await.expect("it may be taken over");
        assert!(import.remaining_steps.is_empty(), "{address}: {:#?}", import.remaining_steps);
        let outcomes = self.execute(&stack, import.plan).await;
        assert!(outcomes.iter().all(|one| matches!(one, Outcome::Done)), "{outcomes:#?}");
    }

    /// Why there is no plan of a spec.
    pub async fn refused(&self, spec: &str) -> String {
        let stack = self.compile(spec);
        let graph = graph::build(&stack).expect("no cycle");
        let state = self.store(&stack).await.snapshot();
        let workspace = Workspace::new(&stack.root);
        let context =
            Context { stack: &stack, graph: &graph, aws: &self.aws, workspace: &workspace };
        let refused = plan(&context, &state, &Request::default()).await;
        format!("{:?}", refused.expect_err("there is no plan"))
    }

    pub async fn execute(&self, stack: &Arc<Stack>, plan: Plan) -> Vec<Outcome> {
        let (events, _listener) = tokio::sync::mpsc::unbounded_channel();
        let executor = Executor {
            stack: stack.clone(),
            aws: self.aws.clone(),
            workspace: Arc::new(Workspace::new(&stack.root)),
            store: Arc::new(self.store(stack).await),
            events,
            parallelism: 4,
            interrupt: Interrupt::default(),
        };
        let outcomes = executor.run(plan).await.outcomes;
        outcomes.into_iter().map(|(_, _, outcome)| outcome).collect()
    }

    /// The actions of a plan of the spec.
    pub async fn planned(&self, spec: &str) -> Vec<Action> {
        let plan = self.plan(&self.compile(spec), &Request::default()).await;
        plan.steps.iter().map(|step| step.action).collect()
    }

    /// Applies a spec, gives the actions, and finds nothing left to do.
    pub async fn apply(&self, spec: &str) -> Vec<Action> {
        let stack = self.compile(spec);
        let plan = self.plan(&stack, &Request::default()).await;
        let actions = plan.steps.iter().map(|step| step.action).collect();
        let outcomes = self.execute(&stack, plan).await;
        assert!(outcomes.iter().all(|one| matches!(one, Outcome::Done)), "{outcomes:#?}");
        let again = self.plan(&stack, &Request::default()).await;
        assert!(again.is_empty(), "it reads as it was written: {:#?}", again.steps);
        actions
    }

    /// Deletes everything.
    pub async fn destroy(&self, spec: &str) {
        let stack = self.compile(spec);
        let request = Request { destroy: true, ..Request::default() };
        let plan = self.plan(&stack, &request).await;
        let outcomes = self.execute(&stack, plan).await;
        assert!(outcomes.iter().all(|one| matches!(one, Outcome::Done)), "{outcomes:#?}");
        assert_eq!(self.service.count(), 0, "everything is gone");
    }
}

impl World {
    /// Removes the state.
    pub fn lose_state(&self) {
        std::fs::remove_dir_all(self.folder.path().join("state")).expect("there was a state");
    }
}
