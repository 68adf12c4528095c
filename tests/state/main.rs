//! The state: where it can be kept, that one writer has it at a time, what a run leaves that is ended in
//! the middle, and the commands that put it right. On the real binary and on emulators, save for what no
//! emulator does, which is scripted.

#[path = "../shared/connection.rs"]
mod connection;
#[path = "../shared/project.rs"]
mod project;
#[path = "../shared/proxy/mod.rs"]
mod proxy;
#[path = "../shared/pty.rs"]
mod pty;
#[path = "../shared/scripted.rs"]
mod scripted;

mod gate;
mod shop;

mod adopts;
mod answers;
mod asks;
mod calls;
mod commands;
mod completing;
mod damage;
mod drift;
mod ends;
mod forms;
mod generates;
mod imports;
mod init;
mod journal;
mod locks;
mod moved;
mod outputs;
mod owners;
mod packages;
mod records;
mod rollback;
mod rollouts;
mod runs;
mod saved_plans;
mod screens;
mod storages;
mod waiting;
mod write_back;

/// Tests have every kind.
#[ctor::ctor(unsafe)]
fn register_kinds() {
    kinds::register();
}
