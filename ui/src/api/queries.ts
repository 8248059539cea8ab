import { infiniteQueryOptions, QueryClient, queryOptions } from "@tanstack/react-query";
import { get, Problem, part, query } from "./client";
import type * as T from "./types";

export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 20_000,
      refetchOnWindowFocus: false,
      // What the server said stands; only a connection that broke is tried again.
      retry: (count, error) => error instanceof Problem && error.status === 0 && count < 2,
    },
  },
});

export const session = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => get<T.Session>("/session", signal),
  staleTime: 60_000,
});

export const search = (q: string) =>
  infiniteQueryOptions({
    queryKey: ["search", q],
    queryFn: ({ pageParam, signal }) =>
      get<T.Found>(
        `/search${query({ q, limit: 20, facets: pageParam === "" ? "true" : null, after: pageParam })}`,
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: q !== "",
  });

export const answer = (word: string) =>
  queryOptions({
    queryKey: ["answer", word],
    queryFn: ({ signal }) => get<T.CanonicalAnswer>(`/answers/${part(word)}`, signal),
  });

export const suggest = (q: string) =>
  queryOptions({
    queryKey: ["suggest", q],
    queryFn: ({ signal }) => get<{ suggestions: T.Suggestion[] }>(`/suggest${query({ q, limit: 8 })}`, signal),
    enabled: q !== "",
  });

export const browse = queryOptions({
  queryKey: ["browse"],
  queryFn: ({ signal }) => get<T.Browse>("/browse", signal),
});

export const topics = queryOptions({
  queryKey: ["topics"],
  queryFn: ({ signal }) => get<{ topics: T.Topic[] }>("/topics", signal),
});

export const topic = (id: string) =>
  queryOptions({
    queryKey: ["topics", id],
    queryFn: ({ signal }) => get<T.Topic>(`/topics/${part(id)}`, signal),
  });

export const related = (node: string) =>
  queryOptions({
    queryKey: ["related", node],
    queryFn: ({ signal }) => get<T.Related>(`/related${query({ node })}`, signal),
  });

export const savedSearches = queryOptions({
  queryKey: ["saved-searches"],
  queryFn: ({ signal }) => get<{ searches: T.SavedSearch[] }>("/saved-searches", signal),
});

export const datasets = infiniteQueryOptions({
  queryKey: ["datasets"],
  queryFn: ({ pageParam, signal }) =>
    get<{ datasets: T.DatasetRow[]; next: string | null }>(
      `/datasets${query({ after: pageParam, limit: 50 })}`,
      signal,
    ),
  initialPageParam: "",
  getNextPageParam: (last) => last.next ?? undefined,
});

export const dataset = (name: string) =>
  queryOptions({
    queryKey: ["dataset", name],
    queryFn: ({ signal }) => get<T.Dataset>(`/datasets/${part(name)}`, signal),
  });

/** What the scanner says of each column: it reads a sample of the source. */
export const classSuggestions = (name: string) =>
  queryOptions({
    queryKey: ["suggestions", name],
    queryFn: ({ signal }) => get<{ suggestions: T.ClassSuggestion[] }>(`/datasets/${part(name)}/suggestions`, signal),
  });

export const classes = queryOptions({
  queryKey: ["classes"],
  queryFn: ({ signal }) => get<{ classes: T.ClassInfo[] }>("/classes", signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export const runs = (name: string) =>
  queryOptions({
    queryKey: ["runs", name],
    queryFn: ({ signal }) => get<{ runs: T.Run[] }>(`/runs${query({ dataset: name, limit: 30 })}`, signal),
  });

export const lineage = (node: string, direction: "up" | "down" | "both", depth: number, columns = false) =>
  queryOptions({
    queryKey: ["lineage", node, direction, depth, columns],
    queryFn: ({ signal }) =>
      get<T.Lineage>(`/lineage${query({ node, direction, depth, columns: String(columns) })}`, signal),
  });

export const metrics = queryOptions({
  queryKey: ["metrics"],
  queryFn: ({ signal }) => get<{ metrics: T.MetricRow[] }>("/metrics", signal),
});

export const metric = (name: string) =>
  queryOptions({
    queryKey: ["metric", name],
    queryFn: ({ signal }) => get<T.Metric>(`/metrics/${part(name)}`, signal),
  });

export const metricValues = (name: string) =>
  queryOptions({
    queryKey: ["metric", name, "values"],
    queryFn: ({ signal }) => get<{ values: T.MetricValue[] }>(`/metrics/${part(name)}/values`, signal),
  });

export const requests = queryOptions({
  queryKey: ["requests"],
  queryFn: ({ signal }) => get<{ requests: T.RequestRow[] }>("/requests", signal),
  staleTime: 2_000,
});

/** While it runs, asked again every second. */
export const request = (id: string) =>
  queryOptions({
    queryKey: ["request", id],
    queryFn: ({ signal }) => get<T.RequestDetail>(`/requests/${part(id)}`, signal),
    staleTime: 0,
    refetchInterval: (q) =>
      q.state.data?.state === "running" ? 1_000 : q.state.data?.state === "filed" ? 5_000 : false,
  });

export const plan = (id: string, on: boolean) =>
  queryOptions({
    queryKey: ["request", id, "plan"],
    queryFn: ({ signal }) => get<T.Plan>(`/requests/${part(id)}/plan`, signal),
    enabled: on,
  });

export const status = queryOptions({
  queryKey: ["status"],
  queryFn: ({ signal }) => get<T.Status>("/status", signal),
});
