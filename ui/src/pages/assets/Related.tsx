import { useQuery } from "@tanstack/react-query";
import { related } from "../../api/queries";
import type { Listed } from "../../api/types";
import { Failure } from "../../design/Failure";
import { Loading } from "../../design/parts";
import { type DiscoverKey, useDiscoverWords } from "../../i18n/discover";
import { AssetList } from "./AssetList";

/** What stands near an asset, and why. */
export function Related({ node }: { node: string }) {
  const { say } = useDiscoverWords();
  const found = useQuery(related(node));
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const { joined, samePeople, sameLineage } = found.data;
  const all: [DiscoverKey, DiscoverKey, Listed[]][] = [
    ["joined", "queries", joined],
    ["samePeople", "people", samePeople],
    ["sameLineage", "inCommon", sameLineage],
  ];
  const lists = all.filter(([, , list]) => list.length > 0);
  if (lists.length === 0) return <p className="text-muted">{say("relatedNone")}</p>;
  return (
    <div className="grid gap-6 md:grid-cols-3" data-testid="related">
      {lists.map(([title, count, list]) => (
        <section key={title}>
          <h3 className="mb-1 text-sm font-medium text-muted">{say(title)}</h3>
          <AssetList assets={list.map((one) => ({ ...one, note: say(count, { n: one.count }) }))} />
        </section>
      ))}
    </div>
  );
}
