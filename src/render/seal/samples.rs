//! PNG (ISO/IEC 15948) ⇄ samples. Every colour type becomes 8-bit grey or RGB with an opacity beside it, which is what
//! a PDF holds too.

use super::{Picture, Samples, Seal};
use crate::value::{Place, Problem};
use png::{BitDepth, ColorType, Decoder, Encoder, Limits, Transformations};
use std::io::Cursor;

/// Neither side has more samples.
const LONGEST_SIDE: u32 = 2000;
/// The decoder may take so many bytes.
const MEMORY: usize = 64 << 20;

/// Reads a file.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Seal, Problem> {
    let wrong = |what: String, todo: &str| Problem::new(Place::file(name), what, todo);
    let damaged = |error: png::DecodingError| wrong(format!("the PNG file is damaged: {error}"), "save it again");
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: MEMORY });
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(damaged)?;
    let info = reader.info();
    let (width, height) = (info.width, info.height);
    if width.max(height) > LONGEST_SIDE {
        let what = format!("the seal is {width} × {height} pixels; neither side may have more than {LONGEST_SIDE}");
        return Err(wrong(what, "make it smaller; 600 pixels are enough for print"));
    }
    if info.animation_control.is_some() {
        return Err(wrong("the seal is an animation".to_owned(), "save one picture of it"));
    }
    if info.icc_profile.as_deref().is_some_and(|profile| !is_srgb(profile)) {
        let what = "the seal's colours are those of a profile of its own".to_owned();
        return Err(wrong(what, "save it with sRGB colours"));
    }
    let size = reader.output_buffer_size().ok_or_else(|| wrong("the seal is too large".to_owned(), ""))?;
    let mut buffer = vec![0; size];
    let frame = reader.next_frame(&mut buffer).map_err(damaged)?;
    reader.finish().map_err(damaged)?;
    buffer.truncate(frame.buffer_size());
    let samples = split(width, height, frame.color_type, &buffer);
    #[expect(clippy::cast_precision_loss, reason = "at most 2000")]
    let aspect = width as f32 / height as f32;
    Ok(Seal { aspect, picture: Picture::Samples(samples) })
}

/// Colours and opacity apart.
fn split(width: u32, height: u32, kind: ColorType, buffer: &[u8]) -> Samples {
    let grey = matches!(kind, ColorType::Grayscale | ColorType::GrayscaleAlpha);
    let colors = if grey { 1 } else { 3 };
    let each = kind.samples();
    if each == colors {
        return Samples { width, height, colors: buffer.to_vec(), grey, alpha: None };
    }
    let alpha: Vec<u8> = buffer.chunks_exact(each).filter_map(|sample| sample.last()).copied().collect();
    let opaque = alpha.iter().all(|part| *part == u8::MAX);
    let colors = buffer.chunks_exact(each).flat_map(|sample| sample.iter().take(colors)).copied().collect();
    Samples { width, height, colors, grey, alpha: if opaque { None } else { Some(alpha) } }
}

/// Whether a profile says in its description that it is sRGB, in one byte or two for each letter.
fn is_srgb(profile: &[u8]) -> bool {
    [&b"sRGB"[..], b"s\0R\0G\0B"].iter().any(|sign| profile.windows(sign.len()).any(|window| window == *sign))
}

/// Samples as a file without anything beside them; empty for samples that are not as many as they should be.
pub(super) fn written(samples: &Samples) -> Vec<u8> {
    let colors = if samples.grey { 1 } else { 3 };
    let kind = match (samples.grey, samples.alpha.is_some()) {
        (true, false) => ColorType::Grayscale,
        (true, true) => ColorType::GrayscaleAlpha,
        (false, false) => ColorType::Rgb,
        (false, true) => ColorType::Rgba,
    };
    let data: Vec<u8> = match &samples.alpha {
        None => samples.colors.clone(),
        Some(alpha) => {
            let with = |(color, alpha): (&[u8], &u8)| color.iter().copied().chain([*alpha]).collect::<Vec<_>>();
            samples.colors.chunks_exact(colors).zip(alpha).flat_map(with).collect()
        }
    };
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, samples.width, samples.height);
    encoder.set_color(kind);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let done = encoder.write_header().and_then(|mut writer| writer.write_image_data(&data));
    if done.is_ok() { bytes } else { Vec::new() }
}
