import type { Lineage, LineageEdge } from "../../api/types";
import { Badge, Card } from "../../design/parts";
import { useWords } from "../../i18n";
import { useLineageWords } from "../../i18n/lineage";
import { plainName, reach } from "../../lib/lineage";
import { NodeLink } from "./NodeLink";

/** The same lineage as text: for screen readers, for copying, and for those who prefer to read. */
export function LineageList({ graph, start }: { graph: Lineage; start: string }) {
  const { t } = useWords();
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Side graph={graph} start={start} direction="up" title={t("lineage.upstream")} nothing={t("lineage.nothingUp")} />
      <Side
        graph={graph}
        start={start}
        direction="down"
        title={t("lineage.downstream")}
        nothing={t("lineage.nothingDown")}
      />
    </div>
  );
}

interface SideProps {
  graph: Lineage;
  start: string;
  direction: "up" | "down";
  title: string;
  nothing: string;
}

function Side({ graph, start, direction, title, nothing }: SideProps) {
  const reached = reach(graph, start, direction);
  const within = new Set([start, ...reached.map((r) => r.id)]);
  return (
    <Card title={title}>
      {reached.length === 0 && <p className="text-muted">{nothing}</p>}
      <ul className="space-y-3">
        {reached.map(({ id }) => {
          const node = graph.nodes.find((n) => n.id === id);
          const edges = graph.edges.filter((e) =>
            direction === "up" ? e.from === id && within.has(e.to) : e.to === id && within.has(e.from),
          );
          return (
            <li key={id}>
              <span className="font-mono">
                <NodeLink id={id} />
              </span>
              {node?.label && <span className="ml-2 text-muted">{node.label}</span>}
              {edges.map((edge) => (
                <EdgeColumns key={`${edge.from} ${edge.to}`} edge={edge} />
              ))}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function EdgeColumns({ edge }: { edge: LineageEdge }) {
  const { t } = useWords();
  const say = useLineageWords();
  const text = t("lineage.between", { from: plainName(edge.from), to: plainName(edge.to) });
  const counts = say("flows", { direct: edge.direct, indirect: edge.indirect });
  if (edge.columns.length === 0) {
    return (
      <p className="text-sm text-muted">
        {text} · {counts}
      </p>
    );
  }
  return (
    <details className="text-sm">
      <summary className="text-muted">
        {text} · {t("lineage.columns", { n: edge.columns.length })}
      </summary>
      <ul className="mt-1 space-y-0.5 border-l-2 border-line pl-3">
        {edge.columns.map((c) => (
          <li key={`${c.from} ${c.to} ${c.how}`}>
            <code className="font-mono">{c.from}</code> →{" "}
            <code className="font-mono">{c.to || t("lineage.shapes")}</code> <Badge>{c.how}</Badge>
          </li>
        ))}
      </ul>
    </details>
  );
}
