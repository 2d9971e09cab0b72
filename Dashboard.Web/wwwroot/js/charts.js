// Draws every [data-chart] from the JSON block that names it. Colours come from the style sheet, so light and dark agree.
const plain = { displayModeBar: false, responsive: true };
const number = ",.4~r";

function palette() {
  const style = getComputedStyle(document.documentElement);
  const color = name => style.getPropertyValue(name).trim();
  return {
    text: color("--muted"), line: color("--line"), warn: color("--warn"), bad: color("--bad"), main: color("--accent"), second: color("--second"),
    surface: color("--surface"), ink: color("--ink"), font: style.fontFamily,
  };
}

function frame(colors) {
  return {
    font: { family: getComputedStyle(document.body).fontFamily, size: 12, color: colors.text },
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    margin: { l: 48, r: 8, t: 8, b: 32 }, bargap: 0.25, hovermode: "x unified", dragmode: false,
    hoverlabel: { bgcolor: colors.surface, bordercolor: colors.line, font: { color: colors.ink } },
  };
}

const axis = colors => ({
  gridcolor: colors.line, zeroline: false, linecolor: colors.line, tickcolor: colors.line, fixedrange: true, automargin: true,
});

function daily(data, colors) {
  const days = { x: data.days, type: "bar", hovertemplate: `%{y:${number}}` };
  return {
    traces: [
      { ...days, y: data.revenue, name: "Revenue", marker: { color: colors.main } },
      { ...days, y: data.units, name: "Units", yaxis: "y2", marker: { color: colors.second } },
    ],
    layout: {
      ...frame(colors), showlegend: false,
      xaxis: { ...axis(colors), type: "date", showgrid: false, anchor: "y2" },
      yaxis: { ...axis(colors), domain: [0.44, 1], title: { text: "Revenue" }, nticks: 5, tickformat: "~s" },
      yaxis2: { ...axis(colors), domain: [0, 0.34], title: { text: "Units" }, nticks: 4, tickformat: "~s" },
    },
  };
}

function fan(data, colors) {
  const strength = { 95: 0.18, 80: 0.26, 50: 0.42 };
  const bands = data.bands.flatMap(band => [
    { x: data.ahead, y: band.low, mode: "lines", line: { width: 0 }, hoverinfo: "skip", showlegend: false },
    {
      x: data.ahead, y: band.high, customdata: band.low, mode: "lines", line: { width: 0 }, fill: "tonexty",
      fillcolor: translucent(colors.second, strength[band.percent]), name: `${band.percent}% band`,
      hovertemplate: `%{customdata:${number}} to %{y:${number}}`,
    },
  ]);
  // A far tail must not press everything else to the ground: then the axis ends above the rest, and says where the tail does.
  const highest = numbers => numbers.reduce((a, b) => Math.max(a, b), 0);
  const tail = highest(data.bands.flatMap(band => band.high));
  const body = 1.2 * highest([...data.sold, ...data.mean, ...data.bands.filter(band => band.percent < 95).flatMap(band => band.high)]);
  const cut = body > 0 && tail > 1.5 * body;
  const center = data.median
    ? [{ x: data.ahead, y: data.median, name: "Median", mode: "lines", line: { color: colors.second, width: 1.5, dash: "dot" }, hovertemplate: `%{y:${number}}` }]
    : [];
  // A bar is drawn around its day's midnight, so a stretch of days begins half a day before its first.
  const halfDay = day => new Date(Date.parse(day) - 43_200_000).toISOString();
  const outages = data.withoutStock.map(([from, to]) => ({
    type: "rect", x0: halfDay(from), x1: halfDay(to), y0: 0, y1: 1, yref: "paper", layer: "below", line: { width: 0 },
    fillcolor: translucent(colors.warn, 0.16),
  }));
  const outageKey = outages.length > 0
    ? [{ x: [data.withoutStock[0][0]], y: [null], name: "Without stock: unknown", type: "scatter", mode: "markers", marker: { symbol: "square", size: 11, color: translucent(colors.warn, 0.4) }, hoverinfo: "skip" }]
    : [];
  const marks = [["outlier", "diamond", colors.bad], ["promotion", "triangle-up", colors.warn]]
    .map(([kind, symbol, color]) => [kind, symbol, color, data.marks.filter(mark => mark.kind === kind)])
    .filter(([, , , days]) => days.length > 0)
    .map(([kind, symbol, color, days]) => ({
      x: days.map(mark => mark.day), y: days.map(mark => mark.demand), customdata: days.map(mark => mark.expected), mode: "markers",
      name: kind === "outlier" ? "Outlier" : "Promotion", marker: { symbol, size: 10, color, line: { width: 1.5, color: colors.surface } },
      hovertemplate: `usual %{customdata:${number}}`,
    }));
  return {
    traces: [
      { x: data.days, y: data.sold, name: "Sold", type: "bar", marker: { color: colors.main }, hovertemplate: `%{y:${number}}` },
      ...marks, ...outageKey, ...bands, ...center,
      { x: data.ahead, y: data.mean, name: "Expected", mode: "lines", line: { color: colors.second, width: 2.5 }, hovertemplate: `%{y:${number}}` },
    ],
    layout: {
      ...frame(colors), margin: { l: 48, r: 8, t: 18, b: 64 },
      legend: { orientation: "h", x: 0, y: -0.16, traceorder: "normal" },
      xaxis: { ...axis(colors), type: "date", showgrid: false, rangebreaks: data.breaks.map(bounds => ({ bounds })) },
      yaxis: { ...axis(colors), title: { text: "Units per day" }, rangemode: "tozero", nticks: 6, ...(cut ? { range: [0, body] } : {}) },
      shapes: [...outages, { type: "line", x0: data.asOf, x1: data.asOf, xref: "x", y0: 0, y1: 1, yref: "paper", line: { color: colors.text, width: 1, dash: "dash" } }],
      annotations: [{ x: data.asOf, y: 1, xref: "x", yref: "paper", text: "as of", showarrow: false, xanchor: "right", xshift: -4, yanchor: "top", font: { size: 11, color: colors.text } },
        ...(cut ? [{ x: 1, y: 1, xref: "paper", yref: "paper", text: `band reaches ${Math.round(tail).toLocaleString("en")}`, showarrow: false, xanchor: "right", yanchor: "bottom", font: { size: 11, color: colors.text } }] : [])],
    },
  };
}

function tradeOff(data, colors) {
  const names = ["In force", "Proposed"];
  return {
    traces: [
      {
        x: data.stock, y: data.fillRate, customdata: data.levels, name: "By service level", mode: "lines+markers",
        line: { color: colors.main, width: 2 }, hovertemplate: `at %{customdata:.1%}: %{y:.1%} with %{x:${number}}`,
      },
      ...names.map((name, i) => ({
        x: [data.policyStock[i]], y: [data.policyFillRate[i]], name, mode: "markers",
        marker: { symbol: i === 0 ? "diamond" : "circle", size: 12, color: i === 0 ? colors.warn : colors.second },
        hovertemplate: `%{y:.1%} with %{x:${number}}`,
      })),
    ],
    layout: {
      ...frame(colors), hovermode: "closest", margin: { l: 48, r: 8, t: 8, b: 64 },
      legend: { orientation: "h", x: 0, y: -0.2, traceorder: "normal" },
      xaxis: { ...axis(colors), title: { text: "Mean stock, units" }, tickformat: "~s" },
      yaxis: { ...axis(colors), title: { text: "Fill rate" }, tickformat: ".0%" },
    },
  };
}

function leadTimes(data, colors) {
  const highest = data.shares.reduce((a, b) => Math.max(a, b), 0);
  const marks = [["Promised", data.promised, colors.warn], ["Expected: half", data.half, colors.second], ["Expected: nine tenths", data.nineTenths, colors.bad]]
    .filter(([, days]) => days !== undefined && days !== null);
  return {
    traces: [
      { x: data.days, y: data.shares, name: "Came", type: "bar", marker: { color: colors.main }, hovertemplate: "%{y:.0%} after %{x} days<extra></extra>" },
      ...marks.map(([name, days, color]) => ({
        x: [days, days], y: [0, 1.1 * highest], name, mode: "lines", line: { color, width: 2, dash: "dash" }, hovertemplate: `%{x:${number}} days`,
      })),
    ],
    layout: {
      ...frame(colors), hovermode: "closest", margin: { l: 48, r: 8, t: 8, b: 64 },
      legend: { orientation: "h", x: 0, y: -0.25, traceorder: "normal" },
      xaxis: { ...axis(colors), title: { text: "Days" }, showgrid: false, rangemode: "tozero" },
      yaxis: { ...axis(colors), nticks: 4, tickformat: ".0%" },
    },
  };
}

function stock(data, colors) {
  const lines = (set, color, name) => [
    { x: set.days, y: set.low, mode: "lines", line: { width: 0 }, hoverinfo: "skip", showlegend: false },
    {
      x: set.days, y: set.high, customdata: set.low, mode: "lines", line: { width: 0 }, fill: "tonexty", fillcolor: translucent(color, 0.24),
      name: `${name}, 8 of 10 times`, hovertemplate: `%{customdata:${number}} to %{y:${number}}`,
    },
    { x: set.days, y: set.median, name: `${name}, median`, mode: "lines", line: { color, width: 1.5, dash: "dot" }, hovertemplate: `%{y:${number}}` },
    { x: set.days, y: set.mean, name: `${name}, expected`, mode: "lines", line: { color, width: 2.5 }, hovertemplate: `%{y:${number}}` },
  ];
  const arrivals = data.arrivals.length > 0
    ? [{
        x: data.arrivals.map(a => a.day), y: data.arrivals.map(a => a.stock), text: data.arrivals.map(a => a.what), name: "Arrives", mode: "markers",
        marker: { symbol: "triangle-up", size: 11, color: colors.warn, line: { width: 1.5, color: colors.surface } }, hovertemplate: "%{text}",
      }]
    : [];
  return {
    traces: [
      ...lines(data.asItIs, colors.main, "As it is"), ...(data.withOrder ? lines(data.withOrder, colors.second, "As suggested") : []), ...arrivals,
    ],
    layout: {
      ...frame(colors), margin: { l: 48, r: 8, t: 18, b: 64 },
      legend: { orientation: "h", x: 0, y: -0.16, traceorder: "normal" },
      xaxis: { ...axis(colors), type: "date", showgrid: false },
      yaxis: { ...axis(colors), title: { text: "Units on hand" }, rangemode: "tozero", nticks: 6 },
      shapes: [{ type: "line", x0: 0, x1: 1, xref: "paper", y0: data.reorderPoint, y1: data.reorderPoint, line: { color: colors.bad, width: 1, dash: "dash" } }],
      annotations: [{
        x: 1, xref: "paper", y: data.reorderPoint, text: `reorder point ${data.reorderPoint.toLocaleString("en")}`, showarrow: false,
        xanchor: "right", yanchor: "bottom", font: { size: 11, color: colors.text },
      }],
    },
  };
}

const drawings = { daily, fan, stock, "trade-off": tradeOff, "lead-times": leadTimes };

function translucent(hex, alpha) {
  const value = parseInt(hex.slice(1), 16);
  return `rgba(${value >> 16}, ${(value >> 8) & 255}, ${value & 255}, ${alpha})`;
}

function draw(chart) {
  const source = document.querySelector(`script[data-for="${chart.id}"]`);
  if (!source || !window.Plotly) return;
  const data = JSON.parse(source.textContent);
  const { traces, layout } = drawings[data.kind](data, palette());
  // On a phone three short dates fit; more would be turned and run into each other.
  if (chart.clientWidth < 500 && layout.xaxis.type === "date") Object.assign(layout.xaxis, { nticks: 3, tickangle: 0, tickformat: "%d %b" });
  window.Plotly.react(chart, traces, layout, plain);
}

function drawAll(root) {
  root.querySelectorAll("[data-chart]").forEach(draw);
}

drawAll(document);
document.addEventListener("tile-replaced", event => drawAll(event.target));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll(document));
