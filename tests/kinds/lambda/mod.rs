mod function;
mod function_checks;
mod function_packages;
mod function_scripted;
mod layer;
