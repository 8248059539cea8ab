import { useQuery } from "@tanstack/react-query";
import { runs } from "../../api/queries";
import type { Counts, Run } from "../../api/types";
import { Failure } from "../../design/Failure";
import { Badge, Empty, Loading } from "../../design/parts";
import { useWords } from "../../i18n";
import { count, day, duration, instant } from "../../lib/format";
import { Contradictions } from "./Contradictions";

const TONE = { running: "accent", succeeded: "ok", quarantined: "warn", failed: "danger", abandoned: "plain" } as const;
const COUNTS: (keyof Counts)[] = [
  "read",
  "kept",
  "duplicates",
  "quarantined",
  "late",
  "waiting",
  "beforeStart",
  "suppressed",
  "withoutSubject",
];

export function Runs({ name }: { name: string }) {
  const { t } = useWords();
  const found = useQuery(runs(name));
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  if (found.data.runs.length === 0) return <Empty title={t("runs.empty")} />;
  return (
    <ol className="divide-y divide-line rounded-lg border border-line bg-surface">
      {found.data.runs.map((run) => (
        <RunItem key={run.id} run={run} />
      ))}
    </ol>
  );
}

function RunItem({ run }: { run: Run }) {
  const { t, lang } = useWords();
  return (
    <li className="space-y-1.5 px-4 py-3 text-sm">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Badge tone={TONE[run.state]}>{t(`run.${run.state}`)}</Badge>
        <span className="font-medium tabular-nums">{day(run.day)}</span>
        <span className="font-mono">{run.job}</span>
        {run.attempt > 1 && <span className="text-muted">{t("runs.attempt", { n: run.attempt })}</span>}
        <span className="ml-auto text-muted">
          {instant(run.started, lang)} · {duration(run.started, run.ended)}
        </span>
      </div>
      {run.counts && <CountLine counts={run.counts} />}
      {run.message && <p className={run.state === "failed" ? "text-danger" : "text-muted"}>{run.message}</p>}
      {run.notes.map((note) => (
        <p key={note} className="text-muted">
          {note}
        </p>
      ))}
      {run.contradictions.length > 0 && <Contradictions of={run.contradictions} />}
      {(run.inputs.length > 0 || run.outputs.length > 0) && <Versions run={run} />}
    </li>
  );
}

/** What was read and kept always; the rest only where something is to be told. */
function CountLine({ counts }: { counts: Partial<Counts> }) {
  const { t, lang } = useWords();
  return (
    <p className="flex flex-wrap gap-x-4 text-muted">
      {COUNTS.filter((key) => (counts[key] ?? 0) > 0 || key === "read" || key === "kept").map((key) => (
        <span key={key}>
          <span className="text-ink tabular-nums">{count(counts[key] ?? 0, lang)}</span> {t(`count.${key}`)}
        </span>
      ))}
    </p>
  );
}

function Versions({ run }: { run: Run }) {
  const { t } = useWords();
  const say = (version: number | null) => (version === null ? "" : ` @${version}`);
  return (
    <p className="flex flex-wrap gap-x-4 font-mono text-xs text-muted">
      {run.inputs.length > 0 && (
        <span>
          {t("runs.inputs")}: {run.inputs.map((i) => i.dataset + say(i.version)).join(", ")}
        </span>
      )}
      {run.outputs.length > 0 && (
        <span>
          {t("runs.outputs")}: {run.outputs.map((o) => o.dataset + say(o.version)).join(", ")}
        </span>
      )}
      <span>{run.id}</span>
    </p>
  );
}
