import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { metric } from "../../api/queries";
import type { Metric } from "../../api/types";
import { Failure } from "../../design/Failure";
import { Badge, Card, Facts, Loading, Title } from "../../design/parts";
import { day } from "../../lib/format";
import { Related } from "../assets/Related";
import { Vouch } from "../standing/Vouch";
import { Conflicts } from "./Conflicts";
import { OverTime } from "./OverTime";
import { useMetricWords } from "./useMetricLabel";

const Lineage = lazy(() => import("../datasets/Lineage").then((m) => ({ default: m.LineageTab })));

export function MetricPage() {
  const { name } = useParams({ from: "/inside/metrics/$name" });
  const found = useQuery(metric(name));
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Shown metric={found.data} />;
}

function Shown({ metric: m }: { metric: Metric }) {
  const { t, label, value, kind } = useMetricWords();
  return (
    <div className="space-y-5">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div>
          <Title text={label(m)}>
            {label(m)} <span className="font-mono text-lg font-normal text-muted">{m.name}</span>
          </Title>
          <p className="mt-1 mb-2 max-w-prose">{m.description}</p>
          <Vouch asset={m.name} vouched={m.vouched} />
        </div>
        {m.latest && (
          <div className="text-right">
            <p className="text-3xl font-semibold tracking-tight tabular-nums">{value(m.latest.value, m.unit)}</p>
            <p className="text-sm text-muted">{t("metric.asOf", { day: day(m.latest.day) })}</p>
          </div>
        )}
      </div>
      <OverTime metric={m} />
      {m.conflicts.length > 0 && <Conflicts metric={m} />}
      <Card title={t("metric.formula")}>
        <pre className="mb-4 overflow-x-auto rounded-md bg-sunken px-3 py-2 font-mono text-sm whitespace-pre-wrap">
          {m.formula}
        </pre>
        <Facts
          rows={[
            [t("metrics.kind"), <Badge key="kind">{kind(m.kind)}</Badge>],
            [t("metric.owner"), m.owner],
            [t("metric.parent"), m.parent ? <MetricLink key="parent" name={m.parent} /> : null],
            [t("metric.children"), m.children.length > 0 ? <Children key="children" metric={m} /> : null],
            [t("metric.dataset"), m.dataset ? <DatasetLink key="dataset" name={m.dataset} /> : null],
            [
              t("metric.file"),
              m.file ? (
                <code key="file" className="font-mono text-sm">
                  {m.file}
                </code>
              ) : null,
            ],
          ]}
        />
        {m.reconciles && <Reconciliation of={m.reconciles} />}
      </Card>
      <Card title={t("dataset.tab.lineage")}>
        <Suspense fallback={<Loading />}>
          <Lineage key={m.name} name={m.name} kind="metric" />
        </Suspense>
      </Card>
      <Card title={t("dataset.tab.related")}>
        <Related node={`metric:${m.name}`} />
      </Card>
    </div>
  );
}

function MetricLink({ name, text }: { name: string; text?: string }) {
  return (
    <Link to="/metrics/$name" params={{ name }} className="text-accent underline-offset-2 hover:underline">
      {text ?? name}
    </Link>
  );
}

function DatasetLink({ name }: { name: string }) {
  return (
    <Link to="/datasets/$name" params={{ name }} className="font-mono text-accent underline-offset-2 hover:underline">
      {name}
    </Link>
  );
}

function Children({ metric }: { metric: Metric }) {
  return (
    <span className="flex flex-wrap gap-x-3">
      {metric.children.map((c) => (
        <MetricLink key={c.name} name={c.name} text={c.label || c.name} />
      ))}
    </span>
  );
}

/** Whether the stored values keep the identity that the definition promises. */
function Reconciliation({ of }: { of: NonNullable<Metric["reconciles"]> }) {
  const { t } = useMetricWords();
  const [tone, key] = of.ok ? (["ok", "metric.reconciled"] as const) : (["danger", "metric.notReconciled"] as const);
  return (
    <div className="mt-4 border-t border-line pt-3">
      <p className="text-xs text-muted">{t("metric.reconciles")}</p>
      <p className="mt-1">
        <Badge tone={tone}>{t(key, { name: of.with })}</Badge> <span className="text-muted">{of.detail}</span>
      </p>
    </div>
  );
}
