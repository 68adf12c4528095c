//! The table `user-profiles`: registration creates items in it, users and their administrators
//! read, change and delete them, and sign-ins are counted in them.

mod records;
mod sign_in;

pub use records::{Changes, change, create, delete, read};
pub use sign_in::{COUNT_ONCE_WITHIN, SignInCount, count_sign_in};
