//! Rules of which properties go together.
