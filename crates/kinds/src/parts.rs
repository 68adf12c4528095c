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

/// Reads no more than the tags of an object of which nothing else is to be read ([`kind::Parts::only`]).
macro_rules! only_tags {
    ($aws:expr, $id:expr, $parts:expr) => {
        if let Some(known) = $parts.only(&["tags"]) {
            let tags = <Self as kind::Kind>::tags($aws, $id).await?;
            return Ok(tags.map(|tags| kind::Live {
                spec: Self { tags, ..known.spec.clone() },
                outputs: known.outputs.clone(),
                details: known.details.clone(),
            }));
        }
    };
}
pub(crate) use only_tags;
