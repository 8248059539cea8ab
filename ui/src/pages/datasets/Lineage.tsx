import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { lineage } from "../../api/queries";
import type { Lineage } from "../../api/types";
import { Failure, FailureLine } from "../../design/Failure";
import { Empty, Loading } from "../../design/parts";
import { useWords } from "../../i18n";
import { merge } from "../../lib/lineage";
import { LineageList } from "./LineageList";

const Graph = lazy(() => import("./Graph").then((m) => ({ default: m.Graph })));

const FIRST_DEPTH = 2;
const NOTHING: Lineage = { nodes: [], edges: [], more: 0 };

/** Never the whole graph: two steps around the dataset, and more where somebody asks for it. */
export function LineageTab({ name, kind = "dataset" }: { name: string; kind?: "dataset" | "metric" }) {
  const { t } = useWords();
  const start = `${kind}:${name}`;
  const client = useQueryClient();
  const found = useQuery(lineage(start, "both", FIRST_DEPTH));
  const [added, setAdded] = useState<Lineage>(NOTHING);
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set([start]));
  const [view, setView] = useState<"graph" | "list">("graph");
  const [failed, setFailed] = useState<unknown>(null);
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const shown = merge(found.data, added);
  if (shown.edges.length === 0) return <Empty title={t("lineage.empty")} />;
  const expand = async (id: string) => {
    try {
      const answer = await client.fetchQuery(lineage(id, "both", 1));
      setAdded((now) => merge(now, answer));
      setExpanded((now) => new Set([...now, id]));
      setFailed(null);
    } catch (error) {
      setFailed(error);
    }
  };
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-2 text-sm">
        <p className="text-muted">{found.data.more > 0 ? t("lineage.more") : t("lineage.hint")}</p>
        <fieldset className="flex" aria-label={t("lineage.view")}>
          {(["graph", "list"] as const).map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={view === each}
              onClick={() => setView(each)}
              className={`rounded px-2 py-1 ${view === each ? "bg-accent-soft font-medium text-accent" : "text-muted"}`}
            >
              {t(`lineage.${each}`)}
            </button>
          ))}
        </fieldset>
      </div>
      <FailureLine error={failed} />
      {view === "list" ? (
        <LineageList graph={shown} start={start} />
      ) : (
        <Suspense fallback={<Loading />}>
          <Graph graph={shown} start={start} expanded={expanded} onExpand={(id) => void expand(id)} />
        </Suspense>
      )}
    </div>
  );
}
