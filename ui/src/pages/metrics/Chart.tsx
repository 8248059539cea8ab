import "uplot/dist/uPlot.min.css";
import { useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import type { MetricValue } from "../../api/types";
import { day, daySeconds, decimal } from "../../lib/format";
import { useMetricWords } from "./useMetricLabel";

const HEIGHT = 240;

/** Few points carry a dot each, or one day would draw nothing. */
const DOTS_UP_TO = 45;

const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function options(width: number, points: number, compact: (value: number) => string): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: token("--muted"),
    font: "12px system-ui, sans-serif",
    grid: { stroke: token("--line"), width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height: HEIGHT,
    tzDate: (ts) => uPlot.tzDate(new Date(ts * 1000), "UTC"),
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 9 } },
    scales: { x: { time: true }, y: { range: (_, min, max) => uPlot.rangeNum(Math.min(0, min), max, 0.1, true) } },
    axes: [
      {
        ...axis,
        size: 28,
        grid: { show: false },
        incrs: [1, 2, 7, 14, 30, 90, 365].map((d) => d * 86_400),
        values: "{MM}-{DD}",
      },
      { ...axis, size: 66, values: (_, splits) => splits.map(compact) },
    ],
    series: [
      {},
      {
        stroke: token("--accent"),
        width: 2,
        fill: `color-mix(in srgb, ${token("--accent")} 9%, transparent)`,
        points: { show: points <= DOTS_UP_TO, size: 5, fill: token("--accent") },
      },
    ],
  };
}

/** The line over days; its numbers are floats for drawing only, what is read is the exact text. */
export function Chart({ values, unit, label }: { values: MetricValue[]; unit: string | null; label: string }) {
  const box = useRef<HTMLDivElement>(null);
  const { value, lang } = useMetricWords();
  const [at, setAt] = useState<number | null>(null);
  useEffect(() => {
    const home = box.current;
    if (!home) return;
    const format = new Intl.NumberFormat(lang === "ko" ? "ko-KR" : "en-US", {
      notation: "compact",
      maximumFractionDigits: 1,
    });
    const data: uPlot.AlignedData = [
      values.map((v) => daySeconds(v.day)),
      values.map((v) => (v.value === null ? null : Number(v.value))),
    ];
    let plot: uPlot | null = null;
    const draw = () => {
      plot?.destroy();
      plot = new uPlot(
        options(home.clientWidth, values.length, (n) => format.format(n)),
        data,
        home,
      );
      plot.over.addEventListener("mouseleave", () => setAt(null));
      plot.over.addEventListener("mousemove", () => setAt(plot?.cursor.idx ?? null));
    };
    draw();
    const resized = new ResizeObserver(() => plot?.setSize({ width: home.clientWidth, height: HEIGHT }));
    resized.observe(home);
    window.addEventListener("garim:theme", draw);
    return () => {
      window.removeEventListener("garim:theme", draw);
      resized.disconnect();
      plot?.destroy();
    };
  }, [values, lang]);
  const shown = at === null ? values.at(-1) : values[at];
  return (
    <figure>
      <div ref={box} role="img" aria-label={label} data-testid="chart" className="h-60 w-full overflow-hidden" />
      <figcaption aria-hidden="true" className="text-sm text-muted">
        {day(shown?.day)} · <span className="text-ink tabular-nums">{value(shown?.value, unit)}</span>
        {shown?.value?.includes(".") && <span className="ml-2 font-mono text-xs">{decimal(shown.value)}</span>}
      </figcaption>
    </figure>
  );
}
