//! What this process uses, as Linux counts it.

use std::fs;

/// Nanoseconds that the other threads of this process have computed. The kernel counts a thread up to its last pause, so that
/// the figure is exact for threads that wait, as those do that have answered, and not for the one that asks.
pub fn cpu_nanos() -> u64 {
    let own = std::process::id().to_string();
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let threads = threads.filter(|t| t.file_name().to_string_lossy() != own);
    let of = |thread: fs::DirEntry| {
        let stat = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        stat.split_whitespace().next()?.parse::<u64>().ok()
    };
    threads.filter_map(of).sum()
}

/// Seconds that this process has computed so far, threads that have ended included; to a hundredth.
pub fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name, which may hold spaces: the twelfth and thirteenth figures are ticks in user and in kernel mode.
    let after = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    after.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<f64>().ok()).sum::<f64>() / TICKS
}

/// Ticks of a second, as Linux counts them for programs.
const TICKS: f64 = 100.0;

/// A figure of `/proc/self/status`, in MiB: `VmHWM` is the most memory ever held, `RssAnon` what is held without files.
pub fn mib(field: &str) -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix(field)?.strip_prefix(':'));
    let kib: f64 = line.and_then(|l| l.split_whitespace().next()).and_then(|n| n.parse().ok()).unwrap_or_default();
    kib / 1024.0
}

/// Begins the count of the most memory anew, where the kernel allows it.
pub fn forget_peak() {
    // Best effort: without it the peak is that of the whole process, which is no less.
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// Bytes of the files in a folder.
pub fn bytes(folder: &std::path::Path) -> u64 {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|f| f.metadata().ok()).map(|m| m.len()).sum()
}
