//! What every function behind the REST API does with an event: who calls it when, an answer, and how that
//! answer goes back.

use std::convert::Infallible;
use std::sync::Arc;

use lambda_runtime::{BoxFuture, LambdaEvent, Service, service_fn};

use super::{Answer, Failure, Origins, Request, Response};
use crate::{Invocation, Timestamp};

/// A function behind the REST API.
pub trait Function: Send + Sync + 'static {
    /// The pages that may read its answers.
    fn origins(&self) -> &Origins;

    /// Answers one request.
    fn answer(
        &self,
        request: &Request,
        invocation: &Invocation,
    ) -> impl Future<Output = Result<Answer, Failure>> + Send;
}

/// A function as the service that Lambda's runtime calls. It takes the time from this clock.
pub fn service<F: Function>(
    function: F,
    clock: impl Fn() -> Timestamp + Send + Sync + 'static,
) -> impl Service<
    LambdaEvent<Request>,
    Response = Response,
    Error = Infallible,
    Future = BoxFuture<'static, Result<Response, Infallible>>,
> {
    let function = Arc::new(function);
    service_fn(move |event: LambdaEvent<Request>| {
        let function = Arc::clone(&function);
        let invocation = Invocation { request_id: event.context.request_id, now: clock() };
        let request = event.payload;
        Box::pin(async move {
            let outcome = function.answer(&request, &invocation).await;
            Ok(Response::to(&request, &invocation, function.origins(), outcome))
        }) as BoxFuture<_>
    })
}
