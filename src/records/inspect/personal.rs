//! Which columns look as if they held something about a person: of these no value is ever shown.

/// Words of a column's name.
const WORDS: [&str; 44] = [
    "name",
    "names",
    "first",
    "last",
    "surname",
    "alias",
    "aka",
    "dob",
    "birth",
    "born",
    "ssn",
    "social",
    "phone",
    "tel",
    "telephone",
    "mobile",
    "cell",
    "fax",
    "address",
    "addr",
    "street",
    "email",
    "mail",
    "passport",
    "alien",
    "license",
    "licence",
    "plate",
    "account",
    "id",
    "ids",
    "uid",
    "guid",
    "no",
    "num",
    "nbr",
    "number",
    "judge",
    "officer",
    "agent",
    "attorney",
    "counsel",
    "victim",
    "defendant",
];

/// Whether a column's name, in words, looks personal.
pub(super) fn by_name(words: &str) -> bool {
    words.split('_').any(|word| WORDS.contains(&word))
}

/// Whether a value looks like an e-mail address, a social security, telephone or alien registration number.
pub(super) fn by_value(text: &str) -> bool {
    if text.split_once('@').is_some_and(|(_, domain)| domain.contains('.')) {
        return true;
    }
    let shape: String =
        text.chars().filter(|c| !c.is_whitespace()).map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
    let shapes =
        ["999-99-9999", "999-999-9999", "(999)999-9999", "+19999999999", "A99999999", "A999999999", "A999-999-999"];
    shapes.contains(&shape.as_str())
}
