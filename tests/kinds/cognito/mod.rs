mod user_pool;
mod user_pool_checks;
mod user_pool_recorded;
