//! Variables: what specs declare, and the values that an environment, the command line or the process
//! environment gives them. The inputs of components are declared alike.

mod declaration;
mod inputs;
mod mismatch;
mod noun;
mod provided;
mod resolve;
mod rule;
mod undeclared;
mod values;
mod variable_type;

pub use declaration::declaration_schema;
pub use inputs::Inputs;
pub use provided::ENVIRONMENT_PREFIX;
pub use resolve::resolve;
pub use undeclared::report_undeclared;
