//! What a function serves: each route once, with who may use it and what goes in and out. The function dispatches by it,
//! and the documents, the API's spec, the clients and the tests' matrix are made from it.

use super::handler::Erased;
use super::{Handler, Model, Who};

/// What the documents say of a route.
#[derive(Clone)]
pub struct Description {
    /// The crate of the function that answers.
    pub function: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path as API Gateway writes it, such as `/users/{user_id}`.
    pub path: &'static str,
    /// What clients call it.
    pub operation: &'static str,
    /// Who may.
    pub who: Who,
    /// What the body is like, or the query of a method that has no body.
    pub takes: Option<Model>,
    /// The status of success.
    pub status: u16,
    /// What the answer is like.
    pub gives: Option<Model>,
}

impl Description {
    /// Whether the method has a body. `PUT` without a model takes none.
    pub fn has_body(&self) -> bool {
        matches!(self.method, "POST" | "PUT") && self.takes.is_some()
    }
}

/// The routes of one function.
pub struct Routes<B> {
    function: &'static str,
    routes: Vec<Route<B>>,
}

/// A route and what answers it.
pub(super) struct Route<B> {
    pub description: Description,
    pub handler: Erased<B>,
}

impl<B: Send + Sync + 'static> Routes<B> {
    /// No routes yet, of the function that is built from this crate.
    pub fn of(function: &'static str) -> Self {
        Self { function, routes: Vec::new() }
    }

    /// What looks. A handler's input is the query.
    pub fn get<T, G, H: Handler<B, T, G>>(
        self,
        path: &'static str,
        operation: &'static str,
        who: Who,
        handler: H,
    ) -> Self {
        self.with("GET", path, operation, who, handler)
    }

    /// What makes.
    pub fn post<T, G, H: Handler<B, T, G>>(
        self,
        path: &'static str,
        operation: &'static str,
        who: Who,
        handler: H,
    ) -> Self {
        self.with("POST", path, operation, who, handler)
    }

    /// What changes.
    pub fn put<T, G, H: Handler<B, T, G>>(
        self,
        path: &'static str,
        operation: &'static str,
        who: Who,
        handler: H,
    ) -> Self {
        self.with("PUT", path, operation, who, handler)
    }

    /// What takes away.
    pub fn delete<T, G, H: Handler<B, T, G>>(
        self,
        path: &'static str,
        operation: &'static str,
        who: Who,
        handler: H,
    ) -> Self {
        self.with("DELETE", path, operation, who, handler)
    }

    fn with<T, G, H: Handler<B, T, G>>(
        mut self,
        method: &'static str,
        path: &'static str,
        operation: &'static str,
        who: Who,
        handler: H,
    ) -> Self {
        let (status, gives) = H::gives();
        let description = Description {
            function: self.function,
            method,
            path,
            operation,
            who,
            takes: H::takes(),
            status,
            gives,
        };
        self.routes.push(Route { description, handler: handler.erased() });
        self
    }

    /// What the documents say of all routes, in their order.
    pub fn descriptions(&self) -> Vec<Description> {
        self.routes.iter().map(|route| route.description.clone()).collect()
    }

    /// The methods of a path; none if it is no path of this function.
    pub(super) fn methods(&self, path: &str) -> Vec<&'static str> {
        let here = self.routes.iter().filter(|route| route.description.path == path);
        here.map(|route| route.description.method).collect()
    }

    pub(super) fn find(&self, method: &str, path: &str) -> Option<&Route<B>> {
        self.routes
            .iter()
            .find(|route| route.description.method == method && route.description.path == path)
    }
}
