//! The access log: a file for each day, most of them gzip, gone after a week.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};

use super::{
    sessions::{Event, log_of},
    world::World,
};

/// Days for which the shop keeps a file.
const KEPT_DAYS: i64 = 7;

/// Where the pipeline reads.
pub fn folder(root: &Path) -> PathBuf {
    root.join("sources/access")
}

/// Where files go that have rolled: the shop's own backup, which the pipeline does not know of.
pub fn rolled(root: &Path) -> PathBuf {
    root.join("sources/rolled")
}

/// Writes the file of a day and lets the oldest roll. The same day gives the same bytes.
pub fn write(root: &Path, world: &World, number: i64) -> io::Result<()> {
    fs::create_dir_all(folder(root))?;
    fs::create_dir_all(rolled(root))?;
    let plain = number % 4 == 3;
    let name = file_name(world, number, plain);
    // Beside the folder: nobody's pattern matches half a file.
    let part = root.join("sources/access.part");
    let file = BufWriter::with_capacity(1 << 16, File::create(&part)?);
    if plain {
        rows(world, number, file)?.flush()?;
    } else {
        rows(world, number, GzEncoder::new(file, Compression::fast()))?.finish()?.flush()?;
    }
    fs::rename(&part, folder(root).join(name))?;
    roll(root, world, number - KEPT_DAYS)
}

fn file_name(world: &World, number: i64, plain: bool) -> String {
    format!("access-{}.csv{}", world.day(number).dt(), if plain { "" } else { ".gz" })
}

/// Moves the file of a day away, if it is still there.
fn roll(root: &Path, world: &World, number: i64) -> io::Result<()> {
    for plain in [true, false] {
        let name = file_name(world, number, plain);
        let from = folder(root).join(&name);
        if number >= 0 && from.exists() {
            fs::rename(from, rolled(root).join(name))?;
        }
    }
    Ok(())
}

/// Writes header and rows. Every fifth file has its columns in another order, as logs have after somebody's update.
fn rows<W: Write>(world: &World, number: i64, mut out: W) -> io::Result<W> {
    let turned = number % 5 == 4;
    let header = if turned { "a_uid,a_time,a_id,a_tag,a_timestamp" } else { "a_id,a_tag,a_time,a_timestamp,a_uid" };
    writeln!(out, "{header}")?;
    let mut line = String::new();
    log_of(world, number, &mut |event| {
        line.clear();
        write_row(&mut line, &event, turned);
        out.write_all(line.as_bytes())
    })?;
    Ok(out)
}

fn write_row(line: &mut String, event: &Event, turned: bool) {
    let Event { act, tag, time, received, uid } = event;
    let received = received.map(|at| at.to_string()).unwrap_or_default();
    let uid = uid.map(|id| id.to_string()).unwrap_or_default();
    let row =
        if turned { format!("{uid},{time},{act},{tag},{received}\n") } else { format!("{act},{tag},{time},{received},{uid}\n") };
    line.push_str(&row);
}
