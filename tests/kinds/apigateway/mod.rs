mod rest_api;
mod rest_api_calls;
mod rest_api_checks;
mod rest_api_recorded;
