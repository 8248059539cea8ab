import type { LineageEdge } from "../../api/types";
import { Badge } from "../../design/parts";
import { Table, Td } from "../../design/Table";
import { useWords } from "../../i18n";
import { plainName } from "../../lib/lineage";

/** The columns behind one arrow. */
export function EdgePanel({ edge }: { edge: LineageEdge }) {
  const { t } = useWords();
  const title = t("lineage.between", { from: plainName(edge.from), to: plainName(edge.to) });
  const heads = [{ text: t("lineage.from") }, { text: t("lineage.to") }, { text: t("lineage.how") }];
  return (
    <div className="border-t border-line bg-surface px-4 py-3">
      <p className="mb-1 font-mono text-sm font-medium">{title}</p>
      <Table label={title} heads={heads}>
        {edge.columns.map((c) => (
          <tr key={`${c.from} ${c.to} ${c.how}`}>
            <Td className="font-mono">{c.from}</Td>
            <Td className="font-mono">{c.to || <span className="font-sans text-muted">{t("lineage.shapes")}</span>}</Td>
            <Td>
              <Badge>{c.how}</Badge>
            </Td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
