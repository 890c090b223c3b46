//! Documents that the tests of the renderers share, built by hand: what a finished sheet looks like.

#![allow(unreachable_pub, reason = "shared by test binaries, of which none is a library")]
#![allow(dead_code, reason = "each test binary uses its own part of this module")]

use factsheet::document::model::*;
use factsheet::render::FontFile;
use factsheet::render::theme::Theme;
use factsheet::value::{Amount, Day};
use std::path::PathBuf;

/// The repository's root.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The shipped fonts.
pub fn fonts() -> Vec<FontFile> {
    let mut files: Vec<_> = std::fs::read_dir(root().join("fonts"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "ttf"))
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| FontFile {
            name: path.file_name().unwrap().to_string_lossy().into_owned(),
            bytes: std::fs::read(&path).unwrap().into(),
        })
        .collect()
}

/// The default theme.
pub fn theme() -> Theme {
    let text = std::fs::read_to_string(root().join("templates/themes/default.toml")).unwrap();
    Theme::parse("default.toml", &text).unwrap()
}

/// Plain words.
pub fn text(words: &str) -> Inlines {
    vec![Inline::Text(words.to_owned())]
}

/// Words in bold.
pub fn strong(words: &str) -> Inline {
    Inline::Strong(text(words))
}

/// A printed figure to date.
pub fn value(figure: &str, printed: &str, form: Form) -> Inline {
    sliced(figure, printed, &[], form)
}

/// A printed figure of a slice.
pub fn sliced(figure: &str, printed: &str, slice: &[(&str, &str)], form: Form) -> Inline {
    Inline::Value {
        text: printed.to_owned(),
        mark: Mark {
            figure: figure.to_owned(),
            window: "to-date".to_owned(),
            slice: slice.iter().map(|(c, v)| ((*c).to_owned(), (*v).to_owned())).collect(),
            form,
        },
    }
}

/// Document properties of the sample.
pub fn meta() -> Meta {
    Meta {
        title: "Joint Task Force Alpha: fact sheet, December 2024".to_owned(),
        subject: "Results since June 2021, figures as of December 31, 2024".to_owned(),
        author: "U.S. Department of Justice, Criminal Division".to_owned(),
        keywords: vec!["human smuggling".to_owned(), "fact sheet".to_owned()],
        language: "en-US".to_owned(),
        running_head: "Joint Task Force Alpha".to_owned(),
        edition: "December 2024".to_owned(),
        footer: "Joint Task Force Alpha · Edition 2024-12".to_owned(),
        as_of: Day::new(2024, 12, 31).unwrap(),
        published: Day::new(2025, 1, 8),
        mark: None,
        seal_alt: None,
        figures_digest: "0".repeat(64),
        footnotes: false,
    }
}

/// A small sheet with these blocks below its masthead.
pub fn sheet(blocks: Vec<Block>) -> Document {
    let masthead = Block::Masthead(Masthead {
        eyebrow: text("Office"),
        title: text("A sheet"),
        subtitle: text("for a test"),
        aside: vec![text("December 2024")],
    });
    Document { meta: meta(), blocks: std::iter::once(masthead).chain(blocks).collect() }
}

/// A chart of bars with these labels and values.
pub fn chart(id: &str, kind: ChartKind, title: &str, description: &str, bars: &[(&str, i128)]) -> Chart {
    let most = bars.iter().map(|b| b.1).max().unwrap();
    Chart {
        id: id.to_owned(),
        kind,
        title: text(title).into_iter().filter(|_| !title.is_empty()).collect(),
        description: text(description),
        series: "Convictions".to_owned(),
        points: bars
            .iter()
            .map(|(label, count)| Point {
                label: (*label).to_owned(),
                value: Some(Amount::from_int(*count)),
                text: vec![sliced(id, &count.to_string(), &[("x", label)], Form::Exact)],
                emphasis: *count == most,
            })
            .collect(),
        more: vec![],
        source: vec![],
        alt: format!("Bar chart {id}: {} bars.", bars.len()),
    }
}

/// A table of a figure by district.
pub fn table(id: &str, heads: &[&str], rows: &[(&str, &[&str])], total_last: bool) -> Table {
    let cell = |row: &str, column: usize, printed: &str| {
        vec![sliced(&format!("{id}-{column}"), printed, &[("row", row)], Form::Exact)]
    };
    Table {
        id: id.to_owned(),
        title: vec![],
        description: text("Districts whose U.S. Attorneys’ Offices detail prosecutors to JTFA"),
        columns: heads
            .iter()
            .enumerate()
            .map(|(i, h)| Column { label: text(h), align: if i == 0 { Align::Left } else { Align::Right } })
            .collect(),
        rows: rows
            .iter()
            .enumerate()
            .map(|(index, (header, cells))| Row {
                header: text(header),
                cells: cells.iter().enumerate().map(|(i, c)| cell(header, i, c)).collect(),
                total: total_last && index + 1 == rows.len(),
            })
            .collect(),
        source: text("Source: case outcome exports of the five U.S. Attorneys’ Offices, received January 6, 2025."),
        alt: format!("Table {id}: one row per district."),
    }
}

/// The sheet that the look folder shows, with its invented numbers: two pages on US Letter.
pub fn look() -> Document {
    let heading = |level, words: &str| Block::Heading { level, text: text(words) };
    let noted =
        |words: &str, n| Block::Heading { level: 2, text: vec![Inline::Text(words.to_owned()), Inline::NoteRef(n)] };
    let item = |inlines: Inlines| vec![Block::Paragraph(inlines)];
    let claim = |figure: &str, printed: &str, noun: &str, rest: &str| {
        item(vec![
            Inline::Strong(vec![value(figure, printed, Form::Claim), Inline::Text(noun.to_owned())]),
            Inline::Text(rest.to_owned()),
        ])
    };
    let tile = |qualifier: &str, figure: &str, printed: &str, label: &str, detail: &str| Tile {
        qualifier: text(qualifier),
        figure: vec![value(figure, printed, Form::ClaimAmount)],
        label: text(label),
        detail: text(detail),
    };
    let results = Block::List {
        start: None,
        items: vec![
            claim(
                "arrests",
                "More than 345",
                " arrests,",
                " including of leaders, organizers, and significant facilitators",
            ),
            claim("convictions", "More than 295", " convictions", " in U.S. courts"),
            claim(
                "sentenced",
                "More than 240",
                " defendants sentenced,",
                " with significant jail sentences: 96 received five years or more",
            ),
            claim(
                "extraditions",
                "14",
                " extraditions",
                " of defendants charged as leaders, located in Guatemala, Mexico, and Honduras",
            ),
            item(vec![
                strong("Seizures and forfeitures"),
                Inline::Text(" of cash, real property, vehicles, firearms and ammunition, and drugs".to_owned()),
            ]),
        ],
    };
    let people = "Homeland Security Investigations, Customs and Border Protection, and Border Patrol, with the FBI, Organized Crime Drug Enforcement Task Forces, Drug Enforcement Administration, the Department of State’s Diplomatic Security Service, Transportation Security Administration, Federal Air Marshals, and U.S. Coast Guard";
    let division = "Led by the Human Rights and Special Prosecutions Section, with the Office of Overseas Prosecutorial Development, Assistance and Training (OPDAT), the Narcotic and Dangerous Drug Section, the Money Laundering and Asset Recovery Section (MLARS), the Office of Enforcement Operations, the Office of International Affairs, and the Violent Crime and Racketeering Section";
    let districts = [
        "District of Arizona",
        "Southern District of California",
        "District of New Mexico",
        "Southern District of Texas",
        "Western District of Texas",
    ];
    let lines = districts.iter().enumerate().flat_map(|(i, d)| {
        let words = Inline::Text((*d).to_owned());
        if i == 0 { vec![words] } else { vec![Inline::Break, words] }
    });
    Document {
        meta: meta(),
        blocks: vec![
            Block::Masthead(Masthead {
                eyebrow: text("U.S. Department of Justice · Criminal Division"),
                title: text("Joint Task Force Alpha"),
                subtitle: text("Fact sheet: results since June 2021"),
                aside: vec![text("December 2024"), text("Figures as of December 31, 2024"), text("Published January 8, 2025 · Final")],
            }),
            Block::Lead(text("Announced in June 2021, Joint Task Force Alpha (JTFA) joins the investigators and prosecutors of the Departments of Justice and Homeland Security against the most prolific and dangerous human smuggling and trafficking groups operating in Mexico and in Guatemala, El Salvador, and Honduras (the Northern Triangle) and, since 2024, in Colombia and Panama.")),
            Block::Tiles(vec![
                tile("more than", "arrests", "345", "arrests", "since June 2021"),
                tile("more than", "convictions", "295", "U.S. convictions", "since June 2021"),
                tile("more than", "sentenced", "240", "defendants sentenced", "since June 2021"),
                tile("more than", "cash", "$1 million", "cash seized", "in 62 seizures"),
            ]),
            Block::Columns(vec![
                vec![noted("Results", 1), results],
                vec![
                    heading(2, "Convictions by year"),
                    Block::Chart(chart("convictions-by-year", ChartKind::Columns, "", "Defendants convicted in U.S. courts, June 2021 to December 2024", &[("2021 (from June)", 19), ("2022", 58), ("2023", 97), ("2024", 124)])),
                ],
            ]),
            noted("Results by district", 2),
            Block::Table(table("districts", &["District", "Arrests", "Convictions", "Sentenced", "Median prison term (months)", "Five years or more"], &[
                (districts[0], &["61", "52", "44", "27", "15"]),
                (districts[1], &["48", "41", "33", "30", "13"]),
                (districts[2], &["39", "33", "26", "24", "11"]),
                (districts[3], &["108", "93", "78", "33", "36"]),
                (districts[4], &["92", "79", "62", "33", "21"]),
                ("All districts", &["348", "298", "243", "30", "96"]),
            ], true)),
            heading(2, "Indictments and extraditions"),
            Block::Paragraph(vec![
                Inline::Text("Grand juries returned ".to_owned()), value("indictments", "118", Form::Exact),
                Inline::Text(" indictments in JTFA matters, ".to_owned()), value("leaders", "31", Form::Exact),
                Inline::Text(" of them against foreign defendants charged as leaders of these operations. Extradition requests have succeeded for defendants located in Guatemala, Mexico, and Honduras.".to_owned()), Inline::NoteRef(3),
            ]),
            heading(2, "Seizures"),
            Block::Table(Table {
                description: vec![Inline::Text("Items seized in JTFA matters, June 2021 to December 2024; cash as counted, property as appraised at seizure".to_owned()), Inline::NoteRef(4)],
                source: text("[z] not applicable. Cash and appraised property are not added together. Source: seizure exports, received January 6, 2025."),
                ..table("seizures", &["Category", "Items", "Quantity", "Value", "Forfeited"], &[
                    ("Cash", &["62", "[z]", "$1,284,310", "$902,155"]),
                    ("Real property", &["12", "12 parcels", "$2,410,000", "$1,150,000"]),
                    ("Vehicles", &["87", "87 vehicles", "$1,322,400", "$811,900"]),
                    ("Firearms", &["41", "118 firearms", "[z]", "[z]"]),
                    ("Ammunition", &["29", "14,260 rounds", "[z]", "[z]"]),
                    ("Drugs: methamphetamine", &["14", "112.4 kg", "[z]", "[z]"]),
                    ("Drugs: cocaine", &["11", "64.0 kg", "[z]", "[z]"]),
                ], false)
            }),
            Block::Columns(vec![
                vec![Block::Chart(chart("sentences", ChartKind::Bars, "Sentences imposed, by length", "243 defendants sentenced", &[("Under 1 year", 41), ("1 to under 2 years", 58), ("2 to under 5 years", 48), ("5 years or more", 96)]))],
                vec![Block::Chart(chart("places", ChartKind::Bars, "Arrests by place", "348 arrests", &[("United States", 267), ("Guatemala", 37), ("Mexico", 26), ("Honduras", 18)]))],
            ]),
            heading(2, "Who we are"),
            Block::Columns(vec![
                vec![heading(3, "Prosecutors"), Block::Paragraph(lines.collect()), Block::Paragraph(text("Supported by the Executive Office for United States Attorneys"))],
                vec![heading(3, "Criminal Division"), Block::Paragraph(text(division))],
                vec![heading(3, "Law enforcement"), Block::Paragraph(text(people))],
            ]),
            heading(2, "Work against corruption"),
            Block::Paragraph(text("JTFA complements the Department’s increased focus on investigations, prosecutions, and asset recoveries relating to corruption in Northern Triangle countries: Foreign Corrupt Practices Act enforcement, counternarcotics prosecutions, and MLARS’s Kleptocracy Asset Recovery Initiative. New resident legal advisors, law enforcement advisors, and forensic experts of OPDAT and ICITAP work with prosecutors and investigators there to build capacity for domestic cases and coordination with the Initiative.")),
            Block::Callout(text("An indictment is merely an allegation. All defendants are presumed innocent until proven guilty in a court of law.")),
            heading(3, "Notes"),
            Block::Notes(vec![
                Note { number: 1, text: text("“More than” means that the exact count is higher than the number shown. Counts are rounded down to a multiple of five, cash to whole millions; exact counts are in the tables.") },
                Note { number: 2, text: text("Arrests count one defendant arrested on one day; convictions and sentences count defendants. Sealed matters and juveniles are not included.") },
                Note { number: 3, text: text("Indictments count cases with an unsealed indictment; extraditions count defendants surrendered to the United States.") },
                Note { number: 4, text: text("A seizure is not a forfeiture. Property returned is not included.") },
            ]),
            Block::Contact(vec![strong("Contact:"), Inline::Text(" Office of Public Affairs, 202-555-0100 · ".to_owned()), Inline::Link { url: "https://www.justice.gov/".to_owned(), text: text("justice.gov/criminal/joint-task-force-alpha") }]),
        ],
    }
}
