//! The process that Lambda starts: it reads the configuration once, then takes events.
//!
//! Lambda runs it as `provided.al2023`, where the executable is called `bootstrap`.

use std::process::ExitCode;

use lambda_runtime::{LambdaEvent, service_fn};
use shared::data::Settings;
use shared::environment::variable;
use shared::{Sources, database, process};
use uploads_processor::{Event, Processor};

/// One thread is enough: an instance takes one event at a time.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    process::run(env!("CARGO_CRATE_NAME"), serve()).await
}

async fn serve() -> Result<(), lambda_runtime::Error> {
    let settings = Settings::read(variable)?;
    let data = settings.connect(database::configuration().load().await);
    let processor = &Processor::new(data, Sources::system());
    lambda_runtime::run(service_fn(async move |event: LambdaEvent<Event>| {
        processor.handle(event.payload, event.context.request_id).await?;
        Ok::<(), lambda_runtime::Error>(())
    }))
    .await
}
