//! Many objects at once: their blocks refer to each other, compile together, and mean what was read.

mod folding;
mod references;
mod secrets;

/// A function that objects of the tests name.
const FUNCTION: &str = "arn:aws:lambda:us-east-2:123456789012:function:shop-dev-sign-in";
