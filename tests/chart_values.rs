//! The values of a chart can be had without seeing it: in its alternative text, or in a table below it.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "support/build.rs"]
mod builds;
mod support;

use factsheet::batch::Options;
use factsheet::document::model::{Block, ChartKind, Document};
use factsheet::edition::{Finished, accessibility_faults, accessibility_json};
use factsheet::render::docx;
use factsheet::render::pdf::{PdfRenderer, read};
use std::fs;

const BRIEFING: &str = r#"
```masthead
title = "{{program.name}}"
aside = ["{{as_of}}"]
```

## Convictions

```chart
id = "bare"
kind = "columns"
figure = "convictions"
by = "year"
alt = "Convictions rose until 2024"
```

```chart
id = "tabled"
kind = "bars"
figure = "convictions"
by = "year"
title = "Convictions by year"
alt = "Convictions rose"
table = "Year"
```

```callout
text = "{{facts.presumption}}"
```

```contact
text = "Office"
```
"#;

#[test]
fn an_own_alternative_text_never_hides_the_values() {
    let folder = tempfile::tempdir().unwrap();
    let project = builds::sample_copy(folder.path());
    fs::write(project.join("templates/briefing.md.hbs"), BRIEFING).unwrap();
    let options = Options { project, ..builds::options("2024-12-31", &folder.path().join("out")) };
    builds::build_or_fail(&options);
    let file = |ending: &str| folder.path().join(format!("out/2024-12-31/public/jtfa-briefing-2024-12.{ending}"));
    let said = read::read(&fs::read(file("pdf")).unwrap()).unwrap().root;
    let of_role = |role: &str| said.walk().into_iter().filter(|node| node.role == role).cloned().collect::<Vec<_>>();
    let alternatives: Vec<String> = of_role("Figure").into_iter().filter_map(|figure| figure.alt).collect();
    // The years are those of the sample's chart on its fact sheet.
    let values = [("2021 (from June)", "19"), ("2022", "58"), ("2023", "97"), ("2024", "124")];
    let listed: Vec<String> = values.iter().map(|(year, value)| format!("{year}: {value}")).collect();
    assert_eq!(alternatives[0], format!("Convictions rose until 2024. {}.", listed.join("; ")));
    assert_eq!(alternatives[1], "Convictions rose. The values are in the table below the chart.");
    let rows = |table: &read::Node| {
        let rows = table.walk().into_iter().filter(|node| node.role == "TR");
        rows.map(|row| row.children.iter().map(|cell| cell.text.clone()).collect()).collect::<Vec<Vec<String>>>()
    };
    let wanted: Vec<Vec<String>> = std::iter::once(("Year", "Convictions"))
        .chain(values)
        .map(|(year, value)| vec![year.to_owned(), value.to_owned()])
        .collect();
    assert_eq!(of_role("Table").iter().map(rows).collect::<Vec<_>>(), std::slice::from_ref(&wanted));
    let word = docx::read::read(&fs::read(file("docx")).unwrap()).unwrap();
    assert!(word.tables.iter().any(|table| table.rows == wanted), "{:?}", word.tables);
}

#[test]
fn a_chart_whose_values_can_only_be_seen_is_a_fault() {
    let said = |alt: &str| {
        let mut chart = support::chart("hidden", ChartKind::Bars, "Hidden", "", &[("Arizona", 61), ("Texas", 108)]);
        alt.clone_into(&mut chart.alt);
        let masthead = support::look().blocks[0].clone();
        let document = Document { meta: support::meta(), blocks: vec![masthead, Block::Chart(chart)] };
        let bytes = PdfRenderer::new(&support::theme(), &support::fonts()).unwrap().render(&document, &[]).unwrap();
        let finished = Finished { file: "a.pdf", document: &document, bytes: &bytes };
        accessibility_faults(&accessibility_json("2024-12", &support::theme(), &[finished]).unwrap())
    };
    assert_eq!(said("Arizona: 61; Texas: 108"), Vec::<String>::new());
    let fault = ["a.pdf: those of the chart \"hidden\" can only be seen"];
    assert_eq!(said("Arizona: 61; Texas has more"), fault);
    // Digits that occur somewhere are not the value of a bar.
    assert_eq!(said("Arizona and Texas, over 61 months from 108 offices"), fault);
    assert_eq!(said("Arizona: 108; Texas: 61"), fault);
    assert_eq!(said("61 in Arizona and 108 in Texas"), Vec::<String>::new());
}
