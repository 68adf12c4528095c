//! `s3.bucket`.

mod checks;
mod round_trips;
mod scripted;
mod unknown_settings;
