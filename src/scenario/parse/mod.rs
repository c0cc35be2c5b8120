//! Text to tree: TOML, JSON and CSV. What is no such text is a mistake with its place.

mod csv;
mod json;
mod toml;

pub use csv::table;
pub use json::json;
pub use toml::toml;
