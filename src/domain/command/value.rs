//! A value as it is typed, read for the field that it goes into.

use unicode_normalization::UnicodeNormalization;

use super::At;
use crate::domain::number::{Written, decimal};
use crate::domain::refusal::{BadValue, Refusal};

/// A value on its way to a place, with the tests that places ask of it.
pub(super) struct Value<'a> {
    pub(super) at: &'a At,
    pub(super) text: &'a str,
}

impl Value<'_> {
    pub(super) fn refuse(&self, why: BadValue) -> Refusal {
        Refusal::BadValue {
            at: self.at.clone(),
            value: self.text.to_owned(),
            why,
        }
    }

    /// Several lines, normalised to NFC; at most `limit` bytes as the forms count them.
    pub(super) fn text(&self, limit: usize) -> Result<String, Refusal> {
        let text: String = self.text.trim_end().nfc().collect();
        if let Some(position) = text.chars().position(|c| c != '\n' && is_invisible(c)) {
            return Err(self.refuse(BadValue::Invisible {
                position: position + 1,
            }));
        }
        let bytes = form_bytes(&text);
        if bytes > limit {
            return Err(self.refuse(BadValue::TooLong { bytes, limit }));
        }
        Ok(text)
    }

    /// One line without blanks around it.
    pub(super) fn line(&self, limit: usize) -> Result<String, Refusal> {
        let text = self.text(limit)?;
        if let Some(position) = text.chars().position(|c| c == '\n') {
            return Err(self.refuse(BadValue::Invisible {
                position: position + 1,
            }));
        }
        Ok(text.trim().to_owned())
    }

    pub(super) fn required(&self, limit: usize) -> Result<String, Refusal> {
        let text = self.line(limit)?;
        if text.is_empty() {
            Err(self.refuse(BadValue::Empty))
        } else {
            Ok(text)
        }
    }

    /// A code: compatibility forms folded, so that a full-width digit is the digit.
    pub(super) fn code(&self) -> Result<String, Refusal> {
        let text: String = self.required(60)?.nfkc().collect();
        Ok(text)
    }

    pub(super) fn decimal(&self) -> Result<Written, Refusal> {
        let text = self.line(60)?;
        if text.is_empty() {
            return Ok(Written::default());
        }
        // What was typed full-width or with separators is stored as the plain decimal that it is.
        match decimal(&text) {
            Some(value) => Ok(Written::from(value)),
            None => Err(self.refuse(BadValue::NotANumber)),
        }
    }

    pub(super) fn amount(&self) -> Result<Written, Refusal> {
        let written = self.decimal()?;
        if written
            .decimal()
            .is_some_and(|value| value.is_sign_negative() && !value.is_zero())
        {
            return Err(self.refuse(BadValue::Negative));
        }
        Ok(written)
    }

    pub(super) fn points(&self) -> Result<Written, Refusal> {
        let written = self.amount()?;
        if written
            .decimal()
            .is_some_and(|value| value.normalize().scale() > 2)
        {
            return Err(self.refuse(BadValue::TooFine));
        }
        Ok(written)
    }

    pub(super) fn year(&self) -> Result<Option<i32>, Refusal> {
        let text = self.line(20)?;
        if text.is_empty() {
            return Ok(None);
        }
        let year = decimal(text.trim_end_matches('年')).and_then(|value| {
            i32::try_from(value)
                .ok()
                .filter(|year| (1900..=2200).contains(year))
        });
        year.map(Some)
            .ok_or_else(|| self.refuse(BadValue::NotADate))
    }

    pub(super) fn date(&self) -> Result<Option<chrono::NaiveDate>, Refusal> {
        let text: String = self.line(40)?.nfkc().collect();
        if text.is_empty() {
            return Ok(None);
        }
        let plain: String = text
            .chars()
            .map(|c| {
                if matches!(c, '年' | '月' | '.' | '/') {
                    '-'
                } else {
                    c
                }
            })
            .collect();
        let plain = plain.trim_end_matches('日');
        chrono::NaiveDate::parse_from_str(plain, "%Y-%m-%d")
            .map(Some)
            .map_err(|_| self.refuse(BadValue::NotADate))
    }

    pub(super) fn month(&self, month: u8) -> Result<u8, Refusal> {
        if (1..=12).contains(&month) {
            Ok(month)
        } else {
            Err(self.refuse(BadValue::NotADate))
        }
    }

    pub(super) fn flag(&self) -> Result<bool, Refusal> {
        match self.text.trim() {
            "" | "false" | "0" | "否" => Ok(false),
            "true" | "1" | "是" => Ok(true),
            _ => Err(self.refuse(BadValue::NotAChoice)),
        }
    }

    /// One of the fixed words of a field, by its stored name; empty is none.
    pub(super) fn choice<T: serde::de::DeserializeOwned>(&self) -> Result<Option<T>, Refusal> {
        let text = self.text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        serde_json::from_value(serde_json::Value::from(text))
            .map(Some)
            .map_err(|_| self.refuse(BadValue::NotAChoice))
    }
}

/// Length as the forms count it: ASCII 1, everything else 2 (G-25).
pub fn form_bytes(text: &str) -> usize {
    text.chars()
        .map(|character| if character.is_ascii() { 1 } else { 2 })
        .sum()
}

/// Characters that would hide in a text: controls, bidi marks, zero widths, tags.
pub fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}')
}
