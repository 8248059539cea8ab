//! A pipeline's day: ingests, then transformations in the order that their SQL asks for, then metrics; and whatever late
//! rows changed is computed again, in order.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use garim_core::{
    Error, Result,
    asset::{JobKind, Pipeline},
    authz::{Action, Caller, Resource},
    name::{DatasetName, PipelineName},
    run::{Run, RunState},
    time::Day,
};
use garim_ports::Progress;

use super::{DayReport, JobReport, RunOptions, transform::Planned};
use crate::App;

/// Days that one job changed, by dataset.
type Changed = BTreeMap<DatasetName, BTreeSet<Day>>;

impl App {
    /// Runs a pipeline for every day of a range, in order; stops at the first day that does not succeed.
    pub async fn run(
        &self,
        caller: &Caller,
        name: &PipelineName,
        (from, to): (Day, Day),
        options: RunOptions,
        progress: Arc<dyn Progress>,
    ) -> Result<Vec<DayReport>> {
        let pipeline = self.runnable(name, (from, to))?;
        self.permit(caller, Action::Run, Resource::Catalog, None)?;
        let lease = self.writer().await?;
        let reports = self.run_days(pipeline, (from, to), options, progress).await;
        lease.release().await?;
        self.told_all().await;
        let reports = reports?;
        self.feed().await?;
        Ok(reports)
    }

    /// The pipeline, if it may run for these days: asked by doors that answer before the run begins.
    pub fn runnable(&self, name: &PipelineName, (from, to): (Day, Day)) -> Result<&Pipeline> {
        let pipeline = self.pipeline(name)?;
        if from < pipeline.start {
            return Err(Error::invalid(format!("`{name}` starts on {}; {from} is before it", pipeline.start)));
        }
        if to < from {
            return Err(Error::invalid(format!("{to} is before {from}; give the earlier day first")));
        }
        let today = self.today();
        if to > today {
            return Err(Error::invalid(format!("{to} has not come; the last day that can run is today, {today}")));
        }
        Ok(pipeline)
    }

    async fn run_days(
        &self,
        pipeline: &Pipeline,
        (from, to): (Day, Day),
        options: RunOptions,
        progress: Arc<dyn Progress>,
    ) -> Result<Vec<DayReport>> {
        self.recover().await?;
        if options.reingest && !options.allow_rewrite {
            self.refuse_past_snapshots(pipeline, from).await?;
        }
        let planned = self.planned(pipeline)?;
        let mut reports = Vec::new();
        for day in from.through(to) {
            progress.begin(&format!("{} {day}", pipeline.name), None);
            let report = self.run_day(pipeline, &planned, day, options, progress.clone()).await?;
            progress.end(if report.succeeded { "done" } else { "not everything succeeded" });
            let succeeded = report.succeeded;
            reports.push(report);
            if !succeeded {
                return Ok(reports);
            }
        }
        reports.extend(self.follow_on(pipeline, &planned, to, options, progress).await?);
        Ok(reports)
    }

    /// Days after a range that had run before: what follows from the range is computed again, up to the newest of them.
    async fn follow_on(
        &self,
        pipeline: &Pipeline,
        planned: &[Planned],
        to: Day,
        options: RunOptions,
        progress: Arc<dyn Progress>,
    ) -> Result<Option<DayReport>> {
        let Some(newest) = self.newest_metrics(pipeline).await?.filter(|newest| *newest > to) else { return Ok(None) };
        let mut stale = self.stale_metrics(pipeline, &[], newest).await?;
        for step in planned {
            stale.extend(self.stale(step, newest).await?);
        }
        if stale.is_empty() {
            return Ok(None);
        }
        progress.begin(&format!("{} up to {newest}: what follows", pipeline.name), None);
        let mut report = DayReport::of(newest);
        self.compute_day(pipeline, planned, Changed::new(), options, &mut report, progress.clone()).await?;
        progress.end(if report.succeeded { "done" } else { "not everything succeeded" });
        Ok(Some(report))
    }

    /// The transformations in their order.
    fn planned(&self, pipeline: &Pipeline) -> Result<Vec<Planned>> {
        let engine = &self.ports.engine;
        let tables = |sql: &str| engine.prepare(sql).map(|p| p.tables().to_vec());
        let jobs = garim_project::order(pipeline, tables)?;
        let mut planned = Vec::new();
        for job in jobs {
            if let JobKind::Transform { dataset, file, sql } = &job.kind {
                let prepared = engine.prepare(sql).map_err(|e| Error::invalid(format!("{file}: {e}")))?;
                planned.push(Planned { dataset: dataset.clone(), file: file.clone(), prepared });
            }
        }
        Ok(planned)
    }

    async fn run_day(
        &self,
        pipeline: &Pipeline,
        planned: &[Planned],
        day: Day,
        options: RunOptions,
        progress: Arc<dyn Progress>,
    ) -> Result<DayReport> {
        let mut report = DayReport::of(day);
        let mut changed = Changed::new();
        for job in &pipeline.jobs {
            if let JobKind::Ingest { dataset, incremental } = &job.kind {
                if !options.reingest && self.has_run(pipeline, &job.name(), day).await? {
                    report.jobs.push(JobReport {
                        job: job.name(),
                        run: None,
                        skipped: Some("already ingested; `--reingest` reads the source again".into()),
                    });
                    continue;
                }
                let ingested = self.ingest(pipeline, (dataset, incremental.as_ref()), day, options, progress.clone()).await?;
                changed.insert(dataset.clone(), ingested.days);
                report.add(job.name(), ingested.run);
            }
        }
        if !report.succeeded {
            report.skip_rest(planned, "an ingest did not succeed");
            return Ok(report);
        }
        self.compute_day(pipeline, planned, changed, options, &mut report, progress).await?;
        Ok(report)
    }

    /// Transformations and metrics of the report's day, and of the days before it that changed.
    async fn compute_day(
        &self,
        pipeline: &Pipeline,
        planned: &[Planned],
        mut changed: Changed,
        options: RunOptions,
        report: &mut DayReport,
        progress: Arc<dyn Progress>,
    ) -> Result<()> {
        let day = report.day;
        let mut affected = BTreeSet::from([day]);
        for step in planned {
            let days = self.days_of(step, &changed, day).await?;
            for at in &days {
                let job = format!("transform:{}", step.dataset);
                if let Some(why) = self.missing_input(pipeline, step, *at).await? {
                    if *at < day {
                        report.jobs.push(JobReport { job: format!("{job} {at}"), run: None, skipped: Some(why) });
                        continue;
                    }
                    report.refuse(job, why);
                    return Ok(());
                }
                let run = self.transform(pipeline, step, *at, progress.clone()).await?;
                report.add(job, run);
                if !report.succeeded {
                    return Ok(());
                }
            }
            affected.extend(days.iter().copied());
            changed.insert(step.dataset.clone(), days);
        }
        affected.extend(changed.values().flatten().copied().filter(|d| *d <= day));
        self.metrics_of(pipeline, &affected, options, report, progress).await
    }

    /// The days of a transformation to compute: those that its inputs changed, the day itself, and where a day follows from
    /// the one before, everything in between; and what an earlier run left behind.
    async fn days_of(&self, step: &Planned, changed: &Changed, day: Day) -> Result<BTreeSet<Day>> {
        let mut days: BTreeSet<Day> = BTreeSet::from([day]);
        for table in step.prepared.tables().iter().filter(|t| **t != step.dataset) {
            days.extend(changed.get(table).into_iter().flatten().copied().filter(|d| *d <= day));
        }
        days.extend(self.stale(step, day).await?);
        if step.cumulative() {
            let first = days.first().copied().unwrap_or(day);
            days.extend(first.through(day));
        }
        Ok(days)
    }

    /// Why a day cannot be computed yet.
    async fn missing_input(&self, pipeline: &Pipeline, step: &Planned, day: Day) -> Result<Option<String>> {
        if step.cumulative() && day > pipeline.start && !self.has_partition(&step.dataset, day.previous()).await? {
            let first = pipeline.start;
            return Ok(Some(format!(
                "`{}` of {day} follows from {}, which has not run; run from {first} on",
                step.dataset,
                day.previous()
            )));
        }
        for table in step.prepared.tables().iter().filter(|t| **t != step.dataset) {
            let produced = pipeline.jobs.iter().any(|j| output_of(&j.kind) == Some(table));
            if produced && !self.has_partition(table, day).await? {
                return Ok(Some(format!("`{table}` has no partition of {day}")));
            }
        }
        Ok(None)
    }

    /// Whether a dataset has a partition of a day, at the version that the store has recorded.
    pub(crate) async fn has_partition(&self, dataset: &DatasetName, day: Day) -> Result<bool> {
        let stored = self.stored(dataset).await?;
        if stored.version.is_none() {
            return Ok(false);
        }
        Ok(self.ports.lake.partitions(dataset).await?.iter().any(|p| p.day == day))
    }

    async fn metrics_of(
        &self,
        pipeline: &Pipeline,
        days: &BTreeSet<Day>,
        options: RunOptions,
        report: &mut DayReport,
        progress: Arc<dyn Progress>,
    ) -> Result<()> {
        let day = report.day;
        let Some(names) = pipeline.jobs.iter().find_map(|j| match &j.kind {
            JobKind::Metrics { names } => Some(names.clone()),
            _ => None,
        }) else {
            return Ok(());
        };
        let mut days = days.clone();
        days.extend(self.stale_metrics(pipeline, &names, day).await?);
        let days = self.followers(days, day);
        for at in &days {
            if *at < day && !self.has_run(pipeline, "metrics", *at).await? {
                continue;
            }
            let run = self.compute_metrics(pipeline, &names, *at, options.allow_rewrite, progress.clone()).await?;
            report.add("metrics".to_owned(), run);
            if !report.succeeded {
                return Ok(());
            }
        }
        for at in &days {
            report.unreconciled.extend(self.reconcile(*at).await?.into_iter().filter(|r| !r.holds).map(|r| r.detail));
        }
        report.succeeded &= report.unreconciled.is_empty();
        Ok(())
    }
}

pub(super) fn output_of(kind: &JobKind) -> Option<&DatasetName> {
    match kind {
        JobKind::Ingest { dataset, .. } | JobKind::Transform { dataset, .. } => Some(dataset),
        JobKind::Metrics { .. } => None,
    }
}

impl DayReport {
    fn of(day: Day) -> Self {
        Self { day, jobs: Vec::new(), succeeded: true, unreconciled: Vec::new() }
    }

    fn add(&mut self, job: String, run: Run) {
        self.succeeded &= run.state == RunState::Succeeded;
        self.jobs.push(JobReport { job, run: Some(run), skipped: None });
    }

    fn refuse(&mut self, job: String, why: String) {
        self.succeeded = false;
        self.jobs.push(JobReport { job, run: None, skipped: Some(why) });
    }

    fn skip_rest(&mut self, planned: &[Planned], why: &str) {
        let skipped = planned.iter().map(|p| format!("transform:{}", p.dataset)).chain(["metrics".to_owned()]);
        self.jobs.extend(skipped.map(|job| JobReport { job, run: None, skipped: Some(why.to_owned()) }));
    }
}
