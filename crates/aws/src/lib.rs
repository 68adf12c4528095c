//! AWS as kinds see it: one handle a region, with a client for every service, made when it is first
//! used and shared by all.

mod activity;
mod answer;
mod call;
#[doc(hidden)]
pub mod cbor;
mod client;
mod clients;
mod clock_skew;
mod connection;
mod download;
mod error;
mod field;
pub mod function_uri;
mod handle;
mod journal;
mod limits;
mod outcome;
mod pacing;
mod place;
mod reachability;
mod refusal;
pub mod regions;
pub mod services;
pub mod tags;
mod transient_retry;
mod transport;
mod wait;
pub mod wire;

pub use activity::{Activity, Moment};
pub use call::Call;
#[doc(hidden)]
pub use client::parts;
pub use client::{S3, Sts};
pub use connection::Connection;
pub use download::download;
pub use error::{AwsError, ErrorKind, Result, deleted, member, optional, sent, whole};
pub use field::{Built, Field, found, is_said, read};
pub use handle::Aws;
pub use journal::Journal;
pub use limits::RateLimits;
pub use place::Place;
pub use transport::{CallCount, Statistics};
pub use wait::{Waiting, in_step, wait_after, wait_until, watch};
