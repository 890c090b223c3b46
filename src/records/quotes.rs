//! Finds what the `csv` crate forgives but a careful reader must not: a quote that is never closed (it would
//! swallow the rest of the file into one field), words after a closing quote, and fields without end.

/// A fault in the quoting, at a byte offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum QuoteFault {
    /// The quote that opens here is never closed.
    Unclosed(usize),
    /// The closing quote of a field is followed by more than a separator.
    AfterClosing {
        /// Where the field's quote opens.
        opened: usize,
        /// Where the words stand.
        at: usize,
    },
    /// The quoted field that opens here is longer than a field may be.
    TooLong(usize),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    FieldStart,
    Plain,
    Quoted(usize),
    Closed(usize),
}

/// The first fault of a text, if there is one.
pub(super) fn first_fault(text: &str, delimiter: u8, longest: usize) -> Option<QuoteFault> {
    if !text.as_bytes().contains(&b'"') {
        return None;
    }
    let mut state = State::FieldStart;
    for (at, byte) in text.bytes().enumerate() {
        state = match (state, byte) {
            (State::FieldStart, b'"') => State::Quoted(at),
            (State::Quoted(opened), b'"') => State::Closed(opened),
            (State::Quoted(opened), _) if at - opened > longest => return Some(QuoteFault::TooLong(opened)),
            (State::Quoted(opened), _) => State::Quoted(opened),
            (State::Closed(opened), b'"') => State::Quoted(opened),
            (_, b'\n' | b'\r') => State::FieldStart,
            (_, byte) if byte == delimiter => State::FieldStart,
            (State::Closed(opened), _) => return Some(QuoteFault::AfterClosing { opened, at }),
            (State::FieldStart | State::Plain, _) => State::Plain,
        };
    }
    match state {
        State::Quoted(opened) => Some(QuoteFault::Unclosed(opened)),
        State::FieldStart | State::Plain | State::Closed(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_quotes_that_never_close_and_words_after_them() {
        let fault = |text| first_fault(text, b',', 100);
        assert_eq!(fault("a,\"b,c\"\n\"d\"\"e\",f\n"), None);
        assert_eq!(fault("a,\"b\nc,d\n"), Some(QuoteFault::Unclosed(2)));
        assert_eq!(fault("a,\"b\"x,c\n"), Some(QuoteFault::AfterClosing { opened: 2, at: 5 }));
        assert_eq!(fault("a,5\" pipe,c\n"), None);
        assert_eq!(fault(&format!("a,\"{}\"\n", "x".repeat(101))), Some(QuoteFault::TooLong(2)));
    }
}
