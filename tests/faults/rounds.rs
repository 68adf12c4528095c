//! Which cases are tried: all of them, some of them, or those that are asked for; and how they share
//! rounds. A round is an account from nothing to nothing.

use std::collections::BTreeMap;

use crate::cases::{Case, Fault, Moment, Occurrence, Phase, Trouble};
use crate::random::Random;

/// Failing calls of one run. A run makes hundreds, so they hardly ever meet.
const FAULTS_A_RUN: usize = 8;

/// Processes that are killed in a sample, in each phase.
const DEATHS_IN_A_SAMPLE: usize = 4;

/// The calls of each phase where nothing goes wrong.
pub type Calls = BTreeMap<Phase, Vec<Occurrence>>;

/// What goes wrong from nothing to nothing.
pub type Round = BTreeMap<Phase, Vec<Trouble>>;

/// Each call fails once in each way, and the process dies before and after each.
pub fn all(calls: &Calls, random: &mut Random) -> Vec<Round> {
    let mut rounds = Vec::new();
    for fault in Fault::ALL {
        rounds.extend(zipped(calls, |_, calls| {
            let mut troubles: Vec<_> =
                calls.iter().map(|call| Trouble::Fails(fault, call.clone())).collect();
            random.shuffle(&mut troubles);
            runs(troubles)
        }));
    }
    for moment in Moment::ALL {
        rounds.extend(zipped(calls, |_, calls| {
            let deaths = (1..=calls.len()).map(|call| vec![Trouble::Dies(moment, call)]);
            deaths.collect()
        }));
    }
    // A run that is stopped early has covered some of each.
    random.shuffle(&mut rounds);
    rounds
}

/// Each operation fails once, in one of the phases and in one of the ways, and the process dies now and
/// then.
pub fn sample(calls: &Calls, random: &mut Random) -> Vec<Round> {
    let mut operations: BTreeMap<&str, Vec<(Phase, &Occurrence)>> = BTreeMap::new();
    for (phase, call) in
        calls.iter().flat_map(|(phase, calls)| calls.iter().map(|call| (*phase, call)))
    {
        operations.entry(&call.operation).or_default().push((phase, call));
    }
    let mut troubles: BTreeMap<Phase, Vec<Trouble>> = BTreeMap::new();
    for occurrences in operations.values() {
        let (phase, call) = *random.choose(occurrences);
        let fault = *random.choose(&Fault::ALL);
        let trouble = Trouble::Fails(fault, call.clone());
        troubles.entry(phase).or_default().push(trouble);
    }
    let mut rounds = zipped(calls, |phase, _| {
        let mut troubles = troubles.remove(&phase).unwrap_or_default();
        random.shuffle(&mut troubles);
        runs(troubles)
    });
    rounds.extend(zipped(calls, |_, calls| {
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

/// The troubles of some runs. A call that fails comes again, and so counts as the next of its operation:
/// no run has two of one.
fn runs(troubles: Vec<Trouble>) -> Vec<Vec<Trouble>> {
    let mut runs: Vec<Vec<Trouble>> = Vec::new();
    let operation = |trouble: &Trouble| match trouble {
        Trouble::Fails(_, call) => Some(call.operation.clone()),
        Trouble::Dies(..) | Trouble::DiesAt(..) => None,
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
    mut runs: impl FnMut(Phase, &[Occurrence]) -> Vec<Vec<Trouble>>,
) -> Vec<Round> {
    let mut rounds: Vec<Round> = Vec::new();
    for (phase, calls) in calls {
        for (index, run) in runs(*phase, calls).into_iter().enumerate() {
            if index == rounds.len() {
                rounds.push(Round::new());
            }
            rounds[index].insert(*phase, run);
        }
    }
    rounds
}
