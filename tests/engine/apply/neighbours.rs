//! Two stacks in one account: whatever both do, and whoever edits by hand meanwhile, neither writes nor deletes what
//! is the other's.

use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};

use engine::plan::{Plan, Request};
use fake_cloud::{Object, World};

const PROJECTS: [&str; 2] = ["alpha", "beta"];

const PATIENCE: Duration = Duration::from_millis(300);

/// What the specs of a stack say.
#[derive(Debug, Clone)]
struct Specs {
    /// The name and class of a vault.
    vault: Option<(u8, u8)>,
    /// A drawer in the vault of the specs, or in any that there is.
    drawer: Option<(u8, Option<usize>)>,
    thing: Option<(u8, u8)>,
    switch: bool,
    adopts: bool,
    creates_first: bool,
}

#[derive(Debug, Clone)]
enum Deed {
    Respec(Specs),
    Apply,
    Destroy,
    /// Plans, and leaves the plan for later.
    Plan,
    CarryOut,
    Import(usize),
    Forget,
    Rebuild,
    LoseState,
    /// Takes the tags off an object by hand.
    Untag(usize),
    /// Makes an object by hand.
    Put(usize),
}

fn specs() -> impl Strategy<Value = Specs> {
    (
        prop::option::weighted(0.8, (0..2u8, 0..2u8)),
        prop::option::weighted(0.7, (0..2u8, prop::option::of(0..4usize))),
        prop::option::weighted(0.7, (0..2u8, 0..2u8)),
        any::<bool>(),
        prop::bool::weighted(0.4),
        any::<bool>(),
    )
        .prop_map(|(vault, drawer, thing, switch, adopts, creates_first)| Specs {
            vault,
            drawer,
            thing,
            switch,
            adopts,
            creates_first,
        })
}

fn deed() -> impl Strategy<Value = (usize, Deed)> {
    let deed = prop_oneof![
        4 => specs().prop_map(Deed::Respec),
        6 => Just(Deed::Apply),
        2 => Just(Deed::Destroy),
        3 => Just(Deed::Plan),
        3 => Just(Deed::CarryOut),
        2 => (0..8usize).prop_map(Deed::Import),
        1 => Just(Deed::Forget),
        1 => Just(Deed::Rebuild),
        1 => Just(Deed::LoseState),
        1 => (0..8usize).prop_map(Deed::Untag),
        1 => (0..4usize).prop_map(Deed::Put),
    ];
    (0..2usize, deed)
}

/// One of the two, and the plan that it has left for later.
struct Stack {
    world: World,
    adopts: bool,
    plan: Option<Plan>,
}

struct Neighbours {
    stacks: Vec<Stack>,
    /// Who has set the switch to what it is, or has taken it over as it is.
    holders: BTreeSet<usize>,
}

impl Neighbours {
    async fn new() -> Self {
        let alpha = World::new("fake.thing: {}").await;
        let beta = World::in_cloud(alpha.cloud.clone(), "fake.thing: {}").await;
        let mut stacks = Vec::new();
        for (world, project) in [alpha, beta].into_iter().zip(PROJECTS) {
            world.settings(&format!("project: {project}\nprotect_data: false"));
            stacks.push(Stack { world, adopts: false, plan: None });
        }
        Self { stacks, holders: BTreeSet::new() }
    }

    fn objects(&self) -> Vec<Object> {
        self.stacks[0].world.cloud.objects()
    }

    /// The project that has an object: by its tags or, where its kind has none, by those of what it lives in.
    fn owner(&self, object: &Object) -> Option<usize> {
        let marked = match object.kind {
            "fake.drawer" => {
                let vault = &object.spec["vault"];
                let vaults = self.objects().into_iter();
                let mut vaults = vaults.filter(|one| one.kind == "fake.vault");
                vaults.find(|one| *vault == one.id)?
            }
            _ => object.clone(),
        };
        let stack = marked.spec["tags"]["diatonic:stack"].as_str()?;
        PROJECTS.iter().position(|project| stack == format!("{project}/test"))
    }

    /// Does something as one of the two, and sees what has become of the other's.
    async fn act(&mut self, actor: usize, deed: &Deed) {
        let other = 1 - actor;
        let before = self.objects();
        let stack = &self.stacks[actor];
        let has_switch = stack.world.state_text().contains("fake.switch.x");
        let is_theirs = |object: &&Object| {
            // A setting that lives in nothing is whose `adopt` takes it, and who has applied it sets it back.
            match object.kind {
                "fake.switch" => self.is_held_by_the(other) && !stack.adopts && !has_switch,
                _ => self.owner(object) == Some(other),
            }
        };
        let theirs: Vec<Object> = before.iter().filter(is_theirs).cloned().collect();
        let switch = switch_of(&before);
        self.carry_out(actor, deed).await;
        let after = self.objects();
        let by_hand = matches!(deed, Deed::Untag(_));
        for object in theirs.iter().filter(|_| !by_hand) {
            assert!(
                after.contains(object),
                "{} has written {object:#?}, now {after:#?}",
                PROJECTS[actor]
            );
        }
        if self.is_held_by_the(other) && switch.is_some() {
            let is_there = switch_of(&after).is_some();
            assert!(is_there, "{} has deleted the switch", PROJECTS[actor]);
        }
        let is_set = switch_of(&after) != switch;
        if is_set {
            self.holders.clear();
        }
        let state = self.stacks[actor].world.state_text();
        let is_taken_over = !has_switch && state.contains("fake.switch.x");
        if switch_of(&after).is_some() && (is_set || is_taken_over) {
            self.holders.insert(actor);
        }
    }

    /// Whether one of the two has the switch, and the other one has not.
    fn is_held_by_the(&self, one: usize) -> bool {
        self.holders == BTreeSet::from([one])
    }

    async fn carry_out(&mut self, actor: usize, deed: &Deed) {
        let objects = self.objects();
        let vaults: Vec<String> = objects
            .iter()
            .filter(|object| object.kind == "fake.vault")
            .map(|object| object.id.clone())
            .collect();
        let stack = &mut self.stacks[actor];
        let left = stack.plan.take();
        let world = &stack.world;
        match deed {
            Deed::Respec(specs) => {
                world.set_specs(&written(specs, PROJECTS[actor], &vaults));
                stack.adopts = specs.adopts;
            }
            Deed::Apply => apply(world, false).await,
            Deed::Destroy => apply(world, true).await,
            Deed::Plan => stack.plan = world.try_plan(&Request::default()).await.ok(),
            Deed::CarryOut => {
                if let Some(mut plan) = left.filter(|plan| plan.blocked.is_empty()) {
                    plan.read_times = None;
                    carry_out(world, plan).await;
                }
            }
            Deed::Import(nth) => {
                let Some(object) = objects.get(nth % objects.len().max(1)) else {
                    return;
                };
                let name = object.kind.strip_prefix("fake.").unwrap();
                let import = world.import(&format!("fake.{name}.x"), &object.id).await;
                if let Ok(import) = import {
                    carry_out(world, import.plan).await;
                }
            }
            Deed::Forget => {
                let state = world.state();
                let entries = state.resources.iter();
                let all = entries.map(|(address, entry)| (address.clone(), entry.id.clone()));
                let plan = world.release(&all.collect()).await;
                carry_out(world, plan).await;
            }
            Deed::Rebuild => {
                let rebuilt = world.rebuild_state(&world.state()).await;
                world.tamper_state(|state| {
                    state.resources.extend(rebuilt.entries);
                    for one in &rebuilt.forgotten {
                        state.resources.remove(&one.address);
                    }
                });
            }
            Deed::LoseState => world.lose_state(),
            Deed::Untag(nth) => {
                let tagged: Vec<&Object> =
                    objects.iter().filter(|object| object.spec.get("tags").is_some()).collect();
                if let Some(object) = tagged.get(nth % tagged.len().max(1)) {
                    let mut bare = (*object).clone();
                    bare.spec["tags"] = json!({});
                    world.cloud.put(bare);
                }
            }
            Deed::Put(nth) => {
                let made = by_hand(*nth, &vaults);
                let exists = |made: &Object| {
                    let mut all = objects.iter();
                    all.any(|object| (object.kind, &object.id) == (made.kind, &made.id))
                };
                if let Some(made) = made.filter(|made| !exists(made)) {
                    world.cloud.put(made);
                }
            }
        }
    }
}

async fn apply(world: &World, destroy: bool) {
    let request = Request { destroy, ..Request::default() };
    if let Ok(plan) = world.try_plan(&request).await
        && plan.blocked.is_empty()
    {
        carry_out(world, plan).await;
    }
}

/// Carries out a plan in a process that is ended when it waits for what does not come.
async fn carry_out(world: &World, plan: Plan) {
    let _ = tokio::time::timeout(PATIENCE, world.carry_out(plan)).await;
}

fn switch_of(objects: &[Object]) -> Option<Value> {
    let mut objects = objects.iter();
    let switch = objects.find(|object| object.kind == "fake.switch")?;
    Some(switch.spec.clone())
}

/// An object without tags.
fn by_hand(nth: usize, vaults: &[String]) -> Option<Object> {
    let (kind, name, spec) = match nth {
        0 => ("fake.thing", "n0", json!({ "name": "n0", "tags": {} })),
        1 => ("fake.vault", "n0", json!({ "name": "n0", "tags": {} })),
        _ => {
            let vault = vaults.get(nth % vaults.len().max(1))?;
            ("fake.drawer", "n0", json!({ "name": "n0", "vault": vault }))
        }
    };
    let id = match kind {
        "fake.thing" => name.to_owned(),
        _ => format!("{kind}-by-hand-{nth}"),
    };
    Some(Object {
        kind,
        region: "us-east-2".to_owned(),
        name: name.to_owned(),
        spec,
        outputs: [("id", id.clone()), ("name", name.to_owned())].into(),
        id,
    })
}

fn written(specs: &Specs, project: &str, vaults: &[String]) -> String {
    let order = match specs.creates_first {
        true => "create_first",
        false => "delete_first",
    };
    let common = |mut body: Value| {
        body["adopt"] = json!(specs.adopts);
        body["lifecycle"] = json!({ "replacement": order });
        json!({ "x": body })
    };
    let mut sections = json!({});
    if let Some((name, class)) = specs.vault {
        let body = json!({ "name": format!("n{name}"), "class": format!("c{class}") });
        sections["fake.vault"] = common(body);
    }
    if let Some((name, vault)) = specs.drawer {
        let vault = match vault.and_then(|nth| vaults.get(nth % vaults.len().max(1))) {
            Some(vault) => Some(vault.clone()),
            None => specs.vault.map(|_| "${fake.vault.x.id}".to_owned()),
        };
        if let Some(vault) = vault {
            let body = json!({ "name": format!("n{name}"), "vault": vault, "size": 1 });
            sections["fake.drawer"] = common(body);
        }
    }
    if let Some((name, class)) = specs.thing {
        let body = json!({
            "name": format!("n{name}"),
            "class": format!("c{class}"),
            "note": project,
        });
        sections["fake.thing"] = common(body);
    }
    if specs.switch {
        sections["fake.switch"] = common(json!({ "position": project }));
    }
    if sections == json!({}) {
        sections["fake.thing"] = json!({});
    }
    sections.to_string()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_stack_touches_what_is_the_others(
        first in prop::collection::vec(specs(), 2),
        deeds in prop::collection::vec(deed(), 4..24),
    ) {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        let runtime = builder.enable_all().build().unwrap();
        runtime.block_on(async {
            let mut neighbours = Neighbours::new().await;
            for (actor, specs) in first.into_iter().enumerate() {
                neighbours.act(actor, &Deed::Respec(specs)).await;
                neighbours.act(actor, &Deed::Apply).await;
            }
            for (actor, deed) in &deeds {
                neighbours.act(*actor, deed).await;
            }
        });
    }
}
