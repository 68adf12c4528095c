//! Accounts that nobody else uses.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// The number of 12-digit account ids that do not start with a zero.
const ACCOUNTS: u64 = 900_000_000_000;

/// Where this process starts counting: the standard library's random seed, so that processes that
/// share a server do not meet.
static START: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(std::process::id()));
static TAKEN: AtomicU64 = AtomicU64::new(0);

/// A 12-digit account id that no other call returns, in this process or another.
///
/// ministack takes a 12-digit access key for an account of its own, empty and apart from all the
/// others, so many tests can share one server without seeing each other. moto has one account.
#[must_use]
pub fn fresh_account() -> String {
    let next = START.wrapping_add(TAKEN.fetch_add(1, Ordering::Relaxed));
    (ACCOUNTS / 9 + next % ACCOUNTS).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn accounts_are_twelve_digits_and_never_repeat() {
        let accounts: BTreeSet<String> = (0..1000).map(|_| fresh_account()).collect();
        assert_eq!(accounts.len(), 1000);
        for account in accounts {
            assert_eq!(account.len(), 12, "{account}");
            assert!(account.bytes().all(|byte| byte.is_ascii_digit()), "{account}");
        }
    }
}
