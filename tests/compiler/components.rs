//! Components: what stands in them, what they are given and give, and what is wrong with them.

use compiler::{Stack, compile_in_memory};
use diatonic::report;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{PROJECT, compiled, evaluated, options};

/// Two things, of which the second is named after the first.
const PAIR: &str = "
inputs:
  size: { type: number, description: the size of both, validation: { condition: '${input.size < 100}', message: too large } }
  note: { type: string, default: '${env.name}' }
locals:
  doubled: ${input.size * 2}
fake.thing:
  first: { size: '${input.size}', note: '${input.note}' }
  second: { size: '${local.doubled}', needs: ['${fake.thing.first.name}'] }
outputs:
  name: ${fake.thing.first.name}
  names: { value: ['${fake.thing.first.name}', '${fake.thing.second.name}'] }
";

fn with(specs: &str, components: &[(&str, &str)]) -> Result<Stack, String> {
    let mut files = vec![("specs/app.yaml", specs.as_bytes())];
    files.extend(components.iter().map(|(path, text)| (*path, text.as_bytes())));
    compile_in_memory(&options(&[]), PROJECT.as_bytes(), &files)
        .map_err(|failure| report::diagnostics::render(&failure.sources, failure.diagnostics))
}

fn with_pair(specs: &str) -> Stack {
    with(specs, &[("components/pair.yaml", PAIR)]).unwrap_or_else(|errors| panic!("{errors}"))
}

fn addresses(stack: &Stack) -> Vec<String> {
    stack.resources.keys().map(ToString::to_string).collect()
}

/// The fields of every resource, without the tags, of which one is the address.
fn specs(stack: &Stack) -> Vec<Value> {
    let mut specs: Vec<Value> = addresses(stack)
        .iter()
        .map(|address| {
            let mut spec = evaluated(stack, address).spec;
            spec.as_object_mut().expect("fields").remove("tags");
            spec
        })
        .collect();
    specs.sort_by_key(|spec| spec["name"].to_string());
    specs
}

#[test]
fn a_component_makes_its_resources_for_each_use() {
    let stack = with_pair(
        "
         component.pair:
           a: { size: 1 }
           b: { for_each: { x: 2, y: 3 }, size: '${each.value}', note: '${each.key}' }
           c: { enabled: false, size: 4 }
         fake.thing:
           user: { needs: '${concat([component.pair.a.name], component.pair.b[\"y\"].names)}' }
         outputs:
           all: '${component.pair.b.*.name}'",
    );
    assert_eq!(
        addresses(&stack),
        [
            "fake.thing.user", "component.pair.a/fake.thing.first",
            "component.pair.a/fake.thing.second", "component.pair.b[\"x\"]/fake.thing.first",
            "component.pair.b[\"x\"]/fake.thing.second",
            "component.pair.b[\"y\"]/fake.thing.first",
            "component.pair.b[\"y\"]/fake.thing.second",
        ]
    );
    let second = evaluated(&stack, "component.pair.b[\"y\"]/fake.thing.second");
    assert_eq!(second.spec["name"], "shop-dev-b-y-second");
    assert_eq!(second.spec["size"], 6);
    assert_eq!(second.spec["needs"], json!(["shop-dev-b-y-first"]));
    assert_eq!(second.spec["tags"]["diatonic:address"], "component.pair.b:y/fake.thing.second");
    assert_eq!(evaluated(&stack, "component.pair.a/fake.thing.first").spec["note"], "dev");
    let user = evaluated(&stack, "fake.thing.user");
    assert_eq!(
        user.spec["needs"],
        json!(["shop-dev-a-first", "shop-dev-b-y-first", "shop-dev-b-y-second"])
    );
    let needed: Vec<String> = user.references.iter().map(|one| one.to.to_string()).collect();
    assert!(needed.contains(&"component.pair.a/fake.thing.first".to_owned()), "{needed:?}");
    let outputs = stack.outputs(&stack.resources).expect("outputs");
    assert_eq!(outputs["all"], Some(json!(["shop-dev-b-x-first", "shop-dev-b-y-first"])));
}

#[test]
fn components_stand_in_components() {
    let outer = "
        inputs: { names: { type: list(string) } }
        component.pair:
          each: { for_each: '${input.names}', size: 5, note: '${each.key}!' }
        outputs: { first: '${component.pair.each[\"m\"].name}' }";
    let specs = "component.outer: { top: { names: [m, n] } }\noutputs: { it: '${component.outer.top.first}' }";
    let files = [("components/pair.yaml", PAIR), ("components/outer.yaml", outer)];
    let stack = with(specs, &files).unwrap_or_else(|errors| panic!("{errors}"));
    let inner = "component.outer.top/component.pair.each[\"n\"]/fake.thing.first";
    assert_eq!(evaluated(&stack, inner).spec["note"], "n!");
    assert_eq!(evaluated(&stack, inner).spec["name"], "shop-dev-top-each-n-first");
    let outputs = stack.outputs(&stack.resources).expect("outputs");
    assert_eq!(outputs["it"], Some(json!("shop-dev-top-each-m-first")));
}

#[test]
fn a_resource_is_told_where_it_was() {
    let stack = with_pair(
        "
         component.pair:
           a: { size: 1, moved_from: { fake.thing.first: 'fake.thing.old-${env.name}' } }
           b: { for_each: [x], size: 1, moved_from: 'component.pair.old[\"${each.key}\"]' }
         fake.thing:
           out: { moved_from: component.pair.gone/fake.thing.first }",
    );
    let moves: Vec<String> = stack
        .resources
        .values()
        .filter_map(|one| Some(format!("{} {}", one.address, one.moved_from.as_ref()?.address)))
        .collect();
    assert_eq!(
        moves,
        [
            "fake.thing.out component.pair.gone/fake.thing.first",
            "component.pair.a/fake.thing.first fake.thing.old-dev",
            "component.pair.b[\"x\"]/fake.thing.first component.pair.old[\"x\"]/fake.thing.first",
            "component.pair.b[\"x\"]/fake.thing.second component.pair.old[\"x\"]/fake.thing.second",
        ]
    );
}

#[test]
fn what_a_component_depends_on_holds_for_all_in_it() {
    let stack = with_pair(
        "
         fake.thing: { before: {}, after: { depends_on: [component.pair.a] } }
         component.pair: { a: { size: 1, depends_on: [fake.thing.before] } }",
    );
    let depends_on = |address: &str| -> Vec<String> {
        let address = address.parse().expect("an address");
        stack.resources[&address].depends_on.iter().map(|one| one.address.to_string()).collect()
    };
    assert_eq!(depends_on("component.pair.a/fake.thing.second"), ["fake.thing.before"]);
    assert_eq!(depends_on("fake.thing.after"), ["component.pair.a"]);
}

#[test]
fn a_component_stands_beside_the_one_that_uses_it_or_where_it_says() {
    let files = [
        ("components/http/endpoint.yaml", "component.queue: { q: {} }"),
        ("components/http/queue.yaml", "fake.thing: { q: { note: http } }"),
        ("components/queue.yaml", "fake.thing: { q: { note: plain } }"),
    ];
    let specs = "components: { endpoint: { path: ../components/http/endpoint.yaml } }
component.endpoint: { e: {} }\ncomponent.queue: { q: {} }";
    let stack = with(specs, &files).unwrap_or_else(|errors| panic!("{errors}"));
    let note = |address: &str| evaluated(&stack, address).spec["note"].clone();
    assert_eq!(note("component.endpoint.e/component.queue.q/fake.thing.q"), "http");
    assert_eq!(note("component.queue.q/fake.thing.q"), "plain");
}

#[test]
fn what_a_component_grants_is_granted_inside_and_outside() {
    let handler = r#"
        inputs: { name: { type: string } }
        lambda.function:
          f:
            name: ${input.name}
            code: { image: "123456789012.dkr.ecr.us-east-2.amazonaws.com/a:1" }
            role: arn:aws:iam::123456789012:role/r
        cognito.user_pool:
          p: { grants: auto, triggers: { pre_sign_up: "${lambda.function.f.arn}" } }"#;
    let specs = "component.handler: { h: { name: x } }";
    let stack = with(specs, &[("components/handler.yaml", handler)])
        .unwrap_or_else(|errors| panic!("{errors}"));
    let function = evaluated(&stack, "component.handler.h/lambda.function.f");
    let permissions = function.spec["permissions"].as_object().expect("permissions");
    let [permission] = permissions.values().collect::<Vec<_>>()[..] else {
        panic!("{permissions:?}")
    };
    assert_eq!(permission["principal"], "cognito-idp.amazonaws.com");
    let source = permission["source_arn"].as_str().expect("a source");
    assert!(source.contains("component.handler.h/cognito.user_pool.p.arn"), "{source}");
}

#[derive(Debug, Clone)]
struct Input {
    size: u32,
    note: String,
    is_given: bool,
}

fn input() -> impl Strategy<Value = Input> {
    (0u32..100, "[a-z $%{}\"':#-]{0,8}", any::<bool>()).prop_map(|(size, note, is_given)| Input {
        size,
        note: note.replace("${", "$ {").replace("%{", "% {"),
        is_given,
    })
}

proptest! {
    /// A component is what stands in it, written out by hand for each use.
    #[test]
    fn a_component_is_what_stands_in_it_written_out(
        uses in proptest::collection::btree_map("[a-z]{1,4}", input(), 0..5),
        nested in any::<bool>(),
    ) {
        let mut used = serde_json::Map::new();
        let mut by_hand = serde_json::Map::new();
        for (name, Input { size, note, is_given }) in &uses {
            let mut inputs = json!({ "size": size });
            if *is_given {
                inputs["note"] = json!(note);
            }
            used.insert(name.clone(), inputs);
            let prefix = if nested { format!("{name}-in") } else { name.clone() };
            let note = if *is_given { note.as_str() } else { "dev" };
            by_hand.insert(format!("{prefix}-first"), json!({ "size": size, "note": note }));
            let needs = format!("${{fake.thing.{prefix}-first.name}}");
            by_hand.insert(
                format!("{prefix}-second"),
                json!({ "size": size * 2, "needs": [needs] }),
            );
        }
        let around = "inputs: { size: {}, note: { default: '${env.name}' } }
component.pair: { in: { size: '${input.size}', note: '${input.note}' } }";
        let section = if nested { "component.around" } else { "component.pair" };
        let files = [("components/pair.yaml", PAIR), ("components/around.yaml", around)];
        let used = with(&json!({ (section): used }).to_string(), &files);
        let by_hand = compiled(&json!({ "fake.thing": by_hand }).to_string(), &[]);
        let (used, by_hand) = (used.map_err(TestCaseError::fail)?, by_hand.map_err(TestCaseError::fail)?);
        prop_assert_eq!(specs(&used), specs(&by_hand));
        // What is kept of them compiles to the same.
        let kept = used.safe_specs();
        let bytes = serde_json::to_vec(&kept).expect("JSON");
        prop_assert_eq!(serde_json::from_slice::<compiler::SafeSpecs>(&bytes).expect("specs"), kept);
    }
}
