//! The list of checks: id, severity, and the document that each looks at.
//!
//! An id never changes its meaning, because people filter and discuss by it. What a check looks
//! for stands beside the code that does it.

use serde::{Deserialize, Serialize};

use super::{Severity, Stage};

macro_rules! checks {
    ($($(#[$doc:meta])* $name:ident $id:literal $severity:ident),* $(,)?) => {
        /// A check, named by its id.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Check {
            $($(#[$doc])* #[serde(rename = $id)] $name,)*
        }

        impl Check {
            /// All checks, in the order of their ids.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The id, `S-03`.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }

            /// How much a finding of it weighs.
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$name => Severity::$severity,)*
                }
            }
        }
    };
}

checks! {
    /// weights total
    G01 "G-01" Error,
    /// L1 weight
    G02 "G-02" Error,
    /// L2 weight
    G03 "G-03" Error,
    /// positive weight
    G04 "G-04" Error,
    /// L1/L2/L3/operator present
    G05 "G-05" Error,
    /// L1–L2 mismatch
    G06 "G-06" Error,
    /// quantitative value numeric
    G07 "G-07" Error,
    /// unit present
    G08 "G-08" Error,
    /// qualitative text clean
    G09 "G-09" Error,
    /// required L2
    G10 "G-10" Error,
    /// required L1
    G11 "G-11" Error,
    /// satisfaction missing
    G12 "G-12" Warning,
    /// cost missing
    G13 "G-13" Warning,
    /// cost operator
    G14 "G-14" Warning,
    /// vague words
    G15 "G-15" Warning,
    /// quantitative share
    G16 "G-16" Warning,
    /// duplicate indicator
    G17 "G-17" Error,
    /// impossible target
    G18 "G-18" Error,
    /// input used as output
    G19 "G-19" Warning,
    /// target equals/easier than history
    G20 "G-20" Warning,
    /// money identity
    G21 "G-21" Error,
    /// period vs annual
    G22 "G-22" Error,
    /// goal names no number
    G23 "G-23" Warning,
    /// goal–indicator link
    G24 "G-24" Warning,
    /// length
    G25 "G-25" Error,
    /// cost vs budget
    G26 "G-26" Warning,
    /// satisfaction target
    G27 "G-27" Warning,
    /// time window
    G28 "G-28" Error,
    /// basis missing
    G29 "G-29" Warning,
    /// ex-ante missing
    G30 "G-30" Warning,
    /// copied form
    G31 "G-31" Info,
    /// required cells
    M01 "M-01" Error,
    /// light needs cause
    M02 "M-02" Error,
    /// cause needs text
    M03 "M-03" Error,
    /// outlook needs cause
    M04 "M-04" Error,
    /// outlook 完全不可能
    M05 "M-05" Error,
    /// budget light
    M06 "M-06" Warning,
    /// goal vs money gap
    M07 "M-07" Warning,
    /// contradictory outlook
    M08 "M-08" Warning,
    /// monotone
    M09 "M-09" Error,
    /// exceeds
    M10 "M-10" Error,
    /// over target
    M11 "M-11" Warning,
    /// new version
    M12 "M-12" Error,
    /// zero execution
    M13 "M-13" Warning,
    /// repeated warning
    M14 "M-14" Warning,
    /// total 100
    S01 "S-01" Error,
    /// score ≤ weight
    S02 "S-02" Error,
    /// score = rule
    S03 "S-03" Error,
    /// sums
    S04 "S-04" Error,
    /// exec score
    S05 "S-05" Error,
    /// exec identity
    S06 "S-06" Error,
    /// reason for loss
    S07 "S-07" Error,
    /// reason for excess
    S08 "S-08" Error,
    /// qualitative band
    S09 "S-09" Error,
    /// actual numeric
    S10 "S-10" Error,
    /// target changed
    S11 "S-11" Warning,
    /// suspicious perfection
    S12 "S-12" Warning,
    /// output without money
    S13 "S-13" Warning,
    /// money without output
    S14 "S-14" Warning,
    /// score–execution gap
    S15 "S-15" Warning,
    /// satisfaction without survey
    S16 "S-16" Warning,
    /// evidence
    S17 "S-17" Warning,
    /// grade
    S18 "S-18" Error,
    /// cost logic
    S19 "S-19" Warning,
    /// a = t everywhere
    S20 "S-20" Warning,
    /// acceptance
    S21 "S-21" Warning,
    /// date
    S22 "S-22" Warning,
    /// N/A
    S23 "S-23" Error,
    /// exec rate
    S24 "S-24" Warning,
    /// duplicate texts
    S25 "S-25" Warning,
    /// deduction note
    S26 "S-26" Warning,
    /// printed rate
    S27 "S-27" Warning,
    /// score lowered through weight
    S28 "S-28" Warning,
    /// target repeated
    S29 "S-29" Warning,
    /// units differ
    S30 "S-30" Warning,
    /// sign lost or misread
    S31 "S-31" Warning,
    /// leaked code
    S32 "S-32" Info,
    /// unreadable pair
    S33 "S-33" Error,
    /// placeholder or scale
    S34 "S-34" Warning,
    /// weight missing
    S35 "S-35" Warning,
    /// overspent
    S36 "S-36" Error,
    /// output and benefit too light
    V01 "V-01" Error,
    /// grade bands
    V02 "V-02" Error,
}

impl Check {
    /// The document that it looks at.
    pub fn stage(self) -> Stage {
        match self.id().chars().next() {
            Some('G') => Stage::Goal,
            Some('M') => Stage::Monitoring,
            Some('S') => Stage::SelfEvaluation,
            _ => Stage::Evaluation,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_complete_and_in_order() {
        let of = |letter: char| {
            Check::ALL
                .iter()
                .filter(|check| check.id().starts_with(letter))
                .count()
        };
        assert_eq!((of('G'), of('M'), of('S'), of('V')), (31, 14, 36, 2));
        assert!(Check::ALL.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(Check::S03.id(), "S-03");
        assert_eq!(Check::S32.severity(), Severity::Info);
    }
}
