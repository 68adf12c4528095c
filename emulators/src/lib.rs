//! Installs, starts and stops the AWS emulators that the tests and the demo use.
//!
//! diatonic is tested against real servers that speak AWS's own protocols, never against mocks of
//! its own calls. Two of them, since where one is wrong the other is often right: [`Ministack`],
//! which also runs functions, and [`Moto`], control plane only. A third, [`LocalStack`], is there for the few things
//! that both lack. All are Python programs, so [`install`] makes a virtual environment for them, once, in the user's
//! cache folder; everything here calls it first, so `cargo test` works on a machine that has nothing but Rust and
//! Python. LocalStack has one of its own, which is made when it is first started.
//!
//! [`boto`] asks an emulator with AWS's Python client: a second, independent witness of what
//! diatonic has made.
//!
//! ```no_run
//! # fn main() -> emulators::Result<()> {
//! let account = emulators::fresh_account();
//! let endpoint = emulators::shared_ministack().endpoint();
//! let tables = emulators::boto(endpoint, &account, "us-east-2", r#"
//!     print(json.dumps(boto3.client("dynamodb").list_tables()["TableNames"]))
//! "#)?;
//! assert_eq!(tables.trim(), "[]");
//! # Ok(())
//! # }
//! ```

mod account;
pub mod background;
mod cache;
mod emulator;
mod environment;
mod error;
mod http;
mod install;
mod localstack;
mod ministack;
mod moto;
mod node;
mod packages;
mod python;
mod ready;
mod server;

pub use account::fresh_account;
pub use emulator::Emulator;
pub use environment::isolate;
pub use error::{Error, Result};
pub use install::{Installation, install, is_installed};
pub use localstack::{LocalStack, shared_localstack};
pub use ministack::{Ministack, shared_ministack};
pub use moto::{Moto, shared_moto};
pub use node::Node;
pub use python::{boto, client_environment, python};
pub use server::{Options, Server};
