//! AWS's rules of added routes: those of every API's.

use super::spec::RestApiRoutes;
use crate::apigateway::rest_api::check::check_parts;
use crate::apigateway::rest_api::check_references::Names;
use crate::prelude::*;

pub(super) fn check(routes: &RestApiRoutes, findings: &mut Findings) {
    for (path, methods) in &routes.routes {
        rules! { findings;
            Warning "routes" / path if methods.is_empty() =>
                "the path has no method",
                "nothing is added by a path alone",
                "add a method, such as `GET`, or remove the path";
        }
    }
    rules! { findings;
        Warning "stages" if routes.stages.is_empty() && !routes.routes.is_empty() =>
            "nobody can call these routes yet",
            "no stage shows them before somebody deploys the API",
            "name the stages that are to show them";
    }
    if let Ok(api) = routes.alone() {
        check_parts(&api, Names::SomeElsewhere, findings);
    }
}
