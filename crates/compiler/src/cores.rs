//! Work that is alike and independent, on several cores.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread::{Builder, available_parallelism, scope};

/// Items that are worth a thread.
const WORTH_A_THREAD: usize = 128;

/// Regular expressions keep caches for each thread, some megabytes in all, and the parts before and after this are done
/// by one: more threads take more memory than they save time.
const MOST_THREADS: usize = 4;

/// As much as the first thread of a process has: expressions may be nested deeply.
const STACK_SIZE: usize = 8 << 20;

/// Does the same with each of these, and gives what comes of it in their order. A panic is passed on.
pub fn on_all_cores<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    on_all_cores_by(items, |_| 1, WORTH_A_THREAD, work)
}

/// The same of items that differ in how much work they are; together they are worth a thread for each `worth` of it.
pub fn on_all_cores_by<T: Sync, R: Send>(
    items: &[T],
    weight: impl Fn(&T) -> usize,
    worth: usize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let cores = available_parallelism().map_or(1, NonZero::get);
    let whole: usize = items.iter().map(&weight).sum();
    let threads = cores.min(MOST_THREADS).min(whole / worth).min(items.len());
    if threads < 2 {
        return items.iter().map(work).collect();
    }
    let work = &work;
    scope(|scope| {
        let begin = |part: &'_ [T]| part.iter().map(work).collect::<Vec<R>>();
        let threads: Vec<_> = parts(items, weight, whole.div_ceil(threads))
            .into_iter()
            .map(|part| {
                let thread = Builder::new().stack_size(STACK_SIZE);
                (part, thread.spawn_scoped(scope, move || begin(part)))
            })
            .collect();
        let mut all = Vec::with_capacity(items.len());
        for (part, thread) in threads {
            match thread.map(|thread| thread.join()) {
                Ok(Ok(done)) => all.extend(done),
                Ok(Err(panic)) => resume_unwind(panic),
                // The system gives no further thread.
                Err(_) => all.extend(part.iter().map(work)),
            }
        }
        all
    })
}

/// Items in their order, in parts of so much work each.
fn parts<T>(items: &[T], weight: impl Fn(&T) -> usize, share: usize) -> Vec<&[T]> {
    let mut parts = Vec::new();
    let (mut start, mut held) = (0, 0);
    for (end, item) in (1..).zip(items) {
        held += weight(item);
        if held >= share || end == items.len() {
            parts.push(&items[start..end]);
            (start, held) = (end, 0);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_done_once_and_comes_in_order() {
        for length in [0, 1, 127, 256, 1001] {
            let items: Vec<usize> = (0..length).collect();
            assert_eq!(
                on_all_cores(&items, |item| item * 2),
                items.iter().map(|item| item * 2).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn parts_are_alike_in_work_and_not_in_number() {
        let items = [1, 1, 1, 1, 8, 1, 1, 6, 4];
        let parts = parts(&items, |item| *item, 8);
        assert_eq!(parts, [&[1, 1, 1, 1, 8][..], &[1, 1, 6], &[4]]);
    }

    #[test]
    #[should_panic(expected = "a test wants it")]
    fn a_panic_is_passed_on() {
        let items: Vec<usize> = (0..1000).collect();
        on_all_cores(&items, |item| assert!(*item != 900, "a test wants it"));
    }
}
