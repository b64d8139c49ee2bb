import type { Series } from "../../src/verdict/result";

type Point = [number, number];

const SECOND = { title: "time", unit: "s" } as const;

function overTime(seconds: number, valueAt: (second: number) => number): Point[] {
  return Array.from({ length: seconds }, (_, second) => [second, valueAt(second)]);
}

/** Noise that is the same on every platform: no rounding of a library's function is in it. */
function ripple(second: number, size: number): number {
  return (((second * 37) % 11) / 10) * size;
}

/** What the performance stage draws; `slow` is the second from which on it takes four and a half times as long. */
export function performanceCharts(seconds = 20, slow = Number.POSITIVE_INFINITY): Series[] {
  const times = (base: number) =>
    overTime(seconds, (second) => (base + ripple(second, base / 4)) * (second >= slow ? 4.5 : 1));
  return [
    {
      id: "load/performance/response-times",
      title: "Response times",
      x: SECOND,
      y: { title: "response time", unit: "ms" },
      lines: [
        { name: "p95", points: times(90) },
        { name: "p50", points: times(30) },
        {
          name: "limit on p95",
          style: "limit",
          points: overTime(seconds, () => 350).filter(atEnds),
        },
        { name: "p99", points: times(110) },
      ],
    },
    {
      id: "load/performance/rates",
      title: "Requests and failures",
      x: SECOND,
      y: { title: "rate", unit: "per-second" },
      lines: [
        { name: "requests/s", points: overTime(seconds, (second) => 18 + ((second * 7) % 5)) },
        { name: "failures/s", points: overTime(seconds, (second) => (second === slow ? 4 : 0)) },
      ],
    },
    {
      id: "load/performance/in-flight",
      title: "Requests in flight",
      x: SECOND,
      y: { title: "requests", unit: "count" },
      lines: [{ name: "mean in flight", points: times(1.5) }],
    },
  ];
}

function atEnds(_: Point, index: number, points: Point[]): boolean {
  return index === 0 || index === points.length - 1;
}

const RATES = [10, 12.5, 15.625, 19.53, 24.41, 30.52, 38.15, 47.68];
const USERS = [1, 2, 4, 8, 16, 32];
const SIZES = [1, 2, 4, 8, 16, 32, 64, 128];

/** X(N) of the Universal Scalability Law, per second. */
function throughput(users: number): number {
  return (12 * users) / (1 + 0.04 * (users - 1) + 0.0008 * users * (users - 1));
}

/** One chart of each further kind. */
export const OTHER_CHARTS: Series[] = [
  {
    id: "load/stress/latency",
    title: "Latency against offered load",
    x: { title: "offered load", unit: "per-second" },
    y: { title: "response time", unit: "ms" },
    lines: [
      { name: "p50", points: RATES.map((rate) => [rate, 20 + 600 / Math.max(1, 42 - rate)]) },
      { name: "p95", points: RATES.map((rate) => [rate, 40 + 1500 / Math.max(1, 42 - rate)]) },
      {
        name: "SLO on p95",
        style: "limit",
        points: [
          [10, 250],
          [47.68, 250],
        ],
      },
    ],
  },
  {
    id: "load/stress/recovery",
    title: "Recovery",
    x: SECOND,
    y: { title: "p95", unit: "ms" },
    lines: [
      { name: "p95", points: overTime(30, (second) => 60 + 1400 / (1 + second * second)) },
      {
        name: "base band",
        style: "limit",
        points: [
          [0, 90],
          [29, 90],
        ],
      },
    ],
  },
  {
    id: "load/scalability/usl",
    title: "Throughput by users",
    x: { title: "users", unit: "count" },
    y: { title: "throughput", unit: "per-second" },
    lines: [
      {
        name: "measured",
        style: "points",
        points: USERS.flatMap((users): Point[] =>
          [0.97, 1, 1.04].map((noise) => [users, throughput(users) * noise]),
        ),
      },
      {
        name: "fitted",
        points: Array.from({ length: 63 }, (_, i) => [1 + i / 2, throughput(1 + i / 2)]),
      },
    ],
  },
  {
    id: "load/endurance/memory",
    title: "Memory of the server",
    x: SECOND,
    y: { title: "resident set", unit: "bytes" },
    lines: [
      {
        name: "resident set",
        style: "points",
        points: overTime(90, (second) => 2 ** 20 * (410 + second / 6 + ripple(second, 4))),
      },
      {
        name: "trend",
        points: [
          [0, 2 ** 20 * 412],
          [89, 2 ** 20 * 427],
        ],
      },
    ],
  },
  {
    id: "load/volume/growth",
    title: "Cost by batch size",
    x: { title: "batch", unit: "count" },
    y: { title: "time of a request", unit: "ms" },
    scale: { x: "log", y: "log" },
    lines: [
      { name: "median", style: "points", points: SIZES.map((n) => [n, 4 + 0.9 * n * n ** 0.1]) },
      {
        name: "fitted",
        points: Array.from({ length: 29 }, (_, i): Point => {
          const n = 2 ** (i / 4);
          return [n, 4 + 0.9 * n ** 1.1];
        }),
      },
    ],
  },
  {
    id: "load/scalability/offered",
    title: "Rate asked for",
    x: { title: "time since the step up", unit: "s" },
    y: { title: "offered load", unit: "per-second" },
    lines: [
      {
        name: "offered",
        style: "step",
        points: [
          [-2, 5],
          [0, 60],
          [60, 60],
        ],
      },
    ],
  },
];
