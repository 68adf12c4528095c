//! The client of each service, built when it is first asked for.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use aws_config::SdkConfig;

use super::Aws;
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
}

impl Aws {
    /// The client of a type, which is made when it is first asked for. For [`client!`](crate::client).
    #[doc(hidden)]
    pub fn client<C: Clone + Send + 'static>(&self, make: impl FnOnce(&Clients) -> C) -> C {
        let clients = self.clients();
        let mut made = clients.made.lock().unwrap_or_else(PoisonError::into_inner);
        let client = made.entry(TypeId::of::<C>()).or_insert_with(|| Box::new(make(clients)));
        match client.downcast_ref::<C>() {
            Some(client) => client.clone(),
            None => unreachable!("each client stands under its own type"),
        }
    }
}

/// A trait with the client of a service, implemented for [`Aws`]: its name, the accessor, the crate of the SDK, and
/// how the client's configuration is adjusted, if it is.
///
/// ```ignore
/// aws::client! {
///     /// The client of Lambda.
///     pub trait Lambda { lambda: aws_sdk_lambda }
/// }
/// ```
#[macro_export]
macro_rules! client {
    ($(#[$about:meta])* $visibility:vis trait $name:ident {
        $accessor:ident: $sdk:ident $(with $adjust:path)?
    }) => {
        $(#[$about])*
        $visibility trait $name {
            /// The client, of the account and the region of the handle.
            fn $accessor(&self) -> $sdk::Client;
        }

        impl $name for $crate::Aws {
            fn $accessor(&self) -> $sdk::Client {
                self.client(|clients| {
                    let builder = $sdk::config::Builder::from(&clients.config)
                        .interceptor($crate::parts::CallObserver::new(clients.statistics.clone()))
                        .interceptor($crate::parts::Patience::new(clients.journal.clone()))
                        .retry_classifier($crate::parts::UnreadableOnce)
                        .retry_classifier($crate::parts::Skewed)
                        .retry_classifier($crate::parts::NeverBlindly)
                        .retry_classifier($crate::parts::MadeAgain);
                    $(let builder = $adjust(builder, &clients.config);)?
                    $sdk::Client::from_conf(builder.build())
                })
            }
        }
    };
}

/// What [`client!`](crate::client) puts into each client.
#[doc(hidden)]
pub mod parts {
    pub use crate::answer::UnreadableOnce;
    pub use crate::clock::Skewed;
    pub use crate::doubt::NeverBlindly;
    pub use crate::passing::{MadeAgain, Patience};
    pub use crate::transport::CallObserver;
}
