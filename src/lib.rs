//! `factsheet` turns CSV exports of case outcomes and seizures into fact sheets whose figures are proved.

pub mod document;
pub mod figures;
pub mod project;
pub mod records;
pub mod render;
pub mod value;
