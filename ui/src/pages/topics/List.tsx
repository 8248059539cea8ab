import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { topics } from "../../api/queries";
import { Failure } from "../../design/Failure";
import { Card, Empty, Loading, Title } from "../../design/parts";
import { useDiscoverWords } from "../../i18n/discover";
import { AssetList } from "../assets/AssetList";

/** What the catalog is about. */
export function List() {
  const { say } = useDiscoverWords();
  const found = useQuery(topics);
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const all = found.data.topics;
  return (
    <div className="space-y-5">
      <div>
        <Title text={say("topics")} />
        <p className="mt-1 max-w-prose text-muted">{say("topicsHint")}</p>
      </div>
      {all.length === 0 && <Empty title={say("noTopics")} />}
      <div className="grid gap-4 md:grid-cols-2">
        {all.map((topic) => (
          <Card
            key={topic.id}
            title={
              <Link to="/topics/$id" params={{ id: topic.id }} className="text-accent hover:underline">
                {topic.words.join(" · ")}
              </Link>
            }
            aside={<span className="text-sm text-muted">{say("topicSize", { n: topic.size })}</span>}
          >
            <AssetList assets={topic.members} />
          </Card>
        ))}
      </div>
    </div>
  );
}
