import { useState } from "react";
import type { Column, Dataset } from "../../api/types";
import { Button } from "../../design/Button";
import { Badge, classTone, Empty } from "../../design/parts";
import { Table, Td } from "../../design/Table";
import { useWords } from "../../i18n";
import { ClassifyDialog } from "./ClassifyDialog";
import { type Found, FoundLine, Look, useFound } from "./Suggestions";

/** What is being changed: a column, and the class that the form begins with. */
interface Change {
  column: Column;
  start?: string;
}

export function Columns({ dataset }: { dataset: Dataset }) {
  const { t } = useWords();
  const [changing, setChanging] = useState<Change | null>(null);
  const look = useFound(dataset.name);
  if (dataset.columns.length === 0) return <Empty title={t("columns.empty")} />;
  const heads = [
    { text: t("columns.column") },
    { text: t("columns.type") },
    { text: t("columns.class") },
    { text: t("columns.sight") },
    ...(dataset.canClassify ? [{ text: t("columns.change"), hidden: true }] : []),
  ];
  return (
    <div className="rounded-lg border border-line bg-surface px-4 py-2">
      {dataset.canClassify && <Look look={look} columns={dataset.columns} />}
      <Table label={t("dataset.tab.columns")} heads={heads}>
        {dataset.columns.map((column) => (
          <tr key={column.name} data-column={column.name}>
            <Td>
              <span className="font-mono">{column.name}</span>
              {column.label && <span className="ml-2 text-muted">{column.label}</span>}
              {column.description && <p className="text-muted">{column.description}</p>}
            </Td>
            <Td className="whitespace-nowrap text-muted">
              {column.type}
              {column.required && <span> · {t("columns.required")}</span>}
            </Td>
            <Td>
              <Evidence column={column} />
              {dataset.canClassify && (
                <FoundLine
                  dataset={dataset.name}
                  column={column.name}
                  found={toDecide(column, look.of(column))}
                  onReject={() => setChanging({ column, start: "none" })}
                />
              )}
            </Td>
            <Td>
              <SightText column={column} />
            </Td>
            {dataset.canClassify && (
              <Td num>
                <Button
                  look="link"
                  aria-label={t("columns.changeOf", { name: column.name })}
                  onClick={() => setChanging({ column })}
                >
                  {t("columns.change")}
                </Button>
              </Td>
            )}
          </tr>
        ))}
      </Table>
      {changing && <ClassifyDialog dataset={dataset.name} {...changing} onClose={() => setChanging(null)} />}
    </div>
  );
}

/** What somebody has yet to decide: the scanner's word that holds, or what it says of a column that is left open. */
function toDecide(column: Column, found: Found | null): Found | null {
  const { by, evidence, confidence } = column.basis;
  if (by === "scanner") return { class: column.class, evidence: evidence ?? "", confidence: confidence ?? 0 };
  return found;
}

/** The class as a badge that opens onto its reasons. */
function Evidence({ column }: { column: Column }) {
  const { t } = useWords();
  const { basis } = column;
  const facts: [string, string | null | undefined][] = [
    [t("basis.who"), basis.who],
    [t("basis.reason"), basis.reason],
    [t("basis.evidence"), basis.evidence],
    [t("basis.confidence"), basis.confidence != null ? `${Math.round(basis.confidence * 100)} %` : null],
  ];
  const head = t(`basis.${basis.by}`);
  return (
    <details>
      <summary
        title={head}
        aria-label={t("columns.evidence", { class: column.class })}
        className="inline-block whitespace-nowrap"
      >
        <Badge tone={classTone(column.class)}>{column.class}</Badge>
      </summary>
      <div className="mt-1.5 max-w-xs space-y-0.5 text-xs text-muted">
        <p className="text-ink">{head}</p>
        {facts.map(([name, value]) =>
          value ? (
            <p key={name}>
              {name}: <span className="text-ink">{value}</span>
            </p>
          ) : null,
        )}
      </div>
    </details>
  );
}

function SightText({ column }: { column: Column }) {
  const { t, or } = useWords();
  if (column.sight === "clear") return <span>{t("sight.clear")}</span>;
  const mask = column.mask ? or(`mask.${column.mask}`, column.mask) : "***";
  return (
    <span className="text-person">
      {t(`sight.${column.sight}`)}{" "}
      {column.sight === "masked" && <code className="rounded px-1 font-mono text-xs hatch">{mask}</code>}
    </span>
  );
}
