// `data_visualization`: a plain drawing of line, bar, area and pie charts, with the figures as a table below.

import { h, s } from "./dom.js";
import { locale, t } from "./strings.js";

const BOX = { width: 600, height: 260, left: 52, right: 12, top: 12, bottom: 42 };
const INNER = { get width() { return BOX.width - BOX.left - BOX.right; }, height: BOX.height - BOX.top - BOX.bottom };
const colour = (at) => `var(--chart-${(at % 6) + 1})`;
const number = (value) => new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format(value);

export function chart(block) {
  // A drawing is scaled to its place; on a phone it is made narrower, so that its letters stay readable.
  BOX.width = innerWidth <= 480 ? 340 : 600;
  const data = block.chart ?? {};
  const pie = data.type === "pie";
  const series = pie ? [{ name: "", data: data.segments ?? [] }] : (data.series ?? []);
  const categories = data.axis_config?.categories ?? (series[0]?.data ?? []).map((point) => point.label);
  const drawing = pie ? pieDrawing(data.segments ?? []) : axesDrawing(data, series, categories);
  const legend = pie ? (data.segments ?? []).map((segment) => segment.label) : series.map((one) => one.name);
  return h("figure", { class: "chart" },
    h("figcaption", {}, block.title ?? ""),
    s("svg", { viewBox: `0 0 ${BOX.width} ${BOX.height}`, role: "img", "aria-label": summary(block, data, legend) }, drawing),
    legend.length > 1 && h("ul", { class: "legend", "aria-hidden": "true" }, legend.map((name, at) => h("li", {}, h("span", { class: "swatch", style: { background: colour(at) } }), name))),
    figures(series, categories, data.axis_config));
}

function summary(block, data, legend) {
  return [block.title, data.type, legend.filter(Boolean).join(", ")].filter(Boolean).join(": ");
}

/** What the drawing shows, for those who do not look at drawings. */
function figures(series, categories, axis) {
  const head = h("tr", {}, h("th", { scope: "col" }, axis?.x_label ?? ""), series.map((one) => h("th", { scope: "col", class: "align-right" }, one.name || axis?.y_label || "")));
  const rows = categories.map((label) => h("tr", {}, h("th", { scope: "row" }, label), series.map((one) => h("td", { class: "align-right" }, valueText(one, label)))));
  return h("details", {}, h("summary", {}, t("parts")), h("div", { class: "table-box" }, h("table", {}, h("thead", {}, head), h("tbody", {}, rows))));
}

const valueAt = (one, label) => one.data?.find((point) => point.label === label)?.value;

function valueText(one, label) {
  const value = valueAt(one, label);
  return value === undefined || value === null ? "–" : number(value);
}

// Axes -----------------------------------------------------------------------------------------------------------

function axesDrawing(data, series, categories) {
  const values = series.flatMap((one) => one.data ?? []).map((point) => point.value).filter(Number.isFinite);
  const scale = niceScale(Math.min(0, ...values), Math.max(0, ...values));
  const y = (value) => BOX.top + INNER.height * (1 - (value - scale.low) / (scale.high - scale.low));
  const step = INNER.width / Math.max(1, categories.length);
  const x = (at) => BOX.left + step * (at + 0.5);
  const draw = data.type === "bar" ? bars : lines;
  return [gridLines(scale, y), categoryLabels(categories, x, step), axisTitles(data.axis_config), draw(data.type, series, categories, { x, y, step })];
}

/** Round steps of 1, 2 or 5 times a power of ten, about five of them. */
function niceScale(low, high) {
  const span = high - low || 1;
  const power = 10 ** Math.floor(Math.log10(span / 5));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => span / size <= 6);
  return { low: Math.floor(low / step) * step, high: Math.ceil((high || step) / step) * step, step };
}

function gridLines({ low, high, step }, y) {
  const count = Math.round((high - low) / step);
  return Array.from({ length: count + 1 }, (_, at) => low + at * step).map((value) => [
    s("line", { x1: BOX.left, x2: BOX.width - BOX.right, y1: y(value), y2: y(value), class: Math.abs(value) < step / 1e6 ? "axis" : "grid" }),
    s("text", { x: BOX.left - 8, y: y(value) + 4, "text-anchor": "end" }, number(value)),
  ]);
}

function categoryLabels(categories, x, step) {
  // About 7 units a letter: skip labels that would run into each other.
  const longest = Math.max(1, ...categories.map((label) => label.length)) * 7;
  const every = Math.ceil(longest / step);
  const half = (label) => label.length * 3.5;
  const inside = (label, at) => Math.min(x(at), BOX.width - half(label));
  return categories.map((label, at) => (at % every ? null : s("text", { x: inside(label, at), y: BOX.height - BOX.bottom + 16, "text-anchor": "middle" }, label)));
}

function axisTitles(axis = {}) {
  const middle = BOX.top + INNER.height / 2;
  return [
    axis.x_label && s("text", { x: BOX.left + INNER.width / 2, y: BOX.height - 6, "text-anchor": "middle", class: "axis-title" }, axis.x_label),
    axis.y_label && s("text", { x: 12, y: middle, "text-anchor": "middle", class: "axis-title", transform: `rotate(-90 12 ${middle})` }, axis.y_label),
  ];
}

function bars(_, series, categories, { x, y, step }) {
  const width = Math.min(36, (step * 0.72) / series.length);
  return series.flatMap((one, which) => categories.map((label, at) => {
    const value = valueAt(one, label);
    if (!Number.isFinite(value)) return null;
    const left = x(at) + (which - series.length / 2) * width;
    return s("rect", { x: left + 1, width: Math.max(1, width - 2), y: Math.min(y(value), y(0)), height: Math.abs(y(value) - y(0)), rx: 2, style: { fill: colour(which) } }, s("title", {}, `${one.name} ${label}: ${number(value)}`));
  }));
}

function lines(type, series, categories, { x, y }) {
  return series.flatMap((one, which) => {
    const points = categories.map((label, at) => ({ label, at, value: valueAt(one, label) })).filter((point) => Number.isFinite(point.value));
    const path = points.map((point) => `${x(point.at)},${y(point.value)}`).join(" ");
    const area = type === "area" && points.length > 1;
    return [
      area && s("polygon", { points: `${x(points[0].at)},${y(0)} ${path} ${x(points.at(-1).at)},${y(0)}`, class: "area", style: { fill: colour(which) } }),
      s("polyline", { points: path, class: "line", style: { stroke: colour(which) } }),
      points.map((point) => s("circle", { cx: x(point.at), cy: y(point.value), r: 3.5, style: { fill: colour(which) } }, s("title", {}, `${one.name} ${point.label}: ${number(point.value)}`))),
    ];
  });
}

// Pie ------------------------------------------------------------------------------------------------------------

function pieDrawing(segments) {
  const total = segments.reduce((sum, segment) => sum + segment.value, 0) || 1;
  const [cx, cy, radius] = [BOX.width / 2, BOX.height / 2, 110];
  let turned = -Math.PI / 2;
  return segments.map((segment, at) => {
    const angle = (segment.value / total) * 2 * Math.PI;
    const from = [cx + radius * Math.cos(turned), cy + radius * Math.sin(turned)];
    turned += angle;
    const to = [cx + radius * Math.cos(turned), cy + radius * Math.sin(turned)];
    const title = s("title", {}, `${segment.label}: ${number(segment.value)}`);
    if (angle > 2 * Math.PI - 1e-6) return s("circle", { cx, cy, r: radius, style: { fill: colour(at) } }, title);
    return s("path", { d: `M${cx} ${cy}L${from}A${radius} ${radius} 0 ${angle > Math.PI ? 1 : 0} 1 ${to}Z`, class: "slice", style: { fill: colour(at) } }, title);
  });
}
