//! A process that dies at any moment leaves nothing that the next one cannot finish.

use engine::plan::Request;
use fake_cloud::{World, steps};

/// What each process makes of a world that another has left half done.
struct Story<'a> {
    before: &'a str,
    after: &'a str,
    destroys: bool,
    /// What exists in the end.
    names: &'a [&'a str],
}

impl Story<'_> {
    /// Tells the story once for every moment at which the process may die, with a state that is written again with each
    /// change, and with one whose changes go into a journal.
    async fn tell(&self) {
        for part_of_state in [32 << 10, 0] {
            self.tell_with(part_of_state).await;
        }
    }

    async fn tell_with(&self, part_of_state: usize) {
        let request = Request { destroy: self.destroys, ..Request::default() };
        for moments in 0.. {
            let Some(world) = self.die(&request, part_of_state, moments).await else {
                assert!(moments > 3, "every step takes some moments");
                return;
            };
            world.apply_fully_for(&request).await;
            let mut made = world.cloud.writes();
            made.retain(|write| write.starts_with("create"));
            made.sort();
            let again = made.windows(2).find(|pair| pair[0] == pair[1]);
            assert_eq!(again, None, "made twice, died after {moments} moments");
            assert_eq!(world.cloud.names(), self.names, "died after {moments} moments");
            leaves_nothing_behind(&world, moments).await;
            let world = self.die(&request, part_of_state, moments).await;
            leaves_nothing_behind(&world.expect("it dies again"), moments).await;
        }
    }

    /// A world in which a process has died after so many moments; nothing if it came to its end.
    async fn die(&self, request: &Request, part_of_state: usize, moments: usize) -> Option<World> {
        let mut world = World::new(self.before).await;
        world.part_of_state = part_of_state;
        world.settings("project: fake\nprotect_data: false");
        world.apply_fully().await;
        world.set_specs(self.after);
        let plan = world.plan_for(request).await;
        world.cloud.forget_calls();
        assert!(!plan.is_empty());
        match world.carry_out_for(plan, moments).await {
            Some(run) => {
                assert!(run.summary.is_success());
                None
            }
            None => Some(world),
        }
    }
}

/// The state knows all that there is: without the specs, nothing stays behind.
async fn leaves_nothing_behind(world: &World, moments: usize) {
    world.set_specs(NOTHING);
    world.apply_fully().await;
    let orphans = world.cloud.names();
    let none: [&str; 0] = [];
    assert_eq!(orphans, none, "died after {moments} moments");
    assert!(world.state().resources.is_empty(), "{:?}", world.state());
    assert!(world.state().intents.is_empty(), "{:?}", world.state());
}

const NOTHING: &str = "fake.thing: {}";

#[tokio::test]
async fn in_a_create() {
    Story {
        before: NOTHING,
        after: r#"
fake.thing: { a: { note: n }, b: { link: "${fake.vault.v.id}" } }
fake.vault: { v: { needs: ["${fake.thing.b.id}", "${fake.thing.a.id}"] } }
"#,
        destroys: false,
        names: &["t-a", "t-b", "t-v"],
    }
    .tell()
    .await;
}

#[tokio::test]
async fn in_a_create_of_a_parent_and_its_child() {
    Story {
        before: NOTHING,
        after: r#"
fake.vault: { v: { size: 1 } }
fake.drawer: { d: { vault: "${fake.vault.v.id}", size: 1 } }
"#,
        destroys: false,
        names: &["t-d", "t-v"],
    }
    .tell()
    .await;
}

#[tokio::test]
async fn in_an_update() {
    Story {
        before: "fake.thing: { a: { size: 1, note: n } }\nfake.vault: { v: { size: 1 } }",
        after: r#"
fake.thing: { a: { size: 2, note: m, tags: { k: v } }, b: { value: "${fake.thing.a.revision}" } }
fake.vault: { v: { size: 2 } }
"#,
        destroys: false,
        names: &["t-a", "t-b", "t-v"],
    }
    .tell()
    .await;
}

#[tokio::test]
async fn in_a_replacement_that_deletes_first() {
    Story {
        before: "fake.thing: { a: { name: one } }\nfake.vault: { v: { class: x } }",
        after: "fake.thing: { a: { name: two, note: n } }\nfake.vault: { v: { class: y } }",
        destroys: false,
        names: &["two", "t-v"],
    }
    .tell()
    .await;
}

#[tokio::test]
async fn in_a_replacement_that_creates_first() {
    Story {
        before: r#"
fake.thing:
  a: { name: one }
  b: { needs: ["${fake.thing.a.id}"] }
"#,
        after: r#"
fake.thing:
  a: { name: two, note: n, lifecycle: { replacement: create_first } }
  b: { needs: ["${fake.thing.a.id}"] }
"#,
        destroys: false,
        names: &["t-b", "two"],
    }
    .tell()
    .await;
}

#[tokio::test]
async fn in_a_replacement_that_creates_first_what_has_no_name_of_its_own() {
    Story {
        before: r#"
fake.thing: { b: { link: "${fake.vault.v.id}" } }
fake.vault: { v: { class: x } }
"#,
        after: r#"
fake.thing: { b: { link: "${fake.vault.v.id}" } }
fake.vault: { v: { class: y, lifecycle: { replacement: create_first } } }
"#,
        destroys: false,
        names: &["t-b", "t-v"],
    }
    .tell()
    .await;
}

#[tokio::test]
async fn in_a_replacement_that_takes_two_steps() {
    let specs = r#"
fake.thing: { a: { name: one, link: "${fake.thing.a.id}", lifecycle: { replacement: create_first } } }
"#;
    Story { before: specs, after: &specs.replace("one", "two"), destroys: false, names: &["two"] }
        .tell()
        .await;
}

#[tokio::test]
async fn in_a_rename() {
    Story {
        before: "fake.thing: { a: { name: one } }\nfake.vault: { v: { name: two } }",
        after: "fake.thing: { b: { name: one } }\nfake.vault: { w: { name: two } }",
        destroys: false,
        names: &["one", "two"],
    }
    .tell()
    .await;
}

#[tokio::test]
async fn in_a_destroy() {
    let specs = r#"
fake.thing: { a: {}, b: { link: "${fake.vault.v.id}" } }
fake.vault: { v: { needs: ["${fake.thing.b.id}", "${fake.thing.a.id}"] } }
"#;
    Story { before: specs, after: specs, destroys: true, names: &[] }.tell().await;
}

#[tokio::test]
async fn in_a_create_under_a_name_that_is_given_up_at_once() {
    for moments in 0.. {
        let world = World::new("fake.thing: { a: { name: one } }\nfake.vault: { v: {} }").await;
        world.settings("project: fake\nprotect_data: false");
        let plan = world.plan().await;
        if world.carry_out_for(plan, moments).await.is_some() {
            return;
        }
        world.set_specs("fake.thing: { a: { name: two } }\nfake.vault: { v: { name: t-w } }");
        world.apply_fully().await;
        assert_eq!(world.cloud.names(), ["two", "t-w"], "died after {moments} moments");
    }
}

#[tokio::test]
async fn a_creation_that_came_to_nothing_is_forgotten() {
    let world = World::new("fake.thing: { a: {} }").await;
    let plan = world.plan().await;
    assert!(world.carry_out_for(plan, 2).await.is_none());
    assert_eq!(world.state().intents.len(), 1, "{:?}", world.state());
    world.set_specs(NOTHING);
    world.apply_fully().await;
    assert!(world.state().intents.is_empty(), "{:?}", world.state());
}

/// A world in which a process has died after it had begun to create a vault, and before that was there.
async fn begun() -> World {
    let world = World::new("fake.vault: { v: {} }").await;
    world.settings("project: fake\nprotect_data: false");
    for moments in 0.. {
        world.lose_state();
        let plan = world.plan().await;
        world.carry_out_for(plan, moments).await;
        assert!(world.cloud.names().is_empty(), "it is there already");
        if world.state().intents.len() == 1 {
            break;
        }
    }
    world
}

#[tokio::test]
async fn what_a_dead_process_has_made_is_named_though_another_has_its_place() {
    let world = begun().await;
    let run = world.apply_fully().await;
    assert_eq!(steps(&run.plan), ["create fake.vault.v"]);
    let kept = world.cloud.object("t-v");
    // Only now AWS carries out what it was asked for first.
    let mut late = kept.clone();
    late.id = "vault-late".to_owned();
    world.cloud.put(late);
    let plan = world.plan().await;
    assert_eq!(steps(&plan), ["delete replaced fake.vault.v"]);
    assert_eq!(plan.steps[0].id.as_deref(), Some("vault-late"));
    let shown = diatonic::report::plan::render(&world.stack(), &plan);
    let told = "delete the old one vault-late (created by an interrupted run, and not in use)";
    assert!(shown.contains(told), "{shown}");
    world.apply_fully().await;
    assert_eq!(world.cloud.objects(), [kept]);
}

#[tokio::test]
async fn what_a_dead_process_has_made_is_named_when_no_spec_defines_it() {
    let world = begun().await;
    world.set_specs("fake.vault: {}");
    world.apply_fully().await;
    let another = World::new("fake.vault: { v: {} }").await;
    another.apply_fully().await;
    world.cloud.put(another.cloud.object("t-v"));
    assert_eq!(steps(&world.plan().await), ["delete replaced fake.vault.v"]);
    world.apply_fully().await;
    assert_eq!(world.cloud.names(), Vec::<String>::new());
}
