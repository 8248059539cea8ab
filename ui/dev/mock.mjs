// A server to draw the page against: the API of `/api/v1` over made-up data, and `dist` under the strictest policy.
import { randomBytes, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import * as lgde from "./data.mjs";
import { discovery } from "./discover.mjs";

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
const CSP =
  "default-src 'self'; style-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".svg": "image/svg+xml",
};
const STEPS = ["freeze", "linkage", "ledger", "destroy", "remove_values", "rewrite", "purge", "read_back", "certify"];
/** How long a mocked step takes. */
const STEP_MS = Number(process.env.GARIM_MOCK_STEP_MS ?? 500);

const USERS = {
  kim: {
    name: "kim",
    roles: ["analyst", "owner"],
    purpose: "reporting",
    purposes: ["reporting", "analysis"],
    hasPassword: false,
    project: "lgde",
  },
  park: {
    name: "park",
    roles: ["dpo"],
    purpose: "reporting",
    purposes: ["reporting"],
    hasPassword: false,
    project: "lgde",
  },
};

class Refusal {
  constructor(status, title, detail) {
    Object.assign(this, { status, title, detail });
  }
}
const missing = () => new Refusal(404, "not found", null);

function seenBy(request, me) {
  const { approvedAt, subject: _, ...shown } = request;
  const done = approvedAt === null ? 0 : Math.min(STEPS.length, Math.floor((Date.now() - approvedAt) / STEP_MS));
  const state =
    request.state === "rejected"
      ? "rejected"
      : approvedAt === null
        ? "filed"
        : done === STEPS.length
          ? "completed"
          : "running";
  return {
    ...shown,
    state,
    next: state === "running" ? STEPS[done] : null,
    canApprove: state === "filed" && me.roles.includes("dpo") && me.name !== request.filedBy,
    steps: STEPS.slice(0, done).map((step, at) => ({ step, at: (approvedAt + (at + 1) * STEP_MS) * 1000, note: "" })),
  };
}

function lineage(url) {
  const start = url.searchParams.get("node");
  const depth = Number(url.searchParams.get("depth") ?? 2);
  const seen = new Set([start]);
  for (let step = 0; step < depth; step += 1) {
    const now = [...seen];
    for (const e of lgde.edges) {
      if (now.includes(e.from)) seen.add(e.to);
      if (now.includes(e.to)) seen.add(e.from);
    }
  }
  const describe = (id) => {
    const name = id.slice(id.indexOf(":") + 1);
    const found = lgde.datasets.find((d) => `dataset:${d.name}` === id);
    const metric = lgde.metricRows.find((m) => `metric:${m.name}` === id);
    return {
      id,
      kind: id.split(":")[0],
      name,
      label: found?.label ?? metric?.labelKo ?? null,
      columns: found?.columns.length ?? 1,
      namespace: null,
      depth: id === start ? 0 : 1,
      moreUp: lgde.edges.filter((e) => e.to === id && !seen.has(e.from)).length,
      moreDown: lgde.edges.filter((e) => e.from === id && !seen.has(e.to)).length,
    };
  };
  const told = url.searchParams.get("columns") === "true";
  const shown = lgde.edges.filter((e) => seen.has(e.from) && seen.has(e.to));
  const edge = (e) => {
    const indirect = e.columns.filter((c) => c.to === "").length;
    return { ...e, direct: e.columns.length - indirect, indirect, columns: told ? e.columns : [] };
  };
  return { nodes: [...seen].map(describe), edges: shown.map(edge), more: 0, moreFlows: 0 };
}

/** Everything downstream of an asset, as far as the made-up edges say; of a column the asset counts. */
function impact(url) {
  const of = url.searchParams.get("node");
  const start = lgde.edges.find((e) => of === e.from || of.startsWith(`${e.from}.`))?.from ?? of;
  const seen = new Map([[start, 0]]);
  for (const [id, depth] of seen) {
    for (const e of lgde.edges) if (e.from === id && !seen.has(e.to)) seen.set(e.to, depth + 1);
  }
  const assets = [...seen].slice(1).map(([id, depth]) => {
    const flowsInto = lgde.edges
      .filter((e) => e.to === id && seen.has(e.from))
      .flatMap((e) => e.columns.map((c) => c.to));
    const names = [...new Set(flowsInto.filter((name) => name !== ""))];
    const [kind, name] = id.split(":");
    const plain = { id, kind, namespace: null, name, label: null, columns: 1, depth, moreUp: 0, moreDown: 0 };
    return { ...plain, values: names.length > 0, flowsInto: names, owners: ["team-sales"] };
  });
  const count = (kind) => assets.filter((a) => a.kind === kind).length;
  return {
    of,
    assets,
    more: 0,
    datasets: count("dataset"),
    metrics: count("metric"),
    dashboards: 0,
    columns: assets.reduce((sum, a) => sum + a.flowsInto.length, 0),
    owners: assets.length > 0 ? [{ owner: "team-sales", assets: assets.length }] : [],
  };
}

function runs(name) {
  const of = lgde.datasets.find((d) => d.name === name);
  const at = (day, seconds) =>
    new Date(Date.UTC(+day.slice(0, 4), +day.slice(4, 6) - 1, +day.slice(6), 19, 30, seconds)).toISOString();
  const all = (of?.partitions ?? []).map((p, index) => ({
    id: `0192-${p.day}`,
    pipeline: "daily",
    job: name.startsWith("mart.") ? `transform ${name}` : `ingest ${name}`,
    day: p.day,
    attempt: index === 6 ? 2 : 1,
    started: at(p.day, 2),
    ended: at(p.day, 4),
    state: "succeeded",
    message: null,
    counts: {
      read: p.rows + 12,
      kept: p.rows,
      duplicates: 9,
      quarantined: 0,
      late: index % 5 ? 0 : 3,
      waiting: 0,
      beforeStart: 0,
      suppressed: 0,
      withoutSubject: index % 3,
    },
    inputs: name === "mart.dim_user" ? [{ dataset: "shop.user", day: p.day, version: index }] : [],
    outputs: [{ dataset: name, days: [p.day], version: index + 1 }],
    contradictions: [],
    notes: [],
  }));
  if (name === "shop.purchase" && all.length > 6) {
    all.splice(6, 0, {
      ...all[6],
      id: `${all[6].id}-1`,
      attempt: 1,
      state: "quarantined",
      message: "one row contradicts the contract: the day's batch was set aside, the last good partition stays",
      outputs: [],
      counts: { read: 97, kept: 0, quarantined: 97 },
      contradictions: [
        { file: "purchase", row: 41, column: "p_amount", text: "a number with a fraction in an `integer` column" },
      ],
    });
  }
  return { runs: all.reverse() };
}

function plan() {
  const holds = (dataset, action, through, partitions, rows) => ({
    dataset,
    reach: "holds",
    action,
    through,
    partitions,
    files: partitions,
    rows,
  });
  return {
    datasets: [
      holds("shop.user", "delete", [], 14, 14),
      holds("shop.access", "delete", [], 5, 11),
      holds("shop.purchase", "anonymise", [], 2, 3),
      holds("mart.dim_user", "anonymise", ["shop.user", "shop.access", "shop.purchase"], 12, 12),
      {
        dataset: "metrics.dr",
        reach: "aggregate_kept",
        action: null,
        through: ["shop.purchase"],
        partitions: 0,
        files: 0,
        rows: 0,
      },
    ],
    vaultValues: 6,
    sealedFiles: 14,
    outOfReach: ["files that were exported before", "backups that are older than the root key's rotation"],
  };
}

function sql(text) {
  if (!/^\s*(select|with)\b/i.test(text)) throw new Refusal(400, "invalid", "only `SELECT` is accepted");
  const from = /\bfrom\s+([\w.]+)/i.exec(text)?.[1];
  if (!lgde.datasets.some((d) => d.name === from))
    throw new Refusal(400, "invalid", `there is no table \`${from ?? ""}\` that you may query`);
  if (from === "shop.user") {
    const columns = ["u_id", "u_name", "u_gender", "u_signup", "u_email", "u_phone", "dt"].map((name) => ({
      name,
      type: name === "u_signup" ? "Int64" : "Utf8",
    }));
    return { columns, rows: lgde.userRows(), truncated: false, elapsedMs: 23, tables: [from] };
  }
  const rows = lgde.days.map((day, at) => [day, String(90 + at), (2_000_000 + at * 91_000).toString()]);
  return {
    columns: [
      { name: "dt", type: "Utf8" },
      { name: "n", type: "Int64" },
      { name: "amount", type: "Decimal128(38, 6)" },
    ],
    rows,
    truncated: false,
    elapsedMs: 11,
    tables: [from],
  };
}

/** One mocked server: its links, its sessions, its requests. */
export function mock() {
  const links = Object.fromEntries(Object.keys(USERS).map((name) => [randomBytes(12).toString("hex"), name]));
  const sessions = new Map();
  const passwords = {};
  const requests = [];
  const found = discovery(Refusal);
  const users = structuredClone(USERS);

  const open = (name) => {
    const token = randomUUID();
    sessions.set(token, name);
    return { status: 200, body: users[name], cookie: `garim_session=${token}; HttpOnly; SameSite=Strict; Path=/` };
  };
  const find = (id, me) => {
    const filed = requests.find((r) => r.id === id);
    if (!filed) throw missing();
    return { found: filed, shown: seenBy(filed, me) };
  };

  const routes = [
    ["GET", /^\/session$/, ({ me }) => me],
    ["DELETE", /^\/session$/, ({ token }) => ({ status: sessions.delete(token) ? 204 : 401 })],
    [
      "PUT",
      /^\/session\/password$/,
      ({ me, body }) => {
        if ((body.password ?? "").length < 12)
          throw new Refusal(400, "invalid", "a password has at least 12 characters");
        passwords[me.name] = body.password;
        users[me.name].hasPassword = true;
        return { status: 204 };
      },
    ],
    ["GET", /^\/search$/, ({ url }) => found.search(url)],
    ["GET", /^\/suggest$/, ({ url }) => found.suggest(url)],
    ["GET", /^\/answers\/([^/]+)$/, ({ at }) => found.answer(at[1])],
    ["POST", /^\/search\/choices$/, () => ({ status: 204 })],
    ["GET", /^\/browse$/, () => found.browse()],
    ["GET", /^\/related$/, ({ url }) => found.related(url.searchParams.get("node"))],
    ["GET", /^\/topics$/, () => ({ topics: found.topics() })],
    ["GET", /^\/topics\/([^/]+)$/, ({ at }) => found.topics().find((t) => t.id === at[1]) ?? missing()],
    ["GET", /^\/saved-searches$/, ({ me }) => ({ searches: found.saved(me) })],
    ["PUT", /^\/saved-searches\/(.+)$/, ({ me, at, body }) => found.keep(me, at[1], body.query)],
    ["DELETE", /^\/saved-searches\/(.+)$/, ({ me, at }) => ({ status: found.forget(me, at[1]) ? 204 : 404 })],
    ["PUT", /^\/assets\/([^/]+)\/standing$/, ({ at, body, me }) => found.endorse(at[1], body, me)],
    [
      "GET",
      /^\/datasets$/,
      () => ({
        datasets: lgde.datasets.map((d) => ({
          name: d.name,
          label: d.label,
          description: d.description,
          domain: d.domain,
          owner: d.owner.team,
          standing: d.standing,
          stage: d.stage,
          newestDay: d.partitions.at(-1)?.day ?? null,
          rows: d.partitions.length ? d.partitions.reduce((n, p) => n + p.rows, 0) : null,
        })),
        next: null,
      }),
    ],
    ["GET", /^\/datasets\/([^/]+)$/, ({ at, me }) => found.dataset(at[1], me) ?? missing()],
    [
      "PUT",
      /^\/datasets\/([^/]+)\/columns\/([^/]+)\/classification$/,
      ({ at, body, me }) => {
        const column = lgde.datasets.find((d) => d.name === at[1])?.columns.find((c) => c.name === at[2]);
        if (!column) throw missing();
        if (body.class === "none" && !body.reason)
          throw new Refusal(400, "invalid", `\`none\` protects less than \`${column.class}\`; say why with a reason`);
        Object.assign(column, {
          class: body.class,
          basis: { by: "person", who: me.name, reason: body.reason, evidence: null, confidence: null },
        });
        return { class: column.class, basis: column.basis };
      },
    ],
    ["GET", /^\/datasets\/([^/]+)\/suggestions$/, ({ at }) => ({ suggestions: lgde.suggestions(at[1]) })],
    ["GET", /^\/classes$/, () => ({ classes: lgde.classes })],
    ["GET", /^\/runs$/, ({ url }) => runs(url.searchParams.get("dataset"))],
    ["GET", /^\/lineage$/, ({ url }) => lineage(url)],
    ["GET", /^\/impact$/, ({ url }) => impact(url)],
    ["GET", /^\/metrics$/, () => ({ metrics: lgde.metricRows })],
    ["GET", /^\/metrics\/([^/]+)$/, ({ at, me }) => found.metric(at[1], me) ?? missing()],
    [
      "GET",
      /^\/metrics\/([^/]+)\/values$/,
      ({ at }) => (lgde.values[at[1]] ? { values: lgde.values[at[1]] } : missing()),
    ],
    ["POST", /^\/sql$/, ({ body }) => sql(body.sql ?? "")],
    ["GET", /^\/requests$/, ({ me }) => ({ requests: requests.map((r) => seenBy(r, me)).reverse() })],
    [
      "POST",
      /^\/requests$/,
      ({ body, me }) => {
        if (!/^\d+$/.test(body.subjectId ?? "")) throw new Refusal(400, "invalid", "a customer's id is a whole number");
        const id = randomUUID();
        requests.push({
          id,
          kind: "erasure",
          subjectType: body.subjectType,
          filedBy: me.name,
          filedAt: Date.now() * 1000,
          approvedBy: null,
          approvedAt: null,
          state: "filed",
          reason: null,
        });
        return { status: 201, body: { id, receipt: randomBytes(16).toString("hex") } };
      },
    ],
    ["GET", /^\/requests\/([^/]+)$/, ({ at, me }) => find(at[1], me).shown],
    ["GET", /^\/requests\/([^/]+)\/plan$/, ({ at, me }) => find(at[1], me) && plan()],
    [
      "POST",
      /^\/requests\/([^/]+)\/approve$/,
      ({ at, me }) => {
        const { found, shown } = find(at[1], me);
        if (!shown.canApprove) throw new Refusal(403, "forbidden", "nobody approves their own request");
        Object.assign(found, { approvedBy: me.name, approvedAt: Date.now() });
        return { status: 202, body: {} };
      },
    ],
    [
      "POST",
      /^\/requests\/([^/]+)\/reject$/,
      ({ at, me, body }) => {
        Object.assign(find(at[1], me).found, { state: "rejected", reason: body.reason });
        return {};
      },
    ],
    [
      "GET",
      /^\/requests\/([^/]+)\/certificate$/,
      ({ at, me }) => {
        if (find(at[1], me).shown.state !== "completed") throw missing();
        return { certificate: { format: 1, request: at[1], scanned: [] }, signature: "00", public_key: "00" };
      },
    ],
    [
      "GET",
      /^\/status$/,
      () => ({
        project: "lgde",
        zone: "Asia/Seoul",
        pipelines: [{ name: "daily", schedule: "30 4 * * *", start: "20201025", newestDay: lgde.days.at(-1) }],
        datasets: lgde.datasets.length,
        metrics: lgde.metricRows.length,
        protected: ["name", "email", "phone"].map((kind) => ({ kind, subjects: 2000, values: 2013 })),
      }),
    ],
  ];

  function answer(method, url, token, body) {
    const path = url.pathname.slice("/api/v1".length);
    if (method === "POST" && path === "/session/link") {
      const name = links[body.token];
      if (!name) throw new Refusal(401, "unauthenticated", "the link was used or has expired");
      delete links[body.token];
      return open(name);
    }
    if (method === "POST" && path === "/session") {
      if (!passwords[body.name] || passwords[body.name] !== body.password)
        throw new Refusal(401, "unauthenticated", null);
      return open(body.name);
    }
    const me = users[sessions.get(token)];
    if (!me) throw new Refusal(401, "unauthenticated", null);
    for (const [verb, pattern, act] of routes) {
      const at = pattern.exec(decodeURIComponent(path));
      if (verb !== method || !at) continue;
      const out = act({ me, token, body, url, at });
      if (out instanceof Refusal) throw out;
      return out && "status" in out && Object.keys(out).length <= 2 ? out : { status: 200, body: out };
    }
    throw missing();
  }

  async function api(request, response, url) {
    const token = /garim_session=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1];
    try {
      if (request.method !== "GET" && request.headers["x-garim"] !== "1")
        throw new Refusal(403, "forbidden", "the header `x-garim` is missing");
      let text = "";
      for await (const part of request) text += part;
      const out = answer(request.method, url, token, text ? JSON.parse(text) : {});
      const headers = { "content-type": "application/json" };
      if (out.cookie) headers["set-cookie"] = out.cookie;
      response.writeHead(out.status, headers).end(out.body === undefined ? "" : JSON.stringify(out.body));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, title, detail } = error;
      response.writeHead(status, { "content-type": "application/problem+json" });
      response.end(JSON.stringify({ type: "about:blank", title, status, detail }));
    }
  }

  async function page(response, path) {
    const file = normalize(path).replace(/^[/\\.]+/, "");
    const named = file !== "" && extname(file) !== "" ? await readFile(join(DIST, file)).catch(() => null) : null;
    const content = named ?? (await readFile(join(DIST, "index.html")));
    response.writeHead(200, {
      "content-type": TYPES[named ? extname(file) : ".html"] ?? "application/octet-stream",
      "content-security-policy": CSP,
      "x-content-type-options": "nosniff",
    });
    response.end(content);
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://mock");
    const done = url.pathname.startsWith("/api/v1/") ? api(request, response, url) : page(response, url.pathname);
    done.catch((error) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  return { server, links };
}

export async function startMock({ port, page }) {
  const { server, links } = mock();
  await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
  const base = page ?? `http://127.0.0.1:${server.address().port}`;
  const urls = Object.entries(links).map(([token, name]) => [name, `${base}/sign-in#token=${token}`]);
  for (const [name, url] of urls) console.log(`${name.padEnd(6)} ${url}`);
  return { server, base, urls: Object.fromEntries(urls) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await startMock({ port: Number(process.env.PORT ?? 7979) });
