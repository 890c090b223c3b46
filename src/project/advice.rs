//! What serde says of a project file → what to do about it. serde knows what it expected, not what the key is for.

use crate::value::Problem;

/// Gives advice to a problem that has none.
pub(super) fn with_advice(mut problem: Problem) -> Problem {
    if problem.todo.is_empty() {
        problem.todo = todo(&problem.what).to_owned();
    }
    problem
}

fn todo(what: &str) -> &'static str {
    match what {
        "the key \"kind\" is missing" => {
            "for a source write kind = \"snapshot\" when each export holds everything, or kind = \"changes\" when all of \
             its files together are the records"
        }
        "the key \"type\" is missing" => {
            "write type = \"text\", \"code\", \"date\", \"number\", \"money\", \"quantity\", \"term\" or \"flag\""
        }
        "the key \"formats\" is missing" => "for a sheet write formats = [\"pdf\", \"docx\", \"txt\"], or some of them",
        "the key \"files\" is missing" => "write the pattern of its files: files = \"input/name_*.csv\"",
        "the key \"columns\" is missing" => "list the columns that are needed; `factsheet inspect FILE` proposes them",
        "the key \"sheets\" is missing" => {
            "every project has a [[sheets]] table with name, template and formats, also one that only shows figures"
        }
        "the key \"figures\" is missing" => {
            "every project has a figure: a [figures.NAME] table with title, source and counts"
        }
        "the key \"sources\" is missing" => "every project has a source: `factsheet inspect FILE` proposes its table",
        "the key \"title\" is missing" => "write what it is in words: title = \"Arrests\"",
        "the key \"start\" is missing" => "write the first day that counts, without quotes: start = 2021-06-07",
        "the key \"office\" is missing" => "write the issuing office: office = \"…\"",
        other
            if other.contains("expected a TOML datetime")
                || other.contains("invalid type: string, expected datetime") =>
        {
            "write a date without quotes: 2024-12-31"
        }
        other if other.contains("invalid type: floating point") => "write a decimal in quotes: \"0.5\"",
        _ => "",
    }
}
