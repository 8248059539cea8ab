import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { Problem } from "./api/client";
import { client, session } from "./api/queries";
import { Failure } from "./design/Failure";
import { Loading } from "./design/parts";
import { Search } from "./pages/search/Search";
import { Shell } from "./shell/Shell";

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined;

const root = createRootRoute({ component: Outlet });

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (raw: Record<string, unknown>): { next?: string } => ({ next: text(raw.next) }),
  component: lazyRouteComponent(() => import("./pages/signin/SignIn"), "SignIn"),
});

/** Everything else needs a session. */
const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: async ({ location }) => {
    try {
      await client.ensureQueryData(session);
    } catch (error) {
      if (error instanceof Problem && error.status === 401) {
        throw redirect({ to: "/sign-in", search: location.href === "/" ? {} : { next: location.href } });
      }
      throw error;
    }
  },
  component: Shell,
});

const search = createRoute({
  getParentRoute: () => inside,
  path: "/",
  validateSearch: (raw: Record<string, unknown>): { q?: string } => ({ q: text(raw.q) }),
  component: Search,
});

const datasets = createRoute({
  getParentRoute: () => inside,
  path: "/datasets",
  component: lazyRouteComponent(() => import("./pages/datasets/List"), "List"),
});

const dataset = createRoute({
  getParentRoute: () => inside,
  path: "/datasets/$name",
  validateSearch: (raw: Record<string, unknown>): { tab?: string } => ({ tab: text(raw.tab) }),
  component: lazyRouteComponent(() => import("./pages/datasets/Dataset"), "DatasetPage"),
});

const asset = createRoute({
  getParentRoute: () => inside,
  path: "/assets",
  validateSearch: (raw: Record<string, unknown>): { node?: string } => ({ node: text(raw.node) }),
  component: lazyRouteComponent(() => import("./pages/assets/Asset"), "AssetPage"),
});

const topics = createRoute({
  getParentRoute: () => inside,
  path: "/topics",
  component: lazyRouteComponent(() => import("./pages/topics/List"), "List"),
});

const topic = createRoute({
  getParentRoute: () => inside,
  path: "/topics/$id",
  component: lazyRouteComponent(() => import("./pages/topics/Topic"), "TopicPage"),
});

const metrics = createRoute({
  getParentRoute: () => inside,
  path: "/metrics",
  component: lazyRouteComponent(() => import("./pages/metrics/Tree"), "Tree"),
});

const metric = createRoute({
  getParentRoute: () => inside,
  path: "/metrics/$name",
  component: lazyRouteComponent(() => import("./pages/metrics/Metric"), "MetricPage"),
});

const sql = createRoute({
  getParentRoute: () => inside,
  path: "/sql",
  validateSearch: (raw: Record<string, unknown>): { from?: string } => ({ from: text(raw.from) }),
  component: lazyRouteComponent(() => import("./pages/sql/Sql"), "Sql"),
});

const requests = createRoute({
  getParentRoute: () => inside,
  path: "/requests",
  component: lazyRouteComponent(() => import("./pages/requests/List"), "List"),
});

const fileRequest = createRoute({
  getParentRoute: () => inside,
  path: "/requests/new",
  component: lazyRouteComponent(() => import("./pages/requests/New"), "New"),
});

const request = createRoute({
  getParentRoute: () => inside,
  path: "/requests/$id",
  component: lazyRouteComponent(() => import("./pages/requests/Request"), "RequestPage"),
});

const status = createRoute({
  getParentRoute: () => inside,
  path: "/status",
  component: lazyRouteComponent(() => import("./pages/status/Status"), "StatusPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    inside.addChildren([
      search,
      datasets,
      dataset,
      asset,
      topics,
      topic,
      metrics,
      metric,
      sql,
      requests,
      fileRequest,
      request,
      status,
    ]),
  ]),
  defaultPreload: "intent",
  scrollRestoration: true,
  defaultPendingComponent: Loading,
  defaultErrorComponent: ({ error, reset }) => <Failure error={error} retry={reset} />,
  defaultNotFoundComponent: () => <Failure error={new Problem(404, "not found", null)} />,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
