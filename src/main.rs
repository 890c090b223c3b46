//! The `factsheet` program: see [`factsheet::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    factsheet::cli::run(std::env::args_os())
}
