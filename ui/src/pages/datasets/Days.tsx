import type { Partition } from "../../api/types";
import { Card, Empty } from "../../design/parts";
import { Table, Td } from "../../design/Table";
import { useWords } from "../../i18n";
import { bytes, count, day } from "../../lib/format";

/** As many days as bars can be told apart. */
const BARS = 90;
/** A bar is no wall: few days stay to the left. */
const WIDEST_REM = 4;

export function Days({ partitions }: { partitions: Partition[] }) {
  const { t, lang } = useWords();
  if (partitions.length === 0) return <Empty title={t("days.empty")} />;
  const ordered = [...partitions].sort((a, b) => day(a.day).localeCompare(day(b.day)));
  const shown = ordered.slice(-BARS);
  const top = Math.max(...shown.map((p) => p.rows), 1);
  const heads = [
    { text: t("common.day") },
    { text: t("datasets.rows"), num: true },
    { text: t("days.size"), num: true },
    { text: t("days.files"), num: true },
  ];
  return (
    <Card title={t("days.title")}>
      <div aria-hidden="true" style={{ maxWidth: `${Math.max(shown.length, 4) * WIDEST_REM}rem` }}>
        <div className="flex h-40 items-end gap-1 border-b border-line">
          {shown.map((p) => (
            <div
              key={p.day}
              title={t("days.bar", { day: day(p.day), n: count(p.rows, lang) })}
              className="min-w-px flex-1 rounded-t-sm bg-accent/70 hover:bg-accent"
              style={{ height: `${(p.rows / top) * 100}%` }}
            />
          ))}
        </div>
        <p className="mt-1 flex justify-between text-xs text-muted">
          <span>{day(shown[0]?.day)}</span>
          {shown.length > 1 && <span>{day(shown.at(-1)?.day)}</span>}
        </p>
      </div>
      <details className="mt-4" open={ordered.length <= 14}>
        <summary className="mb-2 text-sm text-muted">{t("days.table")}</summary>
        <Table label={t("days.title")} heads={heads}>
          {[...ordered].reverse().map((p) => (
            <tr key={p.day}>
              <Td>{day(p.day)}</Td>
              <Td num>{count(p.rows, lang)}</Td>
              <Td num>{bytes(p.bytes)}</Td>
              <Td num>{count(p.files, lang)}</Td>
            </tr>
          ))}
        </Table>
      </details>
    </Card>
  );
}
