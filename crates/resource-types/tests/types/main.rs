//! What is packed, how registry schemas are read, and whether the checks of all types hold.

mod broken;
mod every_type;
mod facts;
mod messages;
mod random;
mod reduction;
mod texts;
mod values;
