//! An address → whether a sheet may lead there. One list for every template, of Markdown and of Word: what opens a
//! page, a letter or a call, and nothing that runs a script or reaches into the reader's own files.

/// What an address may begin with.
const SCHEMES: [&str; 4] = ["https://", "http://", "mailto:", "tel:"];

/// What is said beside an address that is not allowed.
pub const LINK_ADVICE: &str = "links begin with https://, http://, mailto: or tel:";

/// Whether a sheet may lead to this address. A scheme may be written in capitals (RFC 3986 §3.1).
#[must_use]
pub fn may_link(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    SCHEMES.iter().any(|scheme| lower.starts_with(scheme))
}
