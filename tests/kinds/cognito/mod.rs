mod identity_pool;
mod identity_pool_scripted;
mod user_pool;
mod user_pool_checks;
mod user_pool_client;
mod user_pool_client_scripted;
mod user_pool_scripted;
