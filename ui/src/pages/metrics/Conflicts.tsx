import { Link } from "@tanstack/react-router";
import type { Metric, Value } from "../../api/types";
import { day } from "../../lib/format";
import { useMetricWords } from "./useMetricLabel";

/** Two definitions of one word, side by side. */
export function Conflicts({ metric: m }: { metric: Metric }) {
  const { t, label } = useMetricWords();
  return (
    <section className="rounded-lg border border-warn bg-surface p-4 sm:p-5">
      <h2 className="font-semibold">{t("metric.conflicts")}</h2>
      <p className="mb-3 text-muted">{t("metric.conflictsText")}</p>
      <div className="grid gap-3 md:grid-cols-2">
        <Side
          head={t("metric.this")}
          name={m.name}
          label={label(m)}
          formula={m.formula}
          latest={m.latest}
          unit={m.unit}
        />
        {m.conflicts.map((c) => (
          <Side key={c.name} head={t("metric.other")} {...c} unit={m.unit} link />
        ))}
      </div>
    </section>
  );
}

interface SideProps {
  head: string;
  name: string;
  label: string;
  formula: string;
  latest: Value | null;
  unit: string | null;
  link?: boolean;
}

function Side({ head, name, label, formula, latest, unit, link }: SideProps) {
  const { t, value } = useMetricWords();
  return (
    <div className="rounded-md bg-sunken p-3">
      <p className="text-xs text-muted">{head}</p>
      <p className="flex flex-wrap items-baseline justify-between gap-2">
        <span className="font-medium">
          {link ? (
            <Link to="/metrics/$name" params={{ name }} className="text-accent underline underline-offset-2">
              {label || name}
            </Link>
          ) : (
            label || name
          )}{" "}
          <span className="font-mono text-xs text-muted">{name}</span>
        </span>
        <span className="font-semibold tabular-nums">{latest ? value(latest.value, unit) : t("metrics.notYet")}</span>
      </p>
      {latest && <p className="text-right text-xs text-muted">{t("metric.asOf", { day: day(latest.day) })}</p>}
      <pre className="mt-2 font-mono text-sm whitespace-pre-wrap">{formula}</pre>
    </div>
  );
}
