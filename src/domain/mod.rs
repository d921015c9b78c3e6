//! The field, pure: no I/O, no clock, no randomness, no terminal, and no text in any language.
//!
//! The words, each once:
//!
//! | word | 中文 | where |
//! |---|---|---|
//! | project | 项目 × 年度 | [`project::Project`] |
//! | unit, department | 实施单位, 主管部门 | [`project::Project`] |
//! | fund | 资金来源 | [`project::Fund`] |
//! | indicator | 绩效指标 | [`project::Indicator`] |
//! | weight, target, actual | 分值, 指标值, 完成值 | [`project::Indicator`], [`notation`] |
//! | band | 达成档次 | [`notation::Band`] |
//! | monitoring, reading | 绩效运行监控, 完成值填报 | [`project::Monitoring`] |
//! | self-evaluation | 单位自评 | [`project::Evaluation`] |
//! | document, status, act | 文书, 状态, 操作 | [`status`] |
//! | role, grant, scope | 角色, 授权, 范围 | [`role`] |
//! | command, edit | 写入 | [`command`] |
//! | change | 变更 | [`change`] |
//! | light | 灯 | [`monitoring::Light`] |
//! | row, stage | 清单行, 阶段 | [`row`] |
//! | refusal | 拒绝 | [`refusal`] |
//! | fault | 故障 | [`fault`] |
//! | journal, entry, head | 变更记录 | [`journal`] |
//! | rows | 项目库 | [`rows`] |

pub mod change;
pub mod check;
pub mod command;
pub mod fault;
pub mod journal;
pub mod library;
pub mod moment;
pub mod monitoring;
pub mod next;
pub mod notation;
pub mod number;
pub mod pinyin;
pub mod policy;
pub mod project;
pub mod reach;
pub mod refusal;
pub mod role;
pub mod row;
pub mod rows;
pub mod scoring;
pub mod status;
pub mod unit;
pub mod why;
