import { Link } from "@tanstack/react-router";
import type { Plan, PlannedDataset } from "../../api/types";
import { Badge, Card, Facts } from "../../design/parts";
import { Table, Td } from "../../design/Table";
import { useWords } from "../../i18n";
import { count } from "../../lib/format";

/** The dry run: which tables and days hold the person, found by lineage, and what becomes of them. */
export function PlanCard({ plan, done }: { plan: Plan; done: boolean }) {
  const { t, lang } = useWords();
  const heads = [
    { text: t("request.plan.dataset") },
    { text: t("request.plan.action") },
    { text: t("request.plan.partitions"), num: true },
    { text: t("request.plan.files"), num: true },
    { text: t("request.plan.rows"), num: true },
  ];
  return (
    <Card title={done ? t("request.planDone") : t("request.plan")}>
      {plan.datasets.length === 0 ? (
        <p className="text-muted">{t("request.planEmpty")}</p>
      ) : (
        <Table label={t("request.plan")} heads={heads}>
          {plan.datasets.map((d) => (
            <PlanRow key={d.dataset} row={d} />
          ))}
        </Table>
      )}
      <div className="mt-4 border-t border-line pt-4">
        <Facts
          rows={[
            [t("request.plan.vault"), count(plan.vaultValues, lang)],
            [t("request.plan.sealed"), count(plan.sealedFiles, lang)],
          ]}
        />
      </div>
      {plan.outOfReach.length > 0 && (
        <div className="mt-4 rounded-md bg-warn-soft px-3 py-2 text-sm">
          <p className="font-medium">{t("request.plan.outOfReach")}</p>
          <ul className="ml-4 list-disc">
            {plan.outOfReach.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </div>
      )}
    </Card>
  );
}

function PlanRow({ row }: { row: PlannedDataset }) {
  const { t, or, lang } = useWords();
  const kept = row.reach === "aggregate_kept";
  const shown = (n: number) => (kept ? "–" : count(n, lang));
  return (
    <tr className={kept ? "text-muted" : ""}>
      <Td>
        <Link
          to="/datasets/$name"
          params={{ name: row.dataset }}
          className="font-mono text-accent underline-offset-2 hover:underline"
        >
          {row.dataset}
        </Link>
        {row.through.length > 0 && (
          <span className="ml-2 text-xs text-muted">
            {t("request.plan.through", { names: row.through.join(", ") })}
          </span>
        )}
      </Td>
      <Td>
        {row.reach !== "holds" ? (
          <Badge>{t(kept ? "request.plan.kept" : "request.plan.sealedOnly")}</Badge>
        ) : (
          <Badge tone={row.action === "delete" ? "danger" : "person"}>
            {or(`action.${row.action}`, row.action ?? "–")}
          </Badge>
        )}
      </Td>
      <Td num>{shown(row.partitions)}</Td>
      <Td num>{shown(row.files)}</Td>
      <Td num>{shown(row.rows)}</Td>
    </tr>
  );
}
