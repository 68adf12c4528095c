//! Laws that hold for every stack.
