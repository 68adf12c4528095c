//! Out of Terraform: states as it writes them, and the objects that they describe on an emulator. On the
//! real binary.

#[path = "../shared/project.rs"]
mod project;
#[path = "../shared/proxy/mod.rs"]
mod proxy;

mod adoption;
mod existing;
mod platform;
mod report;
mod states;
mod writing;
