import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { plan, request, session } from "../../api/queries";
import type { RequestDetail } from "../../api/types";
import { Failure } from "../../design/Failure";
import { Badge, Facts, Loading, Title } from "../../design/parts";
import { useWords } from "../../i18n";
import { instant } from "../../lib/format";
import { Certificate } from "./Certificate";
import { Decide } from "./Decide";
import { PlanCard } from "./PlanCard";
import { Steps } from "./Steps";
import { TONE } from "./state";

export function RequestPage() {
  const { t } = useWords();
  const { id } = useParams({ from: "/inside/requests/$id" });
  const found = useQuery(request(id));
  if (found.isPending) return <Loading />;
  if (!found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return (
    <div className="space-y-5">
      <Title text={t("request.title")} />
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      <Shown request={found.data} />
    </div>
  );
}

function Shown({ request: r }: { request: RequestDetail }) {
  const { t, lang } = useWords();
  const me = useSuspenseQuery(session).data;
  const planned = useQuery(plan(r.id, r.state === "filed"));
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-4">
        <Facts
          rows={[
            [
              t("requests.state"),
              <Badge key="state" tone={TONE[r.state]}>
                <span data-testid="state" data-state={r.state}>
                  {t(`request.state.${r.state}`)}
                </span>
              </Badge>,
            ],
            [t("request.new.type"), r.subjectType],
            [t("requests.filed"), instant(r.filedAt, lang)],
            [t("requests.by"), r.filedBy],
            [t("requests.approvedBy"), r.approvedBy],
            ["ID", <code key="id">{r.id}</code>],
          ]}
        />
        {r.state === "filed" && r.canApprove && <Decide request={r} />}
      </div>
      {r.state === "filed" && !r.canApprove && (
        <p className="rounded-md bg-accent-soft px-3 py-2">
          {t("request.waiting", { name: r.filedBy === me.name ? me.name : r.filedBy })}
        </p>
      )}
      {r.state === "rejected" && (
        <p className="rounded-md bg-sunken px-3 py-2">{t("request.rejectedBecause", { reason: r.reason ?? "–" })}</p>
      )}
      {r.state === "completed" && <Certificate id={r.id} />}
      {(r.state === "running" || r.state === "completed") && <Steps request={r} />}
      {r.state === "filed" && planned.isPending && <Loading />}
      {r.state === "filed" && planned.isError && <Failure error={planned.error} retry={() => void planned.refetch()} />}
      {planned.data && <PlanCard plan={planned.data} done={r.state !== "filed"} />}
    </>
  );
}
