//! Entries → pages. Of all ways to end the pages, the one is taken whose pages are filled best with the least
//! stretching of white space, as TeX does for lines; each page then stretches its own spaces to end flush.

use super::draw::{Mark, Owner, Shape};
use super::flow::{Entry, Piece, natural_height};
use crate::render::RenderError;

/// White space shrinks to this part of its natural height at most …
const TIGHTEST: f32 = 0.62;
/// … and stretches to this multiple.
const LOOSEST: f32 = 1.5;
/// What one more page costs, in the measure of [`Fit::cost`].
const PAGE_COST: f32 = 60.0;

/// The room on the pages, in points from the top of the sheet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// Where the text of the first page begins.
    pub(super) first_top: f32,
    /// Where that of later pages begins.
    pub(super) top: f32,
    /// Where the text of any page ends at the latest.
    pub(super) bottom: f32,
}

/// How the white space of a page is scaled, and how bad that is.
#[derive(Debug, Clone, Copy)]
struct Fit {
    scale: f32,
    cost: f32,
}

/// Finished pages, without what stands around the text.
#[derive(Debug)]
pub(super) struct Pages {
    /// The marks of each page.
    pub(super) marks: Vec<Vec<Mark>>,
    /// How bad they are, in the measure of [`Fit::cost`]; only for comparing.
    pub(super) cost: f32,
    /// Whether the last of several pages is less than half full.
    pub(super) runs_over: bool,
}

/// Ends the pages.
pub(super) fn paginate(entries: &[Entry], room: Room) -> Result<Pages, RenderError> {
    let solid: Vec<Entry> = entries.iter().map(solidify).collect();
    let after_breaks = solid.iter().enumerate().filter(|(_, entry)| matches!(entry, Entry::Break { .. }));
    let starts: Vec<usize> = std::iter::once(0).chain(after_breaks.map(|(at, _)| at + 1)).collect();
    let (ends, cost) = Search { entries: &solid, room, starts, best: Vec::new() }.run()?;
    let mut pages = Vec::with_capacity(ends.len());
    let mut from = 0;
    for (page, (to, scale)) in ends.into_iter().enumerate() {
        let top = if page == 0 { room.first_top } else { room.top };
        pages.push(place(slice(&solid, from, to), head_before(&solid, from), top, scale));
        from = to;
    }
    let lowest = pages.last().into_iter().flatten().map(|mark| mark.bounds()).map(|rect| rect.y + rect.height);
    let runs_over = pages.len() > 1 && lowest.fold(0.0, f32::max) < f32::midpoint(room.top, room.bottom);
    Ok(Pages { marks: pages, cost, runs_over })
}

/// Elastic parts stand at their natural height in the main column.
fn solidify(entry: &Entry) -> Entry {
    match entry {
        Entry::Elastic(elastic) => Entry::Piece(elastic.piece(0.0)),
        other => other.clone(),
    }
}

/// The best way to end a page at a place, with all before it.
#[derive(Debug, Clone, Copy)]
struct Best {
    /// Of this page and all before it.
    cost: f32,
    /// Which start this page has.
    start: usize,
    scale: f32,
}

/// The search for the best ends, from the first possible end to the last.
struct Search<'e> {
    entries: &'e [Entry],
    room: Room,
    /// Where a page may start; it ends where another may start, or at the end of all.
    starts: Vec<usize>,
    /// For each possible end.
    best: Vec<Option<Best>>,
}

/// The entry after the end of each page and the page's scale; and the cost of all.
type Ends = (Vec<(usize, f32)>, f32);

impl Search<'_> {
    fn run(mut self) -> Result<Ends, RenderError> {
        for at in 0..self.starts.len() {
            let found = self.best_before(at);
            self.best.push(found);
        }
        let mut chosen = Vec::new();
        let mut at = self.starts.len();
        while at > 0 {
            let found = self.best.get(at - 1).copied().flatten().ok_or_else(|| self.too_tall())?;
            chosen.push((self.end(at - 1), found.scale));
            at = found.start;
        }
        chosen.reverse();
        Ok((chosen, self.best.last().copied().flatten().map_or(0.0, |best| best.cost)))
    }

    /// The entry after the end with that number.
    fn end(&self, at: usize) -> usize {
        self.starts.get(at + 1).copied().unwrap_or(self.entries.len())
    }

    fn best_before(&self, at: usize) -> Option<Best> {
        let (end, last) = (self.end(at), at + 1 == self.starts.len());
        let mut best: Option<Best> = None;
        for start in (0..=at).rev() {
            let Some(fit) = self.fit(start, end, last) else {
                // A longer page would not fit either, except the first, which has other room.
                if start > 1 {
                    break;
                }
                continue;
            };
            let before = match start.checked_sub(1) {
                None => Some(0.0),
                Some(previous) => self.best.get(previous).copied().flatten().map(|best| best.cost),
            };
            let Some(before) = before else { continue };
            let cost = before + fit.cost + PAGE_COST + if last { 0.0 } else { cost_before(self.entries, end) };
            if best.is_none_or(|best| cost < best.cost) {
                best = Some(Best { cost, start, scale: fit.scale });
            }
        }
        best
    }

    /// Names the first part that fits on no page by itself.
    fn too_tall(&self) -> RenderError {
        // All before it could be ended, so this one alone was tried too.
        let at = self.best.iter().position(Option::is_none).unwrap_or_default();
        let part = slice(self.entries, self.starts.get(at).copied().unwrap_or_default(), self.end(at));
        let (points, room) = (natural_height(part), self.room.bottom - self.room.top);
        let words = first_words(part);
        RenderError::Content(format!(
            "the part that begins with \"{words}\" must stay together and is {points:.0} points high; a page has \
             {room:.0}: shorten it, or print the chart as a table"
        ))
    }

    fn fit(&self, start: usize, end: usize, last: bool) -> Option<Fit> {
        let from = self.starts.get(start).copied()?;
        let top = if start == 0 { self.room.first_top } else { self.room.top };
        fit(slice(self.entries, from, end), head_before(self.entries, from), self.room.bottom - top, last)
    }
}

/// Words of a part that is too tall are quoted up to so many characters.
const QUOTED: usize = 60;

/// The first words of some entries, as they are read.
fn first_words(entries: &[Entry]) -> String {
    let marks = entries.iter().flat_map(|entry| if let Entry::Piece(piece) = entry { &piece.marks[..] } else { &[] });
    let mut words = String::new();
    for mark in marks {
        if let (Owner::Tag(_), Shape::Text(run)) = (mark.owner, &mark.shape) {
            words.push_str(&run.text());
            words.push(' ');
        }
        if words.chars().count() > QUOTED {
            break;
        }
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default().trim_end()),
        None => words,
    }
}

/// How a page with these entries would fit; `None` when it cannot.
fn fit(entries: &[Entry], head: Option<&Piece>, height: f32, last: bool) -> Option<Fit> {
    let (mut fixed, mut white) = (head.map_or(0.0, |head| head.height), 0.0);
    for entry in trimmed(entries) {
        match entry {
            Entry::Piece(piece) => fixed += piece.height,
            Entry::Gap { size, .. } => white += size,
            Entry::Break { .. } | Entry::Elastic(_) => {}
        }
    }
    if fixed + white * TIGHTEST > height + 0.01 {
        return None;
    }
    let wanted = if white > 0.0 { ((height - fixed) / white).max(TIGHTEST) } else { LOOSEST * 2.0 };
    if wanted <= LOOSEST {
        let off = wanted.ln() / LOOSEST.ln();
        return Some(Fit { scale: wanted, cost: off * off * 25.0 });
    }
    let empty = (height - fixed - white) / height;
    if last {
        // The end of a sheet may stand short; a little air is better than a great deal.
        return Some(Fit { scale: 1.0, cost: 10.0 + empty * empty * 40.0 });
    }
    let empty = (height - fixed - white * LOOSEST) / height;
    Some(Fit { scale: LOOSEST, cost: 10.0 + empty * empty * 1000.0 })
}

fn slice(entries: &[Entry], from: usize, to: usize) -> &[Entry] {
    entries.get(from..to).unwrap_or_default()
}

/// Without the white space and breaks at both ends that vanish there.
fn trimmed(entries: &[Entry]) -> &[Entry] {
    let vanishes = |entry: &Entry| matches!(entry, Entry::Gap { stays: false, .. } | Entry::Break { .. });
    let from = entries.iter().position(|entry| !vanishes(entry)).unwrap_or(entries.len());
    let to = entries.iter().rposition(|entry| !vanishes(entry)).map_or(from, |at| at + 1);
    slice(entries, from, to)
}

fn break_before(entries: &[Entry], at: usize) -> Option<&Entry> {
    entries.get(at.checked_sub(1)?)
}

fn head_before(entries: &[Entry], at: usize) -> Option<&Piece> {
    match break_before(entries, at)? {
        Entry::Break { head, .. } => head.as_deref(),
        _ => None,
    }
}

fn cost_before(entries: &[Entry], at: usize) -> f32 {
    match break_before(entries, at) {
        Some(Entry::Break { cost, .. }) => *cost,
        _ => 0.0,
    }
}

/// The marks of a page whose text begins at `top`.
fn place(entries: &[Entry], head: Option<&Piece>, top: f32, scale: f32) -> Vec<Mark> {
    let mut whole = Piece { height: top, marks: Vec::new() };
    if let Some(head) = head {
        whole.append(head);
    }
    for entry in trimmed(entries) {
        match entry {
            Entry::Piece(piece) => whole.append(piece),
            Entry::Gap { size, .. } => whole.height += size * scale,
            Entry::Break { .. } | Entry::Elastic(_) => {}
        }
    }
    whole.marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::pdf::draw::Rect;
    use crate::render::pdf::flow::{gap, open};
    use crate::render::theme::Rgb;
    use std::rc::Rc;

    const ROOM: Room = Room { first_top: 0.0, top: 0.0, bottom: 100.0 };

    /// A piece of that height, with one mark at its top.
    fn piece(height: f32) -> Entry {
        let mark = Mark::decoration(Rect { x: 0.0, y: 0.0, width: 1.0, height }, Rgb { red: 0, green: 0, blue: 0 });
        Entry::Piece(Piece { height, marks: vec![mark] })
    }

    fn tops(pages: &[Vec<Mark>]) -> Vec<Vec<f32>> {
        let top = |mark: &Mark| match &mark.shape {
            Shape::Fill(rect, _) | Shape::Samples(rect) => rect.y,
            Shape::Text(run) => run.y,
            Shape::Line(points, ..) => points[0].1,
            Shape::Path(path) => path.rings[0].start.1,
        };
        pages.iter().map(|marks| marks.iter().map(top).collect()).collect()
    }

    #[test]
    fn white_space_stretches_so_that_a_page_ends_flush() {
        let entries = [piece(40.0), gap(16.0), piece(40.0)];
        assert_eq!(tops(&paginate(&entries, ROOM).unwrap().marks), [[0.0, 60.0]]);
    }

    #[test]
    fn white_space_shrinks_before_a_page_is_added() {
        let entries = [piece(45.0), open(), gap(16.0), piece(45.0)];
        assert_eq!(tops(&paginate(&entries, ROOM).unwrap().marks), [[0.0, 55.0]]);
    }

    #[test]
    fn space_vanishes_at_the_top_of_a_page_and_padding_stays() {
        let pad = Entry::Gap { size: 5.0, stays: true };
        let entries = [piece(90.0), open(), gap(20.0), pad, piece(30.0)];
        assert_eq!(tops(&paginate(&entries, ROOM).unwrap().marks), [vec![0.0], vec![5.0]]);
    }

    #[test]
    fn a_head_is_repeated_on_the_next_page() {
        let Entry::Piece(head) = piece(10.0) else { panic!() };
        let inside = Entry::Break { cost: 20.0, head: Some(Rc::new(head)) };
        let entries = [piece(90.0), inside, piece(30.0)];
        assert_eq!(tops(&paginate(&entries, ROOM).unwrap().marks), [vec![0.0], vec![0.0, 10.0]]);
    }

    #[test]
    fn pages_end_between_blocks_rather_than_inside_one() {
        let inside = Entry::Break { cost: 45.0, head: None };
        let entries = [piece(85.0), open(), gap(5.0), piece(8.0), inside, piece(30.0)];
        assert_eq!(tops(&paginate(&entries, ROOM).unwrap().marks).iter().map(Vec::len).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn what_fits_on_no_page_is_an_error() {
        assert!(paginate(&[piece(30.0), open(), piece(101.0)], ROOM).is_err());
    }
}
