//! `[[kinds]]` → a refusal of every figure that would add amounts of different kinds: cash to appraised property,
//! events to pounds. The project says once what a column measures, by a code in another column.

use super::checker::Checker;
use super::file::RawKinds;
use super::filter::Scope;
use super::locate::Step;
use super::model::{CodeList, FigureDef, Filter, Source, Test};
use indexmap::IndexMap;

/// Checks all `[[kinds]]` and holds every figure against them.
pub(super) fn check_kinds(
    c: &mut Checker<'_>,
    raw: &[RawKinds],
    sources: &IndexMap<String, Source>,
    codes: &IndexMap<String, CodeList>,
    figures: &IndexMap<String, FigureDef>,
) {
    for (index, rule) in raw.iter().enumerate() {
        let at = |key| [Step::Key("kinds"), Step::Index(index), Step::Key(key)];
        if !c.known(&at("source"), "source", &rule.source, sources.keys().map(String::as_str)) {
            continue;
        }
        let Some(source) = sources.get(&rule.source) else { continue };
        let scope = Scope::new(source, codes);
        let known = [("column", &rule.column), ("by", &rule.by)].map(|(key, name)| scope.column(c, &at(key), name));
        for code in rule.kinds.values().flat_map(|list| &list.items) {
            scope.code(c, &at("kinds"), &rule.by, code);
        }
        if known.iter().all(Option::is_some) {
            let measures = |figure: &&FigureDef| {
                figure.source == rule.source && figure.measure.column() == Some(rule.column.as_str())
            };
            figures.values().filter(measures).for_each(|figure| check_figure(c, rule, figure));
        }
    }
}

/// The codes that the figure's conditions let through must be of one kind.
fn check_figure(c: &mut Checker<'_>, rule: &RawKinds, figure: &FigureDef) {
    let path = [Step::Key("figures"), Step::Key(&figure.name)];
    let Some(codes) = codes_let_through(&figure.filter, &rule.by) else {
        let kinds: Vec<&str> = rule.kinds.keys().map(String::as_str).collect();
        let what = format!("the figure adds different kinds of \"{}\": {}", rule.column, kinds.join(", "));
        c.report(&path, what, format!("say in `where` which \"{}\" it takes, of one kind", rule.by));
        return;
    };
    let kind_of = |code: &String| rule.kinds.iter().find(|(_, list)| list.items.contains(code)).map(|(kind, _)| kind);
    let Some((first, rest)) = codes.split_first() else { return };
    if let Some(other) = rest.iter().find(|code| kind_of(code) != kind_of(first)) {
        let words = |code| kind_of(code).map_or("of no kind that `[[kinds]]` names", String::as_str);
        let what = format!(
            "the figure adds different kinds of \"{}\": {first} is {}, {other} is {}",
            rule.column,
            words(first),
            words(other)
        );
        c.report(&[path[0], path[1], Step::Key("where")], what, "make a figure for each kind");
    }
}

/// The codes of a column that a filter names; `None` when it lets any through.
fn codes_let_through(filter: &Filter, column: &str) -> Option<Vec<String>> {
    filter.iter().filter(|condition| condition.column == column).find_map(|condition| match &condition.test {
        Test::Is(codes) => Some(codes.clone()),
        _ => None,
    })
}
