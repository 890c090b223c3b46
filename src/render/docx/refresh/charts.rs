//! Charts of an edited file → the same charts with another edition's numbers: cache, workbook, and alternative text.
//! Colours, faces and sizes stay as somebody may have set them. Which figure a chart shows stands in the file's
//! properties, because `LibreOffice` keeps neither a chart's name nor its alternative text.

use super::super::chart_data;
use super::super::foreign::{Foreign, Link};
use super::super::parts::CHART;
use super::super::sources::Source;
use super::super::xml::Element;
use super::controls::Run;
use super::drawn::{Drawn, describe, drawn};
use super::properties::replaced;
use super::tag::plain;
use super::{Change, Printed};
use crate::document::chart_alt;
use crate::document::model::{Chart, Point, plain_text};
use crate::project::Dimension;
use crate::render::RenderError;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of the charts, and what is found on the way.
pub(super) struct Charts<'a> {
    printed: &'a Printed,
    /// The properties' word on each chart, in the order of the sheet.
    sources: Vec<Source>,
    /// What the alternative text may repeat, before and after.
    repeated: Vec<(String, String)>,
    pub(super) changes: Vec<Change>,
    pub(super) warnings: Vec<String>,
    pub(super) missing: Vec<String>,
    pub(super) refreshed: usize,
}

/// A chart whose part was refreshed: what it shows, as it was and as it is.
struct Filled {
    id: String,
    /// Whether its places are periods.
    periods: bool,
    before: Chart,
    after: Chart,
}

/// Code, name and printed value of a slice.
type Slice = (String, String, String);

impl<'a> Charts<'a> {
    pub(super) fn new(file: &Foreign<'_>, printed: &'a Printed, run: &Run<'_>) -> Result<Self, RenderError> {
        let links = file.links("")?;
        let custom = links.iter().find(|link| link.kind == "custom-properties").map(|link| link.target.as_str());
        let root = custom.map_or(Ok(None), |name| file.tree(name))?;
        let mut sources: BTreeMap<u32, Source> = BTreeMap::new();
        for property in root.iter().flat_map(Element::elements) {
            let number = property.get("name").and_then(|name| name.strip_prefix(CHART)).and_then(|n| n.parse().ok());
            if let (Some(number), Some(source)) = (number, Source::parse(&property.all_text())) {
                sources.insert(number, source);
            }
        }
        Ok(Self {
            printed,
            sources: sources.into_values().collect(),
            repeated: run.repeated(),
            changes: Vec::new(),
            warnings: Vec::new(),
            missing: Vec::new(),
            refreshed: 0,
        })
    }

    /// Refreshes every chart of ours in the text parts.
    pub(super) fn refresh(
        &mut self,
        file: &mut Foreign<'_>,
        trees: &mut [(String, Element)],
    ) -> Result<(), RenderError> {
        let drawn = drawn(file, trees)?;
        let mut parts: Vec<&str> = Vec::new();
        for drawing in &drawn {
            if !parts.contains(&drawing.part.as_str()) {
                parts.push(&drawing.part);
            }
        }
        let mut done: BTreeMap<&str, Option<Filled>> = BTreeMap::new();
        let mut ids = BTreeSet::new();
        for drawing in &drawn {
            if !done.contains_key(drawing.part.as_str()) {
                let filled = match self.source(file, drawing, &drawn, &parts) {
                    Some(source) => {
                        ids.insert(source.id.clone());
                        self.fill(file, &source, drawing)?
                    }
                    None => None,
                };
                done.insert(&drawing.part, filled);
            }
            if let (Some(Some(filled)), Some((_, root))) =
                (done.get(drawing.part.as_str()), trees.get_mut(drawing.tree))
            {
                let alt = self.alt(drawing, filled);
                describe(root, drawing, &filled.id, &alt);
                self.refreshed += 1;
            }
        }
        let gone = self.sources.iter().filter(|source| !ids.contains(&source.id));
        self.warnings.extend(gone.map(|source| format!("the chart \"{}\" is no longer on the sheet", source.id)));
        Ok(())
    }

    /// What a chart shows. It is known by its name; where another program gave it a name of its own, by its place if
    /// its categories fit there, else by its categories.
    fn source(&mut self, file: &Foreign<'_>, drawing: &Drawn, drawn: &[Drawn], parts: &[&str]) -> Option<Source> {
        let of_name: Vec<&Source> = self.sources.iter().filter(|source| source.id == drawing.name).collect();
        if let [source] = of_name.as_slice() {
            return Some((*source).clone());
        }
        let place = parts.iter().position(|part| *part == drawing.part);
        let by_place = place.and_then(|place| self.sources.get(place)).filter(|_| parts.len() == self.sources.len());
        let by_place = by_place.cloned();
        let chart = file.tree(&drawing.part).ok().flatten().and_then(|root| chart_data::read(&root, &drawing.name));
        let source = match (by_place, chart) {
            (Some(source), Some(chart)) if self.fits(&source, &chart) => Some(source),
            (by_place, Some(chart)) => self.by_content(&chart, drawn).or(by_place),
            (by_place, None) => by_place,
        };
        if source.is_none() {
            let name = &drawing.name;
            self.warnings.push(format!("the chart \"{name}\" is not one of this tool's; it was left as it is"));
        }
        source
    }

    /// By its categories, where another program gave it a name of its own and a chart of the sheet is gone: of the
    /// charts that no name tells, the only one that has all of them. Where it may be one of several, the refresh is
    /// refused, since its old numbers would stand beside new ones.
    fn by_content(&mut self, chart: &Chart, drawn: &[Drawn]) -> Option<Source> {
        let named = |source: &Source| drawn.iter().any(|other| other.name == source.id);
        let fitting: Vec<Source> =
            self.sources.iter().filter(|source| !named(source) && self.fits(source, chart)).cloned().collect();
        if let [_, _, ..] = fitting.as_slice() {
            let ids: Vec<&str> = fitting.iter().map(|source| source.id.as_str()).collect();
            self.missing.push(format!("figure for the chart \"{}\", which may be any of {}", chart.id, ids.join(", ")));
        }
        fitting.into_iter().next()
    }

    /// Whether a chart has as many series as a source, and only categories that the edition has of it.
    fn fits(&self, source: &Source, chart: &Chart) -> bool {
        let of = source.of.first().map_or("", String::as_str);
        let labels: Vec<String> = self.printed.slices(of).iter().map(|slice| plain(&slice.1).to_owned()).collect();
        let known = |point: &Point| labels.iter().any(|label| label == plain(&point.label));
        source.of.len() == chart.all_series().count() && chart.points.iter().all(known)
    }

    /// Fills a chart part and its workbook; gives the chart as it was and as it is.
    fn fill(
        &mut self,
        file: &mut Foreign<'_>,
        source: &Source,
        drawing: &Drawn,
    ) -> Result<Option<Filled>, RenderError> {
        let part = drawing.part.as_str();
        let Some(mut root) = file.tree(part)? else { return Ok(None) };
        let before = chart_data::read(&root, &source.id);
        let Some(before) = before.filter(|chart| chart.all_series().count() == source.of.len()) else {
            let id = &source.id;
            self.warnings.push(format!("the chart \"{id}\" has lost its data, and was left as it is: make it anew"));
            return Ok(None);
        };
        let Some(slices) = self.slices(source, &before) else { return Ok(None) };
        let after = chart_data::with_points(&before, &slices);
        let (id, periods) = (source.id.clone(), is_time(source));
        if chart_data::same(&before, &after) {
            return Ok(Some(Filled { id, periods, before, after }));
        }
        self.look_at_markers(&before, &after);
        let data = super::super::labels::data(&after)?;
        chart_data::fill(&mut root, after.kind, &data, drawing.size)?;
        file.put_tree(part, &root)?;
        let workbook = file.links(part)?.into_iter().find(Link::is_workbook);
        if let Some(workbook) = workbook {
            let bytes = super::super::workbook::workbook(&data, self.printed.as_of)?;
            file.put(&workbook.target, bytes);
        }
        self.changes.push(Change {
            what: format!("chart {}", source.id),
            before: chart_data::words(&before),
            after: chart_data::words(&after),
        });
        Ok(Some(Filled { id, periods, before, after }))
    }

    /// Markers that come or go, whose legend is text that nobody but a person changes.
    fn look_at_markers(&mut self, before: &Chart, after: &Chart) {
        let (was, is) = (markers(before), markers(after));
        let only = |these: &[(String, String)], others: &[(String, String)]| {
            let those: Vec<String> = these.iter().filter(|own| !others.contains(own)).map(|m| m.0.clone()).collect();
            those.join(", ")
        };
        for (which, words) in [("now", only(&is, &was)), ("no longer", only(&was, &is))] {
            if !words.is_empty() {
                self.warnings.push(format!(
                    "the chart \"{}\" has {which} {words}: does the legend below it still say what it should?",
                    after.id
                ));
            }
        }
    }

    /// The slices of each series, those of the first chosen and the others after them; nothing where the edition lacks
    /// one.
    fn slices(&mut self, source: &Source, before: &Chart) -> Option<Vec<Vec<Slice>>> {
        let (first, others) = source.of.split_first()?;
        let chosen = self.chosen(first, source, before);
        let mut lacking: Vec<&String> = if chosen.is_empty() { vec![first] } else { Vec::new() };
        let mut all = Vec::new();
        for of in others {
            let own = self.printed.slices(of);
            let same = |(code, ..): &Slice| own.iter().find(|slice| slice.0 == *code).cloned();
            match chosen.iter().map(same).collect::<Option<Vec<_>>>() {
                Some(slices) => all.push(slices),
                None => lacking.push(of),
            }
        }
        for of in &lacking {
            self.missing.push(format!("{of} (the chart \"{}\")", source.id));
        }
        all.insert(0, chosen);
        lacking.is_empty().then_some(all)
    }

    /// The slices that the chart shows now: those of before, and of a run of years the later ones too.
    fn chosen(&mut self, of: &str, source: &Source, before: &Chart) -> Vec<Slice> {
        let all = self.printed.slices(of);
        let is_time = is_time(source);
        let plain = |label: &str| if is_time { plain(label).to_owned() } else { label.to_owned() };
        let shown: Vec<String> = before.points.iter().map(|point| plain(&point.label)).collect();
        let first = shown.first().cloned().unwrap_or_default();
        let is_shown = |label: &str| shown.contains(&plain(label));
        let places: Vec<usize> = all.iter().enumerate().filter(|(_, s)| is_shown(&s.1)).map(|(at, _)| at).collect();
        let in_a_row = places.windows(2).all(|pair| pair[1] == pair[0] + 1);
        if is_time && in_a_row {
            let start = all.iter().position(|slice| plain(&slice.1) == first);
            return all.into_iter().skip(start.unwrap_or(0)).collect();
        }
        if all.len() > shown.len() && places.len() == shown.len() && !is_time {
            let more: Vec<&str> = all.iter().filter(|s| !is_shown(&s.1)).map(|s| s.1.as_str()).collect();
            self.warnings.push(format!("the chart \"{}\" does not show {}", source.id, more.join(", ")));
        }
        all.into_iter().filter(|slice| is_shown(&slice.1)).collect()
    }

    /// The alternative text: what was written from the data is written anew; what a person wrote stays.
    fn alt(&mut self, drawing: &Drawn, filled: &Filled) -> String {
        let Filled { periods, before, after, .. } = filled;
        let said = |chart: &Chart, about: &str| chart_alt(*periods, about, &chart.series, &chart.points, &chart.more);
        let old = drawing.alt.as_str();
        if old.trim().is_empty() {
            if drawing.said.is_empty() {
                let id = &after.id;
                self.warnings.push(format!(
                    "the alternative text of the chart \"{id}\" was lost and is written anew from its numbers; check it"
                ));
            }
            return said(after, &drawing.said);
        }
        let start = |chart: &Chart| chart.points.first().map(|point| format!("{}: ", point.label)).unwrap_or_default();
        let (was, is) = (said(before, ""), said(after, ""));
        let tail = |text: &str, chart: &Chart| text.find(&start(chart)).map(|at| text[at..].to_owned());
        if let (Some(was), Some(is)) = (tail(&was, before), tail(&is, after))
            && let Some(head) = old.strip_suffix(was.as_str())
        {
            return format!("{}{is}", replaced(head, &self.repeated));
        }
        if !chart_data::same(before, after) {
            self.warnings.push(format!(
                "the alternative text of the chart \"{}\" was written by hand; check it: {old}",
                after.id
            ));
        }
        old.to_owned()
    }
}

/// Whether a chart's places are periods.
fn is_time(source: &Source) -> bool {
    let dimension = source.of.first().and_then(|of| of.rsplit('/').next());
    dimension.is_some_and(|dimension| Dimension::span(dimension).is_some())
}

/// The markers of a chart with their places: "[c] for 2023" and what tells it from others.
fn markers(chart: &Chart) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (series, points) in chart.all_series() {
        for point in points.iter().filter(|point| point.value.is_none()) {
            let marker = plain_text(&point.text);
            if marker.starts_with('[') {
                let of = if chart.more.is_empty() { String::new() } else { format!(" of {series}") };
                found.push((format!("{marker} for {}{of}", point.label), format!("{} {series}", plain(&point.label))));
            }
        }
    }
    found
}
