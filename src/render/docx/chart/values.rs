//! The printed values of a chart → its data labels: at the ends of bars, in the parts of stacked ones, beside the
//! points of lines ([`points`]), whose names stand where they end. A value that no number format prints stands as text,
//! and so do those of parts that lie side by side and are too short for a label each.

mod points;

use super::{BOLD_CHARACTER, Size, bare, is_stacked, left_room, length, no_line, number_format, solid};
use crate::document::model::ChartKind;
use crate::render::docx::labels::{Datum, SeriesData};
use crate::render::docx::xml::{Element, Node};
use crate::value::Amount;

/// Space around a label in twips.
const PADDING: u32 = 80;
/// Word lets the plot end above the largest value: it fills about so many thousandths.
const FILLED: u32 = 900;
/// What the labels of a chart's series follow from.
#[derive(Debug, Clone, Copy)]
pub(in crate::render::docx) struct Labels<'a> {
    /// What the chart looks like.
    pub(in crate::render::docx) kind: ChartKind,
    /// Its series.
    pub(in crate::render::docx) data: &'a [SeriesData],
    /// Its room.
    pub(in crate::render::docx) size: Size,
    /// How the labels of each series are set: a `c:txPr` for each.
    pub(in crate::render::docx) texts: &'a [Element],
}

/// A label that differs from those of its series.
#[derive(Debug, Default)]
struct Own {
    position: &'static str,
    /// Words in the place of the number.
    words: Option<String>,
    /// On paper of its own, in the colour of text.
    on_paper: bool,
    /// With the name of the series.
    named: bool,
    /// Moved upwards by so many thousandths of the chart's height.
    up: u32,
    /// Moved to the right by so many thousandths of its width.
    right: u32,
    /// Not shown, because another label says it.
    hidden: bool,
}

/// The number format of most of a series.
pub(super) fn series_format(data: &[Datum]) -> &str {
    data.iter().find_map(|datum| datum.format.as_deref()).unwrap_or("General")
}

/// The room that the values beyond the ends of bars take, in thousandths of the width.
pub(super) fn beyond(data: &[SeriesData], size: Size) -> u32 {
    let longest = super::points(data).map(|datum| length(&datum.printed)).max().unwrap_or(0);
    size.across(longest.saturating_mul(BOLD_CHARACTER).saturating_add(PADDING)).min(250)
}

/// The room at the right of lines for their names; half of a point's place is free already.
pub(super) fn names_room(data: &[SeriesData], size: Size) -> u32 {
    let points = length_of(data.iter().map(|series| series.points.len()).max().unwrap_or(0)).max(1);
    let longest = data.iter().filter_map(|series| {
        let last = series.points.iter().rev().find(|datum| datum.number.is_some())?;
        Some(length(&series.name) + 1 + length(&last.printed))
    });
    let Some(longest) = longest.max().filter(|_| data.len() > 1) else { return 0 };
    let need = size.across(longest.saturating_mul(BOLD_CHARACTER).saturating_add(2 * PADDING)).min(450);
    (need * 2 * points).saturating_sub(1000) / (2 * points - 1)
}

fn length_of(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX).min(10_000)
}

impl Labels<'_> {
    /// All labels of a series.
    pub(super) fn all(&self, at: usize) -> Element {
        let (Some(series), Some(text)) = (self.data.get(at), self.texts.get(at)) else {
            return Element::new("c:dLbls");
        };
        let labels = Element::new("c:dLbls").children(self.own(at)).child(number_format(series_format(&series.points)));
        let labels = shown(labels.child(self.ground()).child(text.clone()), self.usual(), false);
        if self.data.len() > 1 { labels.child(without_leaders()) } else { labels }
    }

    /// What the labels of the chart stand on: a line or the axis that ran through a number would strike it out, or take
    /// its sign.
    fn ground(&self) -> Element {
        if self.kind == ChartKind::Lines { paper() } else { bare() }
    }

    /// Where the labels of the chart usually stand.
    fn usual(&self) -> &'static str {
        match self.kind {
            ChartKind::Lines => "t",
            ChartKind::Stacked if is_stacked(self.kind, self.data.len()) => "ctr",
            ChartKind::Columns | ChartKind::Bars | ChartKind::Stacked => "outEnd",
        }
    }

    /// The labels of a series that differ from the others.
    pub(in crate::render::docx) fn own(&self, at: usize) -> Vec<Element> {
        let (Some(series), Some(text)) = (self.data.get(at), self.texts.get(at)) else { return Vec::new() };
        let format = series_format(&series.points);
        let mut labels = Vec::new();
        for (place, datum) in series.points.iter().enumerate().filter(|(_, datum)| datum.number.is_some()) {
            let own = match self.kind {
                ChartKind::Lines => self.beside_line(at, place),
                ChartKind::Stacked if self.data.len() > 1 => self.in_part(at, place),
                ChartKind::Columns | ChartKind::Bars | ChartKind::Stacked => None,
            };
            let differs = datum.format.as_deref() != Some(format);
            match own {
                None if !differs => {}
                own => {
                    let own = own.unwrap_or(Own { position: self.usual(), ..Own::default() });
                    labels.push(own.element(place, datum, &series.name, text, self.ground()));
                }
            }
        }
        labels
    }

    /// A part of a bar that is too short for its value bears it together with those of its neighbours that are too
    /// short as well: beyond the end of the bar, or where longer parts follow, on paper.
    fn in_part(&self, at: usize, place: usize) -> Option<Own> {
        let narrow = |series: usize| self.is_narrow(series, place);
        let is_there = |series: &usize| self.datum(*series, place).is_some_and(|datum| datum.number.is_some());
        if !narrow(at) {
            return None;
        }
        let next = (at + 1..self.data.len()).find(is_there);
        if next.is_some_and(narrow) {
            return Some(Own { hidden: true, position: "ctr", ..Own::default() });
        }
        let mut run: Vec<usize> = (0..=at).rev().filter(is_there).take_while(|series| narrow(*series)).collect();
        run.reverse();
        let printed: Vec<&str> = run.iter().filter_map(|s| Some(self.datum(*s, place)?.printed.as_str())).collect();
        let joined = printed.join(" · ");
        let right = match next {
            Some(_) => 0,
            None => self.width(at, place) / 2 + self.size.across(length(&joined) * BOLD_CHARACTER / 2 + PADDING),
        };
        let words = (printed.len() > 1).then_some(joined);
        Some(Own { position: "ctr", words, on_paper: true, right, ..Own::default() })
    }

    /// The length of a part of a bar, in thousandths of the chart's width.
    fn width(&self, series: usize, place: usize) -> u32 {
        let plot = 970_u32.saturating_sub(left_room(self.data, self.size));
        self.share(series, place) * plot / 1000 * FILLED / 1000
    }

    fn is_narrow(&self, series: usize, place: usize) -> bool {
        let Some(datum) = self.datum(series, place).filter(|datum| datum.number.is_some()) else { return false };
        self.width(series, place)
            < self.size.across(length(&datum.printed).saturating_mul(BOLD_CHARACTER).saturating_add(PADDING))
    }

    fn datum(&self, series: usize, place: usize) -> Option<&Datum> {
        self.data.get(series)?.points.get(place)
    }

    /// A value as thousandths of the longest bar, or of the way from the lowest point, or zero, to the highest, or
    /// zero.
    fn share(&self, series: usize, place: usize) -> u32 {
        let zero = Amount::from_int(0);
        let amount = |series: usize, place: usize| self.datum(series, place).and_then(|datum| datum.amount);
        let places = 0..self.data.first().map_or(0, |series| series.points.len());
        let all = |place: usize| (0..self.data.len()).filter_map(move |series| amount(series, place));
        let (low, high) = if self.kind == ChartKind::Lines {
            let all = || places.clone().flat_map(all).chain([zero]);
            (all().min().unwrap_or(zero), all().max().unwrap_or(zero))
        } else {
            let sums = places.filter_map(|place| all(place).reduce(|a, b| a.plus(b).unwrap_or(a)));
            (zero, sums.max().unwrap_or(zero))
        };
        let above = |amount: Amount| amount.minus(low).ok();
        let Some((own, whole)) = amount(series, place).and_then(|own| Some((above(own)?, above(high)?))) else {
            return 0;
        };
        thousandths(own, whole)
    }
}

/// An amount as thousandths of another, for drawing only.
fn thousandths(part: Amount, whole: Amount) -> u32 {
    let scale = part.scale().max(whole.scale());
    let (Ok(part), Ok(whole)) = (part.rescaled(scale), whole.rescaled(scale)) else { return 0 };
    let whole = whole.mantissa().max(1);
    let part = part.mantissa().clamp(0, whole);
    // Where the product is too large, the last digits do not matter.
    let share = part.checked_mul(1000).map_or_else(|| part / (whole / 1000).max(1), |part| part / whole);
    u32::try_from(share).unwrap_or(1000)
}

impl Own {
    fn element(&self, place: usize, datum: &Datum, name: &str, text: &Element, ground: Element) -> Element {
        let label = Element::new("c:dLbl").child(Element::val("c:idx", place));
        if self.hidden {
            return label.child(Element::val("c:delete", 1));
        }
        let label = if self.up + self.right > 0 { label.child(moved(self.right, self.up)) } else { label };
        let recolored = self.on_paper.then(|| recolored(text));
        let text = recolored.as_ref().unwrap_or(text);
        let printed = if self.named { format!("{name} {}", datum.printed) } else { datum.printed.clone() };
        let ground = if self.on_paper && self.right == 0 { paper() } else { ground };
        let label = match (&self.words, &datum.format) {
            (None, Some(format)) => label.child(number_format(format)).child(ground).child(text.clone()),
            // `LibreOffice` takes the colour of words from the label's own setting.
            (words, _) => {
                label.child(rich(words.as_deref().unwrap_or(&printed), text)).child(ground).child(text.clone())
            }
        };
        shown(label, self.position, self.named)
    }
}

/// Paper below a label.
fn paper() -> Element {
    Element::new("c:spPr").child(solid("bg1")).child(no_line())
}

/// The end of a label's description: where it stands and what it shows.
fn shown(label: Element, position: &str, named: bool) -> Element {
    let label = label
        .child(Element::val("c:dLblPos", position))
        .child(Element::val("c:showLegendKey", 0))
        .child(Element::val("c:showVal", 1))
        .child(Element::val("c:showCatName", 0))
        .child(Element::val("c:showSerName", u8::from(named)))
        .child(Element::val("c:showPercent", 0))
        .child(Element::val("c:showBubbleSize", 0));
    if named { label.child(Element::new("c:separator").text(" ")) } else { label }
}

/// A label moved from where it would stand (ECMA-376 Part 1 §21.2.2.31).
fn moved(right: u32, up: u32) -> Element {
    let share = |thousandths: u32| format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    let manual = Element::new("c:manualLayout")
        .child(Element::val("c:x", share(right)))
        .child(Element::val("c:y", format!("-{}", share(up))));
    Element::new("c:layout").child(manual)
}

/// Says that no line leads from a moved label to its point ([MS-ODRAWXML] §2.24.3.67, `showLeaderLines`).
fn without_leaders() -> Element {
    let namespace = "http://schemas.microsoft.com/office/drawing/2012/chart";
    let leaders = Element::new("c15:showLeaderLines").with("val", 0);
    let extension =
        Element::new("c:ext").with("uri", "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}").with("xmlns:c15", namespace);
    Element::new("c:extLst").child(extension.child(leaders))
}

/// Words in the place of a number, set as the labels of the series are.
fn rich(words: &str, text: &Element) -> Element {
    let mut properties = Element::new("a:rPr");
    text.walk(&mut |part| {
        if part.name == "a:defRPr" {
            properties = Element { name: "a:rPr".to_owned(), ..part.clone() };
        }
    });
    let run = Element::new("a:r").child(properties).child(Element::new("a:t").text(words));
    let body = text.first("a:bodyPr").cloned().unwrap_or_else(|| Element::new("a:bodyPr"));
    let paragraph = Element::new("a:p").child(run);
    Element::new("c:tx").child(Element::new("c:rich").child(body).child(Element::new("a:lstStyle")).child(paragraph))
}

/// The same text in the colour of text.
fn recolored(text: &Element) -> Element {
    let mut text = text.clone();
    text.walk_mut(&mut |part| {
        if part.name == "a:solidFill" {
            part.children = vec![Node::Element(Element::val("a:schemeClr", "tx1"))];
        }
    });
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_whole_is_counted_in_thousandths() {
        let amount = |text: &str| Amount::parse(text).unwrap();
        assert_eq!(thousandths(amount("5"), amount("10")), 500);
        assert_eq!(thousandths(amount("0.5"), amount("2")), 250);
        assert_eq!(thousandths(amount("-1"), amount("2")), 0);
        assert_eq!(thousandths(amount("99000000000000"), amount("990000000000000")), 100);
    }
}
