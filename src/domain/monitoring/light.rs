//! The lights of the double monitoring (双监控): which of two is worse, and which of them warn.
//!
//! The thresholds are the policy's. A light is only a word for a number: nothing here decides what
//! follows from it.

pub use super::super::policy::Light;

impl Light {
    /// All lights, the worst first.
    pub const ALL: [Self; 4] = [Self::Red, Self::Yellow, Self::Green, Self::Blue];

    /// The worse of two lights; none is no light.
    pub fn worse(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        match (one, other) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        }
    }

    /// True for the lights that warn.
    pub fn warns(self) -> bool {
        matches!(self, Self::Red | Self::Yellow)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn red_outweighs_every_other_light() {
        assert_eq!(
            Light::worse(Some(Light::Blue), Some(Light::Green)),
            Some(Light::Green)
        );
        assert_eq!(Light::worse(None, Some(Light::Red)), Some(Light::Red));
        assert_eq!(Light::worse(None, None), None);
    }
}
