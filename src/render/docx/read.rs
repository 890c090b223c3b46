//! A finished Word file → what it says.
