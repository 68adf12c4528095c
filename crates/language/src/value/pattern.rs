//! Patterns as AWS's policies have them.

/// Whether a text fits a pattern in which `*` stands for any text and `?` for a character.
pub fn fits(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut next) = (0, 0);
    // Behind the last `*`, and where in the text what it stands for ends so far.
    let mut star = None;
    while at < text.len() {
        match pattern.get(next) {
            Some(b'*') => {
                next += 1;
                star = Some((next, at));
            }
            Some(one) if *one == b'?' || *one == text[at] => {
                next += 1;
                at += 1;
            }
            _ => {
                let Some((behind, end)) = star else {
                    return false;
                };
                star = Some((behind, end + 1));
                (next, at) = (behind, end + 1);
            }
        }
    }
    pattern[next..].iter().all(|one| *one == b'*')
}
