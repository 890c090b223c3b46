//! Byte offsets of a text → line numbers. A line ends with LF, CR or CR LF.

/// Turns rising byte offsets into line numbers.
pub(super) struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u64,
    /// Lines without anything in them, between records.
    pub(super) blank: u64,
}

impl<'t> Lines<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { text, at: 0, line: 1, blank: 0 }
    }

    /// The line on which the first field at or after an offset begins: the reader gives a record the offset of
    /// the blank lines before it.
    pub(super) fn of(&mut self, offset: usize) -> u64 {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            let line_end = byte == b'\n' || byte == b'\r';
            if self.at >= offset && !line_end {
                break;
            }
            // The CR of a CR LF does not end its line; the LF does.
            let ends = byte == b'\n' || (byte == b'\r' && bytes.get(self.at + 1) != Some(&b'\n'));
            self.line += u64::from(ends);
            self.blank += u64::from(ends && self.at >= offset && self.starts_line(self.at, byte));
            self.at += 1;
        }
        self.line
    }

    /// Whether the line that ends here has nothing before its end.
    fn starts_line(&self, at: usize, byte: u8) -> bool {
        let bytes = self.text.as_bytes();
        let before = |back: usize| at.checked_sub(back).and_then(|i| bytes.get(i)).copied();
        match (byte, before(1)) {
            (b'\n', Some(b'\r')) => before(2).is_none_or(|b| b == b'\n' || b == b'\r'),
            (_, previous) => previous.is_none_or(|b| b == b'\n' || b == b'\r'),
        }
    }
}

/// The offset behind the first lines of a text.
pub(super) fn skip_lines(text: &str, count: u32) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    for _ in 0..count {
        let Some(end) = bytes[at..].iter().position(|b| matches!(b, b'\n' | b'\r')) else { return text.len() };
        at += end + if bytes[at + end..].starts_with(b"\r\n") { 2 } else { 1 };
    }
    at
}

/// The offset before the last lines of a text that hold something, or how many there are when they are fewer.
pub(super) fn before_last_lines(text: &str, count: u32) -> Result<usize, u32> {
    let mut end = text.len();
    for found in 0..count {
        let kept = text[..end].trim_end_matches(|c: char| c.is_whitespace());
        if kept.is_empty() {
            return Err(found);
        }
        end = kept.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    }
    Ok(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_by_any_line_end() {
        for ends in ["\n", "\r", "\r\n"] {
            let text = ["h", "", "a", "", "", "b", ""].join(ends);
            let mut lines = Lines::new(&text);
            let (header, a) = (lines.of(0), lines.of(skip_lines(&text, 1)));
            let b = lines.of(skip_lines(&text, 3));
            assert_eq!((header, a, b, lines.blank), (1, 3, 6, 3), "{ends:?}");
            assert_eq!(&text[skip_lines(&text, 5)..=skip_lines(&text, 5)], "b");
        }
        assert_eq!(skip_lines("a\nb", 9), 3);
    }

    #[test]
    fn the_last_lines_are_those_that_hold_something() {
        assert_eq!(before_last_lines("a\r\nTotal\r\n \r\n", 1), Ok(3));
        assert_eq!(before_last_lines("a\nb\nc", 2), Ok(2));
        assert_eq!(before_last_lines("a\nb", 0), Ok(3));
        assert_eq!(before_last_lines("a\n\n", 2), Err(1));
    }
}
