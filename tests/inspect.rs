//! `factsheet inspect`: the block that it prints reads every row of the file, and no value is shown that looks as if
//! it belonged to a person.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod desk;
mod office;

use desk::{HEADER, has};
use factsheet::project::Project;
use factsheet::records::{self, InputFile, Past};
use factsheet::value::Day;
use std::fs;
use std::path::Path;

/// Inspects a file, loads the block that was printed, and returns the rows read and the rows in scope.
fn load_block(bytes: &[u8]) -> (u64, u64) {
    let input = InputFile { name: "input/x.csv".to_owned(), bytes: bytes.to_vec(), digest: String::new() };
    let seen = records::inspect(&input, "input/x.csv", None).unwrap();
    let name = seen.block.split(['.', ']']).nth(1).unwrap();
    let text = format!(
        "[program]\nname = \"P\"\noffice = \"O\"\nstart = 2000-01-01\n{}\n[figures.rows]\ntitle = \"Rows\"\nsource = \"{name}\"\ncounts = \"rows\"\n\
         [[sheets]]\nname = \"s\"\ntemplate = \"t\"\nformats = [\"txt\"]\n",
        seen.block
    );
    let project = Project::parse("factsheet.toml", &text).unwrap_or_else(|problems| panic!("{problems:#?}\n{text}"));
    let inputs = [(name.to_owned(), vec![input])].into_iter().collect();
    let records = records::read(&project, inputs, &Past::default(), Day::parse("2025-01-31").unwrap());
    let records = records.unwrap_or_else(|refusal| panic!("{:#?}\n{text}", &refusal.problems[..3]));
    let total = records.sources[0].reconciliation.total();
    assert_eq!(total.rows, seen.rows);
    (total.rows, total.in_scope)
}

#[test]
fn the_block_for_each_file_of_the_sample_reads_every_row() {
    let mut files = 0;
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("input")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "csv") {
            let bytes = fs::read(&path).unwrap();
            let lines = bytes.iter().filter(|&&b| b == b'\n').count() as u64;
            let (rows, in_scope) = load_block(&bytes);
            assert_eq!((rows, in_scope), (lines - 1, lines - 1), "{}", path.display());
            files += 1;
        }
    }
    assert_eq!(files, 6);
}

#[test]
fn the_printed_block_can_be_pasted() {
    let sample = office::Sample::new();
    let printed = sample.run(&["inspect", "input/seizures_synthetic_2025-01-06.csv"]);
    assert_eq!(printed.code, 0);
    let block = printed.text.split("To paste into factsheet.toml, and to look over:\n\n").nth(1).unwrap();
    has(block, &["[sources.seizures_synthetic]", "files = \"input/seizures_synthetic_2025-01-06.csv\""]);
    sample.extend_project(&format!("\n{block}"));
    assert_eq!(sample.run(&["check"]).code, 0);
}

#[test]
fn other_dialects_are_found() {
    let rows = "C-1,Convicted,29-FEB-2024,\"1,234.50\",Ann\nC-2,Convicted,01-MAR-2024,2,Bob\nC-3,Convicted,02-MAR-2024,NULL,Bob\n";
    let plain = format!("{HEADER}{rows}");
    let tabbed = plain.replace("\"1,234.50\"", "1234.50").replace(',', "\t");
    let mut latin = plain.replace("Ann", "Zo").into_bytes();
    latin.extend(b"C-4,Convicted,02-MAR-2024,1,Zo\xEB\n");
    let utf16: Vec<u8> = format!("\u{feff}{plain}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [
        plain.clone().into_bytes(),
        tabbed.clone().into_bytes(),
        tabbed.replace('\t', ";").into_bytes(),
        format!("Report of today\n\n{plain}").into_bytes(),
        plain.replace('\n', "\r").into_bytes(),
        latin,
        utf16,
    ] {
        let (rows, in_scope) = load_block(&bytes);
        assert!(rows >= 3 && rows == in_scope);
    }
}

#[test]
fn headers_may_be_anything() {
    for header in ["a b,A  B,,a-b,\"quoted \"\"x\"\"\",été,1", "x,x,y,z,a,b,c"] {
        assert_eq!(load_block(format!("{header}\n1,2,3,4,5,6,7\n2,2,3,4,5,6,7\n").as_bytes()), (2, 2));
    }
}

fn seen(text: &str) -> records::Inspection {
    let input = InputFile { name: "x.csv".to_owned(), bytes: text.as_bytes().to_vec(), digest: String::new() };
    records::inspect(&input, "input/x.csv", None).unwrap()
}

#[test]
fn nothing_personal_is_shown() {
    let text = "first_name,DOB,SSN,Phone Number,HomeAddress,e-mail,A Number,contact,remark,participant_id,fine\n\
                Ann,1980-01-02,123-45-6789,202-555-0100,1 Main St,a@b.gov,A12345678,x@y.org,123-45-6789,P1,red\n\
                Ann,1980-01-02,123-45-6789,202-555-0100,1 Main St,a@b.gov,A12345678,x@y.org,none,P1,red\n";
    let seen = seen(text);
    for column in &seen.columns {
        assert_eq!(column.personal, column.header != "fine", "{}", column.header);
        assert_eq!(column.values.is_empty(), column.header != "fine", "{}", column.header);
    }
    let sample = office::Sample::new();
    fs::write(sample.path("x.csv"), text).unwrap();
    let printed = sample.run(&["inspect", "x.csv"]).text;
    for secret in ["Ann", "1980", "6789", "0100", "Main", "a@b", "A1234", "x@y", "P1"] {
        assert!(!printed.contains(secret), "{secret} is in:\n{printed}");
    }
}

#[test]
fn what_is_suspicious_is_told() {
    let mut text = String::from("when,amount,swap,text\n");
    for day in 1..=9 {
        text.push_str(&format!("2024-01-0{day},{day},0{day}/02/2024,a\n"));
    }
    text.push_str("tomorrow,1.5E+09,01/02/2024,CafÃ©\nGrand Total,45,,\n");
    let seen = seen(&text);
    let odd = |index: usize| seen.columns[index].odd.join("\n");
    has(&seen.odd.join("\n"), &["rows that look like totals: 1, the first on line 12"]);
    has(&odd(0), &["all but 2 values are a date; the first other one is on line 11: \"tomorrow\""]);
    has(&odd(1), &["numbers that a spreadsheet may have changed, first on line 11"]);
    has(&odd(2), &["month and day could be swapped"]);
    assert_eq!(seen.columns[2].fits[0], "type = \"text\"");
    has(&odd(3), &["text damaged by a wrong encoding: 1, first on line 11"]);
}

#[test]
fn no_column_shows_more_than_a_few_values() {
    let mut text = String::from("kind,when\n");
    for index in 0..400 {
        text.push_str(&format!("k{},2024-01-{:02}\n", index % 20, index % 28 + 1));
    }
    let seen = seen(&text);
    assert!(seen.columns.iter().all(|column| column.values.len() <= 3 && column.distinct.unwrap() >= 20));
}

/// The line of the block that reads a column.
fn proposed(header: &str, values: &[&str]) -> String {
    let quoted = |value: &&str| format!("\"{value}\"\n");
    let text = format!("\"{header}\",x\n{}", values.iter().map(quoted).collect::<String>().replace('\n', ",1\n"));
    let block = seen(&text).block;
    let line = block.lines().skip_while(|line| !line.ends_with(".columns]")).nth(1);
    line.unwrap().to_owned()
}

#[test]
fn dates_amounts_and_names_of_other_systems_are_guessed() {
    for (header, values, line) in [
        ("t", vec!["2024-03-31T23:30:00-05:00", "2024-03-31T23:30:00Z"], r#"formats = ["%Y-%m-%dT%H:%M:%S%z"]"#),
        ("d", vec!["01-OCT-24", "31-DEC-23"], r#"formats = ["%d-%b-%y"], century = 2000"#),
        ("until", vec!["12/31/9999", "01/15/2024"], r#"formats = ["%m/%d/%Y"], missing = ["12/31/9999"]"#),
        ("importe", vec!["1.234,56 €", "12,00 €"], r#"type = "money", currency = "€", grouping = ".", decimal = ",""#),
        ("saldo", vec!["1.234,56", "12,50"], r#"type = "number", grouping = ".", decimal = ",""#),
        ("fine", vec!["($1,234.50)", "$5"], r#"type = "money", currency = "$", grouping = ",", parentheses = true"#),
    ] {
        let proposed = proposed(header, &values);
        assert!(proposed.contains(line), "{proposed}");
    }
    assert!(proposed("Embarcación", &["si", "no"]).starts_with("embarcacion = {"));
}

#[test]
fn a_century_that_two_digits_leave_open_is_not_guessed() {
    assert_eq!(proposed("d", &["01-OCT-24", "31-DEC-87"]), r#"d = { type = "text" }"#);
}

#[test]
fn weights_are_no_money_and_few_numbers_may_be_codes() {
    let mut text = String::from("weight_kg,status,swap\n");
    for row in 0..20 {
        text.push_str(&format!("1.{row:03},{},01/02/2024\n", row % 3));
    }
    let seen = seen(&text);
    assert!(seen.columns[0].odd.is_empty(), "{:?}", seen.columns[0].odd);
    has(&seen.columns[1].odd.join("\n"), &["a few whole numbers, which may be codes"]);
    assert!(seen.columns[1].fits.contains(&"type = \"code\"".to_owned()));
    let texts = seen.columns[2].fits.iter().filter(|kind| *kind == "type = \"text\"").count();
    assert_eq!(texts, 1, "{:?}", seen.columns[2].fits);
}

#[test]
fn a_number_beside_its_unit_is_proposed_as_a_quantity() {
    let seen = seen("NET_WEIGHT,UOM\n1.5,KG\n2,plants\n2,plants\n3,KG\n4,KG\n");
    let line = seen.block.lines().find(|line| line.starts_with("# if uom")).unwrap();
    has(line, &[r#"net_weight = { type = "quantity", from = "NET_WEIGHT", unit_from = "UOM""#]);
    has(line, &[r#"units = { "plants" = ["plants"] }"#]);
}

#[test]
fn persons_are_known_by_other_words_and_by_what_is_written() {
    let text = "Nombre,SUBJECT,LASTNAME,doc,who,agency_name,number_of_plants\n\
                Ana,Bo,Cy,12345678Z,\"Doe, John\",DEA,3\nEva,Al,Di,87654321X,\"Roe, Jane\",DEA,3\n";
    for column in seen(text).columns {
        let harmless = ["agency_name", "number_of_plants"].contains(&column.header.as_str());
        assert_eq!(column.personal, !harmless, "{}", column.header);
        assert_eq!(column.values.is_empty(), !harmless, "{}", column.header);
    }
    let places = seen("place\n\"Phoenix, AZ\"\n\"Tucson, AZ\"\n");
    assert!(!places.columns[0].personal);
}
