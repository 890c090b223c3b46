//! Charts of an edited file → the same charts with another edition's numbers: cache, workbook, and alternative text.
//! Colours, faces and sizes stay as somebody may have set them. Which figure a chart shows stands in the file's
//! properties, because `LibreOffice` keeps neither a chart's name nor its alternative text.

use super::super::chart::Size;
use super::super::chart_data;
use super::super::foreign::{Foreign, Link};
use super::super::parts::CHART;
use super::super::sources::Source;
use super::super::xml::Element;
use super::controls::Run;
use super::properties::replaced;
use super::{Change, Printed};
use crate::document::chart_alt;
use crate::document::model::Chart;
use crate::project::Dimension;
use crate::render::RenderError;
use std::collections::BTreeMap;

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

/// A chart as it is drawn in the body.
struct Drawn {
    name: String,
    alt: String,
    relation: String,
    size: Size,
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

    /// Refreshes every chart of ours in the body.
    pub(super) fn refresh(&mut self, file: &mut Foreign<'_>, body: &mut Element) -> Result<(), RenderError> {
        let drawn = drawn(body);
        let links = file.links(file.main())?;
        for (index, drawing) in drawn.iter().enumerate() {
            let known = self.source_of(drawing, index, drawn.len());
            let Some(source) = known.or_else(|| self.by_content(file, &links, drawing, &drawn)) else {
                let name = &drawing.name;
                self.warnings.push(format!("the chart \"{name}\" is not one of this tool's; it was left as it is"));
                continue;
            };
            let Some(link) = links.iter().find(|link| link.id == drawing.relation) else { continue };
            if let Some(chart) = self.chart(file, &link.target, &source, drawing.size)? {
                let alt = self.alt(&drawing.alt, is_time(&source), &chart.0, &chart.1);
                describe(body, &drawing.relation, &source.id, &alt);
                self.refreshed += 1;
            }
        }
        let after = self::drawn(body);
        for source in self.sources.iter().filter(|source| !after.iter().any(|d| d.name == source.id)) {
            if drawn.len() < self.sources.len() {
                self.warnings.push(format!("the chart \"{}\" is no longer on the sheet", source.id));
            }
        }
        Ok(())
    }

    /// By its name, or, where another program gave it a name of its own, by its place.
    fn source_of(&self, drawing: &Drawn, index: usize, count: usize) -> Option<Source> {
        let by_name = self.sources.iter().find(|source| source.id == drawing.name);
        let by_place = || self.sources.get(index).filter(|_| count == self.sources.len());
        by_name.or_else(by_place).cloned()
    }

    /// By its categories, where another program gave it a name of its own and a chart of the sheet is gone: of the charts
    /// that no name tells, the only one that has all of them. Where it may be one of several, the refresh is refused, since
    /// its old numbers would stand beside new ones.
    fn by_content(&mut self, file: &Foreign<'_>, links: &[Link], drawing: &Drawn, drawn: &[Drawn]) -> Option<Source> {
        let link = links.iter().find(|link| link.id == drawing.relation)?;
        let root = file.tree(&link.target).ok().flatten()?;
        let chart = chart_data::read(&root, &drawing.name)?;
        let plain = |label: &str| label.split(" (").next().unwrap_or(label).to_owned();
        let fits = |source: &&Source| {
            let labels: Vec<String> =
                self.printed.slices(source.of.first().map_or("", String::as_str)).iter().map(|s| plain(&s.1)).collect();
            let named = drawn.iter().any(|other| other.name == source.id);
            let same = source.of.len() == chart.all_series().count();
            !named && same && chart.points.iter().all(|point| labels.contains(&plain(&point.label)))
        };
        let fitting: Vec<Source> = self.sources.iter().filter(fits).cloned().collect();
        if let [_, _, ..] = fitting.as_slice() {
            let ids: Vec<&str> = fitting.iter().map(|source| source.id.as_str()).collect();
            self.missing.push(format!(
                "figure for the chart \"{}\", which may be any of {}",
                drawing.name,
                ids.join(", ")
            ));
        }
        fitting.into_iter().next()
    }

    /// Fills a chart part and its workbook; gives the chart as it was and as it is.
    fn chart(
        &mut self,
        file: &mut Foreign<'_>,
        part: &str,
        source: &Source,
        size: Size,
    ) -> Result<Option<(Chart, Chart)>, RenderError> {
        let Some(mut root) = file.tree(part)? else { return Ok(None) };
        let before = chart_data::read(&root, &source.id);
        let Some(before) = before.filter(|chart| chart.all_series().count() == source.of.len()) else {
            let id = &source.id;
            self.warnings.push(format!("the chart \"{id}\" has lost its data, and was left as it is: make it anew"));
            return Ok(None);
        };
        let Some(slices) = self.slices(source, &before) else { return Ok(None) };
        let after = chart_data::with_points(&before, &slices);
        if chart_data::same(&before, &after) {
            return Ok(Some((before, after)));
        }
        let data = super::super::labels::data(&after)?;
        chart_data::fill(&mut root, after.kind, &data, size)?;
        file.put_tree(part, &root)?;
        let workbook = file.links(part)?.into_iter().find(|link| link.target.ends_with(".xlsx"));
        if let Some(workbook) = workbook {
            let bytes = super::super::workbook::workbook(&data, self.printed.as_of)?;
            file.put(&workbook.target, bytes);
        }
        self.changes.push(Change {
            what: format!("chart {}", source.id),
            before: chart_data::words(&before),
            after: chart_data::words(&after),
        });
        Ok(Some((before, after)))
    }

    /// The slices of each series, those of the first chosen and the others after them; nothing where the edition lacks one.
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
        let plain =
            |label: &str| if is_time { label.split(" (").next().unwrap_or(label).to_owned() } else { label.to_owned() };
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
    fn alt(&mut self, old: &str, periods: bool, before: &Chart, after: &Chart) -> String {
        let said = |chart: &Chart| chart_alt(periods, "", &chart.series, &chart.points, &chart.more);
        if old.trim().is_empty() {
            return said(after);
        }
        let start = |chart: &Chart| chart.points.first().map(|point| format!("{}: ", point.label)).unwrap_or_default();
        let (was, is) = (said(before), said(after));
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

/// The charts of the body, in order.
fn drawn(body: &Element) -> Vec<Drawn> {
    let mut found = Vec::new();
    body.walk(&mut |element| {
        if element.name != "w:drawing" {
            return;
        }
        let (mut name, mut alt, mut relation) = (String::new(), String::new(), None);
        let mut size = Size::default();
        element.walk(&mut |part| match part.local() {
            "docPr" => {
                part.get("name").unwrap_or_default().clone_into(&mut name);
                part.get("descr").unwrap_or_default().clone_into(&mut alt);
            }
            "chart" => relation = part.get("r:id").map(str::to_owned),
            "extent" => size = Size::of_extent(part),
            _ => {}
        });
        found.extend(relation.map(|relation| Drawn { name, alt, relation, size }));
    });
    found
}

/// Gives a chart its id as name, and its alternative text, which other programs drop.
fn describe(body: &mut Element, relation: &str, id: &str, alt: &str) {
    body.walk_mut(&mut |element| {
        if element.name != "w:drawing" {
            return;
        }
        let mut ours = false;
        element.walk(&mut |part| ours |= part.local() == "chart" && part.get("r:id") == Some(relation));
        if ours {
            element.walk_mut(&mut |part| {
                if part.local() == "docPr" {
                    part.set("name", id);
                    part.set("descr", alt);
                }
            });
        }
    });
}
