//! A released figure → what may be claimed of it, proved where it is made; else what could be said truthfully.

use super::cells::{CellKey, Value};
use super::claim::{ClaimText, alternative, prove};
use super::print::{NOT_AVAILABLE, WITHHELD};
use super::release::{LookupError, ReleasedFigure, Shown};
use crate::value::Ratio;

impl ReleasedFigure {
    /// A proved claim on a cell.
    ///
    /// # Errors
    /// [`LookupError::Claim`] when no claim of the figure is true of it, with what could be said.
    pub fn claim(&self, key: &CellKey) -> Result<ClaimText, LookupError> {
        self.prove(key, false)
    }

    /// A proved claim that is a number, for places where only a number can stand: a tile.
    ///
    /// # Errors
    /// As [`Self::claim`].
    pub fn claim_in_digits(&self, key: &CellKey) -> Result<ClaimText, LookupError> {
        self.prove(key, true)
    }

    fn prove(&self, key: &CellKey, digits: bool) -> Result<ClaimText, LookupError> {
        let number = match self.cell(key)? {
            Shown::Value(Value::Number(_)) if self.rounded.contains(key) => {
                let value = self.text(key, true)?;
                return Err(
                    self.claim_error(&value, "it is rounded to the nearest five, so that nothing is proved of it")
                );
            }
            Shown::Value(Value::Number(number)) => number,
            Shown::Value(Value::Nothing) => return Err(self.claim_error(NOT_AVAILABLE, "there is nothing to claim")),
            Shown::Value(Value::Life) => return Err(self.claim_error("life", "a life sentence is not a number")),
            Shown::Withheld => return Err(self.claim_error(WITHHELD, "it is withheld to protect persons")),
        };
        let proved = prove(&self.definition, number, digits).map_err(|e| self.amount_error(e))?;
        proved.ok_or_else(|| {
            let value = self.text(key, true).unwrap_or_default();
            self.claim_error(&value, &self.what_could_be_said(number))
        })
    }

    fn what_could_be_said(&self, number: Ratio) -> String {
        let name = &self.definition.name;
        if self.definition.claims.is_empty() {
            return "the project gives it no `claim`; print its value instead".to_owned();
        }
        if number.numerator() <= 0 {
            return format!("there is nothing to claim; ask for it with {{{{#if (any \"{name}\")}}}}");
        }
        match alternative(&self.definition, number) {
            Ok(Some((claim, step))) => format!(
                "none of its claims holds; \"{claim}\" would be true (more_than = {step}), and so would the exact value"
            ),
            _ => "none of its claims holds; print its value instead".to_owned(),
        }
    }

    fn claim_error(&self, value: &str, why: &str) -> LookupError {
        LookupError::Claim { figure: self.definition.name.clone(), value: value.to_owned(), why: why.to_owned() }
    }
}
