//! Runs one case of one kind on the emulators, through the whole compiler and engine.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use aws::Aws;
use compiler::{Options, Stack, compile};
use engine::apply::{Executor, Interrupt};
use engine::graph;
use engine::plan::{Action, Context, Plan, Request, plan};
use generate::{self, Block, Generator, Remark, Subject};
use kind::AnyKind;
use kind::registry;
use kind::{LiveObject, Place};
use language::diff;
use language::value::auto;
use serde_json::{Value, json};
use state::{Folder, Store};
use tempfile::TempDir;
use workspace::Workspace;

pub use super::connection::{REGION, aws};
use super::declared::{self, Calls};
use crate::by_value::ByValue;

/// Where a case runs.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "not every file uses each")]
pub enum On {
    Both,
    /// moto is wrong here; the text says how.
    Ministack(&'static str),
    /// ministack is wrong here; the text says how.
    Moto(&'static str),
    /// As `Ministack` and `Moto`, without taking the change back: neither emulator can.
    MinistackOneWay(&'static str),
    MotoOneWay(&'static str),
}

/// One case: a kind, a spec to create, one change to it, and how the cloud shows the change.
pub struct Case {
    pub kind: &'static str,
    /// The spec without its name.
    pub base: Value,
    /// A JSON merge patch on the spec (RFC 7396): null removes a field. Its keys are the fields
    /// that the plan must show, and it must show no other.
    pub change: Value,
    /// A Python expression over boto3: `client("logs")`, `name` and `id` are at hand.
    pub ask: &'static str,
    pub expect: Value,
    pub on: On,
    /// Python expressions that make what the spec refers to (streams, roles, buckets), before creation.
    /// What each gives, such as an id of AWS's invention, stands for `{prepared.0}`, `{prepared.1}` and
    /// so on in later ones, in the spec and in `ask`.
    pub prepare: &'static [&'static str],
}

/// Defines a test for each case of a kind: `name: change => expression, expected value, where;`
macro_rules! round_trips {
    (kind: $kind:expr, base: $base:expr, prepare: $prepare:expr;
     $($test:ident: $change:expr => $ask:expr, $expect:expr, $on:expr;)*) => {
        $(
            #[test]
            fn $test() {
                $crate::harness::run($crate::harness::Case {
                    kind: $kind,
                    base: $base,
                    change: $change,
                    ask: $ask,
                    expect: $expect,
                    on: $on,
                    prepare: $prepare,
                });
            }
        )*
    };
}
pub(crate) use round_trips;

pub fn run(case: Case) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime starts");
    if !matches!(case.on, On::Moto(_) | On::MotoOneWay(_)) {
        let endpoint = emulators::shared_ministack().endpoint().to_owned();
        runtime.block_on(round_trip(&case, &endpoint, &emulators::fresh_account()));
    }
    if !matches!(case.on, On::Ministack(_) | On::MinistackOneWay(_)) {
        let endpoint = emulators::shared_moto().endpoint().to_owned();
        runtime.block_on(round_trip(&case, &endpoint, "123456789012"));
    }
}

/// A name that no other case uses: moto has one account for all.
pub fn unique_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("case-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

async fn round_trip(case: &Case, endpoint: &str, account: &str) {
    let name = unique_name();
    let mut prepared = Prepared::default();
    for expression in case.prepare {
        let expression = prepared.fill(expression);
        let made = super::boto::ask(endpoint, account, &name, "", &expression);
        prepared.0.push(made.expect("preparation succeeds"));
    }
    let aws = aws(endpoint, account).await;
    let project = Project::new(case, &name, endpoint, aws, prepared);
    let base = project.named(&case.base);
    let changed = project.named(&merged(case.base.clone(), &case.change));

    project.apply(&base, Action::Create, None).await;
    // A case without a change asks what a creation alone has made.
    let has_change = case.change != json!({});
    if has_change {
        project.apply(&changed, Action::Update, Some(&case.change)).await;
    }
    project.generate().await;
    let id = project.id().await;
    let ask = project.prepared.fill(case.ask);
    let shown = super::boto::ask(endpoint, account, &name, &id, &ask);
    assert_eq!(shown, Ok(case.expect.clone()), "what boto3 sees at {endpoint}");
    // And back: every field that can be set can be removed.
    if has_change && !matches!(case.on, On::MinistackOneWay(_) | On::MotoOneWay(_)) {
        project.apply(&base, Action::Update, Some(&case.change)).await;
    }
    project.destroy(&id).await;
    declared::check(&project.aws, project.kind(), &[&base, &changed]);
}

/// What the preparations of a case have given.
#[derive(Default)]
struct Prepared(Vec<Value>);

impl Prepared {
    /// The text with every `{prepared.N}` replaced.
    fn fill(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (position, made) in self.0.iter().enumerate() {
            if let Value::String(made) = made {
                text = text.replace(&format!("{{prepared.{position}}}"), made);
            }
        }
        text
    }
}

/// A project of one resource in a folder of its own.
struct Project {
    folder: TempDir,
    kind: &'static str,
    name: String,
    endpoint: String,
    aws: Aws,
    prepared: Prepared,
}

impl Project {
    fn new(case: &Case, name: &str, endpoint: &str, aws: Aws, prepared: Prepared) -> Self {
        let account = aws.account();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let write = |path: &str, value: Value| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            std::fs::write(path, value.to_string()).expect("a file");
        };
        write(
            "environments/test.json",
            json!({ "account": account, "region": REGION, "project": name, "protect_data": false }),
        );
        write("specs/spec.json", json!({}));
        Self {
            kind: case.kind,
            name: name.to_owned(),
            endpoint: endpoint.to_owned(),
            aws,
            prepared,
            folder,
        }
    }

    /// The spec with its name, and with `{name}`, `{account}` and what was prepared in any text replaced
    /// by the case's own. A kind's code and the like are found from the repository.
    fn named(&self, spec: &Value) -> Value {
        let text = self
            .prepared
            .fill(&spec.to_string())
            .replace("{name}", &self.name)
            .replace("{account}", self.aws.account())
            .replace("{repository}", env!("CARGO_MANIFEST_DIR"));
        let mut spec: Value = serde_json::from_str(&text).expect("still JSON");
        // A kind of which there is one a region has no name.
        let has_name = self.kind().schema().properties.contains_key("name");
        if has_name && spec.get("name").is_none() {
            spec["name"] = json!(self.name);
        }
        spec
    }

    fn compile(&self, spec: &Value) -> Stack {
        // `$` of policy variables is not the start of an expression.
        let document = json!({ self.kind: { "it": spec } }).to_string().replace("${", "$${");
        std::fs::write(self.folder.path().join("specs/spec.json"), document).expect("a spec");
        let options = Options {
            root: self.folder.path().to_owned(),
            environment: "test".to_owned(),
            ..Options::default()
        };
        match compile(&options) {
            Ok(stack) => stack,
            Err(failure) => panic!("the spec is valid: {:#?}", failure.diagnostics),
        }
    }

    async fn store(&self, stack: &Stack) -> Store {
        let folder = Folder::new(stack.root.join("state"));
        Store::open(Arc::new(folder), &stack.environment.identity()).await.expect("a state")
    }

    async fn id(&self) -> String {
        let state = std::fs::read(self.folder.path().join("state/state.json")).expect("a state");
        let state: Value = serde_json::from_slice(&state).expect("JSON");
        let entry = &state["resources"][format!("{}.it", self.kind)];
        entry["id"].as_str().expect("an id").to_owned()
    }

    /// Plans one step, which shows the fields of `change` and no other, carries it out, and finds
    /// nothing left to do: `read(apply(spec)) == spec`.
    async fn apply(&self, spec: &Value, action: Action, change: Option<&Value>) {
        let stack = Arc::new(self.compile(spec));
        let planned = self.plan(&stack, &Request::default()).await;
        let actions: Vec<Action> = planned.steps.iter().map(|step| step.action).collect();
        assert_eq!(actions, [action], "the plan has one step");
        if let Some(Value::Object(change)) = change {
            let mut shown: Vec<&str> = planned.steps[0]
                .changes
                .iter()
                .filter_map(|change| change.path.first_key())
                .collect();
            shown.dedup();
            let expected: Vec<&str> = change.keys().map(String::as_str).collect();
            assert_eq!(shown, expected, "the plan shows exactly what was changed");
        }
        self.execute(&stack, planned).await;
        let again = self.plan(&stack, &Request::default()).await;
        assert!(again.is_empty(), "it reads as it was written: {:#?}", again.steps);
    }

    /// Writes the spec of what is live, and finds that it compiles to what is live:
    /// `compile(generate(read)) == read`.
    async fn generate(&self) {
        let id = self.id().await;
        let stack = self.compile(&self.last_spec());
        let workspace = Workspace::new(&stack.root);
        let kind = registry::find(self.kind).expect("the kind is registered");
        let live = kind.read(&self.aws, &id).await.expect("read succeeds");
        let live = live.expect("it exists");
        self.follows_from_id(&stack, &id, &live);
        let subject = Subject {
            kind,
            id,
            place: Place::new(self.aws.account(), REGION),
            live: live.clone(),
            name: Some("generated".to_owned()),
            sensitive: BTreeSet::new(),
            suggested_name: None,
            needs: BTreeSet::new(),
        };
        let mut generator = Generator::new(&stack, &workspace);
        let blocks = generator.blocks(&[subject]).await;
        let text = generate::render(&blocks).expect("YAML");
        // moto gives no code away.
        let is_held = HELD.iter().any(|(zip, _)| text.contains(zip));
        if is_held && self.endpoint == emulators::shared_moto().endpoint() {
            return;
        }
        let desired = self.meaning(&text, &blocks[0], &live).await;
        let changes: Vec<_> = diff::changes(&desired, &live.spec)
            .into_iter()
            .filter(|change| !change.path.to_string().contains("diatonic:"))
            .collect();
        assert!(changes.is_empty(), "it says the same: {changes:#?}\n{text}");
    }

    /// What is said to follow from the id is what is read.
    fn follows_from_id(&self, stack: &Stack, id: &str, live: &LiveObject) {
        let mut resources = stack.resources.values();
        let resource = resources.find(|resource| resource.kind.name() == self.kind);
        let resource = resource.expect("a resource of the kind");
        let identity = resource.identity.to_value();
        let said = resource.kind.created_outputs(&identity, id, &resource.place);
        for (output, value) in said.iter().filter(|(_, value)| value.is_some()) {
            assert_eq!(live.outputs.get(output), Some(value), "{output}");
        }
    }

    /// What a generated spec comes to in a project of its own, once a person has seen to the rest.
    async fn meaning(&self, text: &str, block: &Block, live: &LiveObject) -> Value {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let environment = "environments/test.json";
        let specs = folder.path().join("specs");
        let folders = ["environments", "code", "layers"].map(|name| folder.path().join(name));
        for made in folders.iter().chain([&specs]) {
            std::fs::create_dir(made).expect("a folder");
        }
        std::fs::copy(self.folder.path().join(environment), folder.path().join(environment))
            .expect("an environment");
        std::fs::write(specs.join("generated.yaml"), text).expect("a spec");
        if let Some((zip, fetch)) = HELD.iter().find(|(zip, _)| text.contains(zip)) {
            let zip = folder.path().join(zip);
            let fetch = fetch.replace("FILE", &zip.display().to_string());
            let account = self.aws.account();
            let fetched = super::boto::ask(&self.endpoint, account, &self.name, "", &fetch);
            fetched.expect("AWS gives the code");
        }
        let secret = |remark: &Remark| {
            let value = remark.field.of(&live.spec)?;
            // What AWS does not give back may be anything.
            let value = match auto::accepts_any(value) {
                true => "secret".to_owned(),
                false => value.as_str()?.to_owned(),
            };
            let mut names = block.variables.iter();
            let name = names.find(|name| remark.text.contains(*name))?;
            Some((name.clone(), value))
        };
        let options = Options {
            root: folder.path().to_owned(),
            environment: "test".to_owned(),
            variables: block.remarks.iter().filter_map(secret).collect(),
            ..Options::default()
        };
        let stack = match compile(&options) {
            Ok(stack) => stack,
            Err(failure) => panic!("it is valid: {:#?}\n{text}", failure.diagnostics),
        };
        let resource = &stack.resources[&block.address];
        let evaluation = stack.evaluate(resource, &stack.resources).expect("values");
        let workspace = Workspace::new(&stack.root);
        let desired = resource.kind.prepare(evaluation.spec, &workspace).await;
        desired.unwrap_or_else(|finding| panic!("it can be made ready: {finding:?}\n{text}"))
    }

    async fn plan(&self, stack: &Stack, request: &Request) -> Plan {
        let graph = graph::build(stack).expect("no cycle");
        let state = self.store(stack).await.snapshot();
        let workspace = Workspace::new(&stack.root);
        let before = Calls::of(&self.aws);
        let context = Context { stack, graph: &graph, aws: &self.aws, workspace: &workspace };
        let plan = plan(&context, &state, request).await.expect("a plan");
        before.only_read_since(&self.aws, self.kind());
        plan
    }

    fn kind(&self) -> &'static dyn AnyKind {
        registry::find(self.kind).expect("the kind is registered")
    }

    async fn execute(&self, stack: &Arc<Stack>, plan: Plan) {
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
        let summary = executor.run(plan).await;
        assert!(summary.is_success(), "the apply succeeds: {:#?}", summary.outcomes);
    }

    async fn destroy(&self, id: &str) {
        let stack = Arc::new(self.compile(&self.last_spec()));
        let request = Request { destroy: true, ..Request::default() };
        let planned = self.plan(&stack, &request).await;
        self.execute(&stack, planned).await;
        let kind = self.kind();
        assert_eq!(kind.read(&self.aws, id).await.expect("read succeeds"), None, "it is gone");
        kind.delete(&self.aws, id).await.expect("a second delete is a success");
    }

    fn last_spec(&self) -> Value {
        let text =
            std::fs::read_to_string(self.folder.path().join("specs/spec.json")).expect("a spec");
        let document: Value = serde_json::from_str(&text.replace("$${", "${")).expect("JSON");
        document[self.kind]["it"].clone()
    }
}

/// Where generated specs say that archives are, and what keeps each as AWS gives it to whoever asks.
const HELD: [(&str, &str); 2] =
    [("code/generated.zip", FETCH), ("layers/generated.zip", FETCH_LAYER)];

/// Keeps the code of a function.
const FETCH: &str = "open('FILE', 'wb').write(__import__('urllib.request').request.urlopen(\
                     client('lambda').get_function(FunctionName=name)['Code']['Location']).read())";

/// The same for the newest version of a layer.
const FETCH_LAYER: &str = "open('FILE', 'wb').write(__import__('urllib.request').request.urlopen(\
                           client('lambda').get_layer_version(LayerName=name, VersionNumber=max(v['Version'] for v in \
                           client('lambda').list_layer_versions(LayerName=name)['LayerVersions']))['Content']['Location']).read())";

fn merged(mut target: Value, patch: &Value) -> Value {
    let Value::Object(patch) = patch else {
        return patch.clone();
    };
    if !target.is_object() {
        target = json!({});
    }
    for (key, value) in patch {
        if value.is_null() {
            target.as_object_mut().expect("an object").remove(key);
        } else {
            let inner = target.get(key).cloned().unwrap_or(Value::Null);
            target[key] = merged(inner, value);
        }
    }
    target
}
