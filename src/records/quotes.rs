//! Finds what the `csv` crate forgives but a careful reader must not: a quote that is never closed (it would
//! swallow the rest of the file into one field) and words after a closing quote.

/// A fault in the quoting, at a byte offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum QuoteFault {
    /// The quote that opens here is never closed.
    Unclosed(usize),
    /// The field's closing quote is followed by more than a separator.
    AfterClosing(usize),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    FieldStart,
    Plain,
    Quoted(usize),
    Closed,
}

/// The first fault of a text, if there is one.
pub(super) fn first_fault(text: &str, delimiter: u8) -> Option<QuoteFault> {
    if !text.as_bytes().contains(&b'"') {
        return None;
    }
    let mut state = State::FieldStart;
    for (at, byte) in text.bytes().enumerate() {
        state = match (state, byte) {
            (State::FieldStart, b'"') => State::Quoted(at),
            (State::Quoted(_), b'"') => State::Closed,
            (State::Quoted(opened), _) => State::Quoted(opened),
            (State::Closed, b'"') => State::Quoted(at),
            (_, b'\n' | b'\r') => State::FieldStart,
            (_, byte) if byte == delimiter => State::FieldStart,
            (State::Closed, _) => return Some(QuoteFault::AfterClosing(at)),
            (State::FieldStart | State::Plain, _) => State::Plain,
        };
    }
    match state {
        State::Quoted(opened) => Some(QuoteFault::Unclosed(opened)),
        State::FieldStart | State::Plain | State::Closed => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_quotes_that_never_close_and_words_after_them() {
        assert_eq!(first_fault("a,\"b,c\"\n\"d\"\"e\",f\n", b','), None);
        assert_eq!(first_fault("a,\"b\nc,d\n", b','), Some(QuoteFault::Unclosed(2)));
        assert_eq!(first_fault("a,\"b\"x,c\n", b','), Some(QuoteFault::AfterClosing(5)));
        assert_eq!(first_fault("a,5\" pipe,c\n", b','), None);
    }
}
