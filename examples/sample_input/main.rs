//! Writes the sample input of this repository: synthetic exports of case outcomes, one file for each of five district
//! offices, and one file of seizures. Nobody and nothing in them is real.
//!
//! The real exports are not public, and a report needs data that behave like them: histories of amendments, late
//! entries, sealed and juvenile records, people in two cases, five spellings of every header. The counts are fixed by
//! the quotas in `quotas.rs` and `lots.rs`, so that the sample reaches the figures it is meant to show, and every run
//! writes the same bytes.
//!
//! `cargo run --example sample_input [FOLDER]`; without a folder the files go to `input/`.

mod at_large;
mod caseload;
mod convicted;
mod csv;
mod day;
mod docket;
mod headers;
mod history;
mod items;
mod layout;
mod lots;
mod oddities;
mod others;
mod quotas;
mod random;
mod record;
mod roles;
mod seizures;

use std::env;
use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use caseload::{Caseload, caseload};
use history::{Row, history};
use quotas::{OFFICES, RECEIVED};
use random::Random;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let folder = env::args_os().nth(1).map_or(default, PathBuf::from);
    fs::create_dir_all(&folder)?;

    let mut caseloads = Vec::new();
    for (place, office) in OFFICES.iter().enumerate() {
        let caseload = caseload(office, place)?;
        let rows = rows(&caseload, place)?;
        let count = rows.len();
        let text = layout::export(office.code, rows).ok_or("an office without a layout")?;
        save(&folder, &format!("case_outcomes_{}_synthetic_{RECEIVED}.csv", office.code), &text, count)?;
        caseloads.push(caseload);
    }
    let mut random = Random::new(62);
    let items = items::items(&caseloads, &mut random)?;
    let (text, count) = seizures::export(&items, &mut random);
    save(&folder, &format!("seizures_synthetic_{RECEIVED}.csv"), &text, count)
}

fn rows(caseload: &Caseload, place: usize) -> Result<Vec<Row>> {
    let mut random = Random::new(3100 + place as u64);
    let mut rows = Vec::new();
    for defendant in &caseload.defendants {
        rows.extend(history(defendant, &mut random)?);
    }
    Ok(rows)
}

fn save(folder: &Path, name: &str, text: &str, rows: usize) -> Result<()> {
    fs::write(folder.join(name), text)?;
    writeln!(io::stdout(), "{rows:5} rows  {name}")?;
    Ok(())
}
