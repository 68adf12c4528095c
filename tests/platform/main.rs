//! The platform's own specs, whole, with the real binary: every environment compiles, a run from
//! nothing to nothing on ministack and on moto, also under roles that may do nothing else, and what differs
//! between environments really differs.

mod api;
mod applications;
mod core;
mod environments;
mod files;
mod first_minute;
mod http_api;
mod identity;
mod inventory;
mod lifecycle;
mod live;
mod live_callers;
mod operations;
mod permissions;
mod project;
mod rest_api_routes;
#[path = "../shared/project.rs"]
mod shared;
mod upgrade;
mod web_client;

/// Tests have every kind.
#[ctor::ctor(unsafe)]
fn register_kinds() {
    kinds::register();
}
