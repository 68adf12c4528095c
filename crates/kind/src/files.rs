//! What a spec is made of, file by file: for plans, which tell which of them have changed.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// The digest of each file by its name. Nothing where nobody knows, or where there are more than [`MOST_FILES`].
pub type Files = BTreeMap<String, String>;

/// The most files of which a record is kept: that many take some 50 KB of the state.
pub const MOST_FILES: usize = 1000;

/// How many hexadecimal digits of a SHA-256 are kept: enough to see that a file is another, and too few to try out what
/// is in it, such as a password.
const DIGITS: usize = 6;

/// How many names are told.
const MOST_TOLD: usize = 10;

/// The digest of a file, in short.
pub fn digest(sha256: Sha256) -> String {
    let mut digits: String = sha256.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    digits.truncate(DIGITS);
    digits
}

/// Which files are others than before, in a sentence; nothing where that is not known, or none is.
pub fn changed(before: &Files, now: &Files) -> Option<String> {
    if before.is_empty() || now.is_empty() {
        return None;
    }
    let of_now = now.iter().filter_map(|(name, digest)| match before.get(name) {
        Some(known) if known == digest => None,
        Some(_) => Some((name, "")),
        None => Some((name, " (new)")),
    });
    let gone = before.keys().filter(|name| !now.contains_key(*name));
    let changed: BTreeMap<&String, &str> =
        of_now.chain(gone.map(|name| (name, " (gone)"))).collect();
    if changed.is_empty() {
        return None;
    }
    let told = changed.iter().take(MOST_TOLD).map(|(name, how)| format!("{name}{how}"));
    let mut told: Vec<String> = told.collect();
    if let Some(more) = changed.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
        told.push(format!("and {more} more"));
    }
    let noun = if now.len() == 1 { "file" } else { "files" };
    Some(format!("{} of {} {noun} changed: {}", changed.len(), now.len(), told.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> Files {
        list.iter().map(|(name, digest)| ((*name).to_owned(), (*digest).to_owned())).collect()
    }

    #[test]
    fn what_is_another_is_told_by_name() {
        let before = files(&[("a.js", "1"), ("b.js", "1"), ("c.js", "1")]);
        let now = files(&[("a.js", "2"), ("b.js", "1"), ("d.js", "1")]);
        let told = changed(&before, &now).unwrap();
        assert_eq!(told, "3 of 3 files changed: a.js, c.js (gone), d.js (new)");
        assert_eq!(changed(&before, &before), None);
        assert_eq!(changed(&Files::new(), &now), None);
        assert_eq!(changed(&before, &Files::new()), None);
    }

    #[test]
    fn a_long_list_is_cut() {
        let names: Vec<String> = (10..30).map(|number| format!("{number}.js")).collect();
        let all = |digest: &str| -> Files {
            names.iter().map(|name| (name.clone(), digest.to_owned())).collect()
        };
        let told = changed(&all("1"), &all("2")).unwrap();
        assert!(told.starts_with("20 of 20 files changed: 10.js, 11.js"), "{told}");
        assert!(told.ends_with("19.js, and 10 more"), "{told}");
    }
}
