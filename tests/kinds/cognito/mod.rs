mod identity_pool;
mod identity_pool_recorded;
mod user_pool;
mod user_pool_checks;
mod user_pool_client;
mod user_pool_client_recorded;
mod user_pool_recorded;
