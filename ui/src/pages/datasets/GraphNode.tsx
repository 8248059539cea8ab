import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import type { LineageNode } from "../../api/types";
import { useWords } from "../../i18n";
import { NodeLink } from "./NodeLink";

export const NODE = { width: 210, height: 62 };

export type Shown = Node<
  { node: LineageNode; here: boolean; expanded: boolean; onExpand: (id: string) => void },
  "asset"
>;

export function GraphNode({ data }: NodeProps<Shown>) {
  const { t } = useWords();
  const { node, here, expanded, onExpand } = data;
  const metric = node.kind === "metric";
  return (
    <div
      style={NODE}
      className={`flex items-center gap-1 border px-3 text-sm ${metric ? "rounded-full pl-5" : "rounded-lg"} ${
        here ? "border-accent bg-accent-soft" : "border-line-strong bg-surface"
      }`}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-mono font-medium" title={node.name}>
          {here ? (
            node.name
          ) : (
            <NodeLink id={node.id} className="nodrag text-accent underline-offset-2 hover:underline" />
          )}
        </p>
        <p className="truncate text-xs text-muted">
          {[node.label, metric ? t("kind.metric") : t("lineage.columns", { n: node.columns })]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      {!expanded && (
        <button
          type="button"
          aria-label={t("lineage.expand", { name: node.name })}
          onClick={() => onExpand(node.id)}
          className="nodrag grid size-6 shrink-0 place-items-center rounded-full border border-line text-muted hover:bg-sunken hover:text-ink"
        >
          +
        </button>
      )}
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}
