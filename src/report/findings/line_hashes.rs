//! By what GitHub's code scanning knows a line again once others stand before it: `primaryLocationLineHash`, as its action
//! for uploads computes it. A result without one is a new one wherever it moves, if it is uploaded by other means.

use std::collections::BTreeMap;

/// How many characters a hash is made of.
const CHARACTERS: usize = 100;

/// What each character weighs more than the one behind it.
const BASE: u64 = 37;

/// Stands behind the last character.
const END: u16 = u16::MAX;

/// The hash of each line of a text, and how often it has been there by then: `c129715d7a2bc9a3:1`.
pub(super) fn line_hashes(text: &str) -> Vec<String> {
    let (characters, starts) = plain(text);
    let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
    let hashes = starts.into_iter().map(|start| {
        let own = characters[start..].iter().copied().chain(std::iter::repeat(0));
        let hash = own
            .take(CHARACTERS)
            .fold(0_u64, |hash, character| hash.wrapping_mul(BASE).wrapping_add(character.into()));
        let count = counts.entry(hash).or_default();
        *count += 1;
        format!("{hash:x}:{count}")
    });
    hashes.collect()
}

/// The units of UTF-16 without spaces and tabs and with one end for each line, and where each line starts.
fn plain(text: &str) -> (Vec<u16>, Vec<usize>) {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut characters = Vec::with_capacity(text.len());
    let mut starts = Vec::new();
    for line in text.split('\n') {
        if !starts.is_empty() {
            characters.push(u16::from(b'\n'));
        }
        starts.push(characters.len());
        characters.extend(line.replace([' ', '\t'], "").encode_utf16());
    }
    characters.push(END);
    (characters, starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As GitHub's action says it of the same texts.
    #[test]
    fn lines_have_the_hashes_that_github_gives_them() {
        assert_eq!(line_hashes(""), ["c129715d7a2bc9a3:1"]);
        assert_eq!(
            line_hashes(" a\nb\n  \t\tc\n d"),
            ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]
        );
        let ends_alike = line_hashes(" hello; \t\nworld!!!\r\n\r\r\n  \t\tGreetings\r End\n");
        assert_eq!(ends_alike[0], "e9496ae3ebfced30:1");
        assert_eq!(ends_alike.len(), 7);
        let same = line_hashes(&"Lorem ipsum dolor sit amet.\n".repeat(10));
        assert_eq!(
            (same[0].as_str(), same[5].as_str()),
            ("a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:6")
        );
        assert_eq!(same[6], "a7f2ff1481e87703:1");
    }
}
