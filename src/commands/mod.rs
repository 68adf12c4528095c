//! The command line: one file a verb. Each holds its arguments and what it runs, and nothing else.

mod apply;
mod back;
mod carry_out;
mod command_line;
mod confirmation;
mod connection;
mod destroy;
mod drift;
mod failure;
mod global;
mod graph;
mod import;
mod import_legacy;
mod kind_named;
mod locking;
mod output;
mod permissions;
mod plan;
mod recording;
mod reference;
mod rollback;
mod run;
mod runs;
mod saved_plan;
mod schema;
mod selection;
mod session;
mod show;
mod signals;
mod state;
mod storage;
mod unlock;
mod validate;

pub use command_line::CommandLine;
pub use failure::{Exit, Failure};
pub use global::Global;
