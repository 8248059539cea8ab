import { useQuery } from "@tanstack/react-query";
import { lineage } from "../../api/queries";
import type { LineageEdge } from "../../api/types";
import { Failure } from "../../design/Failure";
import { Badge, Loading } from "../../design/parts";
import { Table, Td } from "../../design/Table";
import { useWords } from "../../i18n";
import { useLineageWords } from "../../i18n/lineage";
import { plainName } from "../../lib/lineage";

/** The columns behind one arrow; asked for when somebody looks at it. */
export function EdgePanel({ edge }: { edge: LineageEdge }) {
  const { t } = useWords();
  const say = useLineageWords();
  const asked = useQuery({ ...lineage(edge.from, "down", 1, true), enabled: edge.columns.length === 0 });
  const same = asked.data?.edges.find((e) => e.from === edge.from && e.to === edge.to);
  const columns = edge.columns.length > 0 ? edge.columns : (same?.columns ?? []);
  const title = t("lineage.between", { from: plainName(edge.from), to: plainName(edge.to) });
  const heads = [{ text: t("lineage.from") }, { text: t("lineage.to") }, { text: t("lineage.how") }];
  return (
    <div className="border-t border-line bg-surface px-4 py-3">
      <p className="mb-1 font-mono text-sm font-medium">{title}</p>
      <p className="mb-1 text-sm text-muted">{say("flows", { direct: edge.direct, indirect: edge.indirect })}</p>
      {asked.isLoading && <Loading />}
      {asked.isError && <Failure error={asked.error} retry={() => void asked.refetch()} />}
      {columns.length > 0 && (
        <Table label={title} heads={heads}>
          {columns.map((c) => (
            <tr key={`${c.from} ${c.to} ${c.how}`}>
              <Td className="font-mono">{c.from || <span className="font-sans text-muted">{say("whole")}</span>}</Td>
              <Td className="font-mono">
                {c.to || <span className="font-sans text-muted">{t("lineage.shapes")}</span>}
              </Td>
              <Td>
                <Badge>{c.how}</Badge>
              </Td>
            </tr>
          ))}
        </Table>
      )}
    </div>
  );
}
