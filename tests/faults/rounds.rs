//! Which cases are tried: all of them, some of them, or those that are asked for; and how they share
//! rounds. A round is an account from nothing to nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::cases::{Case, Fault, Moment, Occurrence, Phase, Trouble};
use crate::random::Random;

/// Failing calls of one run. A run makes hundreds, so they hardly ever meet.
const FAULTS_A_RUN: usize = 8;

/// Processes that are killed in a sample, in each phase.
const DEATHS_IN_A_SAMPLE: usize = 6;

/// The calls of each phase where nothing goes wrong.
pub type Calls = BTreeMap<Phase, Vec<Occurrence>>;

/// What goes wrong from nothing to nothing.
pub type Round = BTreeMap<Phase, Vec<Trouble>>;

/// Each call fails once in each way, and the process dies before and after each.
pub fn all(calls: &Calls, random: &mut Random) -> Vec<Round> {
    let mut rounds = Vec::new();
    for fault in Fault::ALL {
        rounds.extend(zipped(calls, |calls| {
            let mut troubles: Vec<_> = calls
                .iter()
                .map(|call| Trouble::Fails(fault, call.clone()))
                .collect();
            random.shuffle(&mut troubles);
            runs(troubles)
        }));
    }
    for moment in Moment::ALL {
        rounds.extend(zipped(calls, |calls| {
            let deaths = (1..=calls.len()).map(|call| vec![Trouble::Dies(moment, call)]);
            deaths.collect()
        }));
    }
    rounds
}

/// Each operation of each phase fails once in one of the ways, and the process dies now and then.
pub fn sample(calls: &Calls, random: &mut Random) -> Vec<Round> {
    let mut seen = BTreeSet::new();
    let mut rounds = zipped(calls, |calls| {
        let mut troubles = Vec::new();
        for (operation, calls) in by_operation(calls) {
            let call = (*random.choose(&calls)).clone();
            let fault = *random.choose(&Fault::ALL);
            // What all phases read alike fails in one of them.
            if seen.insert(operation.to_owned()) {
                troubles.push(Trouble::Fails(fault, call));
            }
        }
        random.shuffle(&mut troubles);
        runs(troubles)
    });
    rounds.extend(zipped(calls, |calls| {
        let deaths = (0..DEATHS_IN_A_SAMPLE).map(|index| {
            // One in each part of the run.
            let part = calls.len() / DEATHS_IN_A_SAMPLE;
            let call = index * part + 1 + random.below(part.max(1));
            vec![Trouble::Dies(*random.choose(&Moment::ALL), call)]
        });
        deaths.collect()
    }));
    rounds
}

/// One round in which all of these go wrong.
pub fn only(cases: Vec<Case>) -> Vec<Round> {
    let mut round = Round::new();
    for case in cases {
        round.entry(case.phase).or_default().push(case.trouble);
    }
    vec![round]
}

fn by_operation(calls: &[Occurrence]) -> BTreeMap<&str, Vec<&Occurrence>> {
    let mut operations: BTreeMap<&str, Vec<&Occurrence>> = BTreeMap::new();
    for call in calls {
        let same = operations.entry(&call.operation).or_default();
        same.push(call);
    }
    operations
}

/// The troubles of some runs. A call that fails comes again, and so counts as the next of its operation:
/// no run has two of one.
fn runs(troubles: Vec<Trouble>) -> Vec<Vec<Trouble>> {
    let mut runs: Vec<Vec<Trouble>> = Vec::new();
    let operation = |trouble: &Trouble| match trouble {
        Trouble::Fails(_, call) => Some(call.operation.clone()),
        Trouble::Dies(..) => None,
    };
    for trouble in troubles {
        let has_room = |run: &&mut Vec<Trouble>| {
            let mut others = run.iter().map(operation);
            run.len() < FAULTS_A_RUN && others.all(|other| other != operation(&trouble))
        };
        match runs.iter_mut().find(has_room) {
            Some(run) => run.push(trouble),
            None => runs.push(vec![trouble]),
        }
    }
    runs
}

/// Rounds that have one of the runs of each phase, as long as there are any.
fn zipped(
    calls: &Calls,
    mut runs: impl FnMut(&[Occurrence]) -> Vec<Vec<Trouble>>,
) -> Vec<Round> {
    let mut rounds: Vec<Round> = Vec::new();
    for (phase, calls) in calls {
        for (index, run) in runs(calls).into_iter().enumerate() {
            if index == rounds.len() {
                rounds.push(Round::new());
            }
            rounds[index].insert(*phase, run);
        }
    }
    rounds
}
