import { useQuery } from "@tanstack/react-query";
import { status } from "../../api/queries";
import type { Status } from "../../api/types";
import { Failure } from "../../design/Failure";
import { Badge, Card, classTone, Facts, Loading, Title } from "../../design/parts";
import { Table, Td } from "../../design/Table";
import { useWords } from "../../i18n";
import { count, day } from "../../lib/format";

export function StatusPage() {
  const { t } = useWords();
  const found = useQuery(status);
  return (
    <div className="space-y-5">
      <Title text={t("status.title")} />
      {found.isPending && <Loading />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && <Shown status={found.data} />}
    </div>
  );
}

function Shown({ status: s }: { status: Status }) {
  const { t, lang } = useWords();
  return (
    <>
      <Facts
        rows={[
          [t("status.project"), s.project],
          [t("status.zone"), s.zone],
          [t("nav.datasets"), count(s.datasets, lang)],
          [t("nav.metrics"), count(s.metrics, lang)],
        ]}
      />
      <Card title={t("status.pipelines")}>
        {s.pipelines.length === 0 ? (
          <p className="text-muted">{t("status.noPipelines")}</p>
        ) : (
          <Table
            label={t("status.pipelines")}
            heads={[
              { text: t("common.name") },
              { text: t("status.schedule") },
              { text: t("status.start"), num: true },
              { text: t("status.newest"), num: true },
            ]}
          >
            {s.pipelines.map((p) => (
              <tr key={p.name}>
                <Td className="font-medium">{p.name}</Td>
                <Td className="font-mono">{p.schedule ?? "–"}</Td>
                <Td num>{day(p.start)}</Td>
                <Td num>{day(p.newestDay)}</Td>
              </tr>
            ))}
          </Table>
        )}
      </Card>
      <Card title={t("status.protected")}>
        {s.protected.length === 0 ? (
          <p className="text-muted">{t("status.nothingProtected")}</p>
        ) : (
          <Table
            label={t("status.protected")}
            heads={[
              { text: t("status.protectedKind") },
              { text: t("status.subjects"), num: true },
              { text: t("status.values"), num: true },
            ]}
          >
            {s.protected.map((p) => (
              <tr key={p.kind}>
                <Td>
                  <Badge tone={classTone(`pii.${p.kind}`)}>{p.kind}</Badge>
                </Td>
                <Td num>{count(p.subjects, lang)}</Td>
                <Td num>{count(p.values, lang)}</Td>
              </tr>
            ))}
          </Table>
        )}
      </Card>
    </>
  );
}
