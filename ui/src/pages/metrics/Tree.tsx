import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { metrics } from "../../api/queries";
import { Failure } from "../../design/Failure";
import { Badge, Empty, Loading, Title } from "../../design/parts";
import { Table, Td } from "../../design/Table";
import { day } from "../../lib/format";
import { tree } from "../../lib/tree";
import { useMetricWords } from "./useMetricLabel";

const INDENT = ["", "pl-6", "pl-12", "pl-18", "pl-24"];

/** What the business is made of: each metric under the one that it explains. */
export function Tree() {
  const { t, label, value, kind } = useMetricWords();
  const found = useQuery(metrics);
  const heads = [
    { text: t("common.name") },
    { text: t("metrics.kind") },
    { text: t("metrics.latest"), num: true },
    { text: t("common.day"), num: true },
  ];
  return (
    <div className="space-y-4">
      <Title text={t("metrics.title")} />
      {found.isPending && <Loading />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data?.metrics.length === 0 && <Empty title={t("metrics.empty")}>{t("metrics.emptyHint")}</Empty>}
      {found.data && found.data.metrics.length > 0 && (
        <div className="rounded-lg border border-line bg-surface px-4 py-2">
          <Table label={t("metrics.title")} heads={heads}>
            {tree(found.data.metrics).map(({ item, depth }) => (
              <tr key={item.name}>
                <Td>
                  <span className={`inline-flex items-baseline gap-2 ${INDENT[Math.min(depth, INDENT.length - 1)]}`}>
                    {depth > 0 && (
                      <span aria-hidden="true" className="text-line-strong">
                        └
                      </span>
                    )}
                    <Link
                      to="/metrics/$name"
                      params={{ name: item.name }}
                      className="font-medium text-accent underline-offset-2 hover:underline"
                    >
                      {label(item)}
                    </Link>
                    <span className="font-mono text-xs text-muted">{item.name}</span>
                  </span>
                </Td>
                <Td>
                  <Badge>{kind(item.kind)}</Badge>
                </Td>
                <Td num className="font-medium">
                  {item.latest ? (
                    value(item.latest.value, item.unit)
                  ) : (
                    <span className="text-muted">{t("metrics.notYet")}</span>
                  )}
                </Td>
                <Td num className="text-muted">
                  {item.latest ? day(item.latest.day) : "–"}
                </Td>
              </tr>
            ))}
          </Table>
        </div>
      )}
    </div>
  );
}
