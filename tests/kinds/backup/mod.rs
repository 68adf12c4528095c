//! AWS Backup.

mod plan;
mod vault;
