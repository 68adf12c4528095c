//! The function, called by hand and by a user pool.

mod journey;
mod platform;
mod writes;
