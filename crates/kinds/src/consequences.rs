//! Consequences of a change, as tables.

/// Tells the consequences of a change: `<weight> <where> if <it is so> => <what happens>, <what to do instead>;`. The
/// weights are the methods of [`Consequences`](kind::Consequences). Where it is, is written as in
/// [`rules`](crate::rules); what to do may be left out.
macro_rules! consequences {
    ($told:expr; $($rows:tt)+) => {
        $crate::consequences::consequences! { $told, language::value::Path::root(); $($rows)+ }
    };
    ($told:expr, $at:expr; $(
        $weight:ident $($field:literal $(/ $key:ident)*)? if $is_so:expr => $says:expr $(, $help:expr)?;
    )+) => {$(
        if $is_so {
            let at = $at.clone() $(.key($field) $(.key($key))*)?;
            $told.$weight(at, $says, concat!("" $(, $help)?));
        }
    )+};
}
pub(crate) use consequences;
