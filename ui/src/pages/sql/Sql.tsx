import { useMutation, useQueries, useSuspenseQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { post } from "../../api/client";
import { client, dataset, session } from "../../api/queries";
import type { Dataset, SqlAnswer } from "../../api/types";
import { Button } from "../../design/Button";
import { Failure } from "../../design/Failure";
import { Empty, Loading, Title } from "../../design/parts";
import { useWords } from "../../i18n";
import { doors } from "../../lib/doors";
import { dt } from "../../lib/format";
import { Grid } from "./Grid";

const Editor = lazy(() => import("./Editor").then((m) => ({ default: m.Editor })));

/** What was written last, while the page is open: a query may name a person, so it is kept nowhere. */
let draft = "";

export function Sql() {
  const { t } = useWords();
  const { from } = useSearch({ from: "/inside/sql" });
  return (
    <div className="space-y-4">
      <Title text={t("sql.title")} />
      <Suspense fallback={<Loading />}>
        <Desk key={from} from={from} />
      </Suspense>
    </div>
  );
}

/** The first query for a dataset that one comes from: its newest day. */
async function firstQuery(name: string): Promise<string> {
  const days = await client
    .ensureQueryData(dataset(name))
    .then((found) => found.partitions.map((p) => dt(p.day)).sort())
    .catch(() => []);
  const newest = days.at(-1);
  return `SELECT *\nFROM ${name}\n${newest ? `WHERE dt = '${newest}'\n` : ""}LIMIT 100`;
}

function Desk({ from }: { from: string | undefined }) {
  const { t } = useWords();
  const me = useSuspenseQuery(session).data;
  const [sql, setSql] = useState(draft);
  const [purpose, setPurpose] = useState(me.purpose);
  const run = useMutation({ mutationFn: () => post<SqlAnswer>("/sql", { sql: draft, purpose }) });
  const change = (text: string) => {
    draft = text;
    setSql(text);
  };
  const go = () => {
    if (draft.trim() !== "" && !run.isPending) run.mutate();
  };
  return (
    <>
      <div className="overflow-hidden rounded-lg border border-line-strong bg-surface focus-within:border-accent">
        <Suspense fallback={<div className="h-40" />}>
          <Editor
            label={t("sql.editor")}
            text={draft}
            first={from ? () => firstQuery(from) : null}
            onText={change}
            onRun={go}
          />
        </Suspense>
        <div className="flex flex-wrap items-center gap-3 border-t border-line bg-sunken px-3 py-2 text-sm">
          <label className="flex items-center gap-2">
            <span className="text-muted">{t("sql.purpose")}</span>
            <select
              value={purpose}
              onChange={(event) => setPurpose(event.target.value)}
              className="rounded border border-line-strong bg-surface px-2 py-1"
            >
              {[...new Set([me.purpose, ...me.purposes])].map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          </label>
          <span className="ml-auto text-muted">{t("sql.keys")}</span>
          <Button look="primary" onClick={go} disabled={run.isPending || sql.trim() === ""}>
            {run.isPending ? t("sql.running") : t("sql.run")}
          </Button>
        </div>
      </div>
      {run.isError && <Failure error={run.error} />}
      {run.isIdle && <Empty title={t("sql.empty")}>{t("sql.emptyHint")}</Empty>}
      {run.data && !run.isError && <Answer answer={run.data} />}
    </>
  );
}

function Answer({ answer }: { answer: SqlAnswer }) {
  const { t, lang } = useWords();
  const found = useQueries({ queries: answer.tables.map((name) => ({ ...dataset(name), retry: false })) });
  const tables = found.map((f) => f.data).filter((d): d is Dataset => d !== undefined);
  const n = new Intl.NumberFormat(lang).format(answer.rows.length);
  return (
    <section className="space-y-2" aria-label={t("sql.result")}>
      <p role="status" className="text-sm text-muted">
        {t("common.rows", { n })} · {t("sql.took", { n: answer.elapsedMs })}
        {answer.truncated && ` · ${t("sql.truncated", { n })}`}
      </p>
      {answer.rows.length === 0 ? (
        <Empty title={t("sql.noRows")} />
      ) : (
        <Grid answer={answer} doors={doors(answer, tables)} />
      )}
    </section>
  );
}
