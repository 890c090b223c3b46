//! Bytes of an export → its text. What is not CSV is named for what it is, because staff who saved a workbook
//! under the wrong name cannot do anything with "invalid header".

use crate::project::Encoding;
use crate::value::{Place, Problem};
use std::borrow::Cow;

/// The text of a file without its byte order mark.
pub(super) fn decode<'b>(name: &str, bytes: &'b [u8], encoding: Encoding) -> Result<Cow<'b, str>, Problem> {
    let refuse = |what: &str, todo: &str| Err(Problem::new(Place::file(name), what, todo));
    if bytes.is_empty() {
        return refuse("the file is empty", "an export without rows still has its header; get it again");
    }
    if let Some((what, todo)) = not_csv(bytes) {
        return refuse(what, todo);
    }
    let utf16 = match bytes {
        [0xFF, 0xFE, ..] => Some(encoding_rs::UTF_16LE),
        [0xFE, 0xFF, ..] => Some(encoding_rs::UTF_16BE),
        _ => None,
    };
    let marked = bytes.starts_with(b"\xEF\xBB\xBF");
    let text = match (utf16, encoding) {
        (Some(encoding), _) => decode_with(name, bytes, encoding)?,
        (None, Encoding::Windows1252) if !marked => decode_with(name, bytes, encoding_rs::WINDOWS_1252)?,
        (None, _) => Cow::Borrowed(decode_utf8(name, bytes)?),
    };
    match text.find('\0') {
        Some(at) => Err(nul(name, &text, at)),
        None => Ok(text),
    }
}

fn decode_with<'b>(
    name: &str,
    bytes: &'b [u8],
    encoding: &'static encoding_rs::Encoding,
) -> Result<Cow<'b, str>, Problem> {
    let (text, malformed) = encoding.decode_with_bom_removal(bytes);
    if malformed {
        let at = text.find('\u{fffd}').unwrap_or(0);
        let what = format!("the file is not valid {}", encoding.name());
        return Err(Problem::new(Place::of_offset(name, &text, at), what, "get the export again"));
    }
    Ok(text)
}

fn decode_utf8<'b>(name: &str, bytes: &'b [u8]) -> Result<&'b str, Problem> {
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(body).map_err(|error| {
        let (good, bad) = body.split_at(error.valid_up_to());
        let before = std::str::from_utf8(good).unwrap_or_default();
        if bad.first() == Some(&0) || good.contains(&0) {
            return nul(name, before, before.find('\0').unwrap_or(before.len()));
        }
        let what = format!("the byte 0x{:02X} is not valid UTF-8", bad.first().copied().unwrap_or_default());
        let todo = "save the export as UTF-8, or write encoding = \"windows-1252\" for this source";
        Problem::new(Place::of_offset(name, before, before.len()), what, todo)
    })
}

/// A file with NUL bytes, the first of them at an offset of its text.
fn nul(name: &str, text: &str, at: usize) -> Problem {
    // Plain letters in UTF-16 have a NUL beside each of them.
    let start: Vec<u8> = text.bytes().take(64).collect();
    let utf16 = start.iter().filter(|&&b| b == 0).count() * 3 >= start.len();
    let what = if utf16 { "the file looks like UTF-16 without a byte order mark" } else { "the file holds a NUL byte" };
    Problem::new(Place::of_offset(name, text, at), what, "save it as CSV in UTF-8")
}

/// What a file is when it is not CSV.
fn not_csv(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let head: String = start
        .iter()
        .take(512)
        .skip_while(|b| b.is_ascii_whitespace())
        .map(|b| b.to_ascii_lowercase() as char)
        .collect();
    let save_csv = "open it and save it as \"CSV UTF-8\"";
    match bytes {
        [b'P', b'K', 3 | 5 | 7, ..] => Some(("the file is a zip archive or an Excel workbook, not CSV", save_csv)),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Some(("the file is an old Excel workbook or Office file, not CSV", save_csv)),
        [0x1F, 0x8B, ..] => Some(("the file is compressed with gzip", "unpack it first")),
        [b'B', b'Z', b'h', ..]
        | [0xFD, b'7', b'z', b'X', ..]
        | [b'7', b'z', 0xBC, 0xAF, ..]
        | [0x28, 0xB5, 0x2F, 0xFD, ..] => Some(("the file is compressed", "unpack it first")),
        [b'P', b'A', b'R', b'1', ..] => Some(("the file is Parquet, not CSV", "export it as CSV")),
        [b'%', b'P', b'D', b'F', ..] => Some(("the file is a PDF, not CSV", "get the export again")),
        _ if head.starts_with("<!doctype html") || head.starts_with("<html") => Some((
            "the file is a web page, not CSV: the session had probably expired when it was downloaded",
            "log in and download it again",
        )),
        _ if head.starts_with("{\\rtf") => Some(("the file is a rich text document, not CSV", save_csv)),
        _ if head.starts_with("{\"") || head.starts_with("[{") => {
            Some(("the file is JSON, not CSV", "export it as CSV"))
        }
        _ if head.starts_with("<?xml") => Some(("the file is XML, not CSV", save_csv)),
        _ if bytes.iter().all(|&b| b == 0 || b.is_ascii_whitespace()) => {
            Some(("the file holds nothing but blanks", "get the export again"))
        }
        _ => None,
    }
}
