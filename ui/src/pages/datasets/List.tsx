import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { datasets } from "../../api/queries";
import type { DatasetRow } from "../../api/types";
import { Button } from "../../design/Button";
import { Failure } from "../../design/Failure";
import { Badge, Empty, Loading, Title } from "../../design/parts";
import { Table, Td } from "../../design/Table";
import { useWords } from "../../i18n";
import { count, day } from "../../lib/format";

export function List() {
  const { t } = useWords();
  const list = useInfiniteQuery(datasets);
  const [filter, setFilter] = useState("");
  const all = list.data?.pages.flatMap((page) => page.datasets) ?? [];
  const wanted = filter.trim().toLowerCase();
  const shown = all.filter((d) => `${d.name} ${d.label ?? ""} ${d.owner ?? ""}`.toLowerCase().includes(wanted));
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <Title text={t("datasets.title")} />
        <input
          type="search"
          aria-label={t("datasets.filter")}
          placeholder={t("datasets.filter")}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          className="w-60 rounded-md border border-line-strong bg-surface px-3 py-1.5 text-sm"
        />
      </div>
      {list.isPending && <Loading />}
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && all.length === 0 && <Empty title={t("datasets.empty")}>{t("datasets.emptyHint")}</Empty>}
      {all.length > 0 && shown.length === 0 && <p className="text-muted">{t("datasets.noneMatch")}</p>}
      {shown.length > 0 && <Rows rows={shown} />}
      {list.hasNextPage && <Button onClick={() => void list.fetchNextPage()}>{t("common.more")}</Button>}
    </div>
  );
}

function Rows({ rows }: { rows: DatasetRow[] }) {
  const { t, lang } = useWords();
  const heads = [
    { text: t("common.name") },
    { text: t("datasets.stage") },
    { text: t("datasets.owner") },
    { text: t("datasets.newestDay"), num: true },
    { text: t("datasets.rows"), num: true },
  ];
  return (
    <div className="rounded-lg border border-line bg-surface px-4 py-2">
      <Table label={t("datasets.title")} heads={heads}>
        {rows.map((row) => (
          <tr key={row.name}>
            <Td>
              <Link
                to="/datasets/$name"
                params={{ name: row.name }}
                className="font-mono font-medium text-accent underline-offset-2 hover:underline"
              >
                {row.name}
              </Link>
              {row.label && <span className="ml-2">{row.label}</span>}
              {row.standing !== "active" && (
                <span className="ml-2">
                  <Badge tone="warn">{t(`standing.${row.standing}`)}</Badge>
                </span>
              )}
              {row.description && <p className="line-clamp-1 max-w-xl text-muted">{row.description}</p>}
            </Td>
            <Td className="whitespace-nowrap">{t(`stage.${row.stage}`)}</Td>
            <Td className="whitespace-nowrap">{row.owner ?? "–"}</Td>
            <Td num>{day(row.newestDay)}</Td>
            <Td num>{count(row.rows, lang)}</Td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
