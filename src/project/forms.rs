//! Keys that may be written in more than one form (a text or a list, a name or a table) → one form. serde's own
//! untagged enums would lose the place of an error.

use super::file::{RawBreakdown, RawClaim, RawClaims, RawCode};
use serde::Deserialize;
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use std::fmt;

/// `"x"` or `["x", "y"]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct OneOrMany {
    pub(super) items: Vec<String>,
    pub(super) is_list: bool,
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;
        impl<'de> Visitor<'de> for Words {
            type Value = OneOrMany;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list of texts")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany { items: vec![text.to_owned()], is_list: false })
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<OneOrMany, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(OneOrMany { items, is_list: true })
            }
        }
        deserializer.deserialize_any(Words)
    }
}

/// `10` for October 1, or `"04-06"` for April 6.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RawYearStart {
    Month(i64),
    Day(String),
}

impl Default for RawYearStart {
    fn default() -> Self {
        Self::Month(1)
    }
}

impl<'de> Deserialize<'de> for RawYearStart {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MonthOrDay;
        impl Visitor<'_> for MonthOrDay {
            type Value = RawYearStart;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a month such as 10, or a day such as \"04-06\"")
            }
            fn visit_i64<E: de::Error>(self, month: i64) -> Result<RawYearStart, E> {
                Ok(RawYearStart::Month(month))
            }
            fn visit_str<E: de::Error>(self, day: &str) -> Result<RawYearStart, E> {
                Ok(RawYearStart::Day(day.to_owned()))
            }
        }
        deserializer.deserialize_any(MonthOrDay)
    }
}

impl<'de> Deserialize<'de> for RawCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Full {
            name: String,
            #[serde(default)]
            from: OneOrMany,
        }
        let text_or_table = TextOr::<Full>::deserialize(deserializer)?;
        Ok(match text_or_table {
            TextOr::Text(name) => Self { name, from: Vec::new() },
            TextOr::Texts(_) => return Err(de::Error::custom("a code has a name, or a name and other spellings")),
            TextOr::Table(full) => Self { name: full.name, from: full.from.items },
        })
    }
}

impl<'de> Deserialize<'de> for RawBreakdown {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Full {
            by: OneOrMany,
            bands: Option<String>,
            #[serde(default = "unprotected")]
            protect: toml::Value,
        }
        Ok(match TextOr::<Full>::deserialize(deserializer)? {
            TextOr::Text(by) => Self { by: vec![by], bands: None, protect: unprotected() },
            TextOr::Texts(by) => Self { by, bands: None, protect: unprotected() },
            TextOr::Table(full) => Self { by: full.by.items, bands: full.bands, protect: full.protect },
        })
    }
}

const fn unprotected() -> toml::Value {
    toml::Value::Boolean(false)
}

/// A text, a list of texts, or a table of keys; unlike serde's untagged enums it keeps the place of an error.
enum TextOr<T> {
    Text(String),
    Texts(Vec<String>),
    Table(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for TextOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = TextOr<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, a list of texts or a table")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<TextOr<T>, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = seq.next_element()? {
                    texts.push(text);
                }
                Ok(TextOr::Texts(texts))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<TextOr<T>, E> {
                Ok(TextOr::Text(text.to_owned()))
            }
            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<TextOr<T>, A::Error> {
                T::deserialize(de::value::MapAccessDeserializer::new(map)).map(TextOr::Table)
            }
        }
        deserializer.deserialize_any(Either(std::marker::PhantomData))
    }
}

impl<'de> Deserialize<'de> for RawClaims {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Claims;
        impl<'de> Visitor<'de> for Claims {
            type Value = RawClaims;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a claim such as { more_than = 5 }, or a list of them")
            }
            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<RawClaims, A::Error> {
                let claim = RawClaim::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(RawClaims(vec![claim]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<RawClaims, A::Error> {
                let mut claims = Vec::new();
                while let Some(claim) = seq.next_element()? {
                    claims.push(claim);
                }
                Ok(RawClaims(claims))
            }
        }
        deserializer.deserialize_any(Claims)
    }
}
