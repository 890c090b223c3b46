//! Any bytes as an export that nobody has described: a block that is a project file's, or a refusal.
#![no_main]

use factsheet::records::{self, InputFile};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let file = InputFile { name: "a.csv".to_owned(), bytes: bytes.to_vec(), digest: String::new() };
    let _ = records::inspect(&file, "input/a.csv", None);
});
