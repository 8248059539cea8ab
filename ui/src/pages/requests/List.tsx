import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { requests } from "../../api/queries";
import { buttonLook } from "../../design/Button";
import { Failure } from "../../design/Failure";
import { Badge, Empty, Loading, Title } from "../../design/parts";
import { Table, Td } from "../../design/Table";
import { useWords } from "../../i18n";
import { instant } from "../../lib/format";
import { TONE } from "./state";

export function List() {
  const { t, or, lang } = useWords();
  const found = useQuery(requests);
  const file = (
    <Link to="/requests/new" className={buttonLook("primary")}>
      {t("requests.new")}
    </Link>
  );
  const list = found.data?.requests ?? [];
  const heads = [
    { text: t("requests.kind") },
    { text: t("requests.state") },
    { text: t("requests.filed") },
    { text: t("requests.by") },
    { text: t("requests.approvedBy") },
  ];
  return (
    <div className="space-y-4">
      <div className="flex items-center justify-between gap-3">
        <Title text={t("requests.title")} />
        {list.length > 0 && file}
      </div>
      {found.isPending && <Loading />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && list.length === 0 && (
        <Empty title={t("requests.empty")} action={file}>
          {t("requests.emptyHint")}
        </Empty>
      )}
      {list.length > 0 && (
        <div className="rounded-lg border border-line bg-surface px-4 py-2">
          <Table label={t("requests.title")} heads={heads}>
            {list.map((r) => (
              <tr key={r.id}>
                <Td>
                  <Link
                    to="/requests/$id"
                    params={{ id: r.id }}
                    className="font-medium text-accent underline-offset-2 hover:underline"
                  >
                    {or(`request.kind.${r.kind}`, r.kind)} · {r.subjectType}
                  </Link>
                  <span className="ml-2 font-mono text-xs text-muted">{r.id}</span>
                </Td>
                <Td>
                  <Badge tone={TONE[r.state]}>{t(`request.state.${r.state}`)}</Badge>
                </Td>
                <Td className="whitespace-nowrap">{instant(r.filedAt, lang)}</Td>
                <Td>{r.filedBy}</Td>
                <Td>{r.approvedBy ?? "–"}</Td>
              </tr>
            ))}
          </Table>
        </div>
      )}
    </div>
  );
}
