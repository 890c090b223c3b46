//! A finished Word file → what it says: headings, paragraphs, tables, controls, charts, alternative text, properties.
//! It is how a sheet is proved and verified, so it shares no code with the writer and takes any copy, also one that was
//! edited in Word or `LibreOffice`. A control is known by its tag, or where another program has dropped that, by its
//! alias or its placeholder.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

mod chart;
mod compare;
mod text;
mod workbook;

pub use compare::{Mismatch, compare};

/// No part of a sheet is larger than this; a larger one is refused rather than unpacked.
const LARGEST_PART: u64 = 64 * 1024 * 1024;

/// What a Word file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// Title in the document's properties.
    pub title: String,
    /// Subject.
    pub subject: String,
    /// Author.
    pub author: String,
    /// Keywords, as one text.
    pub keywords: String,
    /// When the file was made, as written.
    pub created: String,
    /// The language of the text.
    pub language: String,
    /// Custom properties by name.
    pub properties: BTreeMap<String, String>,
    /// Headings with their level, in order.
    pub headings: Vec<(u8, String)>,
    /// Every paragraph outside tables, headings too, in order; empty ones are left out.
    pub paragraphs: Vec<String>,
    /// Tables in order.
    pub tables: Vec<TableRead>,
    /// Content controls in order, those of notes after those of the body.
    pub controls: Vec<ControlRead>,
    /// Drawings in order, also those that are no charts: those of the body, then of notes, and
    /// of heads and feet what is not marked as decoration there.
    pub drawings: Vec<DrawingRead>,
    /// The texts of footnotes, then of endnotes, in their order.
    pub notes: Vec<String>,
    /// Paragraphs of running heads and feet.
    pub margins: Vec<String>,
    /// Charts by the name of their drawing; another chart of the same name by its part.
    pub charts: BTreeMap<String, ChartRead>,
}

/// A table as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableRead {
    /// Its title for those who cannot see it.
    pub caption: String,
    /// Its description for those who cannot see it.
    pub description: String,
    /// How many rows are flagged as head.
    pub head_rows: usize,
    /// The text of its cells, row by row; the paragraphs of a cell are parted by a line feed.
    pub rows: Vec<Vec<String>>,
}

/// A content control.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ControlRead {
    /// Its tag, or its alias where it has no tag, or the name of its placeholder where it has neither.
    pub tag: String,
    /// Its id, as written.
    pub id: String,
    /// Whether it is locked against deletion.
    pub locked: bool,
    /// Its text.
    pub text: String,
}

/// A drawing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DrawingRead {
    /// Its id, as written.
    pub id: String,
    /// Its name; a chart's is its id on the sheet.
    pub name: String,
    /// Its alternative text.
    pub alt: String,
    /// The part of its chart, if it is one.
    pub chart: Option<String>,
    /// Whether it is marked as decoration, which needs no alternative text.
    pub decorative: bool,
}

/// A chart's cached data.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChartRead {
    /// The name of the series.
    pub series: String,
    /// Category and number of each bar, in order; a gap has no number.
    pub points: Vec<(String, Option<String>)>,
    /// The further series with their names, in order.
    pub more: Vec<SeriesRead>,
    /// The workbook behind it.
    pub workbook: Vec<u8>,
    /// What "Edit Data" shows: the cells of its first sheet, row by row; empty where there is no workbook.
    pub cells: Vec<Vec<String>>,
}

/// A series of a chart's cached data.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeriesRead {
    /// Its name.
    pub name: String,
    /// Category and number of each point, in order; a gap has no number.
    pub points: Vec<(String, Option<String>)>,
}

impl Reading {
    /// The chart that a drawing draws.
    #[must_use]
    pub fn chart_of(&self, drawing: &DrawingRead) -> Option<&ChartRead> {
        let part = drawing.chart.as_ref()?;
        self.charts.get(part).or_else(|| self.charts.get(&drawing.name))
    }
}

impl ChartRead {
    /// All series with their names, the first first.
    pub fn all_series(&self) -> impl Iterator<Item = (&str, &[(String, Option<String>)])> {
        let more = self.more.iter().map(|series| (series.name.as_str(), series.points.as_slice()));
        std::iter::once((self.series.as_str(), self.points.as_slice())).chain(more)
    }

    /// The cached data as the cells of a workbook should hold them: the names of the series, and a row for each
    /// category.
    #[must_use]
    pub fn as_cells(&self) -> Vec<Vec<String>> {
        let names = std::iter::once(String::new()).chain(self.all_series().map(|(name, _)| name.to_owned()));
        let row = |(at, (category, _)): (usize, &(String, Option<String>))| {
            let numbers = self.all_series().map(|(_, points)| points.get(at).and_then(|p| p.1.clone()));
            std::iter::once(category.clone()).chain(numbers.map(Option::unwrap_or_default)).collect()
        };
        std::iter::once(names.collect()).chain(self.points.iter().enumerate().map(row)).collect()
    }
}

/// Why a file cannot be read as a Word document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Not a package of parts.
    #[error("not a Word file: {0}")]
    NotAPackage(String),
    /// A part that has to be there is not.
    #[error("the Word file has no part {0}")]
    MissingPart(String),
    /// A part that does not read.
    #[error("the part {part} of the Word file cannot be read: {why}")]
    BadPart {
        /// The part's name.
        part: String,
        /// What is wrong with it.
        why: String,
    },
}

/// Reads a Word file.
///
/// # Errors
/// [`ReadError`] for what is not a Word document, or is damaged.
pub fn read(bytes: &[u8]) -> Result<Reading, ReadError> {
    let mut parts = Parts::open(bytes)?;
    let mut reading = Reading::default();
    let levels =
        parts.optional("word/styles.xml")?.map_or(Ok(BTreeMap::new()), |styles| text::levels(&styles, &mut reading))?;
    text::body(&parts.required("word/document.xml")?, &levels, &mut reading)?;
    let drawings = std::mem::take(&mut reading.drawings);
    chart::charts(&mut parts, "word/document.xml", drawings, &mut reading)?;
    for part in ["word/footnotes.xml", "word/endnotes.xml"] {
        let Some(notes) = parts.optional(part)? else { continue };
        let mut aside = Reading::default();
        text::body(&notes, &levels, &mut aside)?;
        reading.notes.extend(aside.paragraphs.iter().map(|text| text.trim().to_owned()));
        reading.controls.append(&mut aside.controls);
        chart::charts(&mut parts, part, aside.drawings, &mut reading)?;
    }
    for name in parts.heads_and_feet() {
        let mut aside = Reading::default();
        text::body(&parts.required(&name)?, &levels, &mut aside)?;
        reading.margins.append(&mut aside.paragraphs);
        aside.drawings.retain(|drawing| !drawing.decorative);
        reading.margins.extend(aside.tables.into_iter().flat_map(|table| table.rows).flatten());
        chart::charts(&mut parts, &name, aside.drawings, &mut reading)?;
    }
    if let Some(core) = parts.optional("docProps/core.xml")? {
        core_properties(&core, &mut reading)?;
    }
    if let Some(custom) = parts.optional("docProps/custom.xml")? {
        custom_properties(&custom, &mut reading)?;
    }
    Ok(reading)
}

/// A part and its name, for messages.
struct Source {
    part: String,
    text: String,
}

/// The parts of a package.
struct Parts<'a>(ZipArchive<Cursor<&'a [u8]>>);

impl<'a> Parts<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        ZipArchive::new(Cursor::new(bytes)).map(Self).map_err(|error| ReadError::NotAPackage(error.to_string()))
    }

    fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let bad = |why: String| ReadError::BadPart { part: name.to_owned(), why };
        let file = match self.0.by_name(name) {
            Ok(file) => file,
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(bad(error.to_string())),
        };
        let mut bytes = Vec::new();
        file.take(LARGEST_PART + 1).read_to_end(&mut bytes).map_err(|error| bad(error.to_string()))?;
        if bytes.len() as u64 > LARGEST_PART {
            return Err(bad("it is too large for a sheet".to_owned()));
        }
        Ok(Some(bytes))
    }

    fn heads_and_feet(&self) -> Vec<String> {
        let is_one = |name: &String| {
            ["word/header", "word/footer"].iter().any(|start| name.starts_with(start)) && name.ends_with(".xml")
        };
        let names = self.0.file_names().filter_map(|name| Some(name.ok()?.into_owned()));
        let mut names: Vec<String> = names.filter(is_one).collect();
        names.sort();
        names
    }

    fn optional(&mut self, name: &str) -> Result<Option<Source>, ReadError> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        let bad =
            |error: std::string::FromUtf8Error| ReadError::BadPart { part: name.to_owned(), why: error.to_string() };
        let text = String::from_utf8(bytes).map_err(bad)?;
        let text = text.strip_prefix('\u{FEFF}').map_or_else(|| text.clone(), str::to_owned);
        Ok(Some(Source { part: name.to_owned(), text }))
    }

    fn required(&mut self, name: &str) -> Result<Source, ReadError> {
        self.optional(name)?.ok_or_else(|| ReadError::MissingPart(name.to_owned()))
    }
}

impl Source {
    fn bad(&self, error: impl ToString) -> ReadError {
        ReadError::BadPart { part: self.part.clone(), why: error.to_string() }
    }

    /// Shows each event to a function: an element with its local name and attributes, its end, or text.
    fn each(&self, mut see: impl FnMut(Seen<'_>)) -> Result<(), ReadError> {
        let mut reader = quick_xml::Reader::from_str(&self.text);
        loop {
            match reader.read_event().map_err(|error| self.bad(error))? {
                Event::Start(start) => see(Seen::Open(start.local_name().as_ref(), &self.attributes(&start)?)),
                Event::Empty(start) => {
                    see(Seen::Open(start.local_name().as_ref(), &self.attributes(&start)?));
                    see(Seen::Close(start.local_name().as_ref()));
                }
                Event::End(end) => see(Seen::Close(end.local_name().as_ref())),
                Event::Text(text) => see(Seen::Text(&text.xml10_content())),
                Event::CData(text) => see(Seen::Text(&text.xml10_content())),
                Event::GeneralRef(name) => {
                    let reference = format!("&{};", &*name);
                    see(Seen::Text(&quick_xml::escape::unescape(&reference).map_err(|error| self.bad(error))?));
                }
                Event::Eof => return Ok(()),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    fn attributes(&self, start: &BytesStart<'_>) -> Result<Attributes, ReadError> {
        let mut all = BTreeMap::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| self.bad(error))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| self.bad(error))?;
            all.insert(attribute.key.local_name().as_ref().to_owned(), value.into_owned());
        }
        Ok(Attributes(all))
    }
}

/// The attributes of an element by local name.
struct Attributes(BTreeMap<String, String>);

impl Attributes {
    fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Whether an on-off element is on (ECMA-376 Part 1 §17.17.4).
    fn on(&self) -> bool {
        !matches!(self.get("val"), "0" | "false" | "off")
    }
}

/// What is seen in a part, one after the other.
enum Seen<'a> {
    Open(&'a str, &'a Attributes),
    Close(&'a str),
    Text(&'a str),
}

fn core_properties(source: &Source, reading: &mut Reading) -> Result<(), ReadError> {
    let mut text = String::new();
    source.each(|seen| match seen {
        Seen::Open(..) => text.clear(),
        Seen::Text(more) => text.push_str(more),
        Seen::Close(name) => {
            let value = std::mem::take(&mut text);
            match name {
                "title" => reading.title = value,
                "subject" => reading.subject = value,
                "creator" => reading.author = value,
                "keywords" => reading.keywords = value,
                "created" => reading.created = value,
                _ => {}
            }
        }
    })
}

fn custom_properties(source: &Source, reading: &mut Reading) -> Result<(), ReadError> {
    let (mut property, mut text) = (String::new(), String::new());
    source.each(|seen| match seen {
        Seen::Open("property", attributes) => {
            property = attributes.get("name").to_owned();
            text.clear();
        }
        Seen::Open(..) => {}
        Seen::Text(more) => text.push_str(more),
        Seen::Close("property") => {
            reading.properties.insert(std::mem::take(&mut property), std::mem::take(&mut text));
        }
        Seen::Close(_) => {}
    })
}
