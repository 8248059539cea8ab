// LGDE.com as a server might tell of it: 14 days, made up, the same every time.

const DAYS = Array.from({ length: 14 }, (_, at) => {
  const date = new Date(Date.UTC(2020, 9, 25 + at));
  return date.toISOString().slice(0, 10).replaceAll("-", "");
});
export const days = DAYS;
const LAST = DAYS.at(-1);

let seed = 7;
export const random = () => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed / 2147483648;
};

const wave = (base, swing) =>
  DAYS.map((_, at) => Math.round(base + swing * Math.sin(at / 2.1) + swing * 0.5 * random()));
const dau = wave(412, 60);
const dpu = dau.map((n) => Math.round(n * 0.21));
const dr = dpu.map((n) => n * 24_310 + Math.round(random() * 90_000));
const total = (list) => {
  let sum = 0;
  return list.map((n) => (sum += n));
};
const ratio = (a, b) => a.map((n, at) => (n / b[at]).toFixed(6));

const basis = (by, rest = {}) => ({ by, who: null, reason: null, evidence: null, confidence: null, ...rest });
const column = (name, type, klass, sight, rest = {}) => ({
  name,
  type,
  required: false,
  class: klass,
  basis: basis("contract"),
  label: null,
  description: null,
  sight,
  mask: null,
  ...rest,
});
const dt = column("dt", "string", "none", "clear", { required: true, description: "business day, Asia/Seoul" });
const partitions = (base) =>
  DAYS.map((day) => ({ day, rows: Math.round(base * (0.7 + 0.6 * random())), bytes: base * 61, files: 1 }));

const common = {
  domain: "sales",
  owner: { team: "team-sales", people: ["kim"] },
  standing: "active",
  successor: null,
  stage: "source",
  tags: [],
  synonyms: [],
  schemaVersion: 1,
  version: 14,
  erasure: "anonymise",
  versions: [{ number: 1, at: "2020-10-25T19:30:04Z", columns: 6 }],
  metrics: [],
  canClassify: true,
};

/** What the scanner says: of the memo only, and of what is classified already. */
export const suggestions = (name) =>
  (datasets.find((d) => d.name === name)?.columns ?? []).map((c) => ({
    column: c.name,
    holds: c.class,
    suggests: c.name === "u_memo" ? "pii.free_text" : c.class.startsWith("pii.") ? c.class : null,
    confidence: c.name === "u_memo" ? 0.93 : c.class.startsWith("pii.") ? 0.99 : null,
    evidence: c.name === "u_memo" ? "31 of 1000 values look like texts with personal data in them" : "its name says so",
  }));

export const datasets = [
  {
    ...common,
    name: "shop.user",
    label: "유저",
    description: "Everyone who signed up, as a full snapshot of each day.",
    domain: "crm",
    owner: { team: "team-crm", people: ["lee"] },
    erasure: "delete",
    synonyms: ["회원", "customer"],
    versions: [
      { number: 1, at: "2020-10-25T19:30:04Z", columns: 5 },
      { number: 2, at: "2020-10-29T19:30:06Z", columns: 8 },
    ],
    schemaVersion: 2,
    columns: [
      column("u_id", "integer", "identifier", "pseudonym", { required: true, label: "유저 id" }),
      column("u_name", "string", "pii.name", "masked", { mask: "initial", label: "이름" }),
      column("u_gender", "string", "quasi.gender", "clear", { label: "성별" }),
      column("u_signup", "integer", "none", "clear", { label: "가입일", description: "yyyyMMdd" }),
      column("u_email", "string", "pii.email", "masked", {
        mask: "email",
        label: "이메일",
        basis: basis("scanner", {
          evidence: "the name holds `email`; 100 % of 1,000 samples look like an address",
          confidence: 0.99,
        }),
      }),
      column("u_phone", "string", "pii.phone", "masked", {
        mask: "last4",
        label: "전화번호",
        basis: basis("person", { who: "lee", reason: "mobile numbers since version 2" }),
      }),
      column("u_memo", "string", "unclassified", "denied", { basis: basis("absent") }),
      dt,
    ],
    partitions: partitions(2000),
  },
  {
    ...common,
    name: "shop.purchase",
    label: "구매",
    description: "Every purchase and refund, by event time. The source of revenue (매출).",
    synonyms: ["매출", "주문"],
    metrics: [
      { name: "dr", label: "DR" },
      { name: "dpu", label: "DPU" },
    ],
    columns: [
      column("p_time", "string", "none", "clear", { required: true, description: "epoch seconds" }),
      column("p_uid", "integer", "identifier", "pseudonym"),
      column("p_id", "integer", "none", "clear", { required: true }),
      column("p_name", "string", "none", "clear", { label: "상품명", description: "the product, not a person" }),
      column("p_amount", "integer", "none", "clear", { label: "금액", description: "may be negative: a refund" }),
      dt,
    ],
    partitions: partitions(95),
  },
  {
    ...common,
    name: "shop.access",
    label: "접속 로그",
    description: "Logins and logouts; rolls after a week.",
    domain: "web",
    owner: { team: "team-web", people: [] },
    erasure: "delete",
    columns: [
      column("a_id", "string", "none", "clear", { required: true, description: "login or logout" }),
      column("a_tag", "string", "none", "clear"),
      column("a_time", "string", "none", "clear", { required: true }),
      column("a_timestamp", "string", "none", "clear"),
      column("a_uid", "integer", "identifier", "pseudonym"),
      dt,
    ],
    partitions: partitions(1180),
  },
  {
    ...common,
    name: "mart.dim_user",
    label: "유저 차원",
    description: "One row for everyone who ever logged in or bought something.",
    domain: "mart",
    stage: "mart",
    owner: { team: "team-data", people: ["choi"] },
    metrics: [
      { name: "ar", label: "AR" },
      { name: "ltv", label: "LTV" },
      { name: "dnu", label: "DNU" },
    ],
    columns: [
      column("d_uid", "integer", "identifier", "pseudonym", {
        basis: basis("inherited", { evidence: "shop.user.u_id, shop.access.a_uid, shop.purchase.p_uid" }),
      }),
      column("d_name", "string", "pii.name", "masked", {
        mask: "initial",
        basis: basis("inherited", { evidence: "shop.user.u_name" }),
      }),
      column("d_gender", "string", "quasi.gender", "clear", {
        basis: basis("inherited", { evidence: "shop.user.u_gender" }),
      }),
      column("d_acount", "integer", "none", "clear"),
      column("d_pamount", "integer", "none", "clear"),
      column("d_pcount", "integer", "none", "clear"),
      column("d_first_access", "string", "none", "clear"),
      column("d_first_purchase", "string", "none", "clear"),
      dt,
    ],
    partitions: DAYS.map((day, at) => ({ day, rows: 400 + at * 72, bytes: 21_000 + at * 3_400, files: 1 })),
  },
  {
    ...common,
    name: "shop.purchase_log",
    label: "구매 로그",
    description: "Client-side purchase events. Lossy: not the revenue source.",
    stage: "staging",
    standing: "draft",
    columns: [column("payload", "string", "unclassified", "denied", { basis: basis("absent") }), dt],
    partitions: partitions(81),
  },
  {
    ...common,
    name: "mart.revenue_old",
    label: "매출 (구)",
    description: "Revenue by UTC day, until 2020.",
    stage: "mart",
    standing: "deprecated",
    successor: "dr",
    columns: [column("revenue", "integer", "none", "clear"), dt],
    partitions: [],
    versions: [],
    metrics: [],
  },
  {
    ...common,
    name: "metrics.dr",
    label: "DR",
    description: "일일 매출",
    stage: "mart",
    owner: { team: "team-sales", people: [] },
    columns: [column("value", "integer", "none", "clear"), dt],
    partitions: DAYS.map((day) => ({ day, rows: 1, bytes: 912, files: 1 })),
  },
];

const METRICS = [
  [
    "ltv",
    "LTV",
    "고객 생애 가치",
    "KRW",
    "ratio",
    null,
    ratio(total(dr), total(dpu.map((n) => n * 0.6))),
    "ar / paying_users",
    "AR를 구매한 적이 있는 유저 수로 나눈 값",
  ],
  [
    "ar",
    "AR",
    "누적 매출",
    "KRW",
    "simple",
    "ltv",
    total(dr),
    "sum(d_pamount) over mart.dim_user",
    "서비스 시작 이후의 모든 매출",
  ],
  [
    "dr",
    "DR",
    "일일 매출",
    "KRW",
    "simple",
    "ar",
    dr,
    "sum(p_amount) over shop.purchase",
    "하루 동안의 구매 금액 합계. 환불은 음수 그대로 더한다.",
  ],
  [
    "arpu",
    "ARPU",
    "유저 당 평균 매출",
    "KRW",
    "ratio",
    "dr",
    ratio(dr, dau),
    "dr / dau",
    "일일 매출을 일일 활성 유저로 나눈 값",
  ],
  [
    "arppu",
    "ARPPU",
    "구매 유저 당 평균 매출",
    "KRW",
    "ratio",
    "dr",
    ratio(dr, dpu),
    "dr / dpu",
    "일일 매출을 일일 구매 유저로 나눈 값",
  ],
  [
    "dau",
    "DAU",
    "일일 활성 유저",
    "users",
    "simple",
    null,
    dau,
    "count(distinct a_uid) over shop.access",
    "하루에 한 번이라도 로그인하거나 로그아웃한 유저 수",
  ],
  [
    "dpu",
    "DPU",
    "일일 구매 유저",
    "users",
    "simple",
    "dau",
    dpu,
    "count(distinct p_uid) over shop.purchase",
    "하루에 한 번이라도 구매한 유저 수",
  ],
  [
    "dnu",
    "DNU",
    "일일 신규 유저",
    "users",
    "simple",
    "dau",
    wave(40, 9),
    "count(*) over mart.dim_user where d_first_access falls on the day",
    "그날 처음 접속한 유저 수",
  ],
  [
    "dnu_signup",
    "DNU (signup)",
    "일일 신규 유저 (가입일)",
    "users",
    "simple",
    "dau",
    wave(55, 12),
    "count(*) over shop.user where u_signup = the day",
    "그날 가입한 유저 수",
  ],
  [
    "dfpu",
    "DFPU",
    "일일 최초 구매 유저",
    "users",
    "simple",
    "dpu",
    wave(18, 6),
    "count(*) over mart.dim_user where d_first_purchase falls on the day",
    "그날 처음 구매한 유저 수",
  ],
  [
    "daat",
    "DAAT",
    "일일 평균 접속 시간",
    "seconds",
    "ratio",
    "dau",
    wave(1430, 200).map((n) => `${n}.250000`),
    "session_seconds / logins",
    "닫힌 접속 시간의 합을 로그인 수로 나눈 값",
  ],
];

export const values = Object.fromEntries(
  METRICS.map((m) => [m[0], DAYS.map((day, at) => ({ day, value: String(m[6][at]), run: `run-${day}` }))]),
);

const row = ([name, label, labelKo, unit, kind, parent]) => ({
  name,
  label,
  labelKo,
  unit,
  kind,
  parent,
  latest: values[name].at(-1),
});
export const metricRows = METRICS.map(row);

export function metric(name) {
  const found = METRICS.find((m) => m[0] === name);
  if (!found) return null;
  const other = { dnu: "dnu_signup", dnu_signup: "dnu" }[name];
  const conflict = METRICS.find((m) => m[0] === other);
  return {
    ...row(found),
    description: found[8],
    formula: found[7],
    owner: "team-sales",
    children: METRICS.filter((m) => m[5] === name).map((m) => ({ name: m[0], label: m[1] })),
    dataset: name === "dr" ? "metrics.dr" : null,
    conflicts: conflict
      ? [{ name: other, label: conflict[1], formula: conflict[7], latest: values[other].at(-1) }]
      : [],
    reconciles:
      {
        arpu: { with: "dr / dau", ok: true, detail: "14 of 14 days" },
        ar: { with: "Σ dr", ok: true, detail: "14 of 14 days" },
      }[name] ?? null,
    file: `metrics/${name}.yaml`,
  };
}

const hit = (id, label, description, terms, rest = {}) => ({
  id,
  kind: id.split(":")[0],
  name: id.slice(id.indexOf(":") + 1),
  label,
  description,
  deprecated: null,
  certified: false,
  score: Number(terms.reduce((sum, t) => sum + t.value, 0).toFixed(4)),
  terms,
  ...rest,
});
const term = (name, value, why) => ({ name, value, why });
export const hits = [
  hit(
    "metric:dr",
    "일일 매출 (DR)",
    "하루 동안의 구매 금액 합계. 환불은 음수 그대로 더한다.",
    [
      term("text.labels", 6.41, "`매출` in what people call it"),
      term("text.description", 0.92, "its description speaks of it"),
      term("trust.certified", 0.8, "certified by kim"),
      term("trust.bound", 0.5, "computed every day from shop.purchase"),
    ],
    { certified: true },
  ),
  hit("metric:ar", "누적 매출 (AR)", "서비스 시작 이후의 모든 매출", [
    term("text.labels", 5.9, "`매출` in what people call it"),
    term("trust.bound", 0.5, "computed every day"),
  ]),
  hit("dataset:shop.purchase", "구매", "Every purchase and refund, by event time. The source of revenue (매출).", [
    term("text.synonyms", 3.1, "`매출` in its synonyms"),
    term("structure.metric", 1.2, "DR is computed from it"),
    term("trust.fresh", 0.3, "newest day is today"),
  ]),
  hit(
    "metric:arpu",
    "유저 당 평균 매출 (ARPU)",
    "일일 매출을 일일 활성 유저로 나눈 값",
    [term("text.labels", 3.8, "`매출` in what people call it"), term("trust.certified", 0.8, "certified by kim")],
    { certified: true },
  ),
  hit("dataset:shop.purchase_log", "구매 로그", "Client-side purchase events. Lossy: not the revenue source.", [
    term("text.name", 1.4, "its description speaks of it"),
    term("trust.staging", -0.9, "a staging copy"),
  ]),
  hit(
    "dataset:mart.revenue_old",
    "매출 (구)",
    "Revenue by UTC day, until 2020.",
    [term("text.labels", 5.2, "`매출` in what people call it"), term("trust.deprecated", -4.5, "deprecated")],
    { deprecated: { successor: "dr" } },
  ),
];

const edge = (from, to, ...columns) => ({ from, to, columns: columns.map(([f, t, how]) => ({ from: f, to: t, how })) });
export const edges = [
  edge(
    "dataset:shop.user",
    "dataset:mart.dim_user",
    ["u_id", "d_uid", "identity"],
    ["u_name", "d_name", "identity"],
    ["u_gender", "d_gender", "identity"],
    ["u_id", "", "join_key"],
  ),
  edge(
    "dataset:shop.purchase",
    "dataset:mart.dim_user",
    ["p_uid", "d_uid", "identity"],
    ["p_amount", "d_pamount", "aggregate:sum"],
    ["p_time", "d_first_purchase", "aggregate:min"],
    ["p_uid", "", "group_key"],
  ),
  edge(
    "dataset:shop.access",
    "dataset:mart.dim_user",
    ["a_uid", "d_uid", "identity"],
    ["a_time", "d_first_access", "aggregate:min"],
    ["a_id", "", "filter"],
  ),
  edge("dataset:shop.purchase", "metric:dr", ["p_amount", "value", "aggregate:sum"]),
  edge("dataset:shop.purchase", "metric:dpu", ["p_uid", "value", "aggregate:count_distinct"]),
  edge("dataset:shop.access", "metric:dau", ["a_uid", "value", "aggregate:count_distinct"]),
  edge("dataset:mart.dim_user", "metric:ar", ["d_pamount", "value", "aggregate:sum"]),
  edge("dataset:mart.dim_user", "metric:dnu", ["d_first_access", "", "filter"]),
  edge("metric:dr", "metric:arpu", ["value", "value", "expression"]),
  edge("metric:dau", "metric:arpu", ["value", "value", "expression"]),
  edge("metric:ar", "metric:ltv", ["value", "value", "expression"]),
];

const NAMES = ["김", "이", "박", "최", "정", "강"];
const hex = () => Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join("");
/** What a governed scan gives: masks, never a value. */
export const userRows = () =>
  Array.from({ length: 40 }, (_, at) => [
    hex(),
    `${NAMES[at % 6]}**`,
    at % 2 ? "여" : "남",
    String(20201001 + (at % 25)),
    `${"abcdefgh"[at % 8]}***@example.com`,
    `***-${String(1000 + Math.floor(random() * 9000))}`,
    LAST,
  ]);

export const classes = [
  "none",
  "quasi.gender",
  "quasi.birth_year",
  "quasi.region",
  "identifier",
  "pii.name",
  "pii.email",
  "pii.phone",
  "pii.address",
  "sensitive.health",
  "secret",
  "unclassified",
].map((name) => ({
  name,
  treatment:
    name === "none"
      ? "plain"
      : name.startsWith("quasi")
        ? "quasi"
        : name === "identifier"
          ? "identifier"
          : name === "unclassified"
            ? "sealed"
            : "protected",
}));
