//! Tests have every kind, those of the fake cloud among them.

#[ctor::ctor(unsafe)]
fn register_kinds() {
    kinds::register();
    fake_cloud::register();
}
