import * as Tabs from "@radix-ui/react-tabs";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense } from "react";
import { dataset } from "../../api/queries";
import type { Dataset } from "../../api/types";
import { buttonLook } from "../../design/Button";
import { Failure } from "../../design/Failure";
import { Badge, Facts, Loading, Title, useTitle } from "../../design/parts";
import { Successor } from "../../design/Successor";
import { useWords } from "../../i18n";
import { Related } from "../assets/Related";
import { Vouch } from "../standing/Vouch";
import { Columns } from "./Columns";
import { Days } from "./Days";
import { Runs } from "./Runs";
import { Versions } from "./Versions";

const Lineage = lazy(() => import("./Lineage").then((m) => ({ default: m.LineageTab })));

const TABS = ["columns", "lineage", "days", "runs", "versions", "related"] as const;

export function DatasetPage() {
  const { name } = useParams({ from: "/inside/datasets/$name" });
  const found = useQuery(dataset(name));
  useTitle(name);
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Shown dataset={found.data} />;
}

function Shown({ dataset }: { dataset: Dataset }) {
  const { t } = useWords();
  const { tab } = useSearch({ from: "/inside/datasets/$name" });
  const navigate = useNavigate();
  const current = TABS.find((each) => each === tab) ?? "columns";
  const panel: Record<(typeof TABS)[number], () => ReactNode> = {
    columns: () => <Columns dataset={dataset} />,
    lineage: () => <Lineage name={dataset.name} key={dataset.name} />,
    days: () => <Days partitions={dataset.partitions} />,
    runs: () => <Runs name={dataset.name} />,
    versions: () => <Versions versions={dataset.versions} />,
    related: () => <Related node={`dataset:${dataset.name}`} />,
  };
  return (
    <div className="space-y-5">
      <Head dataset={dataset} />
      <Tabs.Root
        value={current}
        onValueChange={(next) =>
          void navigate({
            to: "/datasets/$name",
            params: { name: dataset.name },
            search: next === "columns" ? {} : { tab: next },
            replace: true,
            resetScroll: false,
          })
        }
      >
        <Tabs.List aria-label={t("dataset.tabs")} className="flex flex-wrap gap-1 border-b border-line">
          {TABS.map((each) => (
            <Tabs.Trigger
              key={each}
              value={each}
              className="-mb-px border-b-2 border-transparent px-3 py-2 text-sm text-muted hover:text-ink data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink"
            >
              {t(`dataset.tab.${each}`)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {TABS.map((each) => (
          <Tabs.Content key={each} value={each} className="pt-4">
            <Suspense fallback={<Loading />}>{panel[each]()}</Suspense>
          </Tabs.Content>
        ))}
      </Tabs.Root>
    </div>
  );
}

function Head({ dataset: d }: { dataset: Dataset }) {
  const { t, or } = useWords();
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <Title text={d.name}>
            <span className="font-mono">{d.name}</span>{" "}
            {d.label && <span className="font-normal text-muted">{d.label}</span>}
          </Title>
          <p className="mt-1 max-w-prose">{d.description}</p>
        </div>
        <Link to="/sql" search={{ from: d.name }} className={buttonLook("quiet")}>
          {t("dataset.query")}
        </Link>
      </div>
      {d.vouched.standing.held === "deprecated" && (
        <p className="rounded-md bg-warn-soft px-3 py-2">
          {t("dataset.deprecated")} {d.vouched.standing.successor && <Successor name={d.vouched.standing.successor} />}
        </p>
      )}
      <Vouch asset={d.name} vouched={d.vouched} />
      <Facts
        rows={[
          [t("datasets.stage"), <Badge key="stage">{t(`stage.${d.stage}`)}</Badge>],
          [t("dataset.domain"), d.domain],
          [t("datasets.owner"), [d.owner.team, d.owner.people.join(", ")].filter(Boolean).join(" · ")],
          [t("dataset.erasure"), d.erasure ? or(`erasure.${d.erasure}`, d.erasure) : null],
          [t("dataset.schemaVersion"), d.schemaVersion],
          [t("dataset.synonyms"), d.synonyms.join(", ")],
          [t("dataset.metrics"), d.metrics.length > 0 ? <MetricLinks key="metrics" metrics={d.metrics} /> : null],
        ]}
      />
    </div>
  );
}

function MetricLinks({ metrics }: { metrics: Dataset["metrics"] }) {
  return (
    <span className="flex flex-wrap gap-x-3">
      {metrics.map((m) => (
        <Link
          key={m.name}
          to="/metrics/$name"
          params={{ name: m.name }}
          className="text-accent underline-offset-2 hover:underline"
        >
          {m.label ?? m.name}
        </Link>
      ))}
    </span>
  );
}
