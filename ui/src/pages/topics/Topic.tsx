import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { topic } from "../../api/queries";
import { Failure } from "../../design/Failure";
import { Card, Loading, Title } from "../../design/parts";
import { useDiscoverWords } from "../../i18n/discover";
import { AssetList } from "../assets/AssetList";

/** Everything that one topic holds. */
export function TopicPage() {
  const { say } = useDiscoverWords();
  const { id } = useParams({ from: "/inside/topics/$id" });
  const found = useQuery(topic(id));
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const { words, size, members } = found.data;
  return (
    <div className="space-y-5">
      <div>
        <Link to="/topics" className="text-sm text-accent hover:underline">
          {say("allTopics")}
        </Link>
        <Title text={words.join(" · ")} />
        <p className="text-muted">{say("topicSize", { n: size })}</p>
      </div>
      <Card>
        <AssetList assets={members} />
      </Card>
    </div>
  );
}
