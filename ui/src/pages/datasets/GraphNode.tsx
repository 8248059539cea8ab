import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import type { LineageNode } from "../../api/types";
import { useWords } from "../../i18n";
import { useLineageWords } from "../../i18n/lineage";
import { NodeLink } from "./NodeLink";

export const NODE = { width: 230, height: 62 };
/** A column's line. */
const LINE = 20;
/** Columns that one node lists: more would be taller than the frame. */
const LISTED = 8;

export type Shown = Node<
  {
    node: LineageNode;
    here: boolean;
    columns: string[];
    onExpand: (id: string, way: "up" | "down") => void;
    onColumn: (column: string) => void;
  },
  "asset"
>;

/** How large a node is that lists these columns. */
export function sizeOf(columns: string[]) {
  const lines = Math.min(columns.length, LISTED) + (columns.length > LISTED ? 1 : 0);
  return { width: NODE.width, height: NODE.height + (lines > 0 ? lines * LINE + 8 : 0) };
}

export function GraphNode({ data }: NodeProps<Shown>) {
  const { t } = useWords();
  const say = useLineageWords();
  const { node, here, columns, onColumn } = data;
  const metric = node.kind === "metric";
  const kinds = { metric: () => t("kind.metric"), dashboard: () => say("dashboard"), dataset: () => null };
  const facts = [node.label, kinds[node.kind]() ?? t("lineage.columns", { n: node.columns }), node.namespace];
  return (
    <div
      style={sizeOf(columns)}
      className={`border px-2 text-sm ${metric && columns.length === 0 ? "rounded-full" : "rounded-lg"} ${
        here ? "border-accent bg-accent-soft" : "border-line-strong bg-surface"
      }`}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <div className="flex items-center gap-1" style={{ height: NODE.height - 2 }}>
        <More data={data} way="up" />
        <div className="min-w-0 flex-1">
          <p className="truncate font-mono font-medium" title={node.name}>
            {here ? (
              node.name
            ) : (
              <NodeLink id={node.id} className="nodrag text-accent underline-offset-2 hover:underline" />
            )}
          </p>
          <p className="truncate text-xs text-muted">{facts.filter(Boolean).join(" · ")}</p>
        </div>
        <More data={data} way="down" />
      </div>
      <ul>
        {columns.slice(0, LISTED).map((column) => (
          <li key={column} style={{ height: LINE }} className="truncate">
            <button
              type="button"
              title={say("ofColumn", { name: column })}
              onClick={() => onColumn(`${node.id}.${column}`)}
              className="nodrag font-mono text-xs text-muted hover:text-accent hover:underline"
            >
              {column}
            </button>
          </li>
        ))}
        {columns.length > LISTED && (
          <li className="text-xs text-muted">{say("more", { n: columns.length - LISTED })}</li>
        )}
      </ul>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}

/** How many neighbours on one side are not shown; a click shows them. */
function More({ data: { node, onExpand }, way }: { data: Shown["data"]; way: "up" | "down" }) {
  const say = useLineageWords();
  const n = way === "up" ? node.moreUp : node.moreDown;
  if (n === 0) return null;
  return (
    <button
      type="button"
      aria-label={say(way === "up" ? "moreUp" : "moreDown", { n, name: node.name })}
      onClick={() => onExpand(node.id, way)}
      className="nodrag grid h-6 min-w-6 shrink-0 place-items-center rounded-full border border-line px-1 text-xs text-muted hover:bg-sunken hover:text-ink"
    >
      +{n}
    </button>
  );
}
