"""Makes objects at AWS as Terraform's AWS provider makes them, and writes the state that Terraform would
have written: what version 5 of the provider says of each, attribute by attribute."""
