//! The seal in the masthead: drawn whole, told to those who cannot see it or marked as an ornament, in PDF and Word;
//! and refused, with its place, where it cannot be drawn as it was meant.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

#[path = "support/build.rs"]
mod builds;
#[path = "support/pdf_boxes.rs"]
mod pdf_boxes;
#[path = "support/pdf_files.rs"]
mod pdf_files;
#[path = "support/pdf_tree.rs"]
mod pdf_tree;
mod support;

use factsheet::batch::Error;
use factsheet::document::model::Document;
use factsheet::render::docx;
use factsheet::render::pdf::{PdfRenderer, read};
use factsheet::render::seal::{Picture, Samples, Seal};
use factsheet::render::theme::Theme;
use lopdf::Object;
use lopdf::content::{Content, Operation};
use std::fs;
use std::io::Read;

const SVG: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:p="urn:program" viewBox="0 0 100 100">
  <title>A seal</title>
  <p:guides spacing="4"><p:guide/></p:guides>
  <circle cx="50" cy="50" r="47" fill="#ffffff" stroke="#d9e8f6" stroke-width="4"/>
  <g transform="translate(50 50)" style="fill:#162e51">
    <path fill-rule="evenodd" d="M0-34 A34 34 0 1 1 -0.01-34 Z M0-28 A28 28 0 1 0 0.01-28 Z"/>
    <polygon points="0,-22 5.2,-7.1 20.9,-6.8 8.4,2.7 12.9,17.8 0,8.8 -12.9,17.8 -8.4,2.7 -20.9,-6.8 -5.2,-7.1"/>
    <rect x="-12" y="19" width="24" height="3" rx="1.5" fill="rgb(216,57,51)"/>
  </g>
</svg>
"##;

/// A disk with a hole, its edge half covered.
fn picture() -> Vec<u8> {
    let side = 120_i32;
    let (mut colors, mut alpha) = (Vec::new(), Vec::new());
    for (x, y) in (0..side).flat_map(|y| (0..side).map(move |x| (x - side / 2, y - side / 2))) {
        let away = x * x + y * y;
        colors.extend(if x < 0 { [255, 255, 255] } else { [216, 57, 51] });
        alpha.push(match away {
            400..3000 => 255,
            3000..3400 => 128,
            _ => 0,
        });
    }
    Samples { width: 120, height: 120, colors, grey: false, alpha: Some(alpha) }.png()
}

fn theme(table: &str) -> Theme {
    let text = fs::read_to_string(builds::sample().join("templates/themes/default.toml")).unwrap();
    Theme::parse("default.toml", &format!("{text}\n[masthead]\n{table}\n")).unwrap()
}

/// The look with a seal, as PDF and Word, kept for the judges.
fn made(name: &str, theme: &Theme, alt: Option<&str>) -> (Document, Vec<u8>, Vec<u8>) {
    let mut document = support::look();
    document.meta.seal_alt = alt.map(str::to_owned);
    let pdf = PdfRenderer::new(theme, &support::fonts()).unwrap().render(&document, &[]).unwrap();
    pdf_files::keep(name, &pdf);
    pdf_boxes::assert_clear(&pdf, theme.page.size.points(), theme.page.margin);
    let word = docx::render(&document, theme).unwrap();
    fs::write(support::root().join(format!("target/judged/{name}.docx")), &word).unwrap();
    assert!(read::read(&pdf).unwrap().root == pdf_tree::wanted(&document), "the structures differ");
    (document, pdf, word)
}

/// The operations of the first page between the beginning of the first sequence of a kind and its end.
fn inside_first(pdf: &[u8], kind: &str) -> Vec<Operation> {
    let file = lopdf::Document::load_mem(pdf).unwrap();
    let page = file.page_iter().next().unwrap();
    let operations = Content::decode(&file.get_page_content(page)).unwrap().operations;
    let is_start = |operation: &Operation| {
        operation.operator == "BDC" && operation.operands[0].as_name().is_ok_and(|name| name == kind.as_bytes())
    };
    operations.into_iter().skip_while(|o| !is_start(o)).take_while(|o| o.operator != "EMC").collect()
}

fn part(word: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(word)).unwrap();
    let mut bytes = Vec::new();
    archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_drawn_seal_is_a_figure_with_its_words() {
    const ALT: &str = "Seal: a star in a ring";
    let theme =
        theme(&format!("seal = \"seal.svg\"\nseal_alt = \"{ALT}\"")).with_seal("seal.svg", SVG.as_bytes()).unwrap();
    let (document, pdf, word) = made("seal-svg", &theme, Some(ALT));
    let drawn = inside_first(&pdf, "Figure");
    let count = |operator: &str| drawn.iter().filter(|o| o.operator == operator).count();
    // The disk, its outline, the ring with its hole, the star, the bar.
    assert_eq!((count("f"), count("f*")), (4, 1), "{drawn:?}");
    assert_eq!(count("l"), 9 + 3, "of the star and of the bar the last side closes them");
    assert!(factsheet::edition::prove_pdf(&document, &pdf).is_empty());
    assert!(factsheet::edition::prove_docx(&document, &word).is_empty());
    let mute = Document { meta: support::meta(), ..document.clone() };
    assert!(!factsheet::edition::prove_pdf(&mute, &pdf).is_empty(), "words that the sheet does not have are found");
    assert!(!factsheet::edition::prove_docx(&mute, &word).is_empty());
    let seal = docx::read::read(&word).unwrap().drawings.into_iter().find(|drawing| drawing.name == "Seal").unwrap();
    assert_eq!(seal.alt, ALT);
    assert_eq!(part(&word, "word/media/seal.emf")[40..44], *b" EMF");
}

#[test]
fn an_ornament_is_no_figure_and_keeps_its_opacity() {
    let theme = theme("seal = \"seal.png\"\nseal_decorative = true").with_seal("seal.png", &picture()).unwrap();
    let (_, pdf, word) = made("seal-png", &theme, None);
    let file = lopdf::Document::load_mem(&pdf).unwrap();
    let image = |object: &&Object| object.as_stream().is_ok_and(|stream| stream.dict.has(b"SMask"));
    let image = file.objects.values().find(image).expect("an image with its opacity").as_stream().unwrap();
    assert_eq!(image.get_plain_content().unwrap().len(), 120 * 120 * 3);
    let text = String::from_utf8(part(&word, "word/document.xml")).unwrap();
    let seal = &text[text.find("name=\"Seal\"").unwrap()..];
    assert!(seal[..400].contains("adec:decorative") && !text.contains("descr=\"Seal"), "{}", &seal[..400]);
    assert!(part(&word, "word/media/seal.png").starts_with(b"\x89PNG"));
}

#[test]
fn what_a_file_holds_beside_its_picture_goes_nowhere() {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 2, 1);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.add_text_chunk("Author".to_owned(), "Somebody".to_owned()).unwrap();
    encoder.write_header().unwrap().write_image_data(&[0, 255]).unwrap();
    let seal = Seal::read("seal.png", &bytes).unwrap();
    let Picture::Samples(samples) = &seal.picture else { panic!("samples") };
    assert!(samples.grey && samples.colors == [0, 255] && samples.alpha.is_none());
    let written = samples.png();
    assert!(!written.windows(8).any(|window| window == b"Somebody"));
    assert_eq!(Seal::read("again.png", &written).unwrap(), seal);
}

/// What is said of a drawing with this inside.
fn refusal(inside: &str) -> String {
    let text = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\">\n {inside}</svg>");
    Seal::read("seal.svg", text.as_bytes()).unwrap_err().to_string()
}

#[test]
fn what_cannot_be_drawn_is_refused_with_its_place() {
    for (inside, said) in [
        ("<text>DOJ</text>", "seal.svg:2:2: the seal has a <text>"),
        ("<script>alert(1)</script>", "2:2: the seal has a <script>"),
        ("<g onclick=\"a()\"/>", "2:2: the seal has a script, \"onclick\""),
        ("<image href=\"http://example.com/a.png\"/>", "2:2: the seal refers to \"http://example.com/a.png\""),
        ("<g><path xlink:href=\"#a\"/></g>", "2:5: the seal refers to \"#a\""),
        ("<style>.a{fill:red}</style>", "2:2: the seal has a <style>"),
        ("<use/>", "plain SVG, with each copy as a path of its own"),
        ("<path d=\"M0 0 L5 x\"/>", "2:2: the path cannot be read"),
        ("<path fill=\"url(#a)\" d=\"M0 0 L5 5 L0 5\"/>", "fill is \"url(#a)\", which is not a colour"),
        ("<rect width=\"5\" height=\"5\" opacity=\"0.5\"/>", "opacity is 0.5"),
        ("<rect width=\"5\" height=\"5\" style=\"clip-path:url(#b)\"/>", "clip-path cannot be drawn"),
        ("<rect width=\"5mm\" height=\"5\"/>", "width is \"5mm\""),
        ("<rect width=\"50\" height=\"5\"/>", "reaches over its edge"),
        ("<polygon points=\"1,2 3\"/>", "the last point has no second number"),
        ("<g transform=\"spin(3)\"/>", "the transform \"spin(3)\" cannot be read"),
        ("<g><rect width=\"5\" height=\"5\"/>", "the SVG file is damaged"),
        ("", "the drawing is empty"),
        ("<!-- nothing -->", "the drawing is empty"),
    ] {
        let refusal = refusal(inside);
        assert!(refusal.contains(said), "{inside}: {refusal}");
    }
    let read = |bytes: &[u8]| Seal::read("seal", bytes).unwrap_err().to_string();
    assert!(read(b"\xff\xd8\xff\xe0").contains("a JPEG file, and not a PNG or SVG file"));
    assert!(read(b"").contains("an empty file"));
    assert!(read(b"<html/>").contains("begins with <html>"));
    assert!(read(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>").contains("how large it is"));
    assert!(read(b"<!DOCTYPE svg [<!ENTITY a \"b\">]><svg viewBox=\"0 0 1 1\"/>").contains("entities of its own"));
    let nested = format!("{}{}", "<g>".repeat(100), "</g>".repeat(100));
    assert!(self::refusal(&nested).contains("nested more than"));
    let damaged = picture();
    assert!(read(&damaged[..damaged.len() / 2]).contains("the PNG file is damaged"));
    let mut flipped = damaged.clone();
    flipped[damaged.len() / 2] ^= 0x55;
    assert!(read(&flipped).contains("the PNG file is damaged"));
    let wide = Samples { width: 3000, height: 1, colors: vec![0; 3000], grey: true, alpha: None };
    assert!(read(&wide.png()).contains("3000 × 1 pixels"));
}

#[test]
fn a_seal_has_words_or_is_an_ornament() {
    let text = fs::read_to_string(builds::sample().join("templates/themes/default.toml")).unwrap();
    let lines = text.lines().count();
    for (table, said) in [
        ("seal = \"a.svg\"", "the seal \"a.svg\" has no alternative text"),
        ("seal = \"a.svg\"\nseal_alt = \" \"", "has no alternative text"),
        ("seal = \"a.svg\"\nseal_alt = \"A\"\nseal_decorative = true", "and is marked decorative"),
        ("seal_alt = \"A\"", "words for a seal, and no seal"),
    ] {
        let problems = Theme::parse("own.toml", &format!("{text}[masthead]\n{table}\n")).unwrap_err();
        let message = problems[0].to_string();
        let place =
            if table.starts_with("seal = ") { format!("{}:1: ", lines + 2) } else { format!("{}:2: ", lines + 1) };
        assert!(message.contains(said) && message.starts_with(&format!("own.toml:{place}")), "{message}");
    }
    let unknown = Theme::parse("own.toml", &format!("{text}[masthead]\nseal_text = \"A\"\n")).unwrap_err();
    assert!(unknown[0].to_string().contains("unknown key \"seal_text\""), "{}", unknown[0]);
    let unread = theme("seal = \"a.svg\"\nseal_decorative = true");
    assert!(PdfRenderer::new(&unread, &support::fonts()).is_err(), "a seal is never left out without a word");
    assert!(docx::render(&support::look(), &unread).is_err());
}

#[test]
fn the_sample_takes_a_seal_from_its_themes_folder() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sealed.toml");
    let text = fs::read_to_string(builds::sample().join("templates/themes/default.toml")).unwrap();
    fs::write(&path, format!("{text}[masthead]\nseal = \"seal.svg\"\nseal_alt = \"A star in a ring\"\n")).unwrap();
    let options = factsheet::batch::Options {
        theme: Some(path.clone()),
        ..builds::options("2024-12-31", &folder.path().join("out"))
    };
    let Err(Error::Refused(refused)) = factsheet::batch::build(&options, &builds::Silent) else {
        panic!("there is no seal.svg yet")
    };
    assert!(refused.problems[0].what.contains("seal.svg, which the theme names as its seal"), "{refused:?}");
    fs::write(folder.path().join("seal.svg"), SVG).unwrap();
    builds::build_or_fail(&options);
    let public = folder.path().join("out/2024-12-31/public");
    let pdf = fs::read(public.join("jtfa-fact-sheet-2024-12.pdf")).unwrap();
    let said = read::read(&pdf).unwrap();
    assert_eq!((said.pages, said.root.children[0].alt.as_deref()), (2, Some("A star in a ring")));
    let report = fs::read_to_string(public.join("accessibility.md")).unwrap();
    assert!(report.contains("1. Figure: A star in a ring"), "it is heard first");
}

/// Numbers that look random and are the same in every run.
fn numbers() -> impl Iterator<Item = usize> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap()
    })
}

#[test]
fn a_damaged_file_is_an_error_and_never_a_panic_or_a_wait() {
    let mut numbers = numbers();
    let mut next = |below: usize| numbers.next().unwrap() % below;
    let pieces: [&[u8]; 8] =
        [b"1e308", b"-", b"NaN", b"<g>", b"\"", b"M0 0", b"stroke=\"red\" stroke-width=\"1e9\" ", b"\0"];
    for original in [SVG.as_bytes().to_vec(), picture()] {
        for round in 0..600 {
            let mut bytes = original.clone();
            for _ in 0..=round % 4 {
                let at = next(bytes.len());
                match next(4) {
                    0 => bytes.truncate(at.max(1)),
                    1 => bytes[at] ^= 1 << next(8),
                    2 => drop(bytes.splice(at..at, pieces[next(pieces.len())].iter().copied())),
                    _ => drop(bytes.remove(at)),
                }
            }
            // Whatever comes of it, what is drawn has finite places.
            if let Ok(Seal { picture: Picture::Paths(fills), .. }) = Seal::read("seal", &bytes) {
                let starts = fills.iter().flat_map(|fill| &fill.rings).map(|ring| ring.start);
                assert!(starts.into_iter().all(|(x, y)| x.is_finite() && y.is_finite()));
            }
        }
    }
    for inside in [
        "<path stroke=\"red\" d=\"M1 1\"/>",
        "<path stroke=\"red\" stroke-linecap=\"round\" d=\"M1 1 L1 1\"/>",
        "<path stroke=\"red\" d=\"M0 0 C1e300 1e300 -1e300 0 5 5\"/>",
        "<circle r=\"1e300\" stroke=\"red\"/>",
        "<circle r=\"-3\" cx=\"5\" cy=\"5\"/>",
        "<rect width=\"-5\" height=\"5\" x=\"5\"/>",
        "<g transform=\"scale(0)\"><rect width=\"5\" height=\"5\" stroke=\"red\"/></g>",
        "<g transform=\"matrix(1e300 0 0 1e300 0 0)\"><rect width=\"5\" height=\"5\" stroke=\"red\"/></g>",
        "<path d=\"M0 0 A1e-300 1e300 5 1 1 5 5\" stroke=\"red\"/>",
    ] {
        let text = format!("<svg viewBox=\"0 0 10 10\">{inside}</svg>");
        let _either = Seal::read("seal.svg", text.as_bytes());
    }
}
