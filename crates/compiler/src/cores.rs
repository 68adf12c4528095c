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
    let cores = available_parallelism().map_or(1, NonZero::get);
    let threads = cores.min(MOST_THREADS).min(items.len() / WORTH_A_THREAD);
    if threads < 2 {
        return items.iter().map(work).collect();
    }
    let work = &work;
    scope(|scope| {
        let begin = |part: &'_ [T]| part.iter().map(work).collect::<Vec<R>>();
        let parts: Vec<&[T]> = items.chunks(items.len().div_ceil(threads)).collect();
        let threads: Vec<_> = parts
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
    #[should_panic(expected = "a test wants it")]
    fn a_panic_is_passed_on() {
        let items: Vec<usize> = (0..1000).collect();
        on_all_cores(&items, |item| assert!(*item != 900, "a test wants it"));
    }
}
