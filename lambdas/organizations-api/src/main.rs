//! The process that Lambda starts: it reads the configuration once, then answers events.
//!
//! Lambda runs it as `provided.al2023`, where the executable is called `bootstrap`.

use std::process::ExitCode;

use organizations_api::{Organizations, Settings, routes};
use shared::api::Api;
use shared::data::{Data, Dynamo, Sessions};
use shared::environment::variable;
use shared::user_pool::{self, UserPool};
use shared::{Sources, database, process};

/// One thread is enough: an instance answers one event at a time, and waits more than it works.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    process::run(env!("CARGO_CRATE_NAME"), serve()).await
}

async fn serve() -> Result<(), lambda_runtime::Error> {
    let settings = Settings::read(variable)?;
    let configuration = database::configuration().load().await;
    let prefix = &settings.table_prefix;
    // Who belongs to which tenant is for the function to say, and not for any tenant.
    let own = Data::new(Dynamo::new(Sessions::undivided(configuration.clone()), prefix));
    let sessions = Sessions::of_role(configuration, &settings.tenant_data_role);
    let of_tenants = Data::new(Dynamo::new(sessions, prefix));
    let users = UserPool::new(user_pool::client().await, &settings.user_pool_id);
    let backend = Organizations::new(&settings, own, users);
    let api = Api::new(routes(), backend, &settings.api, Sources::system());
    lambda_runtime::run(api.with_repeats(of_tenants).into_service()).await
}
