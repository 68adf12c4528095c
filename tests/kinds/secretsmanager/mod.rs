//! Secrets Manager.

mod secret;
mod secret_scripted;
