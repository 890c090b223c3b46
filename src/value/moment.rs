//! A date with its time of day, as exports write it. The day is what figures count by; the time only tells the
//! later of two rows. A moment with an offset is taken to the project's time zone first, one without is taken as
//! it stands, so that an hour which a zone skips in spring is still an hour of its day.

use super::Day;
use jiff::civil::{DateTime, Time};
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use std::borrow::Cow;
use std::fmt;

/// A day and a time on it; moments are ordered as they follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The day.
    pub day: Day,
    /// Nanoseconds since its midnight; 0 when only a date was written.
    pub time: i64,
}

/// A time zone of the IANA database that is built into the program; the system's own is never asked.
#[derive(Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone with that name, such as `America/New_York`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        TimeZoneDatabase::bundled().get(name).ok().map(Self)
    }

    /// The names of all zones.
    #[must_use]
    pub fn names() -> Vec<String> {
        TimeZoneDatabase::bundled().available().map(|name| name.as_str().to_owned()).collect()
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.0.iana_name().unwrap_or_default())
    }
}

/// The first year that is taken for one: `%Y` would read `24` as the year 24.
const FIRST_YEAR: i16 = 1000;

/// Reads a date, with or without a time, in one of the listed `strptime` formats. The whole text must match:
/// nothing is guessed and nothing is left over.
#[must_use]
pub fn parse_moment(text: &str, formats: &[String], zone: Option<&Zone>) -> Option<Moment> {
    formats.iter().find_map(|format| read(text, format, zone)).filter(|moment| moment.day.year() >= FIRST_YEAR)
}

/// Whether a format reads a year of two digits.
#[must_use]
pub fn has_short_year(format: &str) -> bool {
    directives(format).any(|letter| matches!(letter, Some('y' | 'g' | 'D')))
}

/// What is wrong with a format before any date is read in it, and what to do.
#[must_use]
pub fn format_fault(format: &str) -> Option<(String, String)> {
    let usual = "%Y (2024), %m (05), %d (31), %b (May), %B, %y, %j, %H, %I, %M, %S, %p, %z, %.f";
    if directives(format).next().is_none() {
        let what = format!("the date format \"{format}\" names no part of a date");
        return Some((what, format!("write it with signs such as \"%Y-%m-%d\"; they are: {usual}")));
    }
    let unknown = directives(format).find(|letter| letter.is_none_or(|letter| !DIRECTIVES.contains(letter)))?;
    let letter = unknown.map_or_else(String::new, String::from);
    Some((format!("the date format \"{format}\" has the unknown sign \"%{letter}\""), format!("they are: {usual}")))
}

/// What `strptime` of jiff reads: <https://docs.rs/jiff/latest/jiff/fmt/strtime/index.html#conversion-specifications>.
const DIRECTIVES: &str = "%AaBbhCDdeFfGgHkIjlMmNnPpQRSsTtUuVWwYyz";

/// The letters behind the signs `%` of a format, past flags, widths and colons; none where the format ends.
fn directives(format: &str) -> impl Iterator<Item = Option<char>> {
    let mut chars = format.chars();
    std::iter::from_fn(move || {
        chars.by_ref().find(|&c| c == '%')?;
        Some(chars.by_ref().find(|c| !matches!(c, '-' | '_' | '^' | '#' | '.' | ':' | '0'..='9')))
    })
}

fn read(text: &str, format: &str, zone: Option<&Zone>) -> Option<Moment> {
    let text = if format.ends_with("%z") { plain_offset(text) } else { Cow::Borrowed(text) };
    let broken = BrokenDownTime::parse(format, text.as_ref()).ok()?;
    let moment = match (broken.offset(), zone) {
        (Some(_), Some(zone)) => zone.0.to_datetime(broken.to_timestamp().ok()?),
        _ => DateTime::from_parts(broken.to_date().ok()?, broken.to_time().unwrap_or(Time::midnight())),
    };
    let time = moment.time().duration_since(Time::midnight()).as_nanos();
    Some(Moment { day: Day::of(moment), time: i64::try_from(time).unwrap_or(0) })
}

/// The offset at the end of a text in the one form that `%z` knows: `Z` and `-05:00` are `+0000` and `-0500`.
fn plain_offset(text: &str) -> Cow<'_, str> {
    if let Some(start) = text.strip_suffix(['Z', 'z']) {
        return Cow::Owned(format!("{start}+0000"));
    }
    match text.as_bytes() {
        [.., b'+' | b'-', _, _, b':', _, _] => {
            let (hours, minutes) = text.split_at(text.len() - 3);
            Cow::Owned(format!("{hours}{}", &minutes[1..]))
        }
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str, formats: &[&str], zone: Option<&str>) -> Option<String> {
        let formats: Vec<String> = formats.iter().map(|&f| f.to_owned()).collect();
        let zone = zone.map(|name| Zone::named(name).unwrap());
        parse_moment(text, &formats, zone.as_ref()).map(|moment| moment.day.to_string())
    }

    #[test]
    fn reads_listed_formats_only() {
        let read = |text, formats: &[&str]| day(text, formats, None);
        let expected = Some("2023-12-04".to_owned());
        assert_eq!(read("04-DEC-2023", &["%Y-%m-%d", "%d-%b-%Y"]), expected);
        assert_eq!(read("04-dec-2023", &["%d-%b-%Y"]), expected);
        assert_eq!(read("12/4/2023 12:00:00 AM", &["%m/%d/%Y %I:%M:%S %p"]), expected);
        assert_eq!(read("20231204", &["%Y%m%d"]), expected);
        for (text, format) in [
            ("12/4/2023", "%Y-%m-%d"),
            ("2023-12-04x", "%Y-%m-%d"),
            ("x2023-12-04", "%Y-%m-%d"),
            ("2023-02-29", "%Y-%m-%d"),
            ("1900-02-29", "%Y-%m-%d"),
            ("2024-02-30", "%Y-%m-%d"),
            ("0000-00-00", "%Y-%m-%d"),
            ("24-02-01", "%Y-%m-%d"),
            ("2/1/24", "%m/%d/%Y"),
            ("31-APR-2024", "%d-%b-%Y"),
            ("00/00/0000", "%m/%d/%Y"),
            ("FY2024", "%Y"),
        ] {
            assert_eq!(read(text, &[format]), None, "{text}");
        }
    }

    #[test]
    fn the_project_zone_chooses_the_day() {
        let zoned = ["%Y-%m-%dT%H:%M:%S%z"];
        let late = "2024-03-31T23:30:00-05:00";
        assert_eq!(day(late, &zoned, Some("America/New_York")).as_deref(), Some("2024-04-01"));
        assert_eq!(day(late, &zoned, Some("America/Chicago")).as_deref(), Some("2024-03-31"));
        assert_eq!(day("2024-03-31T23:30:00Z", &zoned, Some("Europe/London")).as_deref(), Some("2024-04-01"));
    }

    #[test]
    fn an_hour_that_a_zone_skips_is_still_on_its_day() {
        let read = day("2024-03-31T01:30:00", &["%Y-%m-%dT%H:%M:%S"], Some("Europe/London"));
        assert_eq!(read.as_deref(), Some("2024-03-31"));
    }

    #[test]
    fn zones_are_known_by_name() {
        assert_eq!(Zone::named("Mars/Olympus"), None);
        assert!(Zone::names().iter().any(|name| name == "America/Phoenix"));
    }
}
