//! Fenced blocks (` ```tiles `) → blocks. Their body is TOML, read by serde with unknown keys refused; every text
//! in it is a line of Markdown and may hold tokens.

use super::data_blocks::ChartFence;
use super::helpers::mark;
use super::markdown::Composer;
use super::model::{Block, Form, Inline, Inlines, Masthead, Tile};
use super::notes::{ONE_NOTES_BLOCK, unnumbered};
use super::tables::TableFence;
use crate::figures::{CellKey, Window};
use crate::value::{Problem, nearest};
use indexmap::IndexMap;
use serde::Deserialize;

const KINDS: [&str; 8] = ["masthead", "tiles", "chart", "table", "columns", "callout", "notes", "contact"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MastheadFence {
    #[serde(default)]
    eyebrow: String,
    title: String,
    #[serde(default)]
    subtitle: String,
    #[serde(default)]
    aside: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TilesFence {
    #[serde(default)]
    tile: Vec<TileFence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TileFence {
    claim: Option<String>,
    value: Option<String>,
    period: Option<String>,
    label: String,
    #[serde(default)]
    detail: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnsFence {
    column: Vec<ColumnFence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnFence {
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TextFence {
    text: String,
}

impl Composer<'_> {
    /// The blocks of a fenced block, which may stand inside another block.
    pub(super) fn fence(
        &self,
        kind: &str,
        body: &str,
        inside: Option<&'static str>,
    ) -> Result<Vec<Block>, Vec<Problem>> {
        if let Some(inside) = inside {
            self.refuse_inside(kind, inside)?;
        }
        match kind {
            "masthead" => Ok(vec![self.masthead(&self.read(kind, body)?)]),
            "tiles" => self.tiles(&self.read(kind, body)?),
            "chart" => self.chart(&self.read::<ChartFence>(kind, body)?),
            "table" => self.table(&self.read::<TableFence>(kind, body)?).map(|block| vec![block]),
            "columns" => self.columns(&self.read(kind, body)?),
            "callout" => Ok(vec![Block::Callout(self.inlines(&self.read::<TextFence>(kind, body)?.text))]),
            "contact" => Ok(vec![Block::Contact(self.inlines(&self.read::<TextFence>(kind, body)?.text))]),
            "notes" => {
                let notes: IndexMap<String, String> = self.read(kind, body)?;
                Ok(vec![unnumbered(notes.into_iter().map(|(name, text)| (name, self.inlines(&text))))])
            }
            _ => Err(vec![self.problem(format!("unknown block \"{kind}\""), nearest(kind, KINDS))]),
        }
    }

    /// Some blocks belong to the sheet as a whole.
    fn refuse_inside(&self, kind: &str, inside: &str) -> Result<(), Vec<Problem>> {
        let (what, todo) = match kind {
            "notes" => (ONE_NOTES_BLOCK.to_owned(), "move it to the margin"),
            "masthead" => (format!("a `masthead` block stands inside {inside}"), "make it the sheet's first block"),
            "columns" => (
                format!("a `columns` block stands inside {inside}"),
                "end that before, and begin the columns at the margin",
            ),
            _ => return Ok(()),
        };
        Err(vec![self.problem(what, todo)])
    }

    fn read<T: serde::de::DeserializeOwned>(&self, kind: &str, body: &str) -> Result<T, Vec<Problem>> {
        toml::from_str(body).map_err(|error| {
            let inner = Problem::from_toml("", body, &error);
            let what = format!("in a `{kind}` block, line {}: {}", inner.place.line, self.tokens.plain(&inner.what));
            vec![self.problem(what, inner.todo)]
        })
    }

    fn masthead(&self, fence: &MastheadFence) -> Block {
        Block::Masthead(Masthead {
            eyebrow: self.inlines(&fence.eyebrow),
            title: self.inlines(&fence.title),
            subtitle: self.inlines(&fence.subtitle),
            aside: fence.aside.iter().map(|line| self.inlines(line)).collect(),
        })
    }

    fn tiles(&self, fence: &TilesFence) -> Result<Vec<Block>, Vec<Problem>> {
        let mut tiles = Vec::new();
        let mut problems = Vec::new();
        for tile in &fence.tile {
            match self.tile(tile) {
                Ok(tile) => tiles.push(tile),
                Err(problem) => problems.push(problem),
            }
        }
        match (problems.is_empty(), tiles.is_empty()) {
            (false, _) => Err(problems),
            (true, true) => Ok(Vec::new()),
            (true, false) => Ok(vec![Block::Tiles(tiles)]),
        }
    }

    fn tile(&self, fence: &TileFence) -> Result<Tile, Problem> {
        let refuse = |error: crate::figures::LookupError| self.lookup_problem(&error);
        let window = match fence.period.as_deref().map(|name| (name, Window::named(name))) {
            None => Window::ToDate,
            Some((_, Some(window))) => window,
            Some((name, None)) => return Err(self.problem(format!("unknown period \"{name}\" in a tile"), "")),
        };
        let key = CellKey::total(window);
        let (said, text, name, form) = match (&fence.claim, &fence.value) {
            (Some(name), None) => {
                let claim = self.figures.figure(name).map_err(refuse)?.claim_in_digits(&key).map_err(refuse)?;
                (claim.qualifier, claim.amount, name, Form::Digits)
            }
            (None, Some(name)) => {
                let text = self.figures.figure(name).map_err(refuse)?.text(&key, false).map_err(refuse)?;
                (String::new(), text, name, Form::Exact)
            }
            _ => return Err(self.problem("a tile shows a `claim` or a `value`, one of them", "")),
        };
        let figure = self.figures.figure(name).map_err(refuse)?;
        let mut qualifier = Inlines::new();
        if !said.is_empty() {
            qualifier.push(Inline::Value { text: said, mark: mark(figure, &key, Form::DigitsQualifier) });
        }
        Ok(Tile {
            qualifier,
            figure: vec![Inline::Value { text, mark: mark(figure, &key, form) }],
            label: self.inlines(&fence.label),
            detail: self.inlines(&fence.detail),
        })
    }

    fn columns(&self, fence: &ColumnsFence) -> Result<Vec<Block>, Vec<Problem>> {
        if !(1..=3).contains(&fence.column.len()) {
            return Err(vec![
                self.problem(format!("{} columns cannot stand side by side", fence.column.len()), "use one to three"),
            ]);
        }
        let mut columns = Vec::new();
        let mut problems = Vec::new();
        for column in &fence.column {
            match self.plain_blocks(&column.text, Some("`columns`")) {
                Ok(blocks) => columns.push(blocks),
                Err(wrong) => problems.extend(wrong),
            }
        }
        if problems.is_empty() { Ok(vec![Block::Columns(columns)]) } else { Err(problems) }
    }

    /// A figure that could not be looked up, as a problem of the template.
    pub(super) fn lookup_problem(&self, error: &crate::figures::LookupError) -> Problem {
        let text = error.to_string();
        let (what, todo) = text.split_once("; ").unwrap_or((&text, ""));
        self.problem(what, todo)
    }
}
