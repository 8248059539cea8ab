import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { del, part } from "../../api/client";
import { browse, savedSearches, topics } from "../../api/queries";
import { useWords } from "../../i18n";
import { useDiscoverWords } from "../../i18n/discover";
import { date } from "../../lib/format";
import { AssetList } from "../assets/AssetList";

/** Topics that are shown before all of them are asked for. */
const TOPICS = 6;

/** Where to begin without a word: one's own searches, what many use, what is new, and what the catalog is about. */
export function Home({ onPick }: { onPick: (q: string) => void }) {
  const { lang } = useWords();
  const { say } = useDiscoverWords();
  const found = useQuery(browse).data;
  const about = useQuery(topics).data?.topics ?? [];
  return (
    <div className="mt-12 grid gap-x-10 gap-y-8 text-left md:grid-cols-2" data-testid="home">
      <Saved onPick={onPick} />
      {found && found.popular.length > 0 && (
        <Part title={say("popular")}>
          <AssetList assets={found.popular.map((one) => ({ ...one, note: say("people", { n: one.count }) }))} />
        </Part>
      )}
      {found && found.recent.length > 0 && (
        <Part title={say("recent")}>
          <AssetList assets={found.recent.map((one) => ({ ...one, note: date(one.at, lang) }))} />
        </Part>
      )}
      {about.length > 0 && (
        <Part title={say("topics")}>
          <ul className="space-y-1">
            {about.slice(0, TOPICS).map((topic) => (
              <li key={topic.id} className="flex items-baseline justify-between gap-3">
                <Link
                  to="/topics/$id"
                  params={{ id: topic.id }}
                  className="min-w-0 text-accent underline-offset-2 hover:underline"
                >
                  {topic.words.join(" · ")}
                </Link>
                <span className="num shrink-0 text-sm text-muted">{say("topicSize", { n: topic.size })}</span>
              </li>
            ))}
          </ul>
          {about.length > TOPICS && (
            <Link to="/topics" className="mt-1 inline-block text-sm text-accent hover:underline">
              {say("allTopics")}
            </Link>
          )}
        </Part>
      )}
    </div>
  );
}

function Saved({ onPick }: { onPick: (q: string) => void }) {
  const { say } = useDiscoverWords();
  const client = useQueryClient();
  const own = useQuery(savedSearches).data?.searches ?? [];
  const forget = useMutation({
    mutationFn: (name: string) => del(`/saved-searches/${part(name)}`),
    onSettled: () => client.invalidateQueries(savedSearches),
  });
  if (own.length === 0) return null;
  return (
    <Part title={say("saved")}>
      <ul className="space-y-1">
        {own.map((one) => (
          <li key={one.name} className="flex items-baseline justify-between gap-3">
            <button
              type="button"
              onClick={() => onPick(one.query)}
              className="min-w-0 text-left text-accent underline-offset-2 hover:underline"
            >
              {one.name} {one.name !== one.query && <span className="text-sm text-muted">{one.query}</span>}
            </button>
            <button
              type="button"
              aria-label={say("forget", { name: one.name })}
              onClick={() => forget.mutate(one.name)}
              className="shrink-0 rounded px-1.5 text-muted hover:bg-sunken hover:text-ink"
            >
              <span aria-hidden="true">×</span>
            </button>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-1.5 border-b border-line pb-1 text-sm font-medium text-muted">{title}</h2>
      {children}
    </section>
  );
}
