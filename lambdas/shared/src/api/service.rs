//! What every function behind the REST API does with an event: which route it is, who calls it, an answer, and how that
//! answer goes back.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use lambda_runtime::{BoxFuture, LambdaEvent, Service, service_fn};
use tracing::{error, info};

use super::repeats::{Known, Named};
use super::routes::Route;
use super::{
    Call, Caller, Failure, Origins, Refusal, Reply, Request, Response, Routes, Settings, Who,
};
use crate::data::Data;
use crate::deadline::within;
use crate::{Error, Invocation, Sources};

/// How long a call may take. With a cold start it is within the 29 seconds after which API Gateway gives up.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// A function behind the REST API.
pub struct Api<B> {
    routes: Routes<B>,
    backend: Arc<B>,
    origins: Origins,
    staff_groups: BTreeSet<String>,
    sources: Arc<Sources>,
    repeats: Option<Data>,
    time_limit: Duration,
}

impl<B: Send + Sync + 'static> Api<B> {
    /// A function that answers these routes.
    pub fn new(routes: Routes<B>, backend: B, settings: &Settings, sources: Sources) -> Self {
        Self {
            routes,
            backend: Arc::new(backend),
            origins: settings.origins.clone(),
            staff_groups: settings.staff_groups.clone(),
            sources: Arc::new(sources),
            repeats: None,
            time_limit: TIME_LIMIT,
        }
    }

    /// The same, which answers a repeated `POST` once, and keeps the answers in these tables.
    #[must_use]
    pub fn with_repeats(mut self, data: Data) -> Self {
        self.repeats = Some(data);
        self
    }

    /// The same with another time limit, for what takes longer to undo.
    #[must_use]
    pub fn with_time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit;
        self
    }

    /// The function as the service that Lambda's runtime calls.
    pub fn into_service(
        self,
    ) -> impl Service<
        LambdaEvent<Request>,
        Response = Response,
        Error = Infallible,
        Future = BoxFuture<'static, Result<Response, Infallible>>,
    > {
        let api = Arc::new(self);
        service_fn(move |event: LambdaEvent<Request>| {
            let api = Arc::clone(&api);
            Box::pin(async move {
                let request_id = event.context.request_id;
                Ok(api.respond(event.payload, request_id).await)
            }) as BoxFuture<_>
        })
    }

    /// Answers one request, and logs that it did. Nothing that a caller has sent reaches the log but the ids of the claims.
    pub async fn respond(&self, request: Request, request_id: String) -> Response {
        let invocation = Invocation { request_id, now: (self.sources.clock)() };
        let id = invocation.request_id.as_str();
        let mut headers = self.origins.headers(&request);
        if request.method() == "OPTIONS" {
            let mut methods = self.routes.methods(request.resource());
            methods.push("OPTIONS");
            methods.sort_unstable();
            headers.extend(self.origins.preflight(&request, &methods.join(",")));
            return Response::to(Ok(None), id, headers);
        }
        let route = self.routes.find(request.method(), request.resource());
        let operation = route.map_or("none", |route| route.description.operation);
        let caller = Caller::of(&request, &self.staff_groups).ok();
        let outcome = match route {
            Some(route) => self.answer(route, request, &invocation).await,
            None => Err(self.unknown(&request).into()),
        };
        let (status, event) = match &outcome {
            Ok(reply) => (reply.status, "answered"),
            Err(failure) => failure.status(),
        };
        if let Err(Failure::Broken(error)) = &outcome {
            error!(request_id = id, %error, "the call failed");
        }
        let milliseconds = (self.sources.clock)().duration_since(invocation.now).as_millis();
        // Alarms count refusals by their code.
        info!(
            request_id = id,
            route = operation,
            tenant = caller.as_ref().map(|caller| caller.tenant.as_str()),
            user_id = caller.as_ref().map(|caller| caller.user_id.as_str()),
            status,
            ms = u64::try_from(milliseconds).unwrap_or_default(),
            event,
            "answered"
        );
        Response::to(outcome.map(Some), id, headers)
    }

    fn unknown(&self, request: &Request) -> Refusal {
        let is_path = !self.routes.methods(request.resource()).is_empty();
        if is_path { Refusal::MethodNotAllowed } else { Refusal::NotFound }
    }

    async fn answer(
        &self,
        route: &Route<B>,
        request: Request,
        invocation: &Invocation,
    ) -> Result<Reply, Failure> {
        let caller = self.admitted(route.description.who, &request)?;
        let named = match (&self.repeats, &caller) {
            (Some(data), Some(caller)) if route.description.method == "POST" => {
                Named::of(data, route.description.operation, &request, caller, invocation)?
            }
            _ => None,
        };
        if let Some(named) = &named
            && let Known::Answered(reply) = named.begin(invocation).await?
        {
            return Ok(reply);
        }
        let call = Call::new(
            Arc::clone(&self.backend),
            Arc::clone(&self.sources),
            invocation.clone(),
            caller,
            request,
        );
        let outcome = within(self.time_limit, (route.handler)(call)).await;
        // A call that may still be at work is left to the time after which it counts as abandoned.
        let is_over = !matches!(outcome, Err(Failure::Broken(Error::OutOfTime(_))));
        if let Some(named) = named.filter(|_| is_over)
            && let Err(failure) = named.end(&outcome).await
        {
            let request_id = invocation.request_id.as_str();
            error!(request_id, error = %failure, "the answer was not kept for repeats");
        }
        outcome
    }

    /// Who calls, if that may be.
    fn admitted(&self, who: Who, request: &Request) -> Result<Option<Caller>, Refusal> {
        if who == Who::Open {
            return Ok(None);
        }
        let caller = Caller::of(request, &self.staff_groups)?;
        if who.admits(&caller) { Ok(Some(caller)) } else { Err(Refusal::Forbidden) }
    }
}
