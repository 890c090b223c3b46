//! Arguments → a call, a printed result, an exit code. The only stage that writes to the terminal; a closed or
//! full output is an error here, never a panic.

mod args;
mod progress;
mod show;

use crate::batch::{self, Error};
use args::{Arguments, Command};
use clap::Parser;
use progress::Steps;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

/// Runs the program with its arguments.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let parsed = match Arguments::try_parse_from(arguments) {
        Ok(parsed) => parsed,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            return if error.print().is_ok() { ExitCode::from(code) } else { ExitCode::from(3) };
        }
    };
    match execute(&parsed) {
        Ok(text) => report(&mut io::stdout().lock(), &text, 0),
        Err(error) => {
            let text = show::error(&error);
            report(&mut io::stderr().lock(), &text, error.exit_code())
        }
    }
}

fn execute(arguments: &Arguments) -> Result<String, Error> {
    let steps = Steps::new();
    let result = match &arguments.command {
        Command::Build(build) => {
            args::limit_threads(build.common.threads)?;
            batch::build(&build.options()?, &steps).map(|report| show::report(&report))
        }
        Command::Figures(figures) => {
            args::limit_threads(figures.common.threads)?;
            let counted = batch::count(&figures.common.options()?, &steps)?;
            show::figures(&counted.figures, figures.format)
        }
        Command::Refresh(refresh) => {
            args::limit_threads(refresh.common.threads)?;
            batch::refresh(&refresh.options()?, &steps).map(|report| show::refreshed(&report))
        }
    };
    steps.finish();
    result
}

/// Writes a text; a reader that has gone away (`| head`) or a full disk is told by the exit code.
fn report(out: &mut dyn Write, text: &str, code: u8) -> ExitCode {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::from(code),
        Err(_) => ExitCode::from(3),
    }
}
