//! The one spelling of an API, which both a spec and what is live are brought to.
//!
//! What API Gateway holds is flat: methods with ids in them, preflights that look like any other method.
//! A spec says the same in fewer words. Both are turned into what API Gateway holds ([`Concrete`]) and
//! folded back, so that two APIs are equal values exactly if API Gateway cannot tell them apart.

use std::collections::BTreeMap;

use super::authorizer::Authorizer;
use super::cors::Cors;
use super::gateway_responses::GatewayResponses;
use super::integration::Integration;
use super::models::Model;
use super::routes::{Half, Method, Routes};
use super::spec::RestApi;
use super::stages::Stage;

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
        let mut gateway_responses = api.gateway_responses.clone();
        for (kind, response) in &mut gateway_responses {
            response.normalise(kind);
        }
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
        self.tidy()
    }

    /// The API with every preflight as a method of its own, and all else as in its one spelling.
    pub(super) fn unfolded(mut self) -> Self {
        let Concrete { routes, gateway_responses } = Concrete::of(&self);
        self.cors = None;
        self.routes = routes;
        self.gateway_responses = gateway_responses;
        self.tidy()
    }

    /// Without what goes without saying of the parts that every spelling has in common.
    fn tidy(mut self) -> Self {
        self.models.retain(|name, model: &mut Model| !model.is_built_in(name));
        self.authorizers.values_mut().for_each(Authorizer::normalise);
        self.stages.values_mut().for_each(Stage::normalise);
        self
    }

    /// The API with every preflight, every default and every function's address, as API Gateway holds them.
    pub(super) fn in_full(mut self) -> Self {
        let Concrete { routes, gateway_responses } = Concrete::of(&self);
        self.cors = None;
        self.routes = routes;
        self.gateway_responses = gateway_responses;
        let methods = self.routes.values_mut().flat_map(BTreeMap::values_mut);
        let integrations = methods.filter_map(|method| method.integration.as_mut());
        integrations.for_each(Integration::spell_out);
        self.authorizers.values_mut().for_each(Authorizer::spell_out);
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
    let Some(integration) = &mut method.integration else {
        return;
    };
    integration.normalise();
    if integration.is_proxy() {
        // A proxy's answer goes out as it is, so nobody misses what the integration does not make of it.
        for response in method.responses.values_mut() {
            response.only.take_if(|half| *half == Half::Method);
        }
    }
}
