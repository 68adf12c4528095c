//! Requests that change an object, and keep what they do not mention.

/// Sets in a request what differs from what is live: for each field its setter, and what that is given. Requests
/// that create take it as well, if what is live is an object as AWS makes it by default.
macro_rules! set_changed {
    ($request:expr, $wanted:expr, $live:expr, {
        $($field:ident: $setter:ident($value:expr),)+
    }) => {
        $request$(.$setter(match $wanted.$field == $live.$field {
            true => None,
            false => Option::from($value),
        }))+
    };
}
pub(super) use set_changed;
