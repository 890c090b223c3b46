//! The charts of a Word file → their cached data and the workbooks behind them, each under the name of its drawing.

use super::{ChartRead, Parts, ReadError, Reading, Seen, Source};
use std::collections::BTreeMap;

/// Finds every drawn chart through its relationship, never by its place.
pub(super) fn charts(parts: &mut Parts<'_>, reading: &mut Reading) -> Result<(), ReadError> {
    let Some(relations) = parts.optional("word/_rels/document.xml.rels")? else { return Ok(()) };
    let targets = targets(&relations)?;
    for drawing in &reading.drawings {
        let Some(target) = drawing.chart.as_ref().and_then(|id| targets.get(id)) else { continue };
        let name = resolve("word", target);
        let mut chart = cache(&parts.required(&name)?)?;
        if let Some(workbook) = workbook(parts, &name)? {
            chart.workbook = workbook;
        }
        reading.charts.insert(drawing.name.clone(), chart);
    }
    Ok(())
}

/// Targets by relationship id.
fn targets(relations: &Source) -> Result<BTreeMap<String, String>, ReadError> {
    let mut targets = BTreeMap::new();
    relations.each(|seen| {
        if let Seen::Open("Relationship", attributes) = seen {
            targets.insert(attributes.get("Id").to_owned(), attributes.get("Target").to_owned());
        }
    })?;
    Ok(targets)
}

fn workbook(parts: &mut Parts<'_>, chart: &str) -> Result<Option<Vec<u8>>, ReadError> {
    let (folder, file) = chart.rsplit_once('/').unwrap_or(("", chart));
    let Some(relations) = parts.optional(&format!("{folder}/_rels/{file}.rels"))? else { return Ok(None) };
    let targets = targets(&relations)?;
    let Some(target) = targets.values().find(|target| target.ends_with(".xlsx")) else { return Ok(None) };
    parts.bytes(&resolve(folder, target))
}

/// A target as a part's name: from the root, or from the folder of the part that refers to it.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(rooted) = target.strip_prefix('/') {
        return rooted.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The cached series, categories and numbers of the first series.
fn cache(source: &Source) -> Result<ChartRead, ReadError> {
    let (mut chart, mut path, mut index, mut count, mut text) =
        (ChartRead::default(), Vec::new(), 0, 0_usize, String::new());
    let (mut names, mut numbers) = (BTreeMap::new(), BTreeMap::new());
    source.each(|seen| match seen {
        Seen::Open(name, attributes) => {
            match name {
                "pt" => index = attributes.get("idx").parse().unwrap_or(usize::MAX),
                "ptCount" if inside(&path, "cat") => count = attributes.get("val").parse().unwrap_or(0),
                _ => {}
            }
            text.clear();
            path.push(name.to_owned());
        }
        Seen::Text(more) => text.push_str(more),
        Seen::Close(name) => {
            path.pop();
            if name != "v" {
                return;
            }
            let value = std::mem::take(&mut text);
            match () {
                () if inside(&path, "cat") => drop(names.insert(index, value)),
                () if inside(&path, "val") => drop(numbers.insert(index, value)),
                () if inside(&path, "tx") => chart.series = value,
                () => {}
            }
        }
    })?;
    // A count that the file claims is not believed beyond what it holds.
    let last = names.keys().chain(numbers.keys()).max().map_or(0, |index| index.saturating_add(1));
    let point = |index| (names.get(&index).cloned().unwrap_or_default(), numbers.get(&index).cloned());
    chart.points = (0..count.min(last)).map(point).collect();
    Ok(chart)
}

fn inside(path: &[String], name: &str) -> bool {
    path.iter().any(|step| step == name)
}
