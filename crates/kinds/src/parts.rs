//! Objects that AWS tells in several calls.

/// Some fields as they are known, or as a call tells that is made only then ([`kind::Parts::part`]): the field's value, or
/// a tuple of several. `part!(parts, tags => read_tags(aws, arn))`.
macro_rules! part {
    ($parts:expr, $field:ident => $call:expr) => {
        $parts.part(&[stringify!($field)], |known| known.$field.clone(), $call)
    };
    ($parts:expr, $($field:ident),+ => $call:expr) => {
        $parts.part(&[$(stringify!($field)),+], |known| ($(known.$field.clone()),+), $call)
    };
}
pub(crate) use part;
