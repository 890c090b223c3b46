//! Which figure a printed value is: what goes with it into every format, so that it can be proved, refreshed and found
//! again in a copy.

/// Which figure a printed value is: its name, window, slice and form. A renderer carries it along without
/// knowing what it means.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// The figure's name in the project file: "arrests".
    pub figure: String,
    /// The window's name: "to-date", "month", "2024", "FY2024".
    pub window: String,
    /// The slice of a breakdown as column and code, empty for the total: `[("district", "AZ")]`.
    pub slice: Vec<(String, String)>,
    /// Which form of it is printed.
    pub form: Form,
}

/// The form in which a figure is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// The exact value: "348".
    Exact,
    /// The whole claim: "more than 345".
    Claim,
    /// The claim without its qualifier: "345".
    ClaimAmount,
    /// The qualifier alone: "more than".
    Qualifier,
    /// The exact value with its unit: "14,260 rounds".
    Measured,
    /// A claim in digits without its qualifier, as a tile shows it: "$639,000".
    Digits,
    /// The qualifier of a claim in digits.
    DigitsQualifier,
    /// Words that change with the edition: a date, a period.
    Words,
}

impl Form {
    /// Every form with its name in tags.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Exact, "exact"),
        (Self::Claim, "claim"),
        (Self::ClaimAmount, "amount"),
        (Self::Qualifier, "qualifier"),
        (Self::Measured, "measured"),
        (Self::Digits, "digits"),
        (Self::DigitsQualifier, "digits-qualifier"),
        (Self::Words, "words"),
    ];

    /// Its name in tags.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(form, _)| *form == self).map_or("", |(_, name)| name)
    }
}

/// What stands in the place of a figure's name in the mark of words that change with the edition.
pub const EDITION_MARK: &str = "@edition";

impl Mark {
    /// One short token that names this mark, for a content control's tag: `arrests/to-date/district=AZ/exact`.
    /// At most 64 characters matter to Word; longer names are the caller's to shorten.
    #[must_use]
    pub fn tag(&self) -> String {
        let mut tag = format!("{}/{}", self.figure, self.window);
        for (column, code) in &self.slice {
            tag.push_str(&format!("/{column}={code}"));
        }
        tag.push('/');
        tag.push_str(self.form.name());
        tag
    }

    /// The mark of words that change with the edition; `which` is "as-of", "name" or a window.
    #[must_use]
    pub fn edition(which: &str) -> Self {
        Self { figure: EDITION_MARK.to_owned(), window: which.to_owned(), slice: Vec::new(), form: Form::Words }
    }
}
