//! A kind is one manageable AWS object with everything that lives and dies with it: the trait [`Kind`], which each
//! implements, and its erased twin [`AnyKind`], through which everything else works.

mod abilities;
mod awaited;
pub mod batch_read;
mod caller;
mod concern;
mod consequence;
mod console;
mod erased;
mod facts;
pub mod files;
mod grant;
mod kind;
mod log_place;
mod operations;
pub mod policy_check;
pub mod registry;
mod role_use;
mod secret_reference;
pub mod secret_store;
mod statement;

pub use abilities::{
    Abilities, ActedWith, BeforeDelete, Built, Callable, Listed, PartlyReadable, Prepare, StandIn,
    Unsettled, WaitUntilUsable, WithStandIns,
};
pub use awaited::Awaited;
pub use aws::Place;
pub use caller::Caller;
pub use concern::Concern;
pub use consequence::{Consequence, Consequences, Weight};
pub use console::Console;
pub use erased::{
    AnyKind, AnySpec, Compared, LiveObject, OutputField, OutputValues, Prediction, Typed,
};
pub use facts::{Data, Facts, Parent};
pub use grant::{Grant, Grantee};
pub use kind::{Kind, Live, Named, Parts, Result};
pub use language::schema::Findings;
pub use log_place::LogPlace;
pub use operations::{Access, Calls, OnlyWith, Operations, RequiredPermission, Target};
pub use role_use::{RoleUse, role_use};
pub use secret_reference::SecretReference;
pub use statement::may_allow;
