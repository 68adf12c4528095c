pub mod user_pool;
