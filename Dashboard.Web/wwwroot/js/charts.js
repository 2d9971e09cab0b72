import { language } from "./texts.js";

// Draws every [data-chart] from the JSON block that names it. Colours come from the style sheet, so light and dark agree.
// What is drawn of a chart, and how far it is zoomed in, is kept at its element.
const locale = language.startsWith("en") ? "en-GB" : language;
const gap = 8; // between two panels
const deep = 0.2; // how much a band covers; one inside of another one covers more
const wholeNumbers = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
const wholeDays = [1, 2, 7, 14, 28, 56, 91, 182, 364, 728];

function palette() {
  const style = getComputedStyle(document.documentElement);
  return name => style.getPropertyValue(`--${name}`).trim();
}

function translucent(hex, alpha) {
  const value = parseInt(hex.slice(1), 16);
  return `rgba(${value >> 16}, ${(value >> 8) & 255}, ${value & 255}, ${alpha})`;
}

// The axis of days is one of whole numbers, from which stretches that are left out are taken off.
function daysAxis(data) {
  const number = day => Date.parse(day) / 86_400_000;
  const breaks = data.breaks.map(ends => ends.map(number)).sort((a, b) => a[0] - b[0]);
  const write = options => {
    const form = new Intl.DateTimeFormat(locale, { timeZone: "UTC", day: "numeric", month: "short", ...options });
    return x => form.format(breaks.reduce((day, [from, to]) => day >= from ? day + to - from : day, Math.round(x)) * 86_400_000);
  };
  // Where a day of a month is there twice, the year says which.
  const long = number(data.days.at(-1)) - number(data.days[0]) > 366;
  return {
    at: data.days.map(number),
    left: x => breaks.some(([from, to]) => x >= from && x < to),
    place: x => breaks.reduce((place, [from, to]) => place - Math.max(0, Math.min(x, to) - from), x),
    day: number, tick: write(long ? { day: undefined, year: "numeric" } : {}), title: write({ year: "numeric", weekday: "short" }), steps: wholeDays,
  };
}

function numbersAxis(data) {
  const form = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const write = x => form.format(x);
  return {
    at: data.numbers, left: () => false, place: x => x, tick: write, title: x => `${data.across}: ${write(x)}`,
    steps: data.numbers.every(Number.isInteger) ? wholeNumbers : undefined,
  };
}

function draw(chart) {
  const source = document.querySelector(`script[data-for="${chart.id}"]`);
  if (!source || chart.clientWidth === 0) return;
  const data = JSON.parse(source.textContent);
  const axis = data.days ? daysAxis(data) : numbersAxis(data);
  const shown = axis.at.map((_, i) => i).filter(i => !axis.left(axis.at[i]));
  const xs = shown.map(i => axis.place(axis.at[i]));
  const lines = data.lines.map(line => ({ ...line, x: line.day ? axis.place(axis.day(line.day)) : line.number }));
  const ends = [...xs, ...lines.map(line => line.x).filter(x => x !== undefined)];
  const hasBars = data.panels.some(panel => panel.series.some(series => series.shape === "bars"));
  // Half a step on both sides for a bar; without bars a little air.
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const step = xs.reduce((least, x, i) => i > 0 && x > xs[i - 1] ? Math.min(least, x - xs[i - 1]) : least, Infinity);
  const room = hasBars ? (Number.isFinite(step) ? step : 1) / 2 : (high - low || 1) * 0.02;
  const whole = [low - room, high + room];
  const cursor = chart.plots?.[0]?.cursor;
  chart.plots?.forEach(plot => plot.destroy());
  chart.whole = whole;
  chart.xs = xs;
  // A zoom outlives new numbers, unless they have nothing there.
  if (chart.zoomed && (chart.zoomed[1] <= whole[0] || chart.zoomed[0] >= whole[1])) chart.zoomed = undefined;
  const color = palette();
  chart.plots = data.panels.map((panel, i) => {
    return new window.uPlot(options(chart, data, panel, i, axis, lines, shown, color), columns(panel, xs, shown), chart);
  });
  if (cursor?.left >= 0) chart.plots.forEach(plot => plot.setCursor({ left: cursor.left, top: cursor.top }, false));
}

// What uPlot takes: places, then the values of each series at them; a band is two.
function columns(panel, xs, shown) {
  const at = values => shown.map(i => values[i] ?? null);
  return [xs, ...panel.series.flatMap(series => series.low ? [at(series.low), at(series.values)] : [at(series.values)])];
}

function options(chart, data, panel, index, axis, lines, shown, color) {
  const last = index === data.panels.length - 1;
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const look = { font, labelFont: font, stroke: color("muted"), ticks: { stroke: color("line"), size: 4 }, grid: { stroke: color("line"), width: 1 } };
  const short = panel.percent
    ? new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 })
    : new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 2 });
  const long = written(panel);
  const series = [{}], bands = [];
  for (const one of panel.series) {
    const stroke = color(one.color);
    if (one.low) {
      series.push({ width: 0, points: { show: false } }, { width: 0, points: { show: false } });
      bands.push({ series: [series.length - 1, series.length - 2], fill: translucent(stroke, deep) });
    } else if (one.shape === "bars") {
      series.push({ fill: stroke, width: 0, paths: window.uPlot.paths.bars({ size: [0.75, 40] }), points: { show: false } });
    } else if (one.shape === "line" || one.shape === "dotted") {
      const dotted = one.shape === "dotted";
      // Over numbers a line leads from point to point, which may be few.
      series.push({ stroke, width: dotted ? 1.5 : 2.5, dash: dotted ? [2, 4] : undefined, spanGaps: !data.days, points: { show: !data.days, size: 7, fill: stroke } });
    } else {
      // Drawn below, after everything else.
      series.push({ paths: () => null, points: { show: false } });
    }
  }
  const values = index === 0 ? lines.map(line => line.value).filter(value => value !== undefined) : [];
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  return {
    ...size(chart, index, data.panels.length), padding: [10, 20, last ? 0 : gap, 0], legend: { show: false }, series, bands,
    scales: {
      x: { time: false, range: () => chart.zoomed ?? chart.whole },
      y: {
        range: (_, from, to) => {
          let low = Math.min(from ?? 0, ...values), high = Math.max(to ?? 1, ...values);
          if (panel.fromZero) [low, high] = [Math.min(low, 0), Math.max(high, 0)];
          if (panel.top !== undefined) high = Math.min(high, panel.top);
          const air = (high - low || Math.abs(high) || 1) * 0.06;
          return [panel.fromZero && low === 0 ? 0 : low - air, high + air];
        },
      },
    },
    axes: [
      {
        ...look, show: last, grid: { show: !data.days, stroke: color("line"), width: 1 }, space: 64, size: data.days ? 30 : 34,
        ...(data.days ? {} : { label: data.across, labelSize: 18 }), ...(axis.steps ? { incrs: axis.steps } : {}),
        values: (_, places) => places.map(axis.tick),
      },
      { ...look, label: panel.unit, labelSize: 18, size: 52, space: 36, values: (_, at) => at.map(value => short.format(value)) },
    ],
    cursor: {
      y: false, points: { show: false }, drag: { x: true, y: false, dist: 6, setScale: false },
      ...(data.panels.length > 1 ? { sync: { key: chart.id, scales: ["x", null] } } : {}),
      bind: { dblclick: () => () => { zoom(chart, undefined); return null; } },
    },
    hooks: {
      init: [plot => plot.over.append(tip)],
      drawClear: [plot => shade(plot, data.shades.map(ends => ends.map(axis.day).map(axis.place)), translucent(color("warn"), 0.16))],
      draw: [plot => {
        clipped(plot, ink => {
          for (const line of lines) if (line.value === undefined || index === 0) dash(plot, ink, line, color(line.color));
          panel.series.forEach(one => marks(plot, ink, one, shown, color));
        });
      }],
      setSelect: [plot => {
        const { left, width } = plot.select;
        if (width === 0) return;
        zoom(chart, [plot.posToVal(left, "x"), plot.posToVal(left + width, "x")]);
        plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      }],
      setCursor: [plot => say(plot, tip, panel, axis, shown, long)],
    },
  };
}

// A value under the pointer. An amount has all digits of its currency, and its sign where the page sets it.
function written(panel) {
  const [before, after] = panel.around ?? [];
  const form = new Intl.NumberFormat(locale, {
    style: panel.percent ? "percent" : "decimal",
    minimumFractionDigits: panel.around ? panel.decimals : 0, maximumFractionDigits: panel.decimals,
  });
  return panel.around ? value => `${value < 0 ? "−" : ""}${before}${form.format(Math.abs(value))}${after}` : form.format;
}

function clipped(plot, paint) {
  const { ctx: ink, bbox } = plot;
  ink.save();
  ink.beginPath();
  ink.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ink.clip();
  paint(ink);
  ink.restore();
}

// A bar stands around its day, so a stretch of days begins half a day before its first.
function shade(plot, stretches, color) {
  clipped(plot, ink => {
    ink.fillStyle = color;
    for (const [from, to] of stretches) {
      const left = plot.valToPos(from - 0.5, "x", true);
      ink.fillRect(left, plot.bbox.top, plot.valToPos(to - 0.5, "x", true) - left, plot.bbox.height);
    }
  });
}

function dash(plot, ink, line, color) {
  const { left, top, width, height } = plot.bbox;
  const ratio = window.uPlot.pxRatio;
  ink.strokeStyle = color;
  ink.lineWidth = 1.5 * ratio;
  ink.setLineDash([6 * ratio, 4 * ratio]);
  ink.beginPath();
  if (line.value !== undefined) {
    const y = plot.valToPos(line.value, "y", true);
    ink.moveTo(left, y);
    ink.lineTo(left + width, y);
  } else {
    const x = plot.valToPos(line.x, "x", true);
    ink.moveTo(x, top);
    ink.lineTo(x, top + height);
  }
  ink.stroke();
  ink.setLineDash([]);
}

function marks(plot, ink, series, shown, color) {
  const outline = outlines[series.shape];
  if (!outline) return;
  const ratio = window.uPlot.pxRatio;
  ink.fillStyle = color(series.color);
  ink.strokeStyle = color("surface");
  ink.lineWidth = 1.5 * ratio;
  shown.forEach((i, place) => {
    if ((series.values[i] ?? null) === null) return;
    ink.beginPath();
    outline(ink, plot.valToPos(plot.data[0][place], "x", true), plot.valToPos(series.values[i], "y", true), 6 * ratio);
    ink.closePath();
    ink.fill();
    ink.stroke();
  });
}

const outlines = {
  diamond: (ink, x, y, r) => [[0, -r], [r, 0], [0, r], [-r, 0]].forEach(([dx, dy]) => ink.lineTo(x + dx, y + dy)),
  triangle: (ink, x, y, r) => [[0, -r], [r, r], [-r, r]].forEach(([dx, dy]) => ink.lineTo(x + dx, y + dy)),
  circle: (ink, x, y, r) => ink.arc(x, y, r, 0, 2 * Math.PI),
};

// What is under the cursor, beside it.
function say(plot, tip, panel, axis, shown, text) {
  const { left, idx } = plot.cursor;
  tip.hidden = !(left >= 0) || idx == null;
  if (tip.hidden) return;
  const i = shown[idx];
  const write = one => one.notes?.[i] ?? (one.low ? `${text(one.low[i])} – ${text(one.values[i])}` : text(one.values[i]));
  const lines = panel.series.filter(one => (one.values[i] ?? null) !== null).map(one => `${one.name}: ${write(one)}`);
  tip.replaceChildren(...[axis.title(plot.data[0][idx]), ...lines].map(text => {
    const row = document.createElement("div");
    row.textContent = text;
    return row;
  }));
  const beyond = left > plot.over.clientWidth / 2;
  tip.style.left = beyond ? "auto" : `${left + 12}px`;
  tip.style.right = beyond ? `${plot.over.clientWidth - left + 12}px` : "auto";
}

// The upper of two panels is the taller one.
function size(chart, index, panels) {
  const share = panels === 1 ? 1 : index === 0 ? 0.55 : 0.45;
  return { width: chart.clientWidth, height: Math.floor(chart.clientHeight * share) };
}

function zoom(chart, range) {
  chart.zoomed = range;
  const [min, max] = range ?? chart.whole;
  chart.plots.forEach(plot => plot.setScale("x", { min, max }));
}

// By keyboard: from value to value, and closer to where one is.
function press(chart, key) {
  const { xs, whole, plots: [plot] } = chart;
  const { min, max } = plot.scales.x;
  const at = plot.cursor.left >= 0 ? plot.cursor.idx : undefined;
  if (key === "0" || key === "Escape") {
    zoom(chart, undefined);
  } else if (key === "+" || key === "-") {
    const middle = at === undefined ? (min + max) / 2 : xs[at];
    const half = (max - min) * (key === "+" ? 0.25 : 1);
    const range = [Math.max(whole[0], middle - half), Math.min(whole[1], middle + half)];
    zoom(chart, range[0] === whole[0] && range[1] === whole[1] ? undefined : range);
  } else if (key === "ArrowLeft" || key === "ArrowRight") {
    const inView = xs.map((_, i) => i).filter(i => xs[i] >= min && xs[i] <= max);
    const next = at === undefined ? inView.at(key === "ArrowLeft" ? -1 : 0) : at + (key === "ArrowLeft" ? -1 : 1);
    if (inView.includes(next)) chart.plots.forEach(one => one.setCursor({ left: one.valToPos(xs[next], "x"), top: 1 }, true, false));
  } else {
    return false;
  }
  return true;
}

const widths = new ResizeObserver(changes => {
  for (const { target: chart } of changes) {
    if (chart.clientWidth > 0) chart.plots?.forEach((plot, i) => plot.setSize(size(chart, i, chart.plots.length)));
  }
});

// A chart is drawn when it is about to be seen, and again only when it has new numbers.
const near = new IntersectionObserver(changes => {
  for (const { target: chart } of changes.filter(change => change.isIntersecting)) {
    near.unobserve(chart);
    draw(chart);
    widths.observe(chart);
  }
}, { rootMargin: "50% 0px" });

// Whoever is watched anew is looked at anew.
function drawAll(root) {
  root.querySelectorAll("[data-chart]").forEach(chart => {
    near.unobserve(chart);
    near.observe(chart);
  });
}

drawAll(document);
document.addEventListener("tile-replaced", event => drawAll(event.target));
addEventListener("beforeprint", () => document.querySelectorAll("[data-chart]").forEach(draw));
document.addEventListener("keydown", event => {
  const chart = event.target.closest("[data-chart]");
  if (chart?.plots && !event.ctrlKey && !event.metaKey && !event.altKey && press(chart, event.key)) event.preventDefault();
});
document.addEventListener("focusout", event => {
  event.target.closest("[data-chart]")?.plots?.forEach(plot => plot.setCursor({ left: -10, top: -10 }));
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll(document));
