//! One column of an undescribed export: what its values are, and which type fits all of them.

use super::kinds::{
    self, ACCOUNTING, EUROPEAN, FLAG, FORMATS, GROUPED, Kinds, MONEY, NEVER, NUMBER, PADDED, SHORT_INTEGER,
};
use super::personal;
use crate::records::numbers;
use crate::records::parse::{is_spreadsheet_error, trim};
use crate::records::warnings::is_damaged;
use crate::value::has_short_year;
use indexmap::IndexMap;
use unicode_normalization::UnicodeNormalization;

/// A column as it was seen.
#[derive(Debug)]
pub struct SeenColumn {
    /// Its name in the header.
    pub header: String,
    /// The name it would have in a project: small letters, digits and `_`.
    pub name: String,
    /// Fields with a value.
    pub filled: u64,
    /// Blank fields, and those that say "missing".
    pub blank: u64,
    /// How many different values it has; none when they are too many to tell.
    pub distinct: Option<usize>,
    /// Every type that fits all of its values, the likeliest first, as a project file writes it.
    pub fits: Vec<String>,
    /// Its values with how often they occur when they are few, or a few of them; none when the column looks personal.
    pub values: Vec<(String, u64)>,
    /// Whether the column looks as if it held something about a person.
    pub personal: bool,
    /// What is suspicious.
    pub odd: Vec<String>,
}

/// Texts that often mean "missing".
const MISSING: [&str; 16] =
    ["NA", "N/A", "n/a", "NULL", "Null", "null", "NONE", "None", "none", ".", "-", "*", "s/d", "S/D", "n/d", "N/D"];

/// How many different values are told apart.
const MOST_VALUES: usize = 50_000;
/// A column with no more values than this is shown with all of them.
const FEW: usize = 12;
/// How many values of any other column are shown.
const SAMPLES: usize = 3;

/// Takes the values of a column.
pub(super) struct Collector {
    header: String,
    values: IndexMap<String, Seen>,
    overflowed: bool,
    blank: u64,
    filled: u64,
    padded: u64,
    oddities: IndexMap<&'static str, (u64, u64)>,
}

/// A value, how often it occurs, where first, and what it could be.
struct Seen {
    count: u64,
    line: u64,
    kinds: Kinds,
}

/// The words for "missing" that occur in some column.
pub(super) fn missing_words(columns: &[Collector]) -> Vec<String> {
    let occurs = |word: &&str| columns.iter().any(|column| column.values.contains_key(*word));
    MISSING.into_iter().filter(occurs).map(str::to_owned).collect()
}

impl Collector {
    pub(super) fn new(header: &str) -> Self {
        Self {
            header: header.to_owned(),
            values: IndexMap::new(),
            overflowed: false,
            blank: 0,
            filled: 0,
            padded: 0,
            oddities: IndexMap::new(),
        }
    }

    pub(super) fn take(&mut self, field: &str, line: u64) {
        let text = trim(field);
        if text.is_empty() {
            self.blank += 1;
            return;
        }
        self.filled += 1;
        self.padded += u64::from(text.len() != field.len());
        if let Some(seen) = self.values.get_mut(text) {
            seen.count += 1;
            return;
        }
        let odd = if is_damaged(text) {
            Some("text damaged by a wrong encoding")
        } else if is_spreadsheet_error(text) {
            Some("errors of a spreadsheet in place of values")
        } else {
            None
        };
        if let Some(what) = odd {
            self.oddities.entry(what).or_insert((0, line)).0 += 1;
        }
        // Past the limit a value only counts as one more of its kind.
        let kinds = kinds::of(text);
        let key = if self.values.len() < MOST_VALUES { text.to_owned() } else { format!("\0{kinds}") };
        self.overflowed |= self.values.len() >= MOST_VALUES;
        self.values.entry(key).or_insert(Seen { count: 0, line, kinds }).count += 1;
    }

    /// What the column is, when these words mean "missing".
    pub(super) fn judge(mut self, missing: &[String]) -> SeenColumn {
        for word in missing {
            if let Some(seen) = self.values.shift_remove(word) {
                self.filled -= seen.count;
                self.blank += seen.count;
            }
        }
        let name = snake(&self.header);
        let texts = || self.values.keys().map(String::as_str);
        let personal = personal::by_name(&name) || texts().any(personal::by_value) || personal::by_values(texts());
        let fits = self.fits(&name);
        let odd = self.odd(personal, &fits);
        let distinct = (!self.overflowed).then_some(self.values.len());
        let values = if personal { Vec::new() } else { self.shown(&fits) };
        SeenColumn {
            header: self.header,
            name,
            filled: self.filled,
            blank: self.blank,
            distinct,
            fits,
            values,
            personal,
            odd,
        }
    }

    /// How many values could be of a kind.
    fn count(&self, kind: Kinds) -> u64 {
        self.values.values().filter(|seen| seen.kinds & kind != 0).map(|seen| seen.count).sum()
    }

    fn all(&self, kind: Kinds) -> bool {
        self.filled > 0 && self.count(kind) == self.filled
    }

    fn fits(&self, name: &str) -> Vec<String> {
        let mut fits = Vec::new();
        let identifier = self.count(PADDED) > 0 || personal::by_name(name);
        if self.all(FLAG) {
            fits.push("type = \"flag\"".to_owned());
        }
        fits.extend(self.dates());
        let money = ["value", "amount", "price", "cost", "usd", "gbp", "eur", "dollars"];
        let money = name.split('_').any(|word| money.contains(&word));
        let number = if money { "money" } else { "number" };
        if self.all(NUMBER) && !identifier {
            fits.push(format!("type = \"{number}\""));
        } else if self.all(GROUPED) && !identifier {
            fits.push(format!("type = \"{number}\", grouping = \",\""));
        } else if self.all(MONEY) && !identifier {
            fits.push("type = \"money\", currency = \"$\", grouping = \",\"".to_owned());
        } else if self.all(ACCOUNTING) && !identifier {
            let (kind, currency) = self.with_currency("$", number);
            fits.push(format!("type = \"{kind}\"{currency}, grouping = \",\", parentheses = true"));
        } else if self.all(EUROPEAN) && !identifier {
            let (kind, currency) = self.with_currency("€", number);
            fits.push(format!("type = \"{kind}\"{currency}, grouping = \".\", decimal = \",\""));
        }
        let few = self.values.len() <= 30 && self.values.len() as u64 * 2 <= self.filled && !self.overflowed;
        if few && !identifier {
            fits.push("type = \"code\"".to_owned());
        }
        let text = "type = \"text\"".to_owned();
        if !fits.contains(&text) {
            fits.push(text);
        }
        if identifier && self.all(NUMBER) {
            fits.push("type = \"number\"".to_owned());
        }
        fits
    }

    /// The type of numbers of which some stand beside a currency, and its key.
    fn with_currency<'k>(&self, sign: &str, otherwise: &'k str) -> (&'k str, String) {
        if self.values.keys().any(|value| value.contains(sign)) {
            ("money", format!(", currency = \"{sign}\""))
        } else {
            (otherwise, String::new())
        }
    }

    /// Whether all values are a few whole numbers, so that they may be codes.
    fn may_be_codes(&self) -> bool {
        self.all(SHORT_INTEGER) && self.values.len() <= 30 && self.values.len() as u64 * 2 <= self.filled
    }

    /// The century of the years that a format reads with two digits, when they are all of one.
    fn century(&self, format: &str) -> Option<i16> {
        let mut centuries = self.values.keys().filter_map(|value| kinds::read(value, format)).map(|moment| {
            let year = moment.day.year();
            year - year.rem_euclid(100)
        });
        let first = centuries.next()?;
        centuries.all(|other| other == first).then_some(first)
    }

    /// The fewest date formats that read every value. Where month and day could be swapped in all of them, text
    /// comes first: that is not guessed.
    fn dates(&self) -> Vec<String> {
        let mut left: Vec<&Seen> = self.values.values().collect();
        let mut formats = Vec::new();
        let mut century = String::new();
        let mut ambiguous = false;
        while !left.is_empty() && formats.len() < 4 {
            let reads = |index: usize| left.iter().filter(|seen| seen.kinds & kinds::date(index) != 0).count();
            // Of formats that read as many, the first in the list.
            let Some(best) = (0..FORMATS.len()).rev().max_by_key(|&index| reads(index)).filter(|&i| reads(i) > 0)
            else {
                return Vec::new();
            };
            ambiguous |= kinds::swapped(FORMATS[best]).is_some_and(|other| reads(other) == reads(best));
            left.retain(|seen| seen.kinds & kinds::date(best) == 0);
            if has_short_year(FORMATS[best]) {
                let Some(first) = self.century(FORMATS[best]) else { return Vec::new() };
                century = format!(", century = {first}");
            }
            formats.push(format!("\"{}\"", FORMATS[best]));
        }
        if !left.is_empty() || formats.is_empty() {
            return Vec::new();
        }
        let never: Vec<String> =
            self.values.iter().filter(|(_, seen)| seen.kinds & NEVER != 0).map(|(v, _)| format!("\"{v}\"")).collect();
        let missing = if never.is_empty() { String::new() } else { format!(", missing = [{}]", never.join(", ")) };
        let date = format!("type = \"date\", formats = [{}]{century}{missing}", formats.join(", "));
        if ambiguous { vec!["type = \"text\"".to_owned(), date] } else { vec![date] }
    }

    fn shown(&self, fits: &[String]) -> Vec<(String, u64)> {
        let free_text = fits.first().is_some_and(|kind| kind == "type = \"text\"");
        let short = self.values.keys().all(|value| value.chars().count() <= 24);
        let most = match () {
            () if self.values.len() <= FEW && short => FEW,
            () if free_text => 0,
            () => SAMPLES,
        };
        let mut values: Vec<(String, u64)> = self
            .values
            .iter()
            .filter(|(value, _)| !value.starts_with('\0'))
            .map(|(v, s)| (v.clone(), s.count))
            .collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        values.truncate(most);
        values
    }

    fn odd(&self, personal: bool, fits: &[String]) -> Vec<String> {
        let mut odd: Vec<String> = self
            .oddities
            .iter()
            .map(|(what, (count, line))| format!("{what}: {count}, first on line {line}"))
            .collect();
        if self.padded > 0 {
            odd.push(format!("{} values are padded with blanks, which are taken off", self.padded));
        }
        let plain = NUMBER_FORMAT;
        let money = fits.first().is_some_and(|kind| kind.contains("\"money\""));
        let exponents = self.values.iter().filter(|(text, seen)| {
            seen.kinds & (NUMBER | GROUPED | MONEY) != 0 && numbers::oddity(text, &plain, money).is_some()
        });
        if let Some((_, seen)) = exponents.min_by_key(|(_, seen)| seen.line) {
            odd.push(format!("numbers that a spreadsheet may have changed, first on line {}", seen.line));
        }
        if fits.first().is_some_and(|kind| kind == "type = \"text\"") {
            odd.extend(self.nearly(personal));
        }
        if self.may_be_codes() {
            odd.push("a few whole numbers, which may be codes: then use the code type".to_owned());
        }
        if fits.first().is_some_and(|kind| kind.contains("%z")) {
            odd.push("times with an offset need a time_zone under [program]".to_owned());
        }
        if fits.len() > 1 && fits[0] == "type = \"text\"" && fits[1].contains("\"date\"") {
            odd.push(
                "month and day could be swapped in every value: ask the office, then use the date type".to_owned(),
            );
        }
        odd
    }

    /// The values that keep the column from being of a stricter type.
    fn nearly(&self, personal: bool) -> Option<String> {
        let dates: Kinds = (0..FORMATS.len()).map(kinds::date).sum();
        let (kind, what) =
            [(dates, "a date"), (NUMBER | GROUPED | MONEY | ACCOUNTING | EUROPEAN, "a number"), (FLAG, "yes or no")]
                .into_iter()
                .find(|(kind, _)| self.count(*kind) < self.filled && self.count(*kind) * 5 >= self.filled * 4)?;
        let others: Vec<(&String, &Seen)> = self.values.iter().filter(|(_, seen)| seen.kinds & kind == 0).collect();
        let line = others.iter().map(|(_, seen)| seen.line).min()?;
        let count: u64 = others.iter().map(|(_, seen)| seen.count).sum();
        let named: Vec<String> = others.iter().take(SAMPLES).map(|(value, _)| format!("{value:?}")).collect();
        let named = if personal { String::new() } else { format!(": {}", named.join(", ")) };
        Some(format!("all but {count} values are {what}; the first other one is on line {line}{named}"))
    }
}

const NUMBER_FORMAT: crate::project::NumberFormat =
    crate::project::NumberFormat { currency: None, grouping: None, decimal: '.', parentheses: false };

/// A header in small letters, digits and `_`, without accents: `Arrest Date` and `ArrestDate` are `arrest_date`.
pub(super) fn snake(header: &str) -> String {
    let mut name = String::new();
    let mut previous = ' ';
    // A letter with an accent is taken apart, and the accent left out.
    for c in header.nfd().filter(|c| !matches!(c, '\u{300}'..='\u{36f}')) {
        let starts_word = c.is_ascii_uppercase() && (previous.is_ascii_lowercase() || previous.is_ascii_digit());
        if (starts_word || !c.is_ascii_alphanumeric()) && !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
        if c.is_ascii_alphanumeric() {
            name.push(c.to_ascii_lowercase());
        }
        previous = c;
    }
    name.trim_end_matches('_').to_owned()
}
