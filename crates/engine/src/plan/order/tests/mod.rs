//! The order of what every kind names, in the graphs of real specs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use tempfile::TempDir;

use crate::graph::{self, Edge, Graph};
use crate::observe::{Found, Observation, ObservedObject, Owner};
use crate::plan::order::{OrderContext, order};
use crate::plan::outputs::Recreated;
use crate::plan::{Action, Phase, Reason, Step};
use compiler::{Address, Options, OutputSource, Stack, compile};
use kind::LiveObject;
use language::expression::Problem;
use language::value::Value;
use state::{Entry, State};

fn compiled(root: &Path, environment: &str) -> Stack {
    let options = Options {
        root: root.to_owned(),
        environment: environment.to_owned(),
        may_lack_files: true,
        ..Options::default()
    };
    match compile(&options) {
        Ok(stack) => stack,
        Err(failure) => panic!("{:#?}", failure.diagnostics),
    }
}

/// The example of every kind, and a stack in which every field that can name another object does.
fn stacks() -> Vec<Stack> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let examples = std::fs::read_dir(root.join("docs/examples")).unwrap();
    let examples = examples.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
    let texts = examples.chain([include_str!("everything.yaml").to_owned()]);
    texts
        .map(|text| {
            let folder = TempDir::new().unwrap();
            let write = |path: &str, text: &str| {
                let path = folder.path().join(path);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, text).unwrap();
            };
            write("specs/all.yaml", &text);
            write("Cargo.toml", "[workspace]");
            write(
                "environments/dev.yaml",
                "account: \"123456789012\"\nregion: us-east-2\nproject: shop\n",
            );
            compiled(folder.path(), "dev")
        })
        .collect()
}

fn step(address: &Address, action: Action, id: &str) -> Step {
    Step {
        address: address.clone(),
        action,
        reason: Reason::New,
        changes: Vec::new(),
        phase: Phase::Whole,
        id: Some(id.to_owned()),
        region: "us-east-2".to_owned(),
        before: None,
        after: None,
        sensitive: BTreeSet::new(),
        waits_for: BTreeSet::new(),
        waits_for_creation: BTreeSet::new(),
        depends_on: BTreeSet::new(),
        replaces: Vec::new(),
        trusted: Vec::new(),
        consequences: Vec::new(),
        secrets: Vec::new(),
    }
}

/// The step that moves the user of an edge: of the field alone, where that is set after creation.
fn moving(graph: &Graph, edge: &Edge) -> Step {
    let field = edge.field.first_key().unwrap_or_default().to_owned();
    Step {
        phase: match graph.is_deferred(edge) {
            true => Phase::Finish([field].into()),
            false => Phase::Whole,
        },
        ..step(&edge.from, Action::Update, "user")
    }
}

/// The order of a plan's actions, by address, as it would be carried out.
fn ordered(
    graph: &Graph,
    state: &State,
    observation: &Observation,
    steps: Vec<Step>,
) -> Vec<(Address, Action)> {
    let made = steps.iter().filter(|step| step.action.creates_object());
    let recreated = Recreated {
        objects: made.map(|step| step.address.clone()).collect(),
        ..Recreated::default()
    };
    let context = OrderContext { graph, state, observation, recreated: &recreated };
    let steps = order(steps, context).expect("no cycle");
    // Each waits for the one before: nothing is left to chance.
    for (position, pair) in steps.windows(2).enumerate() {
        assert!(
            pair[1].waits_for.contains(&position),
            "{} {:?} does not wait for {} {:?}",
            pair[1].address,
            pair[1].action,
            pair[0].address,
            pair[0].action
        );
    }
    steps.into_iter().map(|step| (step.address, step.action)).collect()
}

/// What is known of the object that was there before.
struct Former<'a> {
    stack: &'a Stack,
    of: &'a Address,
}

impl Former<'_> {
    fn named(&self, output: &str, predicted: Option<&str>) -> String {
        match predicted {
            Some(predicted) => format!("{predicted}-old"),
            None => format!("old-{output}"),
        }
    }

    fn outputs(&self) -> BTreeMap<String, Option<String>> {
        let resource = &self.stack.resources[self.of];
        let outputs = resource.prediction.outputs.iter();
        outputs
            .map(|(output, predicted)| {
                (output.to_owned(), Some(self.named(output, predicted.as_deref())))
            })
            .collect()
    }
}

impl OutputSource for Former<'_> {
    fn output(&self, address: &Address, output: &str) -> Result<Option<Value>, Problem> {
        match address == self.of {
            true => Ok(self.outputs().get(output).cloned().flatten().map(Value::String)),
            false => self.stack.resources.output(address, output),
        }
    }
}

fn observed(id: &str, spec: Value, outputs: BTreeMap<String, Option<String>>) -> Found {
    Found {
        current: Some(ObservedObject {
            id: id.to_owned(),
            region: "us-east-2".to_owned(),
            live: LiveObject::new(spec, outputs),
            owner: Owner::ThisStack,
        }),
        ..Found::default()
    }
}

/// Every reference of every example: kind and field of the user, kind of what is used.
fn each_reference(
    mut check: impl FnMut(&Stack, &Graph, &Edge),
) -> BTreeSet<(String, String, String)> {
    let mut seen = BTreeSet::new();
    for stack in stacks() {
        let graph = graph::build(&stack).unwrap();
        for edge in graph.edges.values().flatten() {
            let names_another = edge.output.is_some() && edge.from != edge.to && !edge.is_tag();
            if names_another {
                check(&stack, &graph, edge);
                let field = edge.field.first_key().unwrap_or_default().to_owned();
                seen.insert((edge.from.kind.clone(), field, edge.to.kind.clone()));
            }
        }
    }
    seen
}

#[test]
fn whoever_names_what_is_replaced_moves_in_between() {
    let seen = each_reference(|stack, graph, edge| {
        let state = State::empty(&stack.environment.identity());
        let steps = vec![
            step(&edge.to, Action::ReplaceCreateFirst, "new"),
            step(&edge.to, Action::DeleteReplaced, "old"),
            moving(graph, edge),
        ];
        let actions = ordered(graph, &state, &Observation::new(), steps);
        let expected = [
            (edge.to.clone(), Action::ReplaceCreateFirst),
            (edge.from.clone(), Action::Update),
            (edge.to.clone(), Action::DeleteReplaced),
        ];
        assert_eq!(actions, expected, "{}", edge.label());
    });
    let lines: Vec<String> =
        seen.iter().map(|(user, field, used)| format!("{user}.{field} -> {used}")).collect();
    insta::assert_snapshot!("who_names_whom", lines.join("\n"));
}

#[test]
fn whoever_names_what_has_another_block_moves_in_between() {
    each_reference(|stack, graph, edge| {
        let old = Address::new(&edge.to.kind, "former", None);
        let former = Former { stack, of: &edge.to };
        let user = &stack.resources[&edge.from];
        let spec = stack.evaluate(user, &former).unwrap().spec;
        let observation = Observation::from([
            (edge.from.clone(), observed("user", spec, BTreeMap::new())),
            (old.clone(), observed("old", Value::Null, former.outputs())),
        ]);
        let mut state = State::empty(&stack.environment.identity());
        let mut entry = Entry::found("us-east-2", "user");
        if edge.waits() && !graph.is_deferred(edge) {
            entry.depends_on.insert(old.clone());
        }
        state.resources.insert(edge.from.clone(), entry);
        state.resources.insert(old.clone(), Entry::found("us-east-2", "old"));
        let steps = vec![
            step(&edge.to, Action::Create, "new"),
            step(&old, Action::Delete, "old"),
            moving(graph, edge),
        ];
        let actions = ordered(graph, &state, &observation, steps);
        let expected = [
            (edge.to.clone(), Action::Create),
            (edge.from.clone(), Action::Update),
            (old, Action::Delete),
        ];
        assert_eq!(actions, expected, "{}", edge.label());
    });
}

/// A field that is set after creation, as a cycle runs through it, follows what it names: that may have got a part
/// which the field names, such as an alias.
#[test]
fn what_is_deferred_is_set_once_what_it_names_has_changed() {
    let mut fields = BTreeSet::new();
    each_reference(|stack, graph, edge| {
        if !(edge.waits() && graph.is_deferred(edge)) {
            return;
        }
        let state = State::empty(&stack.environment.identity());
        let steps = vec![step(&edge.to, Action::Update, "used"), moving(graph, edge)];
        let actions = ordered(graph, &state, &Observation::new(), steps);
        let expected = [(edge.to.clone(), Action::Update), (edge.from.clone(), Action::Update)];
        assert_eq!(actions, expected, "{}", edge.label());
        fields.insert(edge.label());
    });
    assert!(!fields.is_empty(), "a cycle runs through some");
}
