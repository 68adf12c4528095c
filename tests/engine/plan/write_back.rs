//! What somebody changed by hand is taken into the specs: then the next plan is empty.

use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value, json};

use fake_cloud::{World, steps};
use write_back::{Proposal, Reason, UnexpectedChange, propose, unexpected_changes};

/// A proposal for all drift, and the plan that it is made from.
async fn proposed(world: &World) -> (Proposal, engine::plan::Plan) {
    let plan = world.plan().await;
    (propose(&world.stack(), &plan, &plan.drift), plan)
}

fn text(proposal: &Proposal) -> String {
    proposal.files[Path::new("specs/all.yaml")].after.clone()
}

/// What a person may have written of a thing, and what somebody may have made of it.
fn spec() -> impl Strategy<Value = Value> {
    let text = || {
        prop_oneof![
            "[a-z]{1,4}",
            Just("${x}".to_owned()),
            Just("7".to_owned()),
            Just("a: b # c".to_owned())
        ]
    };
    let needs = prop::sample::subsequence(vec!["t-b", "t-c", "t-d"], 0..=3);
    let tags = prop::collection::btree_map("[a-c]", "[a-z]{1,3}", 0..3);
    let fields = (
        prop::option::of(1_u32..9),
        prop::option::of(text()),
        prop::option::of(1_u32..9),
        prop::option::of(text()),
        needs.prop_shuffle(),
        tags,
    );
    fields.prop_map(|(size, note, level, value, needs, tags)| {
        json!({ "size": size, "note": note, "level": level, "value": value, "needs": needs, "tags": tags })
    })
}

/// The fields that are written, in a block or between braces.
fn written(spec: &Value, is_flow: bool) -> String {
    let fields = spec.as_object().expect("a map").iter();
    let said = fields.filter(|(_, value)| {
        let is_empty = value.as_array().is_some_and(Vec::is_empty)
            || value.as_object().is_some_and(|object| object.is_empty());
        !value.is_null() && !is_empty
    });
    let said =
        said.map(|(key, value)| format!("{key}: {}", value.to_string().replace("${", "$${")));
    let needs = "depends_on: [fake.thing.b, fake.thing.c, fake.thing.d]".to_owned();
    let said: Vec<String> = said.chain([needs]).collect();
    match is_flow {
        true => format!("{{ {} }}", said.join(", ")),
        false => said.iter().map(|field| format!("\n    {field} # kept")).collect(),
    }
}

fn tamper(world: &World, spec: &Value) {
    world.cloud.tamper("t-a", |live| {
        for (key, value) in spec.as_object().expect("a map") {
            match key.as_str() {
                "tags" => {
                    let tags = live["tags"].as_object_mut().expect("tags");
                    tags.retain(|key, _| key.starts_with("diatonic:"));
                    tags.extend(value.as_object().expect("tags").clone());
                }
                // What is left to AWS it has chosen.
                "level" if value.is_null() => {}
                _ => live[key] = value.clone(),
            }
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn the_next_plan_is_empty(before in spec(), after in spec(), is_flow in any::<bool>()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let specs = format!(
                "# The first.\nfake.thing:\n  b: {{}} # b\n  a: {}\n\n  # The last.\n  c: {{}}\n  d: {{}}\n",
                written(&before, is_flow)
            );
            let world = World::new(&specs).await;
            world.apply_fully().await;
            tamper(&world, &after);
            let (proposal, plan) = proposed(&world).await;
            assert_eq!(proposal.left, vec![], "{specs}");
            if proposal.files.is_empty() {
                assert_eq!(steps(&plan), Vec::<String>::new());
                return;
            }
            let edited = text(&proposal);
            for comment in ["# The first.\n", "  b: {} # b\n", "\n  # The last.\n  c: {}\n  d: {}\n"] {
                assert!(edited.contains(comment), "{edited}");
            }
            world.set_specs(&edited);
            let next = world.plan().await;
            assert_eq!(steps(&next), Vec::<String>::new(), "{specs}\n{edited}");
            assert!(unexpected_changes(&proposal, &plan, &next).is_empty());
        });
    }
}

#[tokio::test]
async fn a_secret_is_left() {
    let world = World::new("fake.thing: { a: { size: 1, secret: first-secret } }").await;
    world.apply_fully().await;
    world.cloud.tamper("t-a", |live| {
        live["secret"] = json!("second-secret");
        live["size"] = json!(2);
    });
    let (proposal, _) = proposed(&world).await;
    assert_eq!(text(&proposal), "fake.thing: { a: { size: 2, secret: first-secret } }");
    assert_eq!(proposal.left[0].reason, Reason::Sensitive);
    assert!(!format!("{proposal:?}").contains("second-secret"));
}

#[tokio::test]
async fn what_others_refer_to_is_a_surprise() {
    let specs = "fake.thing: { a: { size: 1 }, b: { value: \"${fake.thing.a.revision}\" } }";
    let world = World::new(specs).await;
    world.apply_fully().await;
    world.cloud.tamper("t-a", |live| live["note"] = json!("theirs"));
    let (proposal, plan) = proposed(&world).await;
    // As if another edit came along.
    world.set_specs(&text(&proposal).replace("b: {", "b: { size: 3,"));
    let next = world.plan().await;
    let address = "fake.thing.b".parse().unwrap();
    assert_eq!(
        unexpected_changes(&proposal, &plan, &next).into_iter().collect::<Vec<_>>(),
        [UnexpectedChange::OtherResource { address }]
    );
    // As if it were not taken over at all.
    world.set_specs(specs);
    let next = world.plan().await;
    let found = unexpected_changes(&proposal, &plan, &next);
    assert!(
        matches!(found.first(), Some(UnexpectedChange::StillDiffers { field, .. }) if field.to_string() == "note")
    );
}

#[tokio::test]
async fn what_no_spec_has_and_what_is_gone_is_told() {
    let world = World::new("fake.thing: { a: { size: 1 }, b: {} }").await;
    world.apply_fully().await;
    world.cloud.tamper("t-a", |live| live["size"] = json!(2));
    world.cloud.remove("t-b");
    world.set_specs("fake.thing: { b: {} }");
    let (proposal, _) = proposed(&world).await;
    let reasons: Vec<&Reason> = proposal.left.iter().map(|left| &left.reason).collect();
    assert_eq!(reasons, [&Reason::NoSpec, &Reason::Deleted]);
    assert!(proposal.files.is_empty());
}

#[tokio::test]
async fn the_environments_tags_and_our_own_are_left() {
    let world = World::new("fake.thing: { a: { size: 1 } }").await;
    world.settings("project: fake\ntags: { Team: shop }");
    world.apply_fully().await;
    world.cloud.tamper("t-a", |live| live["tags"]["Team"] = json!("theirs"));
    let (proposal, _) = proposed(&world).await;
    assert_eq!(proposal.left[0].reason, Reason::EnvironmentTags);
    assert!(proposal.files.is_empty());
}

#[tokio::test]
async fn anchors_and_merged_keys_are_told() {
    let world =
        World::new("fake.thing:\n  a: &a\n    size: 1\n  b: *a\n  c:\n    <<: *a\n    note: n\n")
            .await;
    world.apply_fully().await;
    for name in ["t-a", "t-b", "t-c"] {
        world.cloud.tamper(name, |live| live["size"] = json!(2));
    }
    let (proposal, _) = proposed(&world).await;
    let reasons: Vec<String> =
        proposal.left.iter().map(|left| format!("{} {:?}", left.address, left.reason)).collect();
    assert!(proposal.files.is_empty());
    assert!(reasons[0].starts_with("fake.thing.a Anchored { line: 2"), "{reasons:?}");
    assert!(reasons[1].starts_with("fake.thing.b Alias { line: 4"), "{reasons:?}");
    assert!(reasons[2].starts_with("fake.thing.c Merged { line: 5"), "{reasons:?}");
}
