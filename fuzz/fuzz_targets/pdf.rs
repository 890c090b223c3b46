//! Any bytes as a PDF that somebody hands in to be verified: read or refused, never a panic.
#![no_main]

use factsheet::render::pdf;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = pdf::read::read(bytes);
});
