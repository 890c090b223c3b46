//! The colour space of the file: an sRGB profile (IEC 61966-2-1) written from its numbers, as the output intent
//! of PDF/A wants one (ISO 19005-3 §6.2.3). It is an ICC version 4 matrix profile (ICC.1:2010 §8.4.3).

/// XYZ of the profile connection space's white (D50), in s15Fixed16.
const WHITE: [i32; 3] = [0xF6D6, 0x10000, 0xD32D];
/// XYZ of the sRGB primaries, adapted to D50.
const PRIMARIES: [[i32; 3]; 3] = [[0x6FA2, 0x38F5, 0x0390], [0x6299, 0xB785, 0x18DA], [0x24A0, 0x0F84, 0xB6CF]];
/// The Bradford adaptation from D65 to D50.
const ADAPTATION: [i32; 9] = [68_674, 1_502, -3_290, 1_939, 64_912, -1_118, -605, 988, 49_262];
/// The curve, as parameters g, a, b, c, d of function type 3 (ICC.1:2010 §10.16).
const CURVE: [i32; 5] = [0x0002_6666, 0x0000_F2A7, 0x0000_0D59, 0x0000_13D0, 0x0000_0A5B];

/// The profile's bytes.
pub(super) fn srgb() -> Vec<u8> {
    let [red, green, blue] = PRIMARIES.map(|primary| xyz(&primary));
    let curve = curve();
    let parts: [(&[u8; 4], Vec<u8>); 7] = [
        (b"desc", words("sRGB")),
        (b"cprt", words("No copyright, use freely")),
        (b"wtpt", xyz(&WHITE)),
        (b"chad", fixed(b"sf32", &ADAPTATION)),
        (b"rXYZ", red),
        (b"gXYZ", green),
        (b"bXYZ", blue),
    ];
    let shared: [&[u8; 4]; 3] = [b"rTRC", b"gTRC", b"bTRC"];
    let count = parts.len() + shared.len();
    let mut table = bytes32(count);
    let mut data = Vec::new();
    let start = 128 + 4 + 12 * count;
    for (tag, part) in &parts {
        entry(&mut table, tag, start + data.len(), part.len());
        data.extend_from_slice(part);
    }
    for tag in shared {
        entry(&mut table, tag, start + data.len(), curve.len());
    }
    data.extend_from_slice(&curve);
    let mut profile = header(start + data.len());
    profile.extend(table);
    profile.extend(data);
    profile
}

/// The 128 bytes of the header (§7.2): version 4.2, a monitor's RGB, no date that would change.
fn header(size: usize) -> Vec<u8> {
    let mut header = bytes32(size);
    header.extend([0; 4]);
    header.extend([4, 0x20, 0, 0]);
    header.extend(b"mntrRGB XYZ ");
    for part in [2000_u16, 1, 1, 0, 0, 0] {
        header.extend(part.to_be_bytes());
    }
    header.extend(b"acsp");
    header.resize(68, 0);
    header.extend(WHITE.iter().flat_map(|value| value.to_be_bytes()));
    header.resize(128, 0);
    header
}

fn entry(table: &mut Vec<u8>, tag: &[u8; 4], offset: usize, size: usize) {
    table.extend(tag);
    table.extend(bytes32(offset));
    table.extend(bytes32(size));
}

fn bytes32(value: usize) -> Vec<u8> {
    u32::try_from(value).unwrap_or_default().to_be_bytes().to_vec()
}

fn fixed(kind: &[u8; 4], values: &[i32]) -> Vec<u8> {
    let head = kind.iter().copied().chain([0; 4]);
    head.chain(values.iter().flat_map(|value| value.to_be_bytes())).collect()
}

fn xyz(values: &[i32; 3]) -> Vec<u8> {
    fixed(b"XYZ ", values)
}

fn curve() -> Vec<u8> {
    let head = b"para".iter().copied().chain([0, 0, 0, 0, 0, 3, 0, 0]);
    head.chain(CURVE.iter().flat_map(|value| value.to_be_bytes())).collect()
}

/// A text in one language (§10.13), padded to four bytes.
fn words(words: &str) -> Vec<u8> {
    let utf16: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut text = b"mluc".to_vec();
    text.extend([0; 4]);
    for value in [1, 12] {
        text.extend(bytes32(value));
    }
    text.extend(b"enUS");
    for value in [utf16.len(), 28] {
        text.extend(bytes32(value));
    }
    text.extend(utf16);
    text.resize(text.len().next_multiple_of(4), 0);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_and_size_are_those_of_the_bytes() {
        let profile = srgb();
        let number = |at: usize| u32::from_be_bytes(profile[at..at + 4].try_into().unwrap()) as usize;
        assert_eq!(number(0), profile.len());
        assert_eq!(profile.len() % 4, 0);
        for tag in 0..number(128) {
            let (offset, size) = (number(132 + tag * 12 + 4), number(132 + tag * 12 + 8));
            assert!(offset % 4 == 0 && offset + size <= profile.len());
            assert!([&b"mluc"[..], b"XYZ ", b"sf32", b"para"].contains(&&profile[offset..offset + 4]));
        }
    }

    #[test]
    fn the_primaries_add_up_to_white() {
        for axis in 0..3 {
            let sum: i32 = PRIMARIES.iter().map(|primary| primary[axis]).sum();
            // To two ten-thousandths, as the published primaries are rounded.
            assert!((sum - WHITE[axis]).abs() <= 13, "axis {axis}: {sum:x}");
        }
    }
}
