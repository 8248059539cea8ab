import { queryOptions, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { get, query } from "../../api/client";
import type { Asset } from "../../api/types";
import { Failure } from "../../design/Failure";
import { Badge, Card, Facts, Loading, Title } from "../../design/parts";
import { Table, Td } from "../../design/Table";
import { useDiscoverWords } from "../../i18n/discover";
import { useLineageWords } from "../../i18n/lineage";
import { Related } from "./Related";

const Lineage = lazy(() => import("../datasets/Lineage").then((m) => ({ default: m.LineageView })));

const route = getRouteApi("/inside/assets");

const asset = (node: string) =>
  queryOptions({
    queryKey: ["asset", node],
    queryFn: ({ signal }) => get<Asset>(`/assets${query({ node })}`, signal),
  });

/** An asset of another system: described here, read there. */
export function AssetPage() {
  const { node = "" } = route.useSearch();
  const found = useQuery(asset(node));
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Shown key={found.data.id} asset={found.data} />;
}

function Shown({ asset }: { asset: Asset }) {
  const say = useLineageWords();
  const find = useDiscoverWords();
  const namespace = asset.namespace ?? "";
  return (
    <div className="space-y-5">
      <div>
        <Title text={asset.label ?? asset.name}>
          <span className="font-mono">{asset.label ?? asset.name}</span> <Badge>{asset.form}</Badge>
        </Title>
        <p className="mt-1 text-muted">{say("elsewhere", { namespace })}</p>
        {asset.gone && <p className="mt-1 text-warn">{say("gone", { at: asset.gone })}</p>}
        {asset.description && <p className="mt-2 max-w-prose">{asset.description}</p>}
      </div>
      <Facts
        rows={[
          [say("owners"), asset.owners.join(", ")],
          [say("tags"), asset.tags.join(", ")],
          [say("location"), asset.location],
          [say("rows"), asset.rows === null ? null : asset.rows.toLocaleString()],
          [say("changed"), asset.changed],
          [say("firstSeen"), asset.firstSeen],
        ]}
      />
      {asset.fields.length > 0 && <Fields asset={asset} />}
      <Card title={say("lineage")}>
        <Suspense fallback={<Loading />}>
          <Lineage start={asset.id} />
        </Suspense>
      </Card>
      <Usage asset={asset} />
      <Card title={find.say("related")}>
        <Related node={asset.id} />
      </Card>
    </div>
  );
}

function Fields({ asset }: { asset: Asset }) {
  const say = useLineageWords();
  const title = say(asset.kind === "dashboard" ? "charts" : "fields");
  return (
    <Card title={title}>
      <Table label={title} heads={[{ text: say("name") }, { text: say("type") }, { text: say("description") }]}>
        {asset.fields.map((field) => (
          <tr key={field.name}>
            <Td className="font-mono">{field.name}</Td>
            <Td className="font-mono">{field.type}</Td>
            <Td>{field.description}</Td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}

function Usage({ asset }: { asset: Asset }) {
  const say = useLineageWords();
  const counts = [{ text: say("times"), num: true }, { text: say("last") }];
  return (
    <>
      {asset.users.length > 0 && (
        <Card title={say("users")}>
          <Table label={say("users")} heads={[{ text: say("name") }, ...counts]}>
            {asset.users.map((user) => (
              <tr key={user.user}>
                <Td>{user.user || <span className="text-muted">{say("unnamed")}</span>}</Td>
                <Td num>{user.times}</Td>
                <Td>{user.last}</Td>
              </tr>
            ))}
          </Table>
        </Card>
      )}
      {asset.queries.length > 0 && (
        <Card title={say("queries")}>
          <ul className="space-y-2 text-sm">
            {asset.queries.map((one) => (
              <li key={one.fingerprint}>
                <Badge>{one.times}</Badge> <code className="font-mono break-words">{one.fingerprint}</code>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {asset.views.length > 0 && (
        <Card title={say("views")}>
          <Table
            label={say("views")}
            heads={[{ text: say("day") }, { text: say("people"), num: true }, { text: say("seen"), num: true }]}
          >
            {asset.views.map((view) => (
              <tr key={view.day}>
                <Td>{view.day}</Td>
                <Td num>{view.users}</Td>
                <Td num>{view.views}</Td>
              </tr>
            ))}
          </Table>
        </Card>
      )}
    </>
  );
}
