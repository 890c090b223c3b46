//! What is wrong with a template is said with its place and what to do, and nothing in a template stops the program.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "support/build.rs"]
mod support;

use factsheet::batch::{AsOf, Options, build};
use factsheet::value::Day;
use std::fs;
use std::path::Path;
use support::{Silent, docx_words, explain, sample_copy};

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
    // A fact that is never in force guards a branch that is not taken.
    let facts = text.replacen(
        "\n[[facts]]\n",
        "\n[[facts]]\nname = \"never\"\nvalue = \"x\"\nsince = 2099-01-01\n\n[[facts]]\n",
        1,
    );
    assert_ne!(facts, text);
    fs::write(&file, only_briefing(&facts)).unwrap();
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

#[test]
fn lists_too_deep_inside_one_another_are_refused() {
    let deep = "- ".repeat(300) + "x";
    assert_says(&refused(&deep), &["briefing.md.hbs", "a list stands more than 4 deep", "use fewer levels"]);
    let far = "- ".repeat(20_000) + "x";
    assert_says(&refused(&far), &["a list stands more than 4 deep"]);
    accepted("- one\n  - two\n    - three\n      - four\n");
}

#[test]
fn quotes_and_emphasis_too_deep_inside_one_another_are_refused() {
    assert_says(&refused(&(">".repeat(20_000) + " x")), &["a block quote", "write a `callout` block"]);
    let stressed = format!("{}x{}", "*a **b ".repeat(3000), " b** a*".repeat(3000));
    assert_says(&refused(&stressed), &["more than 6 deep"]);
}

#[test]
fn columns_inside_columns_are_refused() {
    let inner = "````columns\n[[column]]\ntext = 'x'\n````";
    let outer = format!("`````columns\n[[column]]\ntext = \"\"\"\n{inner}\n\"\"\"\n`````");
    assert_says(&refused(&outer), &["a `columns` block stands inside `columns`"]);
}

#[test]
fn a_refused_block_does_not_hide_what_follows() {
    assert_says(&refused("> quote\n\n# One\n"), &["a block quote", "level one"]);
}

#[test]
fn a_row_of_tiles_without_tiles_disappears() {
    accepted("```tiles\n{{#unless (any \"arrests\")}}\n[[tile]]\nclaim = \"arrests\"\nlabel = \"x\"\n{{/unless}}\n```");
}

#[test]
fn a_second_notes_block_or_one_that_is_not_at_the_margin_is_refused() {
    let rule = "a sheet has one `notes` block, and not inside columns or a list";
    let notes = "```notes\na = \"A.\"\n```";
    let columns = format!(
        "Words{{{{note \"a\"}}}}\n\n````columns\n[[column]]\ntext = \"\"\"\n{}\n\"\"\"\n````",
        notes.replace('"', "'")
    );
    let list = "Words{{note \"a\"}}\n\n- x\n\n  ```notes\n  a = \"A.\"\n  ```";
    let twice = format!("Words{{{{note \"a\"}}}}\n\n{notes}\n\n{notes}");
    for wrong in [twice.as_str(), &columns, list] {
        let said = refused(wrong);
        assert_says(&said, &[rule]);
        assert!(!said.contains("FDD2"), "{said}");
    }
}

#[test]
fn a_masthead_that_is_not_first_is_refused() {
    let above = format!("Words.\n\n{}", sheet("More."));
    assert_says(&refused_with(&above, &[]), &["the masthead is not the first block"]);
    let inside =
        format!("````columns\n[[column]]\ntext = '''\n```masthead\ntitle = \"T\"\n```\n'''\n````\n\n{CLOSING}");
    assert_says(&refused_with(&inside, &[]), &["a `masthead` block stands inside `columns`", "first block"]);
}

#[test]
fn what_a_sheet_requires_may_stand_in_columns_but_not_be_blank() {
    let masthead = "```masthead\ntitle = \"T\"\naside = [\"{{as_of}}\"]\n```\n\n";
    let blank = format!("{masthead}{}", CLOSING.replace("{{facts.presumption}}", " "));
    assert_says(&refused_with(&blank, &[]), &["lacks its callout"]);
    let columns = format!("{masthead}````columns\n[[column]]\ntext = '''\n{CLOSING}\n'''\n````");
    let folder = tempfile::tempdir().unwrap();
    build(&project(folder.path(), &columns, &[]), &Silent).unwrap_or_else(|error| panic!("{}", explain(&error)));
}

#[test]
fn a_table_drawn_with_bars_is_refused() {
    let said = refused("| a | b |\n|---|---|\n| 1 | 2 |");
    assert_says(&said, &["a table drawn with bars", "write a `table` block"]);
}

#[test]
fn what_a_short_text_may_not_hold_is_said() {
    let callout = |text: &str| format!("```callout\ntext = \"{text}\"\n```");
    let said = refused(&callout("see <br> **x**"));
    assert_says(&said, &["code or HTML", "write plain words", "see <br> **x**"]);
    assert_says(&refused(&callout("<div> x")), &["code or HTML"]);
    assert_says(&refused(&callout("one\\n\\ntwo")), &["several paragraphs", "write one paragraph"]);
    assert_says(&refused(&callout("see [x](javascript:x)")), &["the link \"javascript:x\" is not allowed"]);
}

#[test]
fn signs_that_begin_a_block_are_words_in_a_short_text() {
    let texts = ["1. January", "- x", "+5", "# of cases", "> 5 **kg**", "**(a)** b", "[c]: withheld", "---", "a | b"];
    let blocks: Vec<String> = texts.iter().map(|text| format!("```callout\ntext = \"{text}\"\n```\n\n")).collect();
    let folder = tempfile::tempdir().unwrap();
    let two = "```callout\ntext = '''\nfirst line\n- second\n    third \\\n# fourth\n'''\n```";
    let options = project(folder.path(), &sheet(&format!("{}{two}", blocks.concat())), &[]);
    build(&options, &Silent).unwrap_or_else(|error| panic!("{}", explain(&error)));
    let words = docx_words(&folder.path().join("out/2024-12-31/public/jtfa-briefing-2024-12.docx"));
    let printed = "1. January - x +5 # of cases > 5 kg (a) b [c]: withheld --- a | b first line - second third";
    assert_says(&words, &[printed, "# fourth"]);
    assert!(!words.contains("**") && !words.contains('\u{a0}'), "{words}");
}

#[test]
fn characters_that_cannot_be_seen_are_refused_with_their_place() {
    for (bad, name) in [("\u{202e}", "U+202E"), ("\u{200b}", "U+200B"), ("\u{2060}", "U+2060"), ("\u{fdd0}", "U+FDD0")]
    {
        let said = refused(&format!("Some wor{bad}ds."));
        assert_says(&said, &["briefing.md.hbs:6:9", &format!("the character {name}, which"), "delete it"]);
    }
    // Written as an entity, or as an escape in a block.
    assert_says(&refused("Words &#x202E; words."), &["U+202E, which changes the direction of the text", "delete it"]);
    assert_says(&refused("```callout\ntext = \"a\\u202Eb\"\n```"), &["U+202E, which changes the direction"]);
}

#[test]
fn soft_hyphens_are_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let rest = "Dis\u{ad}trict of&shy;fice.\n\n```callout\ntext = \"head\\u00ADline\"\n```";
    let options = project(folder.path(), &format!("\u{feff}{}", sheet(rest)), &[]);
    build(&options, &Silent).unwrap_or_else(|error| panic!("{}", explain(&error)));
    let words = docx_words(&folder.path().join("out/2024-12-31/public/jtfa-briefing-2024-12.docx"));
    assert_says(&words, &["District office.", "headline"]);
}

#[test]
fn a_list_is_not_printed_as_it_is() {
    let said = refused("Lands: {{facts.northern_triangle}}.");
    assert_says(&said, &["briefing.md.hbs:6:8", "is a list", "{{list facts.northern_triangle}}", "{{#each"]);
    assert_says(&refused("{{slices \"arrests\" \"district\"}}"), &["\"slices\" is a list", "{{#each (slices …)}}"]);
    accepted("Lands: {{list facts.northern_triangle}}; {{#each facts.northern_triangle}}{{this}}, {{/each}}.");
}

#[test]
fn questions_and_blocks_are_not_printed() {
    for (wrong, why) in [
        ("{{and facts.page facts.page}}", "\"and\" asks a question"),
        ("{{not facts.page}}", "\"not\" asks a question"),
        ("{{any \"arrests\"}}", "\"any\" asks a question"),
        ("{{if facts.page}}", "\"if\" is a block"),
        ("{{capital (if facts.page)}}", "\"if\" is a block"),
    ] {
        assert_says(&refused(wrong), &["briefing.md.hbs:6:1", why, "{{#if "]);
    }
    accepted("{{#if (and (any \"arrests\") (not (any \"convictions\")))}}x{{else}}y{{/if}}");
}

#[test]
fn arguments_are_counted_and_their_types_checked() {
    for (wrong, why) in [
        ("{{value \"arrests\" \"2024\"}}", "\"value\" has 2 arguments"),
        ("{{#if facts.page facts.page}}x{{/if}}", "\"if\" has 2 arguments"),
        ("{{#if facts.page unit=true}}x{{/if}}", "\"if\" takes no option"),
        ("{{list facts.northern_triangle sort=true}}", "\"list\" takes no option"),
        ("{{value 5}}", "\"value\" takes a text, and has 5"),
        ("{{value \"arrests\" unit=\"yes\"}}", "`unit` is neither true nor false"),
        ("{{claim \"arrests\" unit=true}}", "only \"value\" takes `unit`"),
        ("{{value \"arrests\" period=true}}", "the option \"period\" takes a text"),
        ("{{> lead program}}", "a word without a name"),
    ] {
        assert_says(&refused(wrong), &["briefing.md.hbs:6:1", why]);
    }
    accepted("{{value \"arrests\" period=2024 unit=true}} {{value \"arrests\" district=\"AZ\"}}");
}

#[test]
fn names_in_branches_that_are_not_taken_are_checked() {
    for (wrong, why) in [
        ("{{value \"arrests\" distrct=\"AZ\"}}", "did you mean \"district\"?"),
        ("{{value \"arrests\" district=\"AX\"}}", "unknown code \"AX\""),
        ("{{value \"arrests\" period=\"last\"}}", "unknown period \"last\""),
        ("{{period_of \"FY24\"}}", "unknown period \"FY24\""),
        ("{{#each (slices \"arrests\" \"distict\")}}x{{/each}}", "did you mean \"district\"?"),
        ("{{note \"countin\"}}", "did you mean \"counting\"?"),
    ] {
        let said = refused(&format!("{{{{#if facts.never}}}}{wrong}{{{{/if}}}}"));
        assert_says(&said, &["briefing.md.hbs:6:20", why]);
    }
}

#[test]
fn what_is_wrong_with_a_block_has_the_place_of_the_block() {
    let chart = "```chart\nid = \"x\"\nkind = \"bars\"\nfigure = \"arests\"\nby = \"district\"\n```\n";
    assert_says(&refused(&format!("Words.\n\n{chart}")), &["briefing.md.hbs:8: ", "did you mean \"arrests\"?"]);
    let said = refused_with(&sheet("Words.\n\n{{> lead}}"), &[("lead", &format!("Words.\n\n{chart}"))]);
    assert_says(&said, &["partials/lead.md.hbs:3: "]);
    let said = refused("```callout\ntext = \"see <br> {{program.name}}\"\n```");
    assert_says(&said, &["briefing.md.hbs: ", "code or HTML"]);
}

#[test]
fn a_list_keeps_its_first_number() {
    let folder = tempfile::tempdir().unwrap();
    let options = project(folder.path(), &sheet("Words.\n\n5. five\n6. six"), &[]);
    build(&options, &Silent).unwrap();
    let bytes = fs::read(folder.path().join("out/2024-12-31/public/jtfa-briefing-2024-12.pdf")).unwrap();
    let said = factsheet::render::pdf::read::read(&bytes).unwrap().root;
    let labels: Vec<String> =
        said.walk().into_iter().filter(|node| node.role == "Lbl").map(|node| node.text.trim().to_owned()).collect();
    assert_eq!(labels, ["5.", "6."]);
}

#[test]
fn a_link_without_words_is_refused_where_it_is_written() {
    let wrong = refused("Words.\n\nSee [](https://justice.gov/x) and more.");
    assert_says(
        &wrong,
        &["briefing.md.hbs:8:5", "the link to \"https://justice.gov/x\" has no words", "[words](address)"],
    );
    let filled = refused("Words.\n\nAnd [ {{#if facts.never}}x{{/if}} ](https://justice.gov/y).");
    assert_says(&filled, &["the link to \"https://justice.gov/y\" has no words"]);
    let short = refused("```callout\ntext = \"{{facts.presumption}} [](mailto:a@example.org)\"\n```");
    assert_says(&short, &["briefing.md.hbs:7:", "the link to \"mailto:a@example.org\" has no words"]);
    accepted("See [Justice](https://justice.gov/x).");
}
