//! Laws that hold for every stack, whatever goes wrong on the way.

use proptest::prelude::*;
use serde_json::json;

use engine::plan::Request;
use fake_cloud::{Fault, Operation, World, steps};
use language::value::{Object, Value};

const SIZE: usize = 6;

/// One resource of a random stack, which its position names.
#[derive(Debug, Clone)]
struct Part {
    exists: bool,
    is_vault: bool,
    name: u8,
    size: Option<u32>,
    class: Option<u8>,
    note: Option<u8>,
    creates_first: bool,
    /// Positions before its own.
    needs: Vec<(usize, usize)>,
    value: Option<(usize, usize)>,
    depends_on: Option<usize>,
    /// Any position: cycles are broken here.
    link: Option<usize>,
}

fn part() -> impl Strategy<Value = Part> {
    let reference = || (0..SIZE, 0..4usize);
    let plain = (
        prop::bool::weighted(0.8),
        prop::bool::weighted(0.3),
        0..2u8,
        prop::option::of(0..3u32),
        prop::option::of(0..2u8),
        prop::option::of(0..2u8),
        any::<bool>(),
    );
    let references = (
        prop::collection::vec(reference(), 0..3),
        prop::option::of(reference()),
        prop::option::of(0..SIZE),
        prop::option::of(0..SIZE),
    );
    (plain, references).prop_map(|(plain, references)| {
        let (exists, is_vault, name, size, class, note, creates_first) = plain;
        let (needs, value, depends_on, link) = references;
        Part {
            exists,
            is_vault,
            name,
            size,
            class,
            note,
            creates_first,
            needs,
            value,
            depends_on,
            link,
        }
    })
}

fn parts() -> impl Strategy<Value = Vec<Part>> {
    prop::collection::vec(part(), SIZE)
}

fn address(parts: &[Part], position: usize) -> String {
    let kind = if parts[position].is_vault { "vault" } else { "thing" };
    format!("fake.{kind}.p{position}")
}

fn reference(parts: &[Part], (position, output): (usize, usize)) -> String {
    let outputs = if parts[position].is_vault {
        ["id", "name", "id", "name"]
    } else {
        ["id", "name", "arn", "revision"]
    };
    format!("${{{}.{}}}", address(parts, position), outputs[output])
}

/// The specs as JSON, which is YAML too.
fn specs(parts: &[Part]) -> String {
    let mut sections = Object::new();
    for (position, part) in parts.iter().enumerate().filter(|(_, part)| part.exists) {
        let before = |other: &usize| *other < position && parts[*other].exists;
        let needs = part.needs.iter().filter(|(other, _)| before(other));
        let needs: Vec<String> = needs.map(|to| reference(parts, *to)).collect();
        let order = if part.creates_first { "create_first" } else { "delete_first" };
        let mut body = json!({
            "name": format!("p{position}-{}", part.name),
            "size": part.size,
            "class": part.class.map(|class| class.to_string()),
            "needs": needs,
            "lifecycle": { "replacement": order },
        });
        if let Some(other) = part.depends_on.filter(before) {
            body["depends_on"] = json!([address(parts, other)]);
        }
        if let Some(other) = part.link.filter(|other| parts[*other].exists) {
            body["link"] = json!(reference(parts, (other, 0)));
        }
        if !part.is_vault {
            body["note"] = json!(part.note.map(|note| note.to_string()));
            if let Some(to) = part.value.filter(|(other, _)| before(other)) {
                body["value"] = json!(reference(parts, to));
            }
        }
        let kind = if part.is_vault { "fake.vault" } else { "fake.thing" };
        let section = sections.entry(kind).or_insert_with(|| json!({}));
        section[format!("p{position}")] = body;
    }
    Value::Object(sections).to_string()
}

fn names(parts: &[Part]) -> Vec<String> {
    let existing = parts.iter().enumerate().filter(|(_, part)| part.exists);
    let mut names: Vec<(bool, String)> = existing
        .map(|(position, part)| (part.is_vault, format!("p{position}-{}", part.name)))
        .collect();
    names.sort();
    names.into_iter().map(|(_, name)| name).collect()
}

async fn world(parts: &[Part]) -> World {
    let world = World::new(&specs(parts)).await;
    world.settings("project: fake\nprotect_data: false");
    world
}

/// What a part needs is there before it.
fn assert_in_order(parts: &[Part], writes: &[String]) {
    let made = |position: usize| {
        let object = format!("create p{position}-{}", parts[position].name);
        writes.iter().position(|write| *write == object)
    };
    for (position, part) in parts.iter().enumerate().filter(|(_, part)| part.exists) {
        let needs = part.needs.iter().map(|(other, _)| *other);
        for other in needs.chain(part.depends_on).filter(|other| *other < position) {
            assert!(made(other) < made(position), "p{position} needs p{other}: {writes:?}");
        }
    }
}

/// Deletes everything, and nothing before what needs it.
async fn end(world: &World) {
    world.cloud.refuse_deletes_in_use();
    let run = world.destroy().await;
    assert!(run.summary.is_success(), "{:#?}", run.summary.outcomes);
    assert_eq!(world.cloud.names(), Vec::<String>::new());
    assert!(world.state().resources.is_empty());
}

fn run(test: impl Future<Output = ()>) {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().build().unwrap();
    runtime.block_on(test);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_applied_leaves_nothing_to_do(parts in parts()) {
        run(async {
            let world = world(&parts).await;
            world.apply_fully().await;
            assert_eq!(world.cloud.names(), names(&parts));
            assert_in_order(&parts, &world.cloud.writes());
            world.lose_state();
            assert!(world.plan().await.is_empty());
            end(&world).await;
        });
    }

    #[test]
    fn a_plan_shows_what_was_edited_and_nothing_else(
        parts in parts(),
        edited in prop::collection::btree_set(0..SIZE, 1..3),
    ) {
        run(async {
            let world = world(&parts).await;
            world.apply_fully().await;
            let mut after = parts.clone();
            let mut expected = Vec::new();
            for position in edited {
                if after[position].exists && !after[position].is_vault {
                    after[position].note = Some(7);
                    expected.push(format!("update fake.thing.p{position}"));
                }
            }
            world.set_specs(&specs(&after));
            let mut shown = steps(&world.apply_fully().await.plan);
            shown.sort();
            assert_eq!(shown, expected);
        });
    }

    #[test]
    fn any_stack_can_become_any_other(before in parts(), after in parts()) {
        run(async {
            let world = world(&before).await;
            world.apply_fully().await;
            world.set_specs(&specs(&after));
            world.apply_fully().await;
            assert_eq!(world.cloud.names(), names(&after));
            end(&world).await;
        });
    }

    #[test]
    fn any_stack_becomes_any_other_when_the_process_dies_meanwhile(
        before in parts(),
        after in parts(),
        lifetimes in prop::collection::vec(0..40usize, 1..4),
    ) {
        run(async {
            let world = world(&before).await;
            world.apply_fully().await;
            world.set_specs(&specs(&after));
            for moments in lifetimes {
                let plan = world.plan().await;
                world.carry_out_for(plan, moments).await;
            }
            world.apply_fully().await;
            assert_eq!(world.cloud.names(), names(&after));
            end(&world).await;
        });
    }

    #[test]
    fn any_stack_becomes_any_other_when_calls_fail(
        before in parts(),
        after in parts(),
        faults in prop::collection::vec((0..SIZE, 0..2u8, 0..3usize, 0..3usize), 1..6),
    ) {
        run(async {
            let world = world(&before).await;
            world.apply_fully().await;
            world.set_specs(&specs(&after));
            let operations = [Operation::Create, Operation::Update, Operation::Delete];
            let kinds = [Fault::Throttled, Fault::Denied, Fault::AnswerLost];
            for (position, name, operation, fault) in faults {
                let object = format!("p{position}-{name}");
                world.cloud.fail(operations[operation], &object, 0, kinds[fault]);
            }
            for _ in 0..6 {
                world.apply_for(&Request::default()).await;
            }
            world.cloud.heal();
            world.apply_fully().await;
            assert_eq!(world.cloud.names(), names(&after));
            end(&world).await;
        });
    }
}
