//! Figures and a template → a checked, format-neutral [`Document`].

pub mod model;
