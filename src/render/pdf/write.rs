//! The finished object tree → bytes: compressed, packed, and with an identifier that is a digest of the content,
//! so that the same sheet is always the same bytes.

use super::finish::broken;
use super::objects::{array, name};
use crate::render::RenderError;
use lopdf::{Document, Object, ObjectStreamConfig, SaveOptions, Stream, StringFormat};
use sha2::{Digest, Sha256};

/// As many objects go into one object stream; more where that number makes a stream end badly.
const PACKED: usize = 100;
/// So many other numbers are tried.
const TRIES: usize = 64;

/// Writes once for the digest (ISO 32000-1 §14.4), and once, packed, with the digest as identifier. Packing the
/// structure elements into object streams (§7.5.7) saves a third of the file.
pub(super) fn write(mut file: Document) -> Result<Vec<u8>, RenderError> {
    file.compress();
    for object in file.objects.values_mut() {
        if let Object::Stream(stream) = object {
            end_well(stream);
        }
    }
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(|error| broken(error.into()))?;
    let id: Vec<u8> = Sha256::digest(&bytes).iter().copied().take(16).collect();
    let id = Object::String(id, StringFormat::Hexadecimal);
    file.trailer.set("ID", array([id.clone(), id]));
    for more in 0..TRIES {
        let packed = ObjectStreamConfig { max_objects_per_stream: PACKED + more, ..ObjectStreamConfig::default() };
        let options = SaveOptions {
            use_object_streams: true,
            use_xref_streams: true,
            object_stream_config: packed,
            ..SaveOptions::default()
        };
        bytes.clear();
        file.clone().save_with_options(&mut bytes, options).map_err(|error| broken(error.into()))?;
        if !has_bad_end(&bytes) {
            break;
        }
    }
    Ok(bytes)
}

/// A stream whose last byte is a line end is one byte longer than its `Length` to a reader that takes that byte
/// and the line end before `endstream` for one (ISO 19005-3 §6.1.7.1). Such a stream is written
/// in printable characters.
fn end_well(stream: &mut Stream) {
    if !stream.content.last().is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
        return;
    }
    let filters = match stream.dict.get(b"Filter") {
        Ok(Object::Array(filters)) => filters.clone(),
        Ok(filter) => vec![filter.clone()],
        Err(_) => Vec::new(),
    };
    stream.set_content(ascii85(&stream.content));
    stream.dict.set("Filter", array([name("ASCII85Decode")].into_iter().chain(filters)));
}

/// Four bytes as five of 85 characters (ISO 32000-1 §7.4.3).
fn ascii85(bytes: &[u8]) -> Vec<u8> {
    let mut written = Vec::with_capacity(bytes.len() * 5 / 4 + 8);
    for group in bytes.chunks(4) {
        let padded = group.iter().copied().chain([0; 3]).take(4);
        let mut value = padded.fold(0_u32, |value, byte| value << 8 | u32::from(byte));
        if value == 0 && group.len() == 4 {
            written.push(b'z');
            continue;
        }
        let mut characters = [0; 5];
        for character in characters.iter_mut().rev() {
            *character = b'!' + u8::try_from(value % 85).unwrap_or_default();
            value /= 85;
        }
        written.extend(characters.into_iter().take(group.len() + 1));
    }
    written.extend(b"~>");
    written
}

fn has_bad_end(bytes: &[u8]) -> bool {
    let ends = [&b"\r\nendstream"[..], b"\n\nendstream"];
    ends.into_iter().any(|end| bytes.windows(end.len()).any(|window| window == end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_never_ends_in_a_line_end() {
        for content in [&b"a,b\n1,2\n"[..], b"\r", b"abc\n", b"abcd\n", b"\0\0\0\0\n", b"\xff\xfe\xfd\xfc\xfb\xfa\r"] {
            let mut stream = Stream::new(lopdf::Dictionary::new(), content.to_vec());
            end_well(&mut stream);
            assert!(stream.content.ends_with(b"~>"));
            assert_eq!(stream.decompressed_content().unwrap(), content);
        }
        let mut untouched = Stream::new(lopdf::Dictionary::new(), b"a".to_vec());
        end_well(&mut untouched);
        assert_eq!(untouched.content, b"a");
    }
}
