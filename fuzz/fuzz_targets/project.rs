//! Any text as a project file: a project or the list of what is wrong with it, never a panic.
#![no_main]

use factsheet::project::Project;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = Project::parse("factsheet.toml", text);
});
