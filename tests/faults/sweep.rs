//! Plays the rounds, several at once, and says what each must come to.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde_json::Value;

use crate::cases::{Case, Phase, Trouble};
use crate::random::{self, Random};
use crate::rounds::{self, Calls, Round};
use crate::witness::Witness;
use crate::world::{CORE, Run, Subject, World};

/// Rounds that are under way at once. Much of a round is waiting for the next attempt.
const WIDTH: usize = 4;

/// What an account holds after each phase, with its number left out.
pub type Expected = Vec<(Phase, Value)>;

#[test]
fn nothing_is_lost_whatever_fails() {
    let expected = sweep(CORE);
    is_the_core(&expected[0].1);
    for what in ["tables", "roles", "user_pools", "apis", "functions", "log_groups"] {
        assert_eq!(expected[2].1[what], Value::Array(Vec::new()), "{what}");
    }
}

/// Plays rounds about a subject, and gives what an account holds where nothing goes wrong.
pub fn sweep(subject: Subject) -> Expected {
    let seed = random::seed();
    let endpoint = emulators::shared_ministack().endpoint();
    let (calls, expected) = undisturbed(endpoint, subject);
    let rounds = rounds(&calls, seed);
    let planned: usize = rounds.iter().flat_map(Round::values).map(Vec::len).sum();
    println!("{} rounds with the seed {seed}", rounds.len());
    let stage = Stage { endpoint, subject, expected, happened: AtomicUsize::new(0) };
    let failures = stage.play(rounds);
    let happened = stage.happened.into_inner();
    println!("{happened} of {planned} troubles came to pass");
    let count = failures.len();
    assert!(
        failures.is_empty(),
        "{count} of the rounds failed, with the seed {seed}:\n\n{}",
        failures.join("\n\n")
    );
    // How often a run looks whether something is there differs, so the last of its looks may not come.
    assert!(happened * 10 >= planned * 9, "{happened} of {planned} came to pass");
    stage.expected
}

/// Where rounds are played.
struct Stage<'a> {
    endpoint: &'a str,
    subject: Subject,
    expected: Expected,
    /// What has gone wrong so far.
    happened: AtomicUsize,
}

/// The rounds that are asked for, by `cargo xtask faults` or by hand.
fn rounds(calls: &Calls, seed: u64) -> Vec<Round> {
    let mut random = Random::new(seed);
    if let Ok(names) = std::env::var("DIATONIC_FAULTS_ONLY") {
        let cases = names.split(',').map(|name| name.trim().parse::<Case>());
        let cases: Result<Vec<_>, _> = cases.collect();
        let mut cases = cases.expect("DIATONIC_FAULTS_ONLY names cases");
        // Others are about another subject.
        cases.retain(|case| match &case.trouble {
            Trouble::Fails(_, call) | Trouble::DiesAt(_, call) => calls[&case.phase].contains(call),
            Trouble::Dies(_, number) => *number <= calls[&case.phase].len(),
        });
        return rounds::only(cases);
    }
    match std::env::var("DIATONIC_FAULTS").as_deref() {
        Ok("all") => rounds::all(calls, &mut random),
        _ => rounds::sample(calls, &mut random),
    }
}

/// A round in which nothing goes wrong: what is called, and what is there then.
fn undisturbed(endpoint: &str, subject: Subject) -> (Calls, Expected) {
    let world = World::new(endpoint, subject);
    let mut witness = witness(endpoint);
    let mut calls = Calls::new();
    let mut expected = Expected::new();
    for phase in Phase::ALL {
        let run = world.carry_out(phase, Vec::new());
        assert_eq!(run.code, Some(0), "{}", run.output);
        calls.insert(phase, run.calls);
        expected.push((phase, seen(&world, &mut witness)));
    }
    (calls, expected)
}

/// Counts what accounts hold.
pub fn witness(endpoint: &str) -> Witness {
    Witness::new(endpoint, "faults", include_str!("inventory.py"))
}

/// How many there are of each. Their names are pinned where the platform itself is tested.
fn is_the_core(inventory: &Value) {
    let counts = [
        ("tables", 16),
        // One is the state's own.
        ("buckets", 2),
        ("roles", 15),
        ("functions", 8),
        ("log_groups", 9),
        ("user_pools", 1),
        ("groups", 4),
        ("clients", 1),
        ("identity_pools", 1),
        ("apis", 1),
        ("authorizers", 1),
        ("deployments", 1),
        ("stages", 1),
        ("api_keys", 1),
        ("usage_plans", 1),
        ("usage_plan_keys", 1),
        ("locks", 0),
    ];
    let held = counts.map(|(what, _)| (what, inventory[what].as_array().map_or(0, Vec::len)));
    assert_eq!(held, counts);
}

/// What an account holds, with its number left out.
fn seen(world: &World, witness: &mut Witness) -> Value {
    let held = witness.ask(&world.account).to_string();
    let held = held.replace(&world.account, "ACCOUNT");
    serde_json::from_str(&held).expect("JSON")
}

impl Stage<'_> {
    /// Plays the rounds and gives what failed.
    fn play(&self, rounds: Vec<Round>) -> Vec<String> {
        let total = rounds.len();
        let queue = Mutex::new(VecDeque::from(rounds));
        let failures = Mutex::new(Vec::new());
        let next = || {
            let mut queue = queue.lock().expect("the queue");
            if queue.len() % 50 == 0 && !queue.is_empty() {
                println!("{} of {total} rounds are left", queue.len());
            }
            queue.pop_front()
        };
        thread::scope(|scope| {
            for _ in 0..WIDTH.min(total) {
                scope.spawn(|| {
                    let mut witness = witness(self.endpoint);
                    while let Some(round) = next() {
                        if let Err(failure) = self.play_one(&mut witness, &round) {
                            println!("{failure}\n");
                            failures.lock().expect("the failures").push(failure);
                        }
                    }
                });
            }
        });
        failures.into_inner().expect("the failures")
    }

    /// From nothing to nothing.
    fn play_one(&self, witness: &mut Witness, round: &Round) -> Result<(), String> {
        let world = World::new(self.endpoint, self.subject);
        for (phase, inventory) in &self.expected {
            let troubles = round.get(phase).cloned().unwrap_or_default();
            self.converges(&world, *phase, &troubles)
                .and_then(|()| is_as_it_should(&world, *phase, inventory, witness))
                .map_err(|failure| report(&world, *phase, &troubles, &failure))?;
        }
        Ok(())
    }

    /// Carries out a phase while this goes wrong, and again where the process died.
    fn converges(&self, world: &World, phase: Phase, troubles: &[Trouble]) -> Result<(), String> {
        let run = world.carry_out(phase, troubles.to_vec());
        self.happened.fetch_add(run.happened.len(), Ordering::Relaxed);
        match run.code {
            Some(0) => Ok(()),
            None if run.happened.iter().any(Trouble::is_a_death) => goes_on(world, phase),
            _ => Err(told("the run fails", &run)),
        }
    }
}

/// What a process that was killed has left is found, said and finished.
pub fn goes_on(world: &World, phase: Phase) -> Result<(), String> {
    let next = world.carry_out(phase, Vec::new());
    if next.code == Some(0) {
        // It died before it had the lock, or after it had given it back.
        return Ok(());
    }
    let id = next.output.split("`diatonic unlock ").nth(1);
    let id = id.and_then(|rest| rest.split('`').next());
    let Some(id) = id.filter(|_| next.code == Some(1)) else {
        return Err(told("the lock is not reported", &next));
    };
    let unlocked = world.unlock(id);
    if unlocked.code != Some(0) {
        return Err(told("the lock cannot be removed", &unlocked));
    }
    match world.carry_out(phase, Vec::new()) {
        run if run.code == Some(0) => Ok(()),
        run => Err(told("the next run does not finish it", &run)),
    }
}

/// Nothing is left to do, and there is exactly one of everything.
fn is_as_it_should(
    world: &World,
    phase: Phase,
    inventory: &Value,
    witness: &mut Witness,
) -> Result<(), String> {
    if phase != Phase::Destroy {
        let plan = world.plan(phase);
        if plan.code != Some(0) {
            return Err(told("the second plan is not empty", &plan));
        }
    }
    let seen = seen(world, witness);
    let empty = serde_json::Map::new();
    let expected = inventory.as_object().unwrap_or(&empty);
    for (what, names) in expected {
        if seen[what] != *names {
            return Err(format!("there are {what}\n  {}\ninstead of\n  {names}", seen[what]));
        }
    }
    Ok(())
}

fn told(what: &str, run: &Run) -> String {
    format!("{what} ({:?}):\n{}", run.code, run.output)
}

fn report(world: &World, phase: Phase, troubles: &[Trouble], failure: &str) -> String {
    let names = troubles.iter().map(|trouble| {
        let trouble = trouble.clone();
        Case { phase, trouble }.to_string()
    });
    let names: Vec<String> = names.collect();
    let mut text = format!("{phase} in account {}: {failure}\n", world.account);
    let _ = write!(text, "again: cargo xtask faults --only '{}'", names.join(","));
    text
}
