//! What Terraform's state calls secret: the values themselves, and the fields of live objects. The two have
//! different shapes, so a field is known by its name.

mod fields;
mod known;

pub use fields::secret_fields;
pub use known::known_secrets;
