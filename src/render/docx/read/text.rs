//! The body of a Word file → headings, paragraphs, table cells, controls and drawings. The numbers of notes are left
//! out of the text, a line break is a blank: so the words compare with those of the document that was rendered.

use super::{Attributes, ControlRead, DrawingRead, ReadError, Reading, Seen, Source, TableRead};
use std::collections::BTreeMap;

/// The outline level of each paragraph style that has one, its own or inherited; and the language of the text.
pub(super) fn levels(source: &Source, reading: &mut Reading) -> Result<BTreeMap<String, u8>, ReadError> {
    let (mut own, mut parents, mut style) = (BTreeMap::new(), BTreeMap::new(), String::new());
    source.each(|seen| {
        let Seen::Open(name, attributes) = seen else { return };
        match name {
            "style" => style = attributes.get("styleId").to_owned(),
            "lang" if reading.language.is_empty() => reading.language = attributes.get("val").to_owned(),
            "basedOn" => drop(parents.insert(style.clone(), attributes.get("val").to_owned())),
            "outlineLvl" => drop(own.insert(style.clone(), attributes.get("val").to_owned())),
            _ => {}
        }
    })?;
    let level = |style: &String| {
        let mut at = style;
        // A style that is based on itself, over however many steps, ends here.
        for _ in 0..=parents.len() {
            if let Some(level) = own.get(at) {
                return level.parse::<u8>().ok().filter(|level| *level < 9).map(|level| level + 1);
            }
            at = parents.get(at)?;
        }
        None
    };
    Ok(own.keys().chain(parents.keys()).filter_map(|style| Some((style.clone(), level(style)?))).collect())
}

/// What says nothing: a fallback says again what the choice beside it says (ECMA-376 Part 3 §7.6), and in tracked
/// changes stand what was deleted and what was moved elsewhere (ECMA-376 Part 1 §17.13.5.14 and §17.13.5.22).
const LEFT_OUT: [&str; 3] = ["Fallback", "del", "moveFrom"];

/// Reads the body.
pub(super) fn body(source: &Source, levels: &BTreeMap<String, u8>, reading: &mut Reading) -> Result<(), ReadError> {
    let mut walk = Walk {
        levels,
        reading,
        tables: Vec::new(),
        controls: Vec::new(),
        paragraphs: Vec::new(),
        run: Run::default(),
        fields: Vec::new(),
        in_instruction: false,
        left_out: 0,
        in_reference: false,
    };
    source.each(|seen| match seen {
        Seen::Open(name, _) if LEFT_OUT.contains(&name) => walk.left_out += 1,
        Seen::Close(name) if LEFT_OUT.contains(&name) => walk.left_out -= 1,
        _ if walk.left_out > 0 => {}
        Seen::Open(name, attributes) => walk.open(name, attributes),
        Seen::Text(text) if walk.in_instruction => walk.instruct(text),
        Seen::Text(text) if walk.run.in_text => walk.say(text),
        Seen::Text(_) => {}
        Seen::Close(name) => walk.close(name),
    })
}

/// A paragraph in the reading.
#[derive(Default)]
struct Paragraph {
    text: String,
    level: Option<u8>,
}

/// A control in the reading.
#[derive(Default)]
struct Control {
    /// How good its name is: from the placeholder, the alias or the tag.
    named: usize,
    read: ControlRead,
}

impl Control {
    fn open(&mut self, name: &str, attributes: &Attributes) {
        // The best name there is, in whatever order the names come.
        let rank = ["docPart", "alias", "tag"].iter().position(|kind| *kind == name).map_or(0, |at| at + 1);
        let value = attributes.get("val");
        if rank > self.named && !value.is_empty() {
            (self.named, self.read.tag) = (rank, value.to_owned());
        }
        match name {
            "id" => self.read.id = value.to_owned(),
            "lock" => self.read.locked = matches!(value, "sdtLocked" | "sdtContentLocked"),
            _ => {}
        }
    }
}

/// A run in the reading.
#[derive(Default)]
struct Run {
    in_text: bool,
    /// The number of a note, which is no word of the text.
    is_reference: bool,
}

/// A field in the reading.
#[derive(Default)]
struct Field {
    instruction: String,
    /// Whether its result has begun.
    in_result: bool,
}

impl Field {
    /// Whether what it shows depends on how the pages fall, and is nothing that the file says.
    fn counts_pages(&self) -> bool {
        let name = self.instruction.split_whitespace().next().unwrap_or_default();
        self.in_result && matches!(name, "PAGE" | "NUMPAGES" | "SECTIONPAGES")
    }
}

struct Walk<'a> {
    levels: &'a BTreeMap<String, u8>,
    reading: &'a mut Reading,
    /// Tables that are open, the outermost first.
    tables: Vec<TableRead>,
    /// Controls that are open, the outermost first.
    controls: Vec<Control>,
    /// Paragraphs that are open: one may hold a text box with its own.
    paragraphs: Vec<Paragraph>,
    run: Run,
    /// Fields that are open, the outermost first (ECMA-376 §17.16.18).
    fields: Vec<Field>,
    /// Within the instruction of a field, which is no text.
    in_instruction: bool,
    /// Within a link to a note, whose text is the note's number.
    in_reference: bool,
    /// How many elements are open whose content is left out.
    left_out: u32,
}

impl Walk<'_> {
    fn open(&mut self, name: &str, attributes: &Attributes) {
        self.open_text(name, attributes);
        self.open_drawing(name, attributes);
        self.open_field(name, attributes);
        if let Some(control) = self.controls.last_mut() {
            control.open(name, attributes);
        }
        if let Some(table) = self.tables.last_mut() {
            open_table(table, name, attributes);
        }
    }

    fn open_text(&mut self, name: &str, attributes: &Attributes) {
        match name {
            "p" => self.paragraphs.push(Paragraph::default()),
            "pStyle" => self.set_level(self.levels.get(attributes.get("val")).copied()),
            "outlineLvl" => self.set_level(attributes.get("val").parse().ok().filter(|l| *l < 9).map(|l: u8| l + 1)),
            "hyperlink" => self.in_reference = attributes.get("anchor").starts_with("note_"),
            "r" => self.run = Run::default(),
            "rStyle" => self.run.is_reference = attributes.get("val") == "NoteReference",
            "t" => self.run.in_text = true,
            "br" | "cr" | "tab" if attributes.get("type") != "column" => self.blank(),
            "noBreakHyphen" => self.say("\u{2011}"),
            "tbl" => self.tables.push(TableRead::default()),
            "sdt" => self.controls.push(Control::default()),
            _ => {}
        }
    }

    fn open_field(&mut self, name: &str, attributes: &Attributes) {
        match (name, attributes.get("fldCharType")) {
            ("fldSimple", _) => {
                self.fields.push(Field { instruction: attributes.get("instr").to_owned(), in_result: true });
            }
            ("instrText", _) => self.in_instruction = true,
            ("fldChar", "begin") => self.fields.push(Field::default()),
            ("fldChar", "separate") => self.fields.last_mut().into_iter().for_each(|field| field.in_result = true),
            ("fldChar", "end") => drop(self.fields.pop()),
            _ => {}
        }
    }

    fn instruct(&mut self, text: &str) {
        self.fields.last_mut().into_iter().for_each(|field| field.instruction.push_str(text));
    }

    fn open_drawing(&mut self, name: &str, attributes: &Attributes) {
        let text = |name: &str| attributes.get(name).to_owned();
        match (name, self.reading.drawings.last_mut()) {
            ("docPr", _) => {
                let (id, name, alt) = (text("id"), text("name"), text("descr"));
                self.reading.drawings.push(DrawingRead { id, name, alt, ..DrawingRead::default() });
            }
            ("chart", Some(drawing)) => drawing.chart = Some(text("id")),
            ("decorative", Some(drawing)) => drawing.decorative = attributes.on(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "t" => self.run.in_text = false,
            "instrText" => self.in_instruction = false,
            "fldSimple" => drop(self.fields.pop()),
            "hyperlink" => self.in_reference = false,
            "p" => self.end_paragraph(),
            "sdt" => self.reading.controls.extend(self.controls.pop().map(|control| control.read)),
            "tbl" => self.reading.tables.extend(self.tables.pop()),
            _ => {}
        }
    }

    fn say(&mut self, text: &str) {
        if self.run.is_reference || self.in_reference || self.fields.iter().any(Field::counts_pages) {
            return;
        }
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.push_str(text);
        }
        for control in &mut self.controls {
            control.read.text.push_str(text);
        }
    }

    /// A break or a tab within the text; the tab stops of a style are no text.
    fn blank(&mut self) {
        if self.paragraphs.last().is_some_and(|paragraph| !paragraph.text.is_empty()) {
            self.say(" ");
        }
    }

    fn set_level(&mut self, level: Option<u8>) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.level = level;
        }
    }

    fn end_paragraph(&mut self) {
        let Paragraph { text, level } = self.paragraphs.pop().unwrap_or_default();
        if text.is_empty() {
            return;
        }
        if let Some(level) = level {
            self.reading.headings.push((level, text.clone()));
        }
        match self.tables.last_mut().and_then(|table| table.rows.last_mut()).and_then(|row| row.last_mut()) {
            Some(cell) if cell.is_empty() => *cell = text,
            Some(cell) => {
                cell.push('\n');
                cell.push_str(&text);
            }
            None => self.reading.paragraphs.push(text),
        }
    }
}

fn open_table(table: &mut TableRead, name: &str, attributes: &Attributes) {
    match name {
        "tblCaption" => table.caption = attributes.get("val").to_owned(),
        "tblDescription" => table.description = attributes.get("val").to_owned(),
        "tblHeader" if attributes.on() => table.head_rows += 1,
        "tr" => table.rows.push(Vec::new()),
        "tc" => table.rows.last_mut().into_iter().for_each(|row| row.push(String::new())),
        _ => {}
    }
}
