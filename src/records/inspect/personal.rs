//! Which columns look as if they held something about a person: of these no value is ever shown.

use super::column::snake;

/// Words of a column's name.
const WORDS: [&str; 83] = [
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
    "lastname",
    "firstname",
    "fullname",
    "initials",
    "person",
    "persons",
    "persona",
    "subject",
    "suspect",
    "offender",
    "inmate",
    "arrestee",
    "detainee",
    "driver",
    "owner",
    "witness",
    "minor",
    "claimant",
    "respondent",
    "plaintiff",
    "nombre",
    "nombres",
    "apellido",
    "apellidos",
    "dni",
    "nie",
    "nif",
    "nss",
    "curp",
    "rfc",
    "cedula",
    "pasaporte",
    "nacimiento",
    "domicilio",
    "direccion",
    "telefono",
    "correo",
    "detenido",
    "detenida",
];

/// Words beside "name" that say it is not a person's.
const THINGS: [&str; 30] = [
    "agency",
    "office",
    "department",
    "court",
    "district",
    "state",
    "country",
    "county",
    "city",
    "region",
    "province",
    "place",
    "port",
    "offense",
    "charge",
    "statute",
    "drug",
    "substance",
    "product",
    "category",
    "type",
    "status",
    "unit",
    "program",
    "month",
    "day",
    "file",
    "table",
    "column",
    "event",
];

/// Whether a header or a column's name looks as if the column held something about a person.
#[must_use]
pub fn is_personal(header: &str) -> bool {
    by_name(&snake(header))
}

/// Whether a column's name, in words, looks personal.
pub(super) fn by_name(words: &str) -> bool {
    // "number_of_plants" counts, and numbers nobody.
    let counts = ["number_of_", "num_of_", "no_of_"].iter().any(|start| words.starts_with(start));
    let of_things = words.split('_').any(|word| THINGS.contains(&word));
    words.split('_').any(|word| WORDS.contains(&word) && !(of_things && word == "name") && !counts)
}

/// Whether most of a column's texts look like "Surname, Given name".
pub(super) fn by_values<'v>(texts: impl Iterator<Item = &'v str> + Clone) -> bool {
    let all = texts.clone().count();
    let names = texts.filter(|text| looks_like_name(text)).count();
    names > 0 && names * 2 > all
}

fn looks_like_name(text: &str) -> bool {
    let letters = |part: &str| part.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '.'));
    let Some((surname, given)) = text.split_once(", ") else { return false };
    // Two letters behind a comma are a state's, as in "Phoenix, AZ".
    let words = |part: &str| part.split(' ').filter(|word| !word.is_empty()).count();
    letters(surname) && letters(given) && given.chars().count() > 2 && words(surname) <= 3 && words(given) <= 3
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
    // A Spanish identity number is eight digits, or X, Y or Z and seven, and a letter that checks them.
    let digits = shape.strip_suffix(|c: char| c.is_ascii_uppercase()).unwrap_or_default();
    let spanish = digits == "99999999" || digits.strip_prefix(['X', 'Y', 'Z']) == Some("9999999");
    spanish || shapes.contains(&shape.as_str())
}
