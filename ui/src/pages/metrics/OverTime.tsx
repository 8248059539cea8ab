import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { metricValues } from "../../api/queries";
import type { Metric, MetricValue } from "../../api/types";
import { Failure } from "../../design/Failure";
import { Card, Empty, Loading } from "../../design/parts";
import { Table, Td } from "../../design/Table";
import { day, decimal } from "../../lib/format";
import { useMetricWords } from "./useMetricLabel";

const Chart = lazy(() => import("./Chart").then((m) => ({ default: m.Chart })));

export function OverTime({ metric: m }: { metric: Metric }) {
  const { t, label, value } = useMetricWords();
  const found = useQuery(metricValues(m.name));
  const values = [...(found.data?.values ?? [])].sort((a, b) => day(a.day).localeCompare(day(b.day)));
  const first = values[0];
  const last = values.at(-1);
  return (
    <Card title={t("metric.overTime")}>
      {found.isPending && <Loading />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && values.length === 0 && <Empty title={t("metric.noValues")} />}
      {first && last && (
        <>
          <Suspense fallback={<div className="h-60" />}>
            <Chart
              values={values}
              unit={m.unit}
              label={t("metric.chartLabel", {
                name: label(m),
                from: day(first.day),
                to: day(last.day),
                value: value(last.value, m.unit),
              })}
            />
          </Suspense>
          <Recomputed metric={m} values={values} />
          <details className="mt-3">
            <summary className="text-sm text-muted">{t("metric.table")}</summary>
            <Values values={values} />
          </details>
        </>
      )}
    </Card>
  );
}

/** What was published stays; what came out when a day was computed again after erasures is said beside it. */
function Recomputed({ metric: m, values }: { metric: Metric; values: MetricValue[] }) {
  const { t, value } = useMetricWords();
  const days = values.flatMap((v) => (v.recomputed ? [{ ...v, beside: v.recomputed }] : [])).reverse();
  if (days.length === 0) return null;
  return (
    <ul className="mt-3 rounded-md bg-warn-soft px-3 py-2 text-sm">
      {days.map((v) => (
        <li key={v.day}>
          {t("metric.recomputed", {
            day: day(v.day),
            published: value(v.value, m.unit),
            recomputed: value(v.beside.value, m.unit),
            n: String(v.beside.erasedSince),
          })}
        </li>
      ))}
    </ul>
  );
}

function Values({ values }: { values: MetricValue[] }) {
  const { t } = useMetricWords();
  return (
    <Table label={t("metric.overTime")} heads={[{ text: t("common.day") }, { text: t("common.value"), num: true }]}>
      {[...values].reverse().map((v) => (
        <tr key={v.day}>
          <Td>{day(v.day)}</Td>
          <Td num>{decimal(v.value)}</Td>
        </tr>
      ))}
    </Table>
  );
}
