//! KMS.

mod key;
mod key_scripted;
