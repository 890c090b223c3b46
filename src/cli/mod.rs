//! Arguments → a call, a printed result, an exit code. The only stage that writes to the terminal; a closed or
//! full output is an error here, never a panic.

mod answers;
mod args;
mod progress;
mod show;

use crate::batch::{self, Error, Question};
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
        Ok((text, code)) => report(&mut io::stdout().lock(), &text, code),
        Err(error) => {
            let text = show::error(&error);
            report(&mut io::stderr().lock(), &text, error.exit_code())
        }
    }
}

/// What is printed, and the exit code.
fn execute(arguments: &Arguments) -> Result<(String, u8), Error> {
    let steps = Steps::new();
    let result = match &arguments.command {
        Command::Build(build) => {
            args::limit_threads(build.common.threads)?;
            batch::build(&build.options()?, &steps).map(|report| (show::report(&report), 0))
        }
        Command::Figures(figures) => {
            args::limit_threads(figures.common.threads)?;
            let counted = batch::count(&figures.common.options()?, &steps)?;
            show::figures(&counted.figures, figures.format).map(|text| (text, 0))
        }
        Command::Explain(explain) => {
            args::limit_threads(explain.common.threads)?;
            let options = explain.common.options()?;
            batch::explain(&options, &explain.figure, &explain.by, explain.rows.as_deref(), &steps)
                .map(|explanation| (answers::explanation(&explanation), 0))
        }
        Command::Ask(ask) => {
            args::limit_threads(ask.common.threads)?;
            let (figure, slices, period) = (ask.figure.clone(), ask.slices.clone(), ask.period.clone());
            let question = Question { as_of: String::new(), figure, slices, period };
            batch::ask(&ask.common.options()?, &question, &steps).map(|answer| (answers::answer(&answer), 0))
        }
        Command::Claims(claims) => {
            args::limit_threads(claims.common.threads)?;
            batch::test_text(&claims.common.options()?, &claims.file, &steps).map(|found| answers::statements(&found))
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
