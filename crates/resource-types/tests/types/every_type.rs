//! For every type that Cloud Control manages: a value of its schema is valid, and with one mistake it has one error,
//! at that place.

use std::thread;

use language::schema::check;
use resource_types::{ResourceType, find, names};

use crate::broken::breaks;
use crate::random::Random;
use crate::values::Generator;

/// How many values of each type.
const ROUNDS: usize = 2;

/// How many mistakes in each value.
const MISTAKES: usize = 8;

/// What one of the threads has done.
#[derive(Default)]
struct Done {
    types: usize,
    values: usize,
    mistakes: usize,
    wrong: Vec<String>,
    /// The types of which no value was found.
    without: Vec<String>,
}

#[test]
fn a_value_of_every_type_is_valid_and_one_mistake_is_one_error() {
    let names: Vec<&str> = names().collect();
    let threads = thread::available_parallelism().map_or(2, usize::from);
    let all: Vec<Done> = thread::scope(|scope| {
        let parts = (0..threads).map(|part| {
            let names = names.iter().skip(part).step_by(threads);
            scope.spawn(move || {
                let mut done = Done::default();
                for name in names {
                    let kind = find(name).unwrap_or_else(|| panic!("{name} is not found"));
                    if kind.handlers.is_some() {
                        try_out(&kind, &mut done);
                    }
                }
                done
            })
        });
        let parts: Vec<_> = parts.collect();
        parts
            .into_iter()
            .map(|part| part.join().unwrap_or_else(|_| panic!("a thread fell")))
            .collect()
    });
    let sum = |of: fn(&Done) -> usize| all.iter().map(of).sum::<usize>();
    let wrong: Vec<&String> = all.iter().flat_map(|done| &done.wrong).collect();
    let without: Vec<&String> = all.iter().flat_map(|done| &done.without).collect();
    println!(
        "{} types, {} values, {} mistakes, {} wrong; no value of {without:?}",
        sum(|done| done.types),
        sum(|done| done.values),
        sum(|done| done.mistakes),
        wrong.len(),
    );
    let shown: Vec<&str> = wrong.iter().take(40).map(|text| text.as_str()).collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), shown.join("\n"));
    assert!(without.is_empty(), "no value of {without:?}");
    assert!(sum(|done| done.types) > 1700);
}

fn try_out(kind: &ResourceType, done: &mut Done) {
    done.types += 1;
    let mut generator = Generator { root: &kind.published, random: Random::of(&kind.name) };
    let before = done.values;
    for _ in 0..ROUNDS {
        let Some(value) = generator.value(&kind.published, 0) else {
            continue;
        };
        done.values += 1;
        let found = check(&kind.schema, &value);
        if let Some(finding) = found.first() {
            done.wrong.push(format!("{}: {finding:?}\n  of {value}", kind.name));
            continue;
        }
        let mut ways = breaks(&kind.published, &value);
        for _ in 0..MISTAKES.min(ways.len()) {
            let way = ways.swap_remove(generator.random.below(ways.len()));
            let mut broken = value.clone();
            way.place.set(&mut broken, way.instead.clone());
            let found = check(&kind.schema, &broken);
            done.mistakes += 1;
            if !matches!(found.as_slice(), [one] if one.is_error() && one.path == way.error) {
                let found: Vec<_> =
                    found.iter().map(|one| format!("{}: {}", one.path, one.message)).collect();
                done.wrong.push(format!("{}: {} at {}: {found:?}", kind.name, way.what, way.place));
            }
        }
    }
    if done.values == before {
        done.without.push(kind.name.clone());
    }
}
