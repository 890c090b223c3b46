//! The words that qualify nothing: articles, verbs of doing and being, and who did it. Every other word of a clause
//! narrows what is counted, and has to be a figure's own before its number is held against one.

/// Words that say nothing of what is counted, wherever they stand.
const ORDINARY: &str = " a an the that which who whom whose of in on at to for from by with as and or while into it its \
    they their them these those there here he she his her we our i you your has have had having is are was were be been \
    being do does did done make makes made making take takes took taken place lead leads led result results resulted \
    resulting total totals totaled totaling totalled number numbers numbered come comes came reach reached reaches stand \
    stood stands include includes included including account accounted accounts recorded report reported announce \
    announced announces say says said see saw seen carry carried out conduct conducted perform performed obtain obtained \
    secure secured bring brought follow followed known amount amounted occurred happened worth amid also already alone just exactly only \
    altogether overall all sum ";

/// Who acts; they say nothing of what is counted where they stand before the number, or after "by".
const ACTORS: &str = " police officer officers agent agents investigator investigators prosecutor prosecutors authorities \
    department justice office task force team official officials personnel law enforcement program today work effort efforts u.s attorney attorneys attorney's \
    attorney’s ";

/// Words by which a number is a change and not a figure, unless "to" or "from" stands before it.
const CHANGES: &str = " rise rises rose risen fall falls fell fallen increase increases increased increasing decrease \
    decreases decreased decreasing drop drops dropped decline declines declined grow grows grew grown growth climb climbs \
    climbed jump jumped reduction gain gained loss up down surge surged ";

/// Persons by any name, where a figure counts persons.
const PERSONS: &str = " person persons people individual individuals defendant defendants ";

/// What widens a claim beyond the program, so that its own total is no limit for it.
const WIDER: &str = " nationwide nationally national nation country countrywide world worldwide global globally decade \
    decades history past last previous ever partner partners agencies agency other others prior before earlier since \
    year years month months day days ago every per each more another additional further estimated between ";

/// Verbs that make a clause of their own.
const FINITE: &str = " is are was were has have had came come led rose fell made took stood reached totaled resulted ";

/// Words that begin what a clause is said of: "In 12 raids, …".
const PREPOSITIONS: &str = " in during after before with without from on at by under against across through throughout \
    within for following amid over ";

/// Whether a word is in a list of words.
pub(super) fn is_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

pub(super) fn is_ordinary(word: &str) -> bool {
    is_in(ORDINARY, word)
}

pub(super) fn is_preposition(word: &str) -> bool {
    is_in(PREPOSITIONS, word)
}

pub(super) fn is_finite(word: &str) -> bool {
    is_in(FINITE, word)
}

pub(super) fn is_actor(word: &str) -> bool {
    is_in(ACTORS, word)
}

pub(super) fn is_change(word: &str) -> bool {
    is_in(CHANGES, word)
}

pub(super) fn is_person(word: &str) -> bool {
    is_in(PERSONS, word)
}

pub(super) fn widens(word: &str) -> bool {
    is_in(WIDER, word)
}
