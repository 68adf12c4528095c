//! The isolation matrix: every route of `api/routes.json` × everybody who could want what is another's. It is made from the
//! same document as the API, and a function that is not in it fails it.
//!
//! The tables stand behind the policy of the role of tenants' data, evaluated as IAM does: so the matrix also shows that the
//! policy lets through what is rightful. `wall.rs` shows that it stops what is not when a handler makes a mistake.

mod education;
mod matrix;
mod organizations;
mod policy;
mod sample;
mod uploads;
mod users;
mod vertical;
mod wall;
