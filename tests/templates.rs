//! What is wrong with a template is said with its place and what to do, and nothing in a template stops the program.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "support/build.rs"]
mod support;

use factsheet::batch::{AsOf, Options, build};
use factsheet::value::Day;
use std::fs;
use std::path::Path;
use support::{Silent, explain, sample_copy};

/// The masthead of a sheet and whatever follows.
fn sheet(rest: &str) -> String {
    format!("```masthead\ntitle = \"{{{{program.name}}}}\"\naside = [\"{{{{as_of}}}}\"]\n```\n\n{rest}\n\n{CLOSING}")
}

/// What the sample's sheets may not lack.
const CLOSING: &str = "```callout\ntext = \"{{facts.presumption}}\"\n```\n\n```contact\ntext = \"Office\"\n```\n";

/// A copy of the sample whose briefing is the only sheet, with the partials given.
fn project(folder: &Path, briefing: &str, partials: &[(&str, &str)]) -> Options {
    let project = sample_copy(folder);
    let file = project.join("factsheet.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, only_briefing(&text)).unwrap();
    fs::write(project.join("templates/briefing.md.hbs"), briefing).unwrap();
    for (name, text) in partials {
        fs::write(project.join(format!("templates/partials/{name}.md.hbs")), text).unwrap();
    }
    let as_of = AsOf::Day(Day::parse("2024-12-31").unwrap());
    Options { project, as_of, out: Some(folder.join("out")), ..Options::default() }
}

/// The project file without the sheets that are not the briefing.
fn only_briefing(text: &str) -> String {
    let mut parts = text.split("\n[[sheets]]\n");
    let head = parts.next().unwrap().to_owned();
    let briefing = parts.find(|part| part.contains("briefing.md.hbs")).unwrap();
    format!("{head}\n[[sheets]]\n{briefing}")
}

/// What is said of a project with this briefing; it must be refused.
fn refused_with(briefing: &str, partials: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    match build(&project(folder.path(), briefing, partials), &Silent) {
        Ok(_) => panic!("the template is accepted:\n{briefing}"),
        Err(error) => explain(&error),
    }
}

fn refused(rest: &str) -> String {
    refused_with(&sheet(rest), &[])
}

fn accepted(rest: &str) {
    let folder = tempfile::tempdir().unwrap();
    if let Err(error) = build(&project(folder.path(), &sheet(rest), &[]), &Silent) {
        panic!("{}", explain(&error));
    }
}

fn assert_says(said: &str, words: &[&str]) {
    for word in words {
        assert!(said.contains(word), "\"{word}\" is not said:\n{said}");
    }
}

#[test]
fn a_partial_that_calls_itself_is_refused() {
    let said = refused_with(&sheet("{{> lead}}"), &[("lead", "Words.\n\n{{> lead}}\n")]);
    assert_says(&said, &["partials/lead.md.hbs:3:", "\"lead\" calls \"lead\"", "take one of these calls out"]);
}

#[test]
fn partials_that_call_one_another_in_a_circle_are_refused() {
    let partials = [("a", "{{> b}}\n"), ("b", "{{> c}}\n"), ("c", "{{#if facts.page}}{{> a}}{{/if}}\n")];
    let said = refused_with(&sheet("{{> b}}"), &partials);
    assert_says(&said, &["partials/c.md.hbs:1:", "\"a\" calls \"b\" calls \"c\" calls \"a\""]);
}

#[test]
fn partials_too_deep_inside_one_another_are_refused() {
    let texts: Vec<(String, String)> = (0..12).map(|i| (format!("p{i}"), format!("{{{{> p{}}}}}\n", i + 1))).collect();
    let mut partials: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    partials.push(("p12", "The end.\n"));
    assert_says(&refused_with(&sheet("{{> p0}}"), &partials), &["more than 8 deep", "partials/p"]);
}

#[test]
fn tags_too_deep_inside_one_another_are_refused() {
    let blocks = format!("{}x{}", "{{#if facts.page}}".repeat(5000), "{{/if}}".repeat(5000));
    assert_says(&refused(&blocks), &["briefing.md.hbs:6:", "nested too deep"]);
    let brackets = format!("{{{{#if {}facts.page{}}}}}x{{{{/if}}}}", "(not ".repeat(5000), ")".repeat(5000));
    assert_says(&refused(&brackets), &["briefing.md.hbs:6:", "nested too deep"]);
}

#[test]
fn a_block_that_is_not_closed_is_named() {
    let said = refused("{{#if facts.page}}\nWords.");
    assert_says(&said, &["briefing.md.hbs:6:1", "{{#if}} that is opened here is not closed", "close it with {{/if}}"]);
    assert!(!said.contains("expected"), "{said}");
    assert_says(&refused("Words.\n{{/if}}"), &["briefing.md.hbs:7:1", "{{/if}} closes no block"]);
}
