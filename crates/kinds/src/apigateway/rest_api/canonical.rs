//! The one spelling of an API, which both a spec and what is live are brought to.
//!
//! What API Gateway holds is flat: methods with ids in them, preflights that look like any other method.
//! A spec says the same in fewer words. Both are turned into what API Gateway holds ([`Concrete`]) and
//! folded back, so that two APIs are equal values exactly if API Gateway cannot tell them apart.

use std::collections::BTreeMap;

use super::RestApi;
use super::authorizer::Authorizer;
use super::cors::Cors;
use super::gateway_responses::GatewayResponses;
use super::integration::Integration;
use super::models::Model;
use super::routes::{Half, Method, Routes};

/// The parts of an API that a spec says in other words than API Gateway.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Concrete {
    pub routes: Routes,
    pub gateway_responses: GatewayResponses,
}

impl Concrete {
    /// What API Gateway is to hold for an API.
    pub(super) fn of(api: &RestApi) -> Self {
        let mut routes = normalised(api.routes.clone());
        let responses = api.gateway_responses.clone().into_iter();
        let mut gateway_responses = responses
            .map(|(kind, response)| {
                let response = response.normalised(&kind);
                (kind, response)
            })
            .collect();
        if let Some(cors) = &api.cors {
            cors.expand(&mut routes, &mut gateway_responses);
        }
        Self { routes, gateway_responses }
    }
}

impl RestApi {
    /// The API in its one spelling. What its stages show stays as it is.
    pub(super) fn canonical(mut self) -> Self {
        let Concrete { mut routes, mut gateway_responses } = Concrete::of(&self);
        self.cors = Cors::fold(&mut routes, &mut gateway_responses);
        self.routes = routes;
        self.gateway_responses = gateway_responses;
        let usual = self.endpoint_type.usual_ip_address_type();
        self.ip_address_type.take_if(|kind| kind == usual);
        self.models.retain(|name, model: &mut Model| !model.is_built_in(name));
        let authorizers = self.authorizers.into_iter();
        self.authorizers =
            authorizers.map(|(name, authorizer)| (name, authorizer.normalised())).collect();
        let stages = self.stages.into_iter();
        self.stages = stages.map(|(name, stage)| (name, stage.normalised())).collect();
        self
    }
}

impl RestApi {
    /// The API with every preflight, every default and every function's address, as API Gateway holds them.
    pub(super) fn in_full(mut self) -> Self {
        let Concrete { routes, gateway_responses } = Concrete::of(&self);
        self.cors = None;
        self.routes = routes;
        self.gateway_responses = gateway_responses;
        let methods = self.routes.values_mut().flat_map(BTreeMap::values_mut);
        for method in methods {
            method.integration = method.integration.take().map(Integration::in_full);
        }
        let authorizers = self.authorizers.values_mut();
        authorizers.for_each(Authorizer::spell_out);
        self
    }
}

/// Paths without methods are there anyway if others are below them.
fn normalised(mut routes: Routes) -> Routes {
    let paths: Vec<String> = routes.keys().cloned().collect();
    routes.retain(|path, methods| {
        let below = format!("{}/", path.trim_end_matches('/'));
        let has_children = || {
            let mut others = paths.iter().filter(|other| *other != path);
            others.any(|other| other.starts_with(&below))
        };
        !methods.is_empty() || path != "/" && !has_children()
    });
    for method in routes.values_mut().flat_map(|methods| methods.values_mut()) {
        normalise(method);
    }
    routes
}

fn normalise(method: &mut Method) {
    method.integration = method.integration.take().map(Integration::normalised);
    let integration = method.integration.as_ref();
    if integration.is_some_and(Integration::is_proxy) {
        // A proxy's answer goes out as it is, so nobody misses what the integration does not make of it.
        for response in method.responses.values_mut() {
            response.only.take_if(|half| *half == Half::Method);
        }
    }
}
