//! How much a function builds at most.

/// The longest text that a function builds, in bytes. Nothing that AWS accepts comes near it, and a
/// function that multiplies its arguments could otherwise fill the memory.
const TEXT_LIMIT: usize = 16 << 20;

/// The most elements of a list that a function builds of a text.
const COUNT_LIMIT: usize = 1_000_000;

/// Refuses to build a list beyond the limit.
pub(super) fn check_count(elements: usize) -> Result<(), String> {
    if elements <= COUNT_LIMIT {
        return Ok(());
    }
    Err(format!(
        "the result would have more than {COUNT_LIMIT} elements, the most that a function may build; build fewer"
    ))
}

/// Refuses to build text beyond the limit.
pub(in crate::expression) fn check_length(bytes: usize) -> Result<(), String> {
    if bytes <= TEXT_LIMIT {
        return Ok(());
    }
    Err(format!(
        "the result would be longer than {TEXT_LIMIT} bytes, the most that a function may build; build less text"
    ))
}
