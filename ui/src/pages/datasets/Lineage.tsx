import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { lineage } from "../../api/queries";
import type { Lineage } from "../../api/types";
import { Failure, FailureLine } from "../../design/Failure";
import { Empty, Loading } from "../../design/parts";
import { useWords } from "../../i18n";
import { useLineageWords } from "../../i18n/lineage";
import { merge } from "../../lib/lineage";
import { LineageList } from "./LineageList";

const Graph = lazy(() => import("./Graph").then((m) => ({ default: m.Graph })));
const Impact = lazy(() => import("./Impact").then((m) => ({ default: m.Impact })));

const FIRST_DEPTH = 2;
const NOTHING: Lineage = { nodes: [], edges: [], more: 0, moreFlows: 0 };
const CHOSEN = "bg-accent-soft font-medium text-accent";

/** Of one of our own. */
export function LineageTab({ name, kind = "dataset" }: { name: string; kind?: "dataset" | "metric" }) {
  return <LineageView start={`${kind}:${name}`} />;
}

/** Never the whole graph: two steps around the asset, and more where somebody asks for it. */
export function LineageView({ start }: { start: string }) {
  const { t } = useWords();
  const say = useLineageWords();
  const client = useQueryClient();
  const [columns, setColumns] = useState(false);
  const [impact, setImpact] = useState<string | null>(null);
  const [added, setAdded] = useState<Lineage>(NOTHING);
  const [view, setView] = useState<"graph" | "list">("graph");
  const [failed, setFailed] = useState<unknown>(null);
  const found = useQuery({ ...lineage(start, "both", FIRST_DEPTH, columns), placeholderData: (before) => before });
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const shown = merge(found.data, added);
  if (shown.edges.length === 0) return <Empty title={t("lineage.empty")} />;
  const expand = async (id: string, way: "up" | "down") => {
    try {
      const answer = await client.fetchQuery(lineage(id, way, 1, columns));
      setAdded((now) => merge(now, answer));
      setFailed(null);
    } catch (error) {
      setFailed(error);
    }
  };
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-2 text-sm">
        <p className="text-muted">{say("hint")}</p>
        <div className="flex flex-wrap gap-2">
          <Toggle on={columns} text={say("columns")} onClick={() => setColumns(!columns)} />
          <Toggle on={impact !== null} text={say("impact")} onClick={() => setImpact(impact === null ? start : null)} />
          <fieldset className="flex" aria-label={t("lineage.view")}>
            {(["graph", "list"] as const).map((each) => (
              <Toggle key={each} on={view === each} text={t(`lineage.${each}`)} onClick={() => setView(each)} />
            ))}
          </fieldset>
        </div>
      </div>
      <FailureLine error={failed} />
      {view === "list" ? (
        <LineageList graph={shown} start={start} />
      ) : (
        <Suspense fallback={<Loading />}>
          <Graph
            graph={shown}
            start={start}
            columns={columns}
            onExpand={(id, way) => void expand(id, way)}
            onColumn={setImpact}
          />
        </Suspense>
      )}
      {impact !== null && (
        <Suspense fallback={<Loading />}>
          <Impact of={impact} onClose={() => setImpact(null)} />
        </Suspense>
      )}
    </div>
  );
}

function Toggle({ on, text, onClick }: { on: boolean; text: string; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onClick}
      className={`rounded px-2 py-1 ${on ? CHOSEN : "text-muted"}`}
    >
      {text}
    </button>
  );
}
