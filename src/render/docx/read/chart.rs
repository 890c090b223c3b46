//! The charts of a Word file → their cached data and the workbooks behind them, each under the name of its drawing.

use super::{ChartRead, DrawingRead, Parts, ReadError, Reading, Seen, SeriesRead, Source};
use std::collections::BTreeMap;

/// Takes up the drawings of a part, and the charts among them: each is found through its relationship, never by its
/// place.
pub(super) fn charts(
    parts: &mut Parts<'_>,
    part: &str,
    drawings: Vec<DrawingRead>,
    reading: &mut Reading,
) -> Result<(), ReadError> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let relations = parts.optional(&format!("{folder}/_rels/{file}.rels"))?;
    let targets = relations.as_ref().map_or_else(|| Ok(BTreeMap::new()), targets)?;
    for mut drawing in drawings {
        if let Some(target) = drawing.chart.as_ref().and_then(|id| targets.get(id)) {
            let name = resolve(folder, target);
            let same = |other: &DrawingRead| other.chart.as_ref() == Some(&name) && other.name == drawing.name;
            if !reading.drawings.iter().any(same) {
                let chart = chart(parts, &name)?;
                let taken = reading.charts.contains_key(&drawing.name);
                reading.charts.insert(if taken { name.clone() } else { drawing.name.clone() }, chart);
            }
            drawing.chart = Some(name);
        }
        reading.drawings.push(drawing);
    }
    Ok(())
}

/// A chart with the workbook behind it.
fn chart(parts: &mut Parts<'_>, name: &str) -> Result<ChartRead, ReadError> {
    let mut chart = cache(&parts.required(name)?)?;
    if let Some(workbook) = workbook(parts, name)? {
        chart.cells = super::workbook::cells(&workbook).unwrap_or_default();
        chart.workbook = workbook;
    }
    Ok(chart)
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

/// What is cached of one series, by place.
#[derive(Default)]
struct Cache {
    name: String,
    count: usize,
    categories: BTreeMap<usize, String>,
    numbers: BTreeMap<usize, String>,
}

impl Cache {
    fn series(self) -> SeriesRead {
        // A count that the file claims is not believed beyond what it holds.
        let last = self.categories.keys().chain(self.numbers.keys()).max().map_or(0, |index| index.saturating_add(1));
        let point =
            |index| (self.categories.get(&index).cloned().unwrap_or_default(), self.numbers.get(&index).cloned());
        let points = (0..self.count.min(last)).map(point).collect();
        SeriesRead { name: self.name, points }
    }
}

/// The cached names, categories and numbers of all series.
fn cache(source: &Source) -> Result<ChartRead, ReadError> {
    let (mut all, mut path, mut index, mut text) = (Vec::<Cache>::new(), Vec::new(), 0, String::new());
    source.each(|seen| match seen {
        Seen::Open(name, attributes) => {
            match (name, all.last_mut()) {
                ("ser", _) => all.push(Cache::default()),
                ("pt", _) => index = attributes.get("idx").parse().unwrap_or(usize::MAX),
                ("ptCount", Some(series)) if inside(&path, "cat") => {
                    series.count = attributes.get("val").parse().unwrap_or(0);
                }
                _ => {}
            }
            text.clear();
            path.push(name.to_owned());
        }
        Seen::Text(more) => text.push_str(more),
        Seen::Close(name) => {
            path.pop();
            let Some(series) = all.last_mut().filter(|_| name == "v") else { return };
            let value = std::mem::take(&mut text);
            match () {
                () if inside(&path, "cat") => drop(series.categories.insert(index, value)),
                () if inside(&path, "val") => drop(series.numbers.insert(index, value)),
                () if inside(&path, "tx") => series.name = value,
                () => {}
            }
        }
    })?;
    let mut all = all.into_iter().map(Cache::series);
    let first = all.next().unwrap_or_default();
    Ok(ChartRead { series: first.name, points: first.points, more: all.collect(), ..ChartRead::default() })
}

fn inside(path: &[String], name: &str) -> bool {
    path.iter().any(|step| step == name)
}
