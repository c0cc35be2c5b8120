//! The program: arguments and exit code.

fn main() {}
