//! What went wrong with the disk or the file, and what to do about it.

use super::Language;
use crate::domain::fault::{Damage, Fault};

/// The sentence of a fault.
pub fn sentence(fault: &Fault, language: Language) -> String {
    let zh = language == Language::Zh;
    match fault {
        Fault::Full => language
            .pick("磁盘已满，没有写入；腾出空间后重新打开", "The disk is full, nothing was written; make room and open again")
            .to_owned(),
        Fault::LowSpace(space) => {
            let (free, wanted) = (space.free >> 20, space.wanted >> 20);
            if zh {
                format!("磁盘只剩 {free} MB，安全写入需要 {wanted} MB；先腾出空间")
            } else {
                format!("Only {free} MB are free and a safe write wants {wanted} MB; make room first")
            }
        }
        Fault::NotPermitted => language
            .pick("没有写入权限，或磁盘是只读的", "Writing is not permitted, or the disk is read-only")
            .to_owned(),
        Fault::Io { code } => {
            let code = code.map(|code| format!(" ({code})")).unwrap_or_default();
            if zh {
                format!("读写磁盘出错{code}；检查磁盘后重新打开，再用 wenxiao verify 核对")
            } else {
                format!("The disk failed{code}; check it, open again, and run `wenxiao verify`")
            }
        }
        Fault::Latched => language
            .pick("先前读写出过错，现在只能读；退出后重新打开", "An earlier error stopped writing; leave and open again")
            .to_owned(),
        Fault::Damaged(found) => {
            let what = damage(found, language);
            if zh {
                format!("{what}；先复制一份，用 wenxiao verify 核对，再从备份恢复")
            } else {
                format!("{what}; copy the file first, run `wenxiao verify`, then restore a backup")
            }
        }
        Fault::Replaced => language
            .pick("数据文件被移走或替换了，已停止写入；把原文件放回，再重新打开", "The store's file was moved or replaced, writing has stopped; put it back and open again")
            .to_owned(),
        Fault::Closed => language.pick("数据文件已关闭", "The store is closed").to_owned(),
    }
}

/// What is damaged, without the mend.
pub fn damage(damage: &Damage, language: Language) -> String {
    let zh = language == Language::Zh;
    match damage {
        Damage::Engine if zh => "数据文件损坏".to_owned(),
        Damage::Engine => "The file is damaged".to_owned(),
        Damage::Record { table, key } if zh => format!("表 {table} 的记录 {key} 损坏"),
        Damage::Record { table, key } => format!("Record {key} of table {table} is damaged"),
        Damage::Sentinel if zh => "数据不完整：没有数据文件的标识".to_owned(),
        Damage::Sentinel => "The store is incomplete: its identity is missing".to_owned(),
        Damage::Missing { table, key } if zh => format!("表 {table} 缺少记录 {key}"),
        Damage::Missing { table, key } => format!("Record {key} of table {table} is missing"),
        Damage::Chain { seq } if zh => format!("变更记录 #{seq} 与前一条接不上"),
        Damage::Chain { seq } => format!("Journal entry #{seq} does not continue the one before"),
    }
}
