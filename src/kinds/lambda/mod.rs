pub mod function;
