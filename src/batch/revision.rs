//! Which revision an edition is. An edition that was never published is the first. One that was is made as its latest
//! revision again, and only when that gives other bytes, as the next: so the same records give the same edition
//! however often it is built.

use super::made::Made;
use super::{Counted, Error, Options, is_partial, store};
use crate::edition::{OutputFile, Publication};
use crate::records::Warning;
use crate::value::{Place, sha256};

/// Makes an edition as the revision that it is.
pub(super) fn settled(
    options: &Options,
    counted: &mut Counted,
    make: impl Fn(&Counted) -> Result<Made, Error>,
) -> Result<Made, Error> {
    if options.correction.as_ref().is_some_and(|text| text.trim().is_empty()) {
        return Err(Error::Usage("--correction is blank; say what was corrected, in a sentence".to_owned()));
    }
    let latest = if is_partial(options) { None } else { store(options).latest(counted.edition.as_of)? };
    let Some(latest) = latest.map(|revision| revision.publication) else {
        if let Some(correction) = &options.correction {
            let what = format!("there is nothing to correct with \"{correction}\": {}", never(counted));
            return Err(Error::Usage(what));
        }
        return make(counted);
    };
    // Another day alone makes no revision: a schedule that passes the day of each run would revise every time.
    if options.correction.as_ref().is_none_or(|text| Some(text) == latest.correction.as_ref()) {
        as_published(counted, &latest);
        let made = make(counted)?;
        if is_the_same(&latest, made.clean()) {
            return Ok(kept_its_day(options, &latest, made));
        }
    }
    counted.edition.revision = latest.revision + 1;
    counted.edition.published = options.published;
    counted.edition.correction = options.correction.clone();
    make(counted)
}

/// Says so when a day was asked for that the sheets do not print.
fn kept_its_day(options: &Options, latest: &Publication, mut made: Made) -> Made {
    if options.published.is_some_and(|day| Some(day) != latest.published) {
        let was = latest.published.map_or_else(|| "without a day".to_owned(), |day| format!("on {day}"));
        let what = format!("these sheets were published as r{} {was}, and keep that", latest.revision);
        made.suspicious.push(Warning { place: Place::file("--published"), what, rows: 1 });
    }
    made
}

fn never(counted: &Counted) -> String {
    format!("{} has not been published", counted.edition.as_of)
}

/// Gives an edition what a revision says of itself.
pub(super) fn as_published(counted: &mut Counted, publication: &Publication) {
    counted.edition.revision = publication.revision;
    counted.edition.published = publication.published;
    counted.edition.correction.clone_from(&publication.correction);
}

/// Whether these are the bytes of a revision.
pub(super) fn is_the_same(publication: &Publication, public: &[OutputFile]) -> bool {
    public.len() == publication.public.len()
        && public.iter().all(|file| publication.public.get(&file.name) == Some(&sha256(&file.bytes)))
}
