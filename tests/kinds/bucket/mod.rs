//! `s3.bucket`.

mod checks;
mod recorded;
mod round_trips;
mod unknown_settings;
