//! Lists of resources: `<kind>.*`.

use compiler::{Stack, compile_in_memory};
use serde_json::json;

use crate::{PROJECT, compiled, evaluated, options};

fn addresses(stack: &Stack) -> Vec<String> {
    stack.resources.keys().map(ToString::to_string).collect()
}

#[test]
fn one_block_covers_every_resource_of_a_kind() {
    let component = "fake.thing: { inner: {} }\noutputs: { name: '${fake.thing.inner.name}' }";
    let specs = "
        fake.vault:
          watch: { for_each: '${fake.thing.*}', name: 'watch-${each.value.name}' }
          uses: { for_each: '${component.c.*}', name: 'use-${each.value.name}' }
          all: { name: 'x${length(fake.thing.*)}-${join(\"-\", fake.thing.*.name)}' }
        fake.thing:
          a: {}
          b: { for_each: [x, y] }
          off: { enabled: false }
        component.c: { one: {} }";
    let files: [(&str, &[u8]); 2] =
        [("a.yaml", specs.as_bytes()), ("components/c.yaml", component.as_bytes())];
    let stack = compile_in_memory(&options(&[]), PROJECT.as_bytes(), &files);
    let stack = stack.unwrap_or_else(|failure| panic!("{:?}", failure.diagnostics));
    let watched: Vec<String> =
        addresses(&stack).into_iter().filter(|one| one.contains("watch")).collect();
    assert_eq!(
        watched,
        [
            "fake.vault.watch[\"a\"]", "fake.vault.watch[\"b-x\"]", "fake.vault.watch[\"b-y\"]",
            "fake.vault.watch[\"one-inner\"]"
        ]
    );
    let one = evaluated(&stack, "fake.vault.watch[\"b-y\"]");
    assert_eq!(one.spec["name"], "watch-shop-dev-b-y");
    // One that covers another needs that one alone.
    let needed: Vec<String> = one.references.iter().map(|one| one.to.to_string()).collect();
    assert!(needed.iter().all(|needed| needed == "fake.thing.b[\"y\"]"), "{needed:?}");
    let used = evaluated(&stack, "fake.vault.uses[\"one\"]");
    assert_eq!(used.spec["name"], "use-shop-dev-one-inner");
    let all = evaluated(&stack, "fake.vault.all");
    assert_eq!(all.spec["name"], "x4-shop-dev-a-shop-dev-b-x-shop-dev-b-y-shop-dev-one-inner");
}

#[test]
fn a_block_is_made_for_each_instance_of_another() {
    let stack = compiled(
        "
         fake.thing:
           b: { for_each: '${fake.thing.a}', note: '${each.value.name}' }
           a: { for_each: { x: 1, y: 2 }, size: '${each.value}' }
         outputs:
           names: '${fake.thing.b.*.name}'",
        &[],
    );
    let stack = stack.unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(evaluated(&stack, "fake.thing.b[\"y\"]").spec["note"], "shop-dev-a-y");
    let outputs = stack.outputs(&stack.resources).expect("outputs");
    assert_eq!(outputs["names"], Some(json!(["shop-dev-b-x", "shop-dev-b-y"])));
}
