//! Functions behind the REST API that work on the data of tenants and on nothing else.

use crate::api::{self, Api, Routes};
use crate::data::{self, Data};
use crate::environment::variable;
use crate::{Sources, database};

/// Reads the configuration, and answers these routes until Lambda ends the process.
///
/// # Errors
/// A setting is missing or malformed, or Lambda cannot be reached.
pub async fn serve(routes: Routes<Data>) -> Result<(), lambda_runtime::Error> {
    let (data, api) = (data::Settings::read(variable)?, api::Settings::read(variable)?);
    let data = data.connect(database::configuration().load().await);
    let api = Api::new(routes, data.clone(), &api, Sources::system());
    lambda_runtime::run(api.with_repeats(data).into_service()).await
}
