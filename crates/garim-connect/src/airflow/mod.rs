//! Airflow's metadata database (2.2 and later): DAGs, tasks, and how they ran.

mod dags;
mod read;
mod runs;

pub(crate) use read::open;
