//! Which revision an edition is. An edition that was never published is the first. One that was is made as its latest
//! revision again, and only when that gives other bytes, as the next: so the same records give the same edition
//! however often it is built.

use super::made::Made;
use super::{Counted, Error, Options, digest, is_partial, store};
use crate::edition::{OutputFile, Publication};

/// Makes an edition as the revision that it is.
pub(super) fn settled(
    options: &Options,
    counted: &mut Counted,
    make: impl Fn(&Counted) -> Result<Made, Error>,
) -> Result<Made, Error> {
    let latest = if is_partial(options) { None } else { store(options).latest(counted.edition.as_of)? };
    let Some(latest) = latest.map(|revision| revision.publication) else {
        if let Some(correction) = &options.correction {
            let what = format!("there is nothing to correct with \"{correction}\": {}", never(counted));
            return Err(Error::Usage(what));
        }
        return make(counted);
    };
    let same_words = options.published.is_none_or(|day| Some(day) == latest.published)
        && options.correction.as_ref().is_none_or(|text| Some(text) == latest.correction.as_ref());
    if same_words {
        as_published(counted, &latest);
        let made = make(counted)?;
        if is_the_same(&latest, made.clean()) {
            return Ok(made);
        }
    }
    counted.edition.revision = latest.revision + 1;
    counted.edition.published = options.published;
    counted.edition.correction = options.correction.clone();
    make(counted)
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
        && public.iter().all(|file| publication.public.get(&file.name) == Some(&digest(&file.bytes)))
}
