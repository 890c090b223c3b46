//! Arguments → a call, a printed result, an exit code. The only stage that writes to the terminal; a closed or
//! full output is an error here, never a panic.

mod answers;
mod args;
mod args_copies;
mod args_editions;
mod copies;
mod editions;
mod progress;
mod show;
mod show_inspect;

use crate::batch::{self, CheckReport, Error, Question};
use args::{Arguments, Ask, Check, Command, Explain, ReportFormat};
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
        Ok(done) => {
            let written = report(&mut io::stdout().lock(), &done.text, done.code);
            if done.errors.is_empty() || written != ExitCode::from(done.code) {
                return written;
            }
            report(&mut io::stderr().lock(), &done.errors, done.code)
        }
        Err(error) => {
            let text = show::error(&error);
            report(&mut io::stderr().lock(), &text, error.exit_code())
        }
    }
}

/// What a command has to say.
#[derive(Debug, Default)]
struct Done {
    /// The result, for standard output.
    text: String,
    /// What is wrong, for standard error.
    errors: String,
    code: u8,
}

impl From<String> for Done {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

fn execute(arguments: &Arguments) -> Result<Done, Error> {
    args::limit_threads(arguments.command.threads())?;
    let steps = Steps::new();
    let result = match &arguments.command {
        Command::Build(build) if build.publish => editions::build_and_publish(&build.options()?, &steps),
        Command::Build(build) => batch::build(&build.options()?, &steps).map(|report| show::report(&report).into()),
        Command::Check(check) => self::check(check, &steps),
        Command::Figures(figures) => batch::count(&figures.common.options()?, &steps)
            .and_then(|counted| show::figures(&counted.figures, figures.format).map(Done::from)),
        Command::Explain(explain) => self::explain(explain, &steps),
        Command::Ask(ask) => self::ask(ask, &steps),
        Command::Publish(publish) => editions::publish(publish, &steps),
        Command::Approve(approve) => editions::approve(approve),
        Command::Get(get) => editions::get(get),
        Command::Support(support) => editions::support(support),
        Command::Reproduce(reproduce) => editions::reproduce(reproduce, &steps),
        Command::Status(status) => editions::status(status),
        Command::Verify(verify) => copies::verify(verify),
        Command::Diff(diff) => copies::diff(diff),
        Command::Inspect(inspect) => {
            batch::inspect(&inspect.file, inspect.delimiter).map(|seen| show_inspect::text(&seen).into())
        }
        Command::Refresh(refresh) => {
            batch::refresh(&refresh.options(), &steps).map(|report| show::refreshed(&report).into())
        }
    };
    steps.finish();
    result
}

fn check(check: &Check, steps: &Steps) -> Result<Done, Error> {
    let options = check.common.options()?;
    let Some(file) = &check.claims else {
        return batch::check(&options, steps).and_then(|report| checked(&report, check.format));
    };
    let (text, code) = answers::statements(&batch::test_text(&options, file, steps)?);
    Ok(Done { text, errors: String::new(), code })
}

fn explain(explain: &Explain, steps: &Steps) -> Result<Done, Error> {
    let options = explain.common.options()?;
    let found = batch::explain(&options, &explain.figure, &explain.by, explain.rows.as_deref(), steps)?;
    in_format(explain.format, &found, answers::explanation)
}

fn ask(ask: &Ask, steps: &Steps) -> Result<Done, Error> {
    let (figure, slices, period) = (ask.figure.clone(), ask.slices.clone(), ask.period.clone());
    let question = Question { as_of: String::new(), figure, slices, period };
    in_format(ask.format, &batch::ask(&ask.common.options()?, &question, steps)?, answers::answer)
}

/// A result as text, or as JSON for other programs.
fn in_format<T: serde::Serialize>(format: ReportFormat, result: &T, text: fn(&T) -> String) -> Result<Done, Error> {
    Ok(match format {
        ReportFormat::Text => text(result),
        ReportFormat::Json => serde_json::to_string_pretty(result)? + "\n",
    }
    .into())
}

fn checked(report: &CheckReport, format: ReportFormat) -> Result<Done, Error> {
    if format == ReportFormat::Json {
        let text = serde_json::to_string_pretty(report)? + "\n";
        return Ok(Done { text, errors: String::new(), code: report.exit_code });
    }
    let errors = if report.ready {
        String::new()
    } else {
        show::refusal(&report.problems, &report.awaited, report.rejects.as_deref(), "the edition cannot be built")
    };
    Ok(Done { text: show::check(report), errors, code: report.exit_code })
}

/// Writes a text; a reader that has gone away (`| head`) or a full disk is told by the exit code.
fn report(out: &mut dyn Write, text: &str, code: u8) -> ExitCode {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::from(code),
        Err(error) => {
            // A reader that went away on purpose needs no word; a full disk does.
            if error.kind() != io::ErrorKind::BrokenPipe {
                let told = writeln!(io::stderr(), "error: the output could not be written: {error}");
                drop(told);
            }
            ExitCode::from(3)
        }
    }
}
