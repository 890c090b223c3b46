//! Raw keys → a checked [`Project`]: every name is resolved, every type is held against its use, and every
//! objection is collected with the place of the key that caused it.

use super::approval::check_approval;
use super::breakdowns::spread_protection;
use super::checker::{Checker, amount_of, fold, unfit_file_name};
use super::decisions::check_decisions;
use super::derived::{check_derived, is_derived};
use super::figures::check_figure;
use super::file::{RawFact, RawFigure, RawPrivacy, RawProgram, RawProject, RawSheet, RawYearStart, SheetFormat};
use super::filter::parse_term;
use super::kinds::check_kinds;
use super::locate::Step;
use super::model::{
    Bands, CodeList, Edges, Fact, FigureDef, OverTime, Privacy, Program, Project, Protect, Sheet, Source,
};
use super::restatements::check_restatements;
use super::sources::{check_exclusion, check_source, guards};
use crate::value::{Amount, Problem, Term, YearStart, Zone, is_language_tag, nearest};
use indexmap::IndexMap;

/// Checks a whole project file.
pub(super) fn check(file: &str, text: &str, raw: RawProject) -> Result<Project, Vec<Problem>> {
    let mut checker = Checker::new(file, text);
    let c = &mut checker;
    let program = check_program(c, raw.program);
    let facts = check_facts(c, raw.facts);
    let codes: IndexMap<String, CodeList> =
        raw.codes.into_iter().map(|(name, list)| (name.clone(), check_codes(c, &name, list))).collect();
    let bands: IndexMap<String, Bands> = raw
        .bands
        .into_iter()
        .filter_map(|(name, b)| Some((name.clone(), check_bands(c, &name, &b.edges, b.names)?)))
        .collect();
    let mut sources: IndexMap<String, Source> = raw
        .sources
        .into_iter()
        .map(|(name, source)| (name.clone(), check_source(c, &name, source, &codes, program.as_ref())))
        .collect();
    let privacy = check_privacy(c, raw.privacy, &sources, &codes);
    for source in sources.values_mut() {
        source.guards = guards(&source.name, &privacy.exclude);
    }
    let figures = check_figures(c, raw.figures, &sources, &codes, &bands);
    require_over_time(c, &privacy, &figures);
    check_kinds(c, &raw.kinds, &sources, &codes, &figures);
    let sheets = check_sheets(c, raw.sheets, program.as_ref());
    let mut decisions = check_decisions(c, raw.corrections, raw.accept, raw.withdrawn, raw.unchanged, &sources);
    decisions.restatements = check_restatements(c, raw.restatements, &figures);
    let approval = raw.approval.map(|approval| check_approval(c, approval));
    match program {
        Some(program) if checker.is_content() => {
            Ok(Project { program, facts, codes, bands, sources, privacy, figures, sheets, decisions, approval })
        }
        _ => Err(checker.finish()),
    }
}

fn check_privacy(
    c: &mut Checker<'_>,
    raw: RawPrivacy,
    sources: &IndexMap<String, Source>,
    codes: &IndexMap<String, CodeList>,
) -> Privacy {
    let rules = raw.exclude.into_iter().enumerate();
    Privacy {
        smallest_cell: smallest_cell(c, raw.smallest_cell),
        over_time: raw.over_time.as_deref().and_then(|words| over_time(c, words)),
        exclude: rules.filter_map(|(i, rule)| check_exclusion(c, i, rule, sources, codes)).collect(),
    }
}

fn check_facts(c: &mut Checker<'_>, raw: Vec<RawFact>) -> Vec<Fact> {
    let facts = raw.into_iter().enumerate().map(|(i, fact)| {
        let since = fact.since.and_then(|d| c.day(&[Step::Key("facts"), Step::Index(i), Step::Key("since")], d));
        Fact { name: fact.name, is_list: fact.value.is_list, value: fact.value.items, since }
    });
    let facts: Vec<Fact> = facts.collect();
    tell_facts_apart(c, &facts);
    facts
}

/// Of two facts of one name that are true from the same day on, a template could mean either.
fn tell_facts_apart(c: &mut Checker<'_>, facts: &[Fact]) {
    for (index, fact) in facts.iter().enumerate() {
        let path = [Step::Key("facts"), Step::Index(index), Step::Key("name")];
        if fact.name.trim().is_empty() {
            c.report(&path, "the fact's name is blank", "templates call it facts.NAME");
        } else if facts[..index].iter().any(|other| other.name == fact.name && other.since == fact.since) {
            let what = format!("two facts are named \"{}\" and are true from the same day on", fact.name);
            c.report(&path, what, "rename one of them, or say in `since` from which day the later one holds");
        }
    }
}

/// Checks the figures that are measured, then those that are worked out from them; they keep their order.
fn check_figures(
    c: &mut Checker<'_>,
    raw: IndexMap<String, RawFigure>,
    sources: &IndexMap<String, Source>,
    codes: &IndexMap<String, CodeList>,
    bands: &IndexMap<String, Bands>,
) -> IndexMap<String, FigureDef> {
    let order: Vec<String> = raw.keys().cloned().collect();
    let (derived, measured): (Vec<_>, Vec<_>) = raw.into_iter().partition(|(_, figure)| is_derived(figure));
    let mut figures = IndexMap::new();
    for (name, figure) in measured {
        figures.extend(check_figure(c, &name, figure, sources, codes, bands).map(|checked| (name, checked)));
    }
    for (name, figure) in derived {
        figures.extend(check_derived(c, &name, figure, &figures).map(|checked| (name, checked)));
    }
    spread_protection(&mut figures);
    figures.sort_by_cached_key(|name, _| order.iter().position(|n| n == name));
    figures
}

fn check_program(c: &mut Checker<'_>, raw: RawProgram) -> Option<Program> {
    let at = |key| [Step::Key("program"), Step::Key(key)];
    if raw.name.trim().is_empty() {
        c.report(&at("name"), "the program's name is blank", "every sheet needs a title (PDF/UA-1 7.1)");
    }
    let fiscal_year_starts = year_start(&raw.fiscal_year_starts).unwrap_or_else(|| {
        let todo = "write 10 for October 1, or \"04-06\" for April 6";
        c.report(&at("fiscal_year_starts"), "no year starts on that day", todo);
        YearStart::JANUARY
    });
    let time_zone = raw.time_zone.and_then(|name| {
        let zone = Zone::named(&name);
        if zone.is_none() {
            let names = Zone::names();
            let near = nearest(&name, names.iter().map(String::as_str));
            let todo = if near.starts_with("did") { near } else { "for example \"America/New_York\"".to_owned() };
            c.report(&at("time_zone"), format!("there is no time zone \"{name}\""), todo);
        }
        zone
    });
    if !is_language_tag(&raw.language) {
        let what = format!("\"{}\" is no language tag", raw.language);
        c.report(&at("language"), what, "write it as \"en-US\" or \"en-GB\" (BCP 47)");
    } else if !is_english(&raw.language) {
        let what = format!("sheets are in English, and \"{}\" is another language", raw.language);
        let todo = "write \"en-US\": dates, legends and alternative texts are the tool's own words, which a screen reader would \
                    misread in another language; mark passages with {{lang \"es\" \"…\"}}";
        c.report(&at("language"), what, todo);
    }
    let start = c.day(&at("start"), raw.start);
    let as_of = raw.as_of.and_then(|d| c.day(&at("as_of"), d));
    Some(Program {
        short: raw.short.unwrap_or_else(|| raw.name.clone()),
        name: raw.name,
        office: raw.office,
        start: start?,
        as_of,
        fiscal_year_starts,
        time_zone,
        language: raw.language,
        status: raw.status,
        keywords: raw.keywords,
        mark: raw.mark,
        theme: raw.theme,
        templates: raw.templates,
        fonts: raw.fonts,
    })
}

/// Whether a tag is of English.
fn is_english(tag: &str) -> bool {
    tag.split('-').next().is_some_and(|language| language.eq_ignore_ascii_case("en"))
}

fn year_start(raw: &RawYearStart) -> Option<YearStart> {
    match raw {
        RawYearStart::Month(month) => YearStart::of_month(i8::try_from(*month).ok()?),
        RawYearStart::Day(text) => YearStart::parse(text),
    }
}

fn check_codes(c: &mut Checker<'_>, name: &str, raw: IndexMap<String, super::file::RawCode>) -> CodeList {
    let mut list = CodeList { names: IndexMap::new(), spellings: IndexMap::new() };
    for (code, entry) in raw {
        for spelling in entry.from.iter().chain([&code]) {
            if let Some(other) = list.spellings.insert(fold(spelling), code.clone()).filter(|other| *other != code) {
                let path = [Step::Key("codes"), Step::Key(name), Step::Key(&code)];
                c.report(&path, format!("\"{spelling}\" already stands for \"{other}\""), "a spelling has one meaning");
            }
        }
        if code.trim().is_empty() || entry.name.trim().is_empty() {
            let path = [Step::Key("codes"), Step::Key(name), Step::Key(&code)];
            let what = format!("the code \"{code}\" or its name is blank");
            c.report(&path, what, "write the name that tables print: CODE = \"name\"");
        }
        list.names.insert(code, entry.name);
    }
    list
}

fn check_bands(c: &mut Checker<'_>, name: &str, edges: &[toml::Value], names: Vec<String>) -> Option<Bands> {
    let path = [Step::Key("bands"), Step::Key(name), Step::Key("edges")];
    let terms: Option<Vec<Term>> = edges.iter().map(|e| e.as_str().and_then(parse_term)).collect();
    let amounts: Option<Vec<Amount>> = edges.iter().map(amount_of).collect();
    let (edges, rising) = match (terms, amounts) {
        (Some(terms), _) => {
            let rising = terms.is_sorted_by(|a, b| a < b);
            (Edges::Terms(terms), rising)
        }
        (None, Some(amounts)) => {
            let rising = amounts.is_sorted_by(|a, b| a < b);
            (Edges::Amounts(amounts), rising)
        }
        (None, None) => {
            c.report(&path, "the edges are neither all terms nor all numbers", "write \"2 years\", or 1000");
            return None;
        }
    };
    let count = match &edges {
        Edges::Terms(e) => e.len(),
        Edges::Amounts(e) => e.len(),
    };
    if count == 0 || !rising {
        c.report(&path, "the edges do not rise", "list them from the lowest to the highest, each once");
        return None;
    }
    if names.len() != count + 1 {
        let what = format!("{count} edges make {} bands, and {} names are given", count + 1, names.len());
        c.report(&[Step::Key("bands"), Step::Key(name)], what, "name them in `names`, such as \"1 to under 2 years\"");
        return None;
    }
    let repeated = names.iter().enumerate().find(|(at, own)| names[..*at].contains(own) || own.trim().is_empty());
    if let Some((_, own)) = repeated {
        let what = format!("the band name \"{own}\" is blank or stands twice");
        c.report(&[Step::Key("bands"), Step::Key(name)], what, "give each band its own name");
        return None;
    }
    Some(Bands { edges, names })
}

fn smallest_cell(c: &mut Checker<'_>, value: i64) -> u32 {
    match u32::try_from(value) {
        Ok(cell @ 1..=1000) => cell,
        _ => {
            let path = [Step::Key("privacy"), Step::Key("smallest_cell")];
            c.report(&path, format!("{value} is no smallest cell"), "write a whole number from 1 to 1000");
            1
        }
    }
}

/// How counts are protected over time.
fn over_time(c: &mut Checker<'_>, words: &str) -> Option<OverTime> {
    let path = [Step::Key("privacy"), Step::Key("over_time")];
    match words {
        "round to 5" => Some(OverTime::Rounded),
        _ => {
            c.known(&path, "protection over time", words, ["round to 5"]);
            None
        }
    }
}

/// A breakdown that asks for protection over time needs the project to say how.
fn require_over_time(c: &mut Checker<'_>, privacy: &Privacy, figures: &IndexMap<String, FigureDef>) {
    let asks = |figure: &&FigureDef| figure.by.iter().any(|by| by.protect == Protect::OverTime);
    if let Some(figure) = figures.values().find(asks).filter(|_| privacy.over_time.is_none() && c.is_content()) {
        let what = format!("\"{}\" asks for protection over time, and the project does not say how", figure.name);
        c.report(&[Step::Key("privacy")], what, "write over_time = \"round to 5\" under [privacy]");
    }
}

fn check_sheets(c: &mut Checker<'_>, raw: Vec<RawSheet>, program: Option<&Program>) -> Vec<Sheet> {
    let mut names: Vec<String> = Vec::new();
    let mut sheets = Vec::new();
    for (index, sheet) in raw.into_iter().enumerate() {
        let at = |key| [Step::Key("sheets"), Step::Index(index), Step::Key(key)];
        if let Some(why) = unfit_file_name(&sheet.name) {
            c.report(
                &at("name"),
                format!("\"{}\" cannot name a file: {why}", sheet.name),
                "use letters, digits, \"-\" and \"_\"",
            );
        }
        if names.contains(&sheet.name) {
            c.report(&at("name"), format!("two sheets are named \"{}\"", sheet.name), "");
        }
        names.push(sheet.name.clone());
        if sheet.formats.is_empty() {
            c.report(&at("formats"), "the sheet has no format", "name some of \"pdf\", \"docx\", \"txt\"");
        }
        let program_name = program.map(|p| p.name.clone()).unwrap_or_default();
        sheets.push(Sheet {
            title: sheet.title.unwrap_or_else(|| program_name.clone()),
            subject: sheet.subject.unwrap_or(program_name),
            name: sheet.name,
            template: sheet.template,
            formats: distinct(sheet.formats),
            requires: sheet.requires,
            mark: sheet.mark.or_else(|| program.and_then(|p| p.mark.clone())),
            attach: sheet.attach.is_none_or(|list| !list.is_empty()),
            footnotes: sheet.footnotes,
        });
    }
    if sheets.is_empty() {
        c.report(&[Step::Key("sheets")], "the project has no sheet", "add a [[sheets]] table");
    }
    sheets
}

fn distinct(formats: Vec<SheetFormat>) -> Vec<SheetFormat> {
    let mut list = formats;
    list.sort_unstable();
    list.dedup();
    list
}
