//! The client of each service, built when it is first asked for.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use aws_config::SdkConfig;

use super::journal::Journal;
use super::transport::Statistics;

/// What the clients of a region are made of, and those that have been made.
pub struct Clients {
    pub config: SdkConfig,
    pub statistics: Statistics,
    pub journal: Journal,
    made: Mutex<HashMap<TypeId, Box<dyn Any + Send>>>,
}

impl Clients {
    pub(super) fn new(config: SdkConfig, statistics: Statistics, journal: Journal) -> Self {
        Self { config, statistics, journal, made: Mutex::default() }
    }

    /// The client of a type, which `make` makes when it is first asked for.
    pub(super) fn get<C: Clone + Send + 'static>(&self, make: impl FnOnce(&Self) -> C) -> C {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let client = made.entry(TypeId::of::<C>()).or_insert_with(|| Box::new(make(self)));
        match client.downcast_ref::<C>() {
            Some(client) => client.clone(),
            None => unreachable!("each client stands under its own type"),
        }
    }
}
