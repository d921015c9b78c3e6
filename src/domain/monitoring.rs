//! 绩效运行监控: the year of a project as a timeline, its lights and what they demand.
//!
//! Screens, lists, checks and reports ask here; nothing here is stored. Every number can say why.
//! This module never reads a clock: the month that is looked at is handed in.

use serde::{Deserialize, Serialize};

/// A warning light. The order is the order of need: red is the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// 滞后
    Red,
    /// 关注
    Yellow,
    /// 正常
    Green,
    /// 超额
    Blue,
}

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
}
