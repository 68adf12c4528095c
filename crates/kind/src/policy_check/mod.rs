//! What AWS would refuse in a policy document, or would accept although it can never match.
//!
//! IAM takes many a policy without a word that then grants nothing: a variable that does not exist, a
//! condition on a key that no request carries. Every kind that holds a policy asks here, so such
//! mistakes are found where they are written. An error is what AWS refuses (IAM user guide, "Grammar of the IAM
//! JSON policy language" and the pages on its elements; other services check less); all else is a warning, as
//! policies that exist must be written as they are.

mod actions;
mod checker;
mod conditions;
mod fields;
mod grants;
mod keys;
mod place;
mod principals;
mod services;
mod variables;

#[cfg(test)]
mod tests;

pub use checker::Holder;
pub use fields::check_fields;
pub use grants::check_grants;
