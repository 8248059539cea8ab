// Discovery as a server might answer: search with filters and facets, the answer card, owners' words.
import * as lgde from "./data.mjs";

const CERTIFIED = ["metric:dr", "metric:dau", "metric:arpu"];
const FRESH = { "shop.purchase_log": "older", "mart.revenue_old": "older" };

export function discovery(Refusal) {
  const said = new Map();

  function standing(id) {
    const last = said.get(id)?.[0];
    const nothing = { held: "none", by: null, at: null, reason: null, expired: null, successor: null };
    if (last) {
      const { standing: held, by, at, reason, successor } = last;
      return held === "none" ? nothing : { ...nothing, held, by, at, reason, successor };
    }
    if (CERTIFIED.includes(id)) return { ...nothing, held: "certified", by: "contract" };
    if (id === "dataset:mart.revenue_old") return { ...nothing, held: "deprecated", by: "contract", successor: "dr" };
    return nothing;
  }
  const vouched = (id, me) => ({
    standing: standing(id),
    canCertify: me.roles.includes("owner"),
    said: said.get(id) ?? [],
  });

  function hits() {
    return lgde.hits.map((h) => {
      const now = standing(h.id);
      const deprecated = now.held === "deprecated" ? { successor: now.successor } : null;
      return { ...h, certified: now.held === "certified", deprecated };
    });
  }
  function facetsOf(hit) {
    const dataset = lgde.datasets.find((d) => `dataset:${d.name}` === hit.id);
    const all = [
      ["kind", hit.kind],
      ["certified", hit.certified ? "yes" : "no"],
      ["owner", "team-sales"],
      ["fresh", FRESH[hit.name] ?? "day"],
    ];
    if (dataset) all.push(["domain", dataset.domain], ["schema", hit.name.split(".")[0]]);
    return all.map(([facet, value]) => ({ facet, value }));
  }

  function search(url) {
    const words = (url.searchParams.get("q") ?? "").split(/\s+/).filter(Boolean);
    const filters = words.filter((w) => /^\w+:.+/.test(w));
    const q = words
      .filter((w) => !filters.includes(w))
      .join(" ")
      .toLowerCase();
    const asked = q === "aocnf" || q === "revenue" ? "매출" : q;
    const fits = (h) => `${h.label} ${h.name} ${h.description}`.toLowerCase().includes(asked);
    const passes = (h) => filters.every((f) => facetsOf(h).some((each) => `${each.facet}:${each.value}` === f));
    const all = hits().filter((h) => fits(h) && passes(h));
    const counts = new Map();
    for (const { facet, value } of all.flatMap(facetsOf)) {
      const key = `${facet}:${value}`;
      counts.set(key, { facet, value, count: (counts.get(key)?.count ?? 0) + 1 });
    }
    const from = Number(url.searchParams.get("after") ?? 0);
    const page = all.slice(from, from + 4);
    return {
      hits: page,
      total: all.length,
      facets: url.searchParams.get("facets") === "true" ? [...counts.values()] : [],
      readAs: q === "aocnf" ? [{ typed: "aocnf", read: "매출", why: "the other keyboard layout" }] : [],
      filters,
      next: from + page.length < all.length ? String(from + page.length) : null,
    };
  }

  function suggest(url) {
    const q = (url.searchParams.get("q") ?? "").toLowerCase();
    const all = [
      ...lgde.metricRows.map((m) => ({ id: `metric:${m.name}`, kind: "metric", name: m.name, label: m.labelKo })),
      ...lgde.datasets.map((d) => ({ id: `dataset:${d.name}`, kind: "dataset", name: d.name, label: d.label })),
    ];
    const matched = ({ name, label }) => {
      const text = [name, label ?? ""].find((each) => each.toLowerCase().includes(q));
      const from = text?.toLowerCase().indexOf(q);
      return text === undefined ? null : { text, from, to: from + q.length };
    };
    const fitting = all.map((one) => ({ ...one, matched: matched(one) })).filter((one) => one.matched);
    return { suggestions: fitting.slice(0, 8) };
  }

  function definition(name) {
    const m = lgde.metric(name);
    return {
      name,
      label: m.label,
      labelKo: m.labelKo,
      description: m.description,
      formula: m.formula,
      unit: m.unit,
      owner: m.owner,
      day: m.latest?.day ?? null,
      value: m.latest?.value ?? null,
      standing: standing(`metric:${name}`),
      people: 12,
    };
  }
  function evidence(name) {
    const d = lgde.datasets.find((each) => each.name === name);
    const newest = d.partitions.at(-1);
    return {
      name,
      label: d.label,
      description: d.description,
      owner: d.owner.team,
      newestDay: newest?.day ?? null,
      rows: newest?.rows ?? null,
      standing: standing(`dataset:${name}`),
      people: 7,
    };
  }
  function answer(word) {
    const none = { word, metric: null, dataset: null, dashboard: null, conflicts: [], lookAlikes: [], how: null };
    const asked = word.toLowerCase();
    if (["매출", "revenue", "aocnf"].includes(asked)) {
      const like = ["dataset:mart.revenue_old", "dataset:shop.purchase_log"].map((id) => ({
        asset: { id, name: id.split(":")[1], label: null },
        kind: "dataset",
        whyNot: [
          id.endsWith("_old")
            ? { name: "penalty.deprecated", why: "deprecated" }
            : { name: "unvouched", why: "nobody vouches for it" },
        ],
      }));
      const card = { metric: definition("dr"), dataset: evidence("shop.purchase"), lookAlikes: like };
      const held = card.metric.standing.held === "certified" ? "canonical" : "none";
      return { ...none, ...card, verdict: held, how: held === "none" ? "certify it" : null };
    }
    if (["신규", "new", "신규 유저", "new users"].includes(asked)) {
      return { ...none, verdict: "contested", metric: definition("dnu"), conflicts: [definition("dnu_signup")] };
    }
    if (["구매", "purchase"].includes(asked)) {
      const held = standing("dataset:shop.purchase").held === "certified";
      return { ...none, verdict: held ? "canonical" : "none", dataset: evidence("shop.purchase"), how: "certify it" };
    }
    return { ...none, verdict: "none", how: "nothing is called so" };
  }

  function endorse(name, body, me) {
    const id = lgde.metric(name) ? `metric:${name}` : `dataset:${name}`;
    if (!me.roles.includes("owner")) throw new Refusal(403, "forbidden", `\`${me.name}\` may not \`certify\``);
    if (body.successor === name) {
      throw new Refusal(400, "invalid", `\`${id}\` cannot be its own successor; name what to use instead`);
    }
    const { standing: word, reason, successor } = body;
    const one = { standing: word, by: me.name, at: new Date().toISOString(), reason, successor };
    said.set(id, [one, ...(said.get(id) ?? [])]);
    return standing(id);
  }

  const dataset = (name, me) => {
    const known = lgde.datasets.find((d) => d.name === name);
    return known && { ...known, vouched: vouched(`dataset:${name}`, me) };
  };
  const metric = (name, me) => {
    const known = lgde.metric(name);
    const held = vouched(`metric:${name}`, me);
    return known && { ...known, certified: held.standing.held === "certified", vouched: held };
  };
  const listed = (id, count, at = null) => {
    const name = id.slice(id.indexOf(":") + 1);
    const label = lgde.metricRows.find((m) => `metric:${m.name}` === id)?.labelKo;
    const known = lgde.datasets.find((d) => `dataset:${d.name}` === id);
    return { id, kind: id.split(":")[0], name, label: label ?? known?.label ?? null, count, at };
  };
  const browse = () => ({
    popular: ["metric:dr", "dataset:shop.purchase", "metric:dau", "dataset:mart.dim_user"].map((id, at) =>
      listed(id, 41 - at * 9),
    ),
    recent: ["dataset:mart.dim_user", "dataset:shop.access", "dataset:shop.user"].map((id, at) =>
      listed(id, 0, new Date(Date.UTC(2020, 10, 5 - at, 19, 30)).toISOString()),
    ),
  });
  const related = (node) => ({
    joined:
      node === "dataset:shop.purchase" ? [listed("dataset:shop.user", 12), listed("dataset:mart.dim_user", 4)] : [],
    samePeople: node === "dataset:shop.purchase" ? [listed("metric:dr", 9)] : [],
    sameLineage: node === "dataset:shop.purchase" ? [listed("dataset:shop.access", 1)] : [],
  });
  const member = (id) => {
    const { count: _, at: __, ...rest } = listed(id, 0);
    return rest;
  };
  const topics = () => [
    {
      id: "a1",
      words: ["매출", "구매", "revenue"],
      size: 4,
      members: ["metric:dr", "metric:ar", "dataset:shop.purchase", "dataset:mart.revenue_old"].map(member),
    },
    {
      id: "b2",
      words: ["유저", "접속"],
      size: 3,
      members: ["dataset:shop.user", "metric:dau", "dataset:shop.access"].map(member),
    },
  ];
  const kept = new Map();
  const saved = (me) => [...(kept.get(me.name)?.entries() ?? [])].map(([name, query]) => ({ name, query, at: "" }));
  const keep = (me, name, query) => {
    if (!kept.has(me.name)) kept.set(me.name, new Map());
    kept.get(me.name).set(name, query);
    return { name, query, at: "" };
  };
  const forget = (me, name) => kept.get(me.name)?.delete(name) ?? false;

  return { browse, related, topics, saved, keep, forget, search, suggest, answer, endorse, dataset, metric };
}
