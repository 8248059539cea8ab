import { queryOptions, useQuery } from "@tanstack/react-query";
import { get, query } from "../../api/client";
import type { Impact as Answer } from "../../api/types";
import { Failure } from "../../design/Failure";
import { Card, Facts, Loading } from "../../design/parts";
import { Table, Td } from "../../design/Table";
import { useLineageWords } from "../../i18n/lineage";
import { plainName } from "../../lib/lineage";
import { NodeLink } from "./NodeLink";

const impact = (node: string) =>
  queryOptions({
    queryKey: ["impact", node],
    queryFn: ({ signal }) => get<Answer>(`/impact${query({ node })}`, signal),
  });

/** What a change of an asset or a column would touch, and whose that is. */
export function Impact({ of, onClose }: { of: string; onClose: () => void }) {
  const say = useLineageWords();
  const found = useQuery(impact(of));
  const aside = (
    <button type="button" onClick={onClose} className="text-sm text-accent underline-offset-2 hover:underline">
      {say("close")}
    </button>
  );
  return (
    <Card title={say("touches", { name: plainName(of) })} aside={aside}>
      {found.isPending && <Loading />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && <Touched answer={found.data} />}
    </Card>
  );
}

function Touched({ answer }: { answer: Answer }) {
  const say = useLineageWords();
  if (answer.assets.length === 0) return <p className="text-muted">{say("nothing")}</p>;
  const heads = [
    { text: say("step"), num: true },
    { text: say("asset") },
    { text: say("flowsInto") },
    { text: say("owners") },
  ];
  return (
    <div className="space-y-4">
      <Facts
        rows={[
          [say("datasets"), String(answer.datasets)],
          [say("metrics"), String(answer.metrics)],
          [say("dashboards"), String(answer.dashboards)],
          [say("touchedColumns"), String(answer.columns)],
          [say("ask"), answer.owners.map((o) => `${o.owner} (${o.assets})`).join(", ")],
        ]}
      />
      <Table label={say("touches", { name: answer.of })} heads={heads}>
        {answer.assets.map((asset) => (
          <tr key={asset.id}>
            <Td num>{asset.depth}</Td>
            <Td className="font-mono">
              <NodeLink id={asset.id} />
            </Td>
            <Td className="font-mono">
              {asset.values ? (
                asset.flowsInto.join(", ")
              ) : (
                <span className="font-sans text-muted">{say("rowsOnly")}</span>
              )}
            </Td>
            <Td>{asset.owners.join(", ")}</Td>
          </tr>
        ))}
      </Table>
      {answer.more > 0 && <p className="text-muted">{say("more", { n: answer.more })}</p>}
    </div>
  );
}
